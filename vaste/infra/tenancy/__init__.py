"""
The tenancy layer: rows that belong to one workspace, and how Django keeps them there.

Django sees `id` as the primary key; the database's is `(workspace_id, id)`, its foreign keys
between tenant tables are composite, and row-level security is forced on every one of them
(docs/decisions/0002).
"""
