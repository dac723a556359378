-- One row: one day on which leads were received that were answered since, oldest first.
--
-- Parameters:
--   workspace uuid      whose leads
--   since timestamptz   first instant of the time in which the leads were received
--   until timestamptz   first instant after it
--   team uuid           only of this team; null: of all
--   owner uuid          only of this person; null: of all
--   category text       only of this category; null: of all
--   source text         only of this source, to the letter; null: of all
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
    AND (%(team)s::uuid IS NULL OR l.team_id = %(team)s::uuid)
    AND (%(owner)s::uuid IS NULL OR l.owner_id = %(owner)s::uuid)
    AND (%(category)s::text IS NULL OR l.category = %(category)s::text)
    AND (%(source)s::text IS NULL OR l.source = %(source)s::text)
    AND c.met_at IS NOT NULL
GROUP BY 1
ORDER BY 1
