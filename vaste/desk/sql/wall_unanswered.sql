-- One row: one open lead whose buyer has not been reached, the longest waiting first.
--
-- Parameters:
--   workspace uuid      whose
--   most integer        how many
-- Columns:
--   lead_id uuid        the lead
--   team text           its team's name; null where it has none
SELECT
    l.id AS lead_id,
    t.name AS team
FROM leads_lead AS l
LEFT JOIN routing_team AS t ON t.workspace_id = %(workspace)s AND t.id = l.team_id
WHERE l.workspace_id = %(workspace)s AND l.state = 'open' AND l.first_contact_at IS NULL
ORDER BY l.received_at, l.id
LIMIT %(most)s
