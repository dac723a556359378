-- One row: how many first contacts, of the leads received in a period, took a span of working time; and
-- one row for those that nobody reached although their time has passed.
--
-- Parameters:
--   workspace uuid      whose leads
--   since timestamptz   first instant of the period in which the leads were received
--   until timestamptz   first instant after it
--   at timestamptz      now
--   edges integer[]     ends of the spans in seconds of working time, rising
-- Columns:
--   span integer        0 below the first edge, 1 from the first to below the second, and so on; -1 for
--                       those that are overdue and not answered
--   contacts bigint     leads
SELECT
    CASE WHEN c.met_at IS NULL THEN -1 ELSE width_bucket(c.working_s::int, %(edges)s::int[]) END AS span,
    count(*) AS contacts
FROM leads_lead AS l
JOIN sla_clock AS c
    ON c.workspace_id = %(workspace)s AND c.lead_id = l.id AND c.milestone = 'first_contact'
WHERE l.workspace_id = %(workspace)s
    AND l.received_at >= %(since)s AND l.received_at < %(until)s
    AND (c.met_at IS NOT NULL OR c.due_at < coalesce(c.stopped_at, %(at)s))
GROUP BY 1
ORDER BY 1
