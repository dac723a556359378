-- One row: one day on which leads were received that were answered since, oldest first.
--
-- Parameters:
--   workspace uuid      whose leads
--   since timestamptz   first instant of the period in which the leads were received
--   until timestamptz   first instant after it
--   zone text           IANA zone in which days begin
-- Columns:
--   day date            the day in `zone`
--   median_working_s float  seconds of working time to the first contact, median
SELECT
    (l.received_at AT TIME ZONE %(zone)s::text)::date AS day,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY c.working_s) AS median_working_s
FROM leads_lead AS l
JOIN sla_clock AS c
    ON c.workspace_id = %(workspace)s AND c.lead_id = l.id AND c.milestone = 'first_contact'
WHERE l.workspace_id = %(workspace)s
    AND l.received_at >= %(since)s AND l.received_at < %(until)s
    AND c.met_at IS NOT NULL
GROUP BY 1
ORDER BY 1
