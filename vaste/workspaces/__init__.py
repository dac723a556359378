"""
Tenants, the people who work in them, and what each may do.

Owns the reference tables workspaces_workspace, workspaces_user, workspaces_membership and
workspaces_handle (public keys of doors and API tokens). They hold no row of a buyer.
"""
