-- One row: one person who takes leads in a team, by name.
--
-- Parameters:
--   workspace uuid      whose
--   at timestamptz      now
-- Columns:
--   user_id uuid        the person
--   name text           their name, or their address where none is told
--   capacity integer    open leads they can hold: the largest of their teams
--   is_away boolean     whether they are away from every one of their teams now
--   away_until timestamptz  when they are back in the first of them; null where that is not told
SELECT
    m.user_id,
    coalesce(nullif(u.full_name, ''), u.email) AS name,
    max(m.capacity) AS capacity,
    bool_and(
        (m.away_from IS NOT NULL OR m.away_until IS NOT NULL)
        AND (m.away_from IS NULL OR m.away_from <= %(at)s)
        AND (m.away_until IS NULL OR m.away_until > %(at)s)
    ) AS is_away,
    min(m.away_until) AS away_until
FROM routing_member AS m
JOIN routing_team AS t ON t.workspace_id = %(workspace)s AND t.id = m.team_id
JOIN workspaces_user AS u ON u.id = m.user_id
WHERE m.workspace_id = %(workspace)s AND m.left_at IS NULL AND t.closed_at IS NULL
GROUP BY m.user_id, u.full_name, u.email
ORDER BY lower(coalesce(nullif(u.full_name, ''), u.email)), m.user_id
