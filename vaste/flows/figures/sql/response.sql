-- One row: how soon people answered some of the leads received in a period, and what became of them:
-- those of one value of a dimension, all of them, those of one span of response times, of one day, or
-- of one hour of the week. What is counted is the promise of a first contact: leads without one
-- (imported without clocks) are left out. The tables are read once, whatever is asked for.
--
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
--   at timestamptz      now: what is promised for later is neither kept nor broken yet
--   by text             source, campaign, category, quadrant, owner, team or door
--   zone text           IANA zone in which days and hours begin
--   edges integer[]     ends of the spans in seconds of working time, rising
--   parts text[]        which rows are asked for: value (with total), span, day, hour
-- Columns:
--   part text           value, total, span, day or hour
--   key text            of a value: itself, "" where it is not told, an id; else null
--   span integer        of a span: 0 below the first edge, 1 from the first to below the second, and so
--                       on, -1 for those that are overdue and not answered
--   day date            of a day: the day in `zone` on which leads were received that are answered
--   weekday integer     of an hour: 1 Monday to 7 Sunday
--   hour integer        of an hour: 0 to 23
--   leads bigint        promises of a first contact
--   answered bigint     of them, those where a person reached the buyer
--   in_time bigint      of them, those kept by the promised time
--   judged bigint       promises that are answered, or not answered though their time has passed
--   median_working_s float  seconds of working time from the clock's start to the contact, median
--   p90_working_s float     the same, 90th percentile; of values and the total only, as what follows
--   median_raw_s float      seconds from receiving to the contact by the wall clock, median; of hours too
--   p90_raw_s float         the same, 90th percentile
--   system_s float          seconds of it until the lead stood on a person's screen, median
--   p90_system_s float      the same, 90th percentile
--   person_s float          seconds of it from then on, less pauses, by the wall clock, median
--   p90_person_s float      the same, 90th percentile
--   qualified bigint    of a span: leads that the rules call marketing-qualified now
--   won bigint          of a span: leads that are won now
--   lost bigint         of a span: leads that are lost or not a fit now
--
-- Null: a percentile of no answered lead, and what the row has not.
WITH asked AS MATERIALIZED (
    SELECT
        CASE %(by)s::text
            WHEN 'source' THEN l.source
            WHEN 'campaign' THEN l.campaign
            WHEN 'category' THEN l.category
            WHEN 'quadrant' THEN l.quadrant
            WHEN 'owner' THEN coalesce(l.owner_id::text, '')
            WHEN 'team' THEN coalesce(l.team_id::text, '')
            WHEN 'door' THEN l.door_id::text
        END COLLATE "C" AS key,
        CASE WHEN %(parts)s::text[] && '{day,hour}'
            THEN l.received_at AT TIME ZONE %(zone)s::text
        END AS received,
        l.state,
        l.is_mql,
        c.met_at IS NOT NULL AS is_answered,
        c.met_at <= c.due_at AS is_in_time,
        c.met_at IS NOT NULL OR c.due_at < coalesce(c.stopped_at, %(at)s) AS is_judged,
        c.working_s::float8 AS working_s,
        date_part('epoch', c.met_at - l.received_at) AS waited_s,
        CASE WHEN c.met_at IS NOT NULL
            THEN date_part('epoch', c.started_at - l.received_at)
                + coalesce(c.system_ms, 0)::float8 / 1000
        END AS system_s,
        c.person_s::float8 AS person_s
    FROM leads_lead AS l
    JOIN sla_clock AS c
        ON c.workspace_id = %(workspace)s AND c.lead_id = l.id AND c.milestone = 'first_contact'
    WHERE l.workspace_id = %(workspace)s
        AND l.received_at >= %(since)s AND l.received_at < %(until)s
        AND (%(team)s::uuid IS NULL OR l.team_id = %(team)s::uuid)
        AND (%(owner)s::uuid IS NULL OR l.owner_id = %(owner)s::uuid)
        AND (%(category)s::text IS NULL OR l.category = %(category)s::text)
        AND (%(source)s::text IS NULL OR l.source = %(source)s::text)
),
valued AS (
    SELECT
        CASE GROUPING(asked.key) WHEN 1 THEN 'total' ELSE 'value' END AS part,
        asked.key,
        count(*) AS leads,
        count(*) FILTER (WHERE asked.is_answered) AS answered,
        count(*) FILTER (WHERE asked.is_in_time) AS in_time,
        count(*) FILTER (WHERE asked.is_judged) AS judged,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY asked.working_s) AS median_working_s,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY asked.working_s) AS p90_working_s,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY asked.waited_s) AS median_raw_s,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY asked.waited_s) AS p90_raw_s,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY asked.system_s) AS system_s,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY asked.system_s) AS p90_system_s,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY asked.person_s) AS person_s,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY asked.person_s) AS p90_person_s
    FROM asked
    WHERE 'value' = ANY(%(parts)s::text[])
    GROUP BY GROUPING SETS ((asked.key), ())
    HAVING 'value' = ANY(%(parts)s::text[])
),
spanned AS (
    SELECT
        CASE WHEN asked.is_answered
            THEN width_bucket(asked.working_s::int, %(edges)s::int[]) ELSE -1
        END AS span,
        count(*) AS leads,
        count(*) FILTER (WHERE asked.is_mql) AS qualified,
        count(*) FILTER (WHERE asked.state = 'won') AS won,
        count(*) FILTER (WHERE asked.state IN ('lost', 'not_a_fit')) AS lost
    FROM asked
    WHERE 'span' = ANY(%(parts)s::text[]) AND asked.is_judged
    GROUP BY 1
),
daily AS (
    SELECT
        asked.received::date AS day,
        count(*) AS leads,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY asked.working_s) AS median_working_s
    FROM asked
    WHERE 'day' = ANY(%(parts)s::text[]) AND asked.is_answered
    GROUP BY 1
),
hourly AS (
    SELECT
        (asked.received::date - '0001-01-01') %% 7 + 1 AS weekday,  -- that day was a Monday
        date_part('hour', asked.received)::int AS hour,
        count(*) AS leads,
        count(*) FILTER (WHERE asked.is_answered) AS answered,
        count(*) FILTER (WHERE asked.is_in_time) AS in_time,
        count(*) FILTER (WHERE asked.is_judged) AS judged,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY asked.working_s) AS median_working_s,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY asked.waited_s) AS median_raw_s
    FROM asked
    WHERE 'hour' = ANY(%(parts)s::text[])
    GROUP BY 1, 2
)
SELECT part, key, NULL::int AS span, NULL::date AS day, NULL::int AS weekday, NULL::int AS hour,
    leads, answered, in_time, judged, median_working_s, p90_working_s, median_raw_s, p90_raw_s,
    system_s, p90_system_s, person_s, p90_person_s,
    NULL::bigint AS qualified, NULL::bigint AS won, NULL::bigint AS lost
FROM valued
UNION ALL
SELECT 'span', NULL, span, NULL, NULL, NULL, leads, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, qualified, won, lost
FROM spanned
UNION ALL
SELECT 'day', NULL, NULL, day, NULL, NULL, leads, leads, NULL, NULL,
    median_working_s, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM daily
UNION ALL
SELECT 'hour', NULL, NULL, NULL, weekday, hour, leads, answered, in_time, judged,
    median_working_s, NULL, median_raw_s, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM hourly
ORDER BY span, day, weekday, hour, part DESC, leads DESC, key
