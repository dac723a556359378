-- Every row is one breach of the rules that keep workspaces apart (docs/decisions/0002).
--
-- Parameters: tenant, reference, local text[]  the tables of each kind
--             role                 text    the role that the program works as
--             policy               text    the condition of every policy, as PostgreSQL writes it back
-- Columns:    what  the rule that is broken
--             place the table, then the constraint, index, policy, trigger or column
WITH
  known (name, kind) AS (
    SELECT unnest(%(tenant)s::text[]), 'tenant'
    UNION ALL SELECT unnest(%(reference)s::text[]), 'reference'
    UNION ALL SELECT unnest(%(local)s::text[]), 'local'
  ),
  relation AS (
    SELECT c.oid, c.relname::text AS name, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
      c.relowner, c.reloptions, k.kind
    FROM pg_class AS c
    LEFT JOIN known AS k ON k.name = c.relname
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
  ),
  tenant AS (
    SELECT r.oid, r.name, a.attnum AS workspace, a.attnotnull, a.atttypid,
      (SELECT i.attnum FROM pg_attribute AS i WHERE i.attrelid = r.oid AND i.attname = 'id') AS id
    FROM relation AS r
    LEFT JOIN pg_attribute AS a
      ON a.attrelid = r.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
    WHERE r.kind = 'tenant'
  ),
  foreign_key AS (
    SELECT k.*, c.conrelid::regclass::text AS place
    FROM pg_constraint AS k
    JOIN pg_constraint AS c ON c.oid = k.oid
    WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace
  ),
  policy AS (
    SELECT t.name, p.* FROM tenant AS t JOIN pg_policy AS p ON p.polrelid = t.oid
  )

SELECT 'a table is in no list' AS what, name AS place
FROM relation WHERE kind IS NULL AND relkind IN ('r', 'p')
UNION ALL
SELECT 'a listed table does not exist', name
FROM known WHERE name NOT IN (SELECT name FROM relation)
UNION ALL
SELECT 'a tenant table has no workspace', name FROM tenant WHERE workspace IS NULL
UNION ALL
SELECT 'a workspace may be left out', name FROM tenant WHERE NOT attnotnull
UNION ALL
SELECT 'a workspace is no uuid', name FROM tenant WHERE atttypid <> 'uuid'::regtype
UNION ALL
SELECT 'the primary key does not begin with the workspace', t.name
FROM tenant AS t
WHERE NOT EXISTS (
  SELECT FROM pg_index AS i
  WHERE i.indrelid = t.oid AND i.indisprimary AND i.indkey[0] = t.workspace
    AND t.id = ANY (i.indkey::int2[])
)
UNION ALL
SELECT 'a unique index leaves the workspace out', t.name || ' ' || i.indexrelid::regclass
FROM tenant AS t JOIN pg_index AS i ON i.indrelid = t.oid AND i.indisunique
WHERE t.workspace <> ALL (string_to_array(i.indkey::text, ' ')::int2[])
UNION ALL
SELECT 'an exclusion constraint leaves the workspace out', t.name || ' ' || k.conname
FROM tenant AS t JOIN pg_constraint AS k ON k.conrelid = t.oid AND k.contype = 'x'
WHERE NOT EXISTS (
  SELECT FROM generate_subscripts(k.conkey, 1) AS g JOIN pg_operator AS o ON o.oid = k.conexclop[g]
  WHERE k.conkey[g] = t.workspace AND o.oprname = '='
)
UNION ALL
SELECT 'a foreign key inside tenants leaves the workspace out', f.place || ' ' || f.conname
FROM foreign_key AS f
JOIN tenant AS here ON here.oid = f.conrelid
JOIN tenant AS there ON there.oid = f.confrelid
WHERE NOT EXISTS (
  SELECT FROM generate_subscripts(f.conkey, 1) AS g
  WHERE f.conkey[g] = here.workspace AND f.confkey[g] = there.workspace
)
UNION ALL
SELECT 'a foreign key would change or empty the workspace', f.place || ' ' || f.conname
FROM foreign_key AS f JOIN tenant AS t ON t.oid = f.conrelid
WHERE t.workspace = ANY (f.conkey)
  AND (f.confdeltype IN ('n', 'd') OR f.confupdtype IN ('c', 'n', 'd'))
