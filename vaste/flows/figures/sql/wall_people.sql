-- One row: one person who takes leads in a team, by name.
--
-- Parameters:
--   workspace uuid      whose
--   at timestamptz      now
-- Columns:
--   user_id uuid        the person
--   name text           their name, or their address where none is told
--   capacity integer    open leads they can hold: the largest of their teams
--   is_away boolean     whether they are absent now
--   away_until timestamptz  when they are back, absences that follow one another being one; null
--                       where they are not away, and where no end is told
SELECT
    m.user_id,
    coalesce(nullif(u.full_name, ''), u.email) AS name,
    max(m.capacity) AS capacity,
    coalesce(bool_or(away.span IS NOT NULL), false) AS is_away,
    max(upper(away.span)) AS away_until
FROM routing_member AS m
JOIN routing_team AS t ON t.workspace_id = %(workspace)s AND t.id = m.team_id
JOIN workspaces_user AS u ON u.id = m.user_id
LEFT JOIN LATERAL (
    SELECT merged.span
    FROM (
        SELECT unnest(range_agg(tstzrange(a.away_from, a.away_until))) AS span
        FROM routing_absence AS a
        WHERE a.workspace_id = %(workspace)s AND a.user_id = m.user_id
    ) AS merged
    WHERE merged.span @> %(at)s::timestamptz
) AS away ON true
WHERE m.workspace_id = %(workspace)s AND m.left_at IS NULL AND t.closed_at IS NULL
GROUP BY m.user_id, u.full_name, u.email
ORDER BY lower(coalesce(nullif(u.full_name, ''), u.email)), m.user_id
