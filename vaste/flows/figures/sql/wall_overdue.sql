-- One row: one open lead on which something was due before now, the longest overdue first.
--
-- Parameters:
--   workspace uuid      whose
--   at timestamptz      now
--   most integer        how many
-- Columns:
--   lead_id uuid        the lead
--   category text       the category's key
--   owner_id uuid       who answers for it; null where nobody does
--   team_id uuid        its team; null where it has none
--   team text           the team's name; null where it has none
--   received_at timestamptz  when it came
--   milestone text      what was promised; null where the planned next step is what is overdue
--   warn_at timestamptz when it was to be warned of; null for a step
--   due_at timestamptz  when it fell due
SELECT
    l.id AS lead_id,
    l.category,
    l.owner_id,
    l.team_id,
    t.name AS team,
    l.received_at,
    owed.milestone,
    owed.warn_at,
    l.due_at
FROM leads_lead AS l
LEFT JOIN routing_team AS t ON t.workspace_id = %(workspace)s AND t.id = l.team_id
LEFT JOIN LATERAL (
    SELECT c.milestone, c.warn_at
    FROM sla_clock AS c
    WHERE c.workspace_id = %(workspace)s AND c.lead_id = l.id
        AND c.met_at IS NULL AND c.stopped_at IS NULL AND c.due_at <= l.due_at
    ORDER BY c.due_at, c.id
    LIMIT 1
) AS owed ON true
WHERE l.workspace_id = %(workspace)s AND l.state = 'open' AND l.due_at < %(at)s
ORDER BY l.due_at, l.id
LIMIT %(most)s