UNION ALL
SELECT 'a foreign key inside tenants is checked too late', f.place || ' ' || f.conname
FROM foreign_key AS f JOIN tenant AS t ON t.oid = f.conrelid WHERE f.condeferrable
UNION ALL
SELECT 'a tenant table points at a local one', f.place || ' ' || f.conname
FROM foreign_key AS f JOIN tenant AS t ON t.oid = f.conrelid
JOIN relation AS r ON r.oid = f.confrelid AND r.kind IS DISTINCT FROM 'tenant'
  AND r.kind IS DISTINCT FROM 'reference'
UNION ALL
SELECT 'a table outside points into a tenant table', f.place || ' ' || f.conname
FROM foreign_key AS f JOIN tenant AS t ON t.oid = f.confrelid
WHERE f.conrelid NOT IN (SELECT oid FROM tenant)
UNION ALL
SELECT 'a reference table points at another kind', f.place || ' ' || f.conname
FROM foreign_key AS f
JOIN relation AS here ON here.oid = f.conrelid AND here.kind = 'reference'
JOIN relation AS there ON there.oid = f.confrelid AND there.kind IS DISTINCT FROM 'reference'
UNION ALL
SELECT 'a trigger', g.tgrelid::regclass || ' ' || g.tgname
FROM pg_trigger AS g JOIN relation AS r ON r.oid = g.tgrelid AND r.kind IN ('tenant', 'reference')
WHERE NOT g.tgisinternal
UNION ALL
SELECT 'a rewrite rule', w.ev_class::regclass || ' ' || w.rulename
FROM pg_rewrite AS w JOIN relation AS r ON r.oid = w.ev_class AND r.kind = 'tenant'
UNION ALL
SELECT 'a number made by the database', t.name || ' ' || a.attname
FROM tenant AS t JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%%'
UNION ALL
SELECT 'row-level security is off or not forced', r.name
FROM relation AS r
WHERE r.kind = 'tenant' AND NOT (r.relrowsecurity AND r.relforcerowsecurity)
UNION ALL
SELECT 'a tenant table has not exactly one policy', t.name
FROM tenant AS t WHERE (SELECT count(*) FROM policy AS p WHERE p.polrelid = t.oid) <> 1
UNION ALL
SELECT 'a policy reads or writes by another condition', p.name || ' ' || p.polname
FROM policy AS p
WHERE pg_get_expr(p.polqual, p.polrelid) IS DISTINCT FROM %(policy)s
  OR pg_get_expr(p.polwithcheck, p.polrelid) IS DISTINCT FROM %(policy)s
UNION ALL
SELECT 'a policy is not for every command and role', p.name || ' ' || p.polname
FROM policy AS p WHERE p.polcmd <> '*' OR p.polroles <> ARRAY[0::oid] OR NOT p.polpermissive
UNION ALL
SELECT 'a view sees with its owner''s eyes', r.name
FROM relation AS r
WHERE r.relkind = 'm'
  OR r.relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (r.reloptions), false)
UNION ALL
SELECT 'a function acts as its owner', p.oid::regprocedure::text
FROM pg_proc AS p WHERE p.pronamespace = current_schema()::regnamespace AND p.prosecdef
UNION ALL
SELECT 'the program owns a table', r.name
FROM relation AS r JOIN pg_roles AS o ON o.oid = r.relowner WHERE o.rolname = %(role)s
UNION ALL
SELECT 'the program may pass row-level security', o.rolname::text
FROM pg_roles AS o WHERE o.rolname = %(role)s AND (o.rolsuper OR o.rolbypassrls)
UNION ALL
SELECT 'the program may become the owner', o.rolname::text
FROM pg_roles AS o
WHERE o.oid IN (SELECT relowner FROM relation WHERE kind = 'tenant')
  AND pg_has_role(%(role)s, o.oid, 'MEMBER')
UNION ALL
SELECT 'the program may change the schema', %(role)s
WHERE has_schema_privilege(%(role)s, current_schema(), 'CREATE')
ORDER BY 1, 2
