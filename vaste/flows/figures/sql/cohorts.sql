-- One row: the leads received in one month or week, how they stand now, and how long each step took;
-- and one row for all of them together. The newest first.
--
-- Parameters:
--   workspace uuid      whose leads
--   since timestamptz   first instant of the time in which the leads were received
--   until timestamptz   first instant after it
--   team uuid           only of this team; null: of all
--   owner uuid          only of this person; null: of all
--   category text       only of this category; null: of all
--   source text         only of this source, to the letter; null: of all
--   by text             month or week
--   zone text           IANA zone in which months and weeks begin
-- Columns:
--   is_total boolean    true for the row of all leads, whose key is null
--   key text            a month as 2026-03, a week as 2026-W10
--   leads bigint        leads received
--   qualified bigint    of them, those that the rules call marketing-qualified now
--   taken_over bigint   those that a person has taken over
--   contacted bigint    those whose buyer was reached, and won ones whose contact was not told
--   won bigint          those that are won now
--   lost bigint         those that are lost now
--   not_a_fit bigint    those that are closed as not a fit now
--   open bigint         those that are open or put off now
--   to_qualified_s float  seconds from receiving to being marketing-qualified, median; 0 on arrival
--   to_taken_s float    seconds from qualified to taken over, median
--   to_contact_s float  seconds from taken over to the first contact, median
--   to_won_s float      seconds from the first contact to winning, median
--
-- Null: a median of no lead that went both steps, in this order. All durations are by the wall clock.
SELECT
    GROUPING(came.begins) = 1 AS is_total,
    to_char(
        came.begins, CASE %(by)s::text WHEN 'week' THEN 'IYYY-"W"IW' ELSE 'YYYY-MM' END
    ) AS key,
    count(*) AS leads,
    count(*) FILTER (WHERE came.is_mql) AS qualified,
    count(*) FILTER (WHERE came.taken_over_at IS NOT NULL) AS taken_over,
    count(*) FILTER (WHERE came.first_contact_at IS NOT NULL OR came.state = 'won') AS contacted,
    count(*) FILTER (WHERE came.state = 'won') AS won,
    count(*) FILTER (WHERE came.state = 'lost') AS lost,
    count(*) FILTER (WHERE came.state = 'not_a_fit') AS not_a_fit,
    count(*) FILTER (WHERE came.state IN ('open', 'snoozed')) AS open,
    percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM came.qualified_at - came.received_at)::float8
    ) FILTER (WHERE came.qualified_at >= came.received_at) AS to_qualified_s,
    percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM came.taken_over_at - came.qualified_at)::float8
    ) FILTER (WHERE came.taken_over_at >= came.qualified_at) AS to_taken_s,
    percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM came.first_contact_at - came.taken_over_at)::float8
    ) FILTER (WHERE came.first_contact_at >= came.taken_over_at) AS to_contact_s,
    percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM came.closed_at - came.first_contact_at)::float8
    ) FILTER (WHERE came.state = 'won' AND came.closed_at >= came.first_contact_at) AS to_won_s
FROM (
    SELECT
        date_trunc(
            CASE %(by)s::text WHEN 'week' THEN 'week' ELSE 'month' END,
            l.received_at AT TIME ZONE %(zone)s::text
        )::date AS begins,
        l.received_at,
        l.state,
        l.is_mql,
        l.taken_over_at,
        l.first_contact_at,
        l.closed_at,
        CASE WHEN l.is_mql THEN coalesce(rose.at, l.received_at) END AS qualified_at
    FROM leads_lead AS l
    LEFT JOIN (
        SELECT e.subject_id, max(e.at) AS at
        FROM leads_lead AS k
        JOIN ledger_event AS e ON e.workspace_id = %(workspace)s AND e.subject_id = k.id
        WHERE k.workspace_id = %(workspace)s
            AND k.received_at >= %(since)s AND k.received_at < %(until)s AND k.is_mql
            AND e.verb IN ('lead.recategorized', 'lead.rescored')
            AND e.detail -> 'from' ->> 'mql' = 'false' AND e.detail -> 'to' ->> 'mql' = 'true'
        GROUP BY e.subject_id
    ) AS rose ON rose.subject_id = l.id
    WHERE l.workspace_id = %(workspace)s
        AND l.received_at >= %(since)s AND l.received_at < %(until)s
        AND (%(team)s::uuid IS NULL OR l.team_id = %(team)s::uuid)
        AND (%(owner)s::uuid IS NULL OR l.owner_id = %(owner)s::uuid)
        AND (%(category)s::text IS NULL OR l.category = %(category)s::text)
        AND (%(source)s::text IS NULL OR l.source = %(source)s::text)
) AS came
GROUP BY GROUPING SETS ((came.begins), ())
ORDER BY is_total, came.begins DESC
