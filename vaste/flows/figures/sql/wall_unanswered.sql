-- One row: one open lead whose buyer has not been reached, the longest waiting first.
--
-- Parameters:
--   workspace uuid      whose
--   most integer        how many
-- Columns:
--   lead_id uuid        the lead
--   category text       the category's key
--   owner_id uuid       who answers for it; null where nobody does
--   team_id uuid        its team; null where it has none
--   team text           the team's name; null where it has none
--   received_at timestamptz  when it came
SELECT
    l.id AS lead_id,
    l.category,
    l.owner_id,
    l.team_id,
    t.name AS team,
    l.received_at
FROM leads_lead AS l
LEFT JOIN routing_team AS t ON t.workspace_id = %(workspace)s AND t.id = l.team_id
WHERE l.workspace_id = %(workspace)s AND l.state = 'open' AND l.first_contact_at IS NULL
ORDER BY l.received_at, l.id
LIMIT %(most)s
