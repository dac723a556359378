-- One row: one running promise that falls due soon, the next first.
--
-- Parameters:
--   workspace uuid      whose
--   at timestamptz      now: what is overdue already is not about to be
--   soon timestamptz    until when
--   most integer        how many
-- Columns:
--   lead_id uuid        the lead; it may come twice, once for each milestone
--   category text       the category's key
--   owner_id uuid       who answers for it; null where nobody does
--   team_id uuid        its team; null where it has none
--   team text           the team's name; null where it has none
--   received_at timestamptz  when it came
--   milestone text      what is promised, as first_contact
--   warn_at timestamptz when it was to be warned of
--   due_at timestamptz  when it falls due
SELECT
    c.lead_id,
    l.category,
    l.owner_id,
    l.team_id,
    t.name AS team,
    l.received_at,
    c.milestone,
    c.warn_at,
    c.due_at
FROM sla_clock AS c
JOIN leads_lead AS l ON l.workspace_id = %(workspace)s AND l.id = c.lead_id
LEFT JOIN routing_team AS t ON t.workspace_id = %(workspace)s AND t.id = l.team_id
-- What fires by `soon` is found by index; a clock fires no later than it falls due.
WHERE c.workspace_id = %(workspace)s
    AND c.fires_at <= %(soon)s AND c.due_at > %(at)s AND c.due_at <= %(soon)s
ORDER BY c.due_at, c.id
LIMIT %(most)s
