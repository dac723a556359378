-- One row: the leads received in a period whose first contact took a span of working time, and what
-- became of them; and one row for those that nobody reached although their time has passed.
--
-- Parameters:
--   workspace uuid      whose leads
--   since timestamptz   first instant of the time in which the leads were received
--   until timestamptz   first instant after it
--   team uuid           only of this team; null: of all
--   owner uuid          only of this person; null: of all
--   category text       only of this category; null: of all
--   source text         only of this source, to the letter; null: of all
--   at timestamptz      now
--   edges integer[]     ends of the spans in seconds of working time, rising
-- Columns:
--   span integer        0 below the first edge, 1 from the first to below the second, and so on; -1 for
--                       those that are overdue and not answered
--   contacts bigint     leads
--   qualified bigint    of them, those that the rules call marketing-qualified now
--   won bigint          of them, those that are won now
--   lost bigint         of them, those that are lost or not a fit now
SELECT
    CASE WHEN c.met_at IS NULL THEN -1 ELSE width_bucket(c.working_s::int, %(edges)s::int[]) END AS span,
    count(*) AS contacts,
    count(*) FILTER (WHERE l.is_mql) AS qualified,
    count(*) FILTER (WHERE l.state = 'won') AS won,
    count(*) FILTER (WHERE l.state IN ('lost', 'not_a_fit')) AS lost
FROM leads_lead AS l
JOIN sla_clock AS c
    ON c.workspace_id = %(workspace)s AND c.lead_id = l.id AND c.milestone = 'first_contact'
WHERE l.workspace_id = %(workspace)s
    AND l.received_at >= %(since)s AND l.received_at < %(until)s
    AND (%(team)s::uuid IS NULL OR l.team_id = %(team)s::uuid)
    AND (%(owner)s::uuid IS NULL OR l.owner_id = %(owner)s::uuid)
    AND (%(category)s::text IS NULL OR l.category = %(category)s::text)
    AND (%(source)s::text IS NULL OR l.source = %(source)s::text)
    AND (c.met_at IS NOT NULL OR c.due_at < coalesce(c.stopped_at, %(at)s))
GROUP BY 1
ORDER BY 1
