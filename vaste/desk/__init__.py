"""
The rep's and the manager's screens: queue, lead page, ledger, wall, notices, the live stream.

A face: loads with permission (access), asks one story or question, puts a panel together (build)
and renders it. Owns no tables. Its own questions stand in sql/, by name.
"""
