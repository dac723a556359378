-- One row: how many leads received in a period have one value of a filter, the most first.
--
-- Parameters:
--   workspace uuid      whose leads
--   since timestamptz   first instant of the period
--   until timestamptz   first instant after it
-- Columns:
--   kind text           owner, team, category or source
--   key text            the value; "" where it is not told; an id
--   leads bigint        leads
SELECT
    CASE grouping(l.owner_id, l.team_id, l.category, l.source)
        WHEN 7 THEN 'owner' WHEN 11 THEN 'team' WHEN 13 THEN 'category' ELSE 'source'
    END AS kind,
    coalesce(l.owner_id::text, l.team_id::text, l.category, l.source, '') AS key,
    count(*) AS leads
FROM leads_lead AS l
WHERE l.workspace_id = %(workspace)s
    AND l.received_at >= %(since)s AND l.received_at < %(until)s
GROUP BY GROUPING SETS ((l.owner_id), (l.team_id), (l.category), (l.source))
ORDER BY 1, 3 DESC, 2
