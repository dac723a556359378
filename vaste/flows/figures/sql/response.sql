-- One row: how soon people answered the leads received in a period, for one value of a dimension; and
-- one row for all of them together. What is counted is the promise of a first contact: leads without
-- one (imported without clocks) are left out.
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
-- Columns:
--   is_total boolean    true for the row of all, whose key is null
--   key text            the value; "" where it is not told; an id
--   leads bigint        promises of a first contact
--   answered bigint     of them, those where a person reached the buyer
--   in_time bigint      of them, those kept by the promised time
--   judged bigint       promises that are answered, or not answered though their time has passed
--   median_working_s float  seconds of working time from the clock's start to the contact, median
--   p90_working_s float     the same, 90th percentile
--   median_raw_s float      seconds from receiving to the contact by the wall clock, median
--   p90_raw_s float         the same, 90th percentile
--   system_s float          seconds of it until the lead stood on a person's screen, median
--   p90_system_s float      the same, 90th percentile
--   person_s float          seconds of it from then on, less pauses, by the wall clock, median
--   p90_person_s float      the same, 90th percentile
--
-- Null: a percentile of no answered lead.
SELECT
    GROUPING(asked.key) = 1 AS is_total,
    asked.key,
    count(*) AS leads,
    count(asked.met_at) AS answered,
    count(*) FILTER (WHERE asked.met_at <= asked.due_at) AS in_time,
    count(*) FILTER (
        WHERE asked.met_at IS NOT NULL
            OR asked.due_at < coalesce(asked.stopped_at, %(at)s)
    ) AS judged,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY asked.working_s) AS median_working_s,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY asked.working_s) AS p90_working_s,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY asked.waited_s) AS median_raw_s,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY asked.waited_s) AS p90_raw_s,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY asked.system_s) AS system_s,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY asked.system_s) AS p90_system_s,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY asked.person_s) AS person_s,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY asked.person_s) AS p90_person_s
FROM (
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
        c.due_at,
        c.met_at,
        c.stopped_at,
        c.working_s::float8 AS working_s,
        extract(epoch FROM c.met_at - l.received_at)::float8 AS waited_s,
        CASE WHEN c.met_at IS NOT NULL
            THEN extract(epoch FROM c.started_at - l.received_at)::float8
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
) AS asked
GROUP BY GROUPING SETS ((asked.key), ())
ORDER BY is_total, leads DESC, asked.key
