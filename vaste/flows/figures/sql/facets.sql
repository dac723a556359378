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
WITH alike AS (
    -- There are few combinations: what is grouped four ways is short.
    SELECT l.owner_id, l.team_id, l.category, l.source, count(*) AS leads
    FROM leads_lead AS l
    WHERE l.workspace_id = %(workspace)s
        AND l.received_at >= %(since)s AND l.received_at < %(until)s
    GROUP BY 1, 2, 3, 4
)
SELECT
    CASE grouping(owner_id, team_id, category, source)
        WHEN 7 THEN 'owner' WHEN 11 THEN 'team' WHEN 13 THEN 'category' ELSE 'source'
    END AS kind,
    coalesce(owner_id::text, team_id::text, category, source, '') AS key,
    sum(leads)::bigint AS leads
FROM alike
GROUP BY GROUPING SETS ((owner_id), (team_id), (category), (source))
ORDER BY 1, 3 DESC, 2
