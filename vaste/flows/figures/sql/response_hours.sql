-- One row: the leads received in one hour of one day of the week, and how soon they were answered.
-- Hours are those of the clock on the wall: the one that comes twice in autumn is one hour here.
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
--   zone text           IANA zone in which days and hours begin
-- Columns:
--   weekday integer     1 Monday to 7 Sunday
--   hour integer        0 to 23
--   leads bigint        promises of a first contact
--   answered bigint     of them, those where a person reached the buyer
--   in_time bigint      of them, those kept by the promised time
--   judged bigint       promises that are answered, or not answered though their time has passed
--   median_working_s float  seconds of working time from the clock's start to the contact, median
--   median_raw_s float      seconds from receiving to the contact by the wall clock, median
--
-- Null: a median of no answered lead.
SELECT
    extract(isodow FROM l.received_at AT TIME ZONE %(zone)s::text)::int AS weekday,
    extract(hour FROM l.received_at AT TIME ZONE %(zone)s::text)::int AS hour,
    count(*) AS leads,
    count(c.met_at) AS answered,
    count(*) FILTER (WHERE c.met_at <= c.due_at) AS in_time,
    count(*) FILTER (
        WHERE c.met_at IS NOT NULL OR c.due_at < coalesce(c.stopped_at, %(at)s)
    ) AS judged,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY c.working_s) AS median_working_s,
    percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM c.met_at - l.received_at)::float8
    ) AS median_raw_s
FROM leads_lead AS l
JOIN sla_clock AS c
    ON c.workspace_id = %(workspace)s AND c.lead_id = l.id AND c.milestone = 'first_contact'
WHERE l.workspace_id = %(workspace)s
    AND l.received_at >= %(since)s AND l.received_at < %(until)s
    AND (%(team)s::uuid IS NULL OR l.team_id = %(team)s::uuid)
    AND (%(owner)s::uuid IS NULL OR l.owner_id = %(owner)s::uuid)
    AND (%(category)s::text IS NULL OR l.category = %(category)s::text)
    AND (%(source)s::text IS NULL OR l.source = %(source)s::text)
GROUP BY 1, 2
ORDER BY 1, 2
