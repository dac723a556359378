-- One row: how far the leads received in a period came, for one value of a dimension; and one row for
-- all of them together.
--
-- Parameters:
--   workspace uuid      whose leads
--   since timestamptz   first instant of the time in which the leads were received
--   until timestamptz   first instant after it
--   team uuid           only of this team; null: of all
--   owner uuid          only of this person; null: of all
--   category text       only of this category; null: of all
--   source text         only of this source, to the letter; null: of all
--   by text             source, campaign, category, quadrant, owner, team, door, month or week
--   zone text           IANA zone in which months and weeks begin
-- Columns:
--   is_total boolean    true for the row of all leads, whose key is null
--   key text            the value; "" where it is not told; an id; a month as 2026-03, a week as 2026-W10
--   leads bigint        leads received in the period
--   taken_over bigint   leads that a person has taken over
--   qualified bigint    leads that the rules call marketing-qualified
--   advanced bigint     leads that are qualified, taken over, contacted or won: at least one of them
--   contacted bigint    leads whose buyer was reached, and won ones whose contact was not told
--   won bigint          leads that are won now
--   lost bigint         leads that are lost or not a fit now
--   open bigint         leads that are open or put off now
--   to_contact_s float  seconds from receiving to the first contact, median, by the wall clock
--   to_won_s float      seconds from receiving to winning, median, by the wall clock
--
-- Null: a median of no lead. A lead that was imported as won without the day of it has no time to won.
SELECT
    GROUPING(came.key) = 1 AS is_total,
    came.key,
    count(*) AS leads,
    count(*) FILTER (WHERE came.is_taken) AS taken_over,
    count(*) FILTER (WHERE came.is_mql) AS qualified,
    count(*) FILTER (
        WHERE came.is_mql OR came.is_taken OR came.is_contacted OR came.is_won
    ) AS advanced,
    count(*) FILTER (WHERE came.is_contacted OR came.is_won) AS contacted,
    count(*) FILTER (WHERE came.is_won) AS won,
    count(*) FILTER (WHERE came.state IN ('lost', 'not_a_fit')) AS lost,
    count(*) FILTER (WHERE came.state IN ('open', 'snoozed')) AS open,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY came.contact_s) AS to_contact_s,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY came.won_s) AS to_won_s
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
            WHEN 'month' THEN to_char(l.received_at AT TIME ZONE %(zone)s::text, 'YYYY-MM')
            WHEN 'week' THEN to_char(l.received_at AT TIME ZONE %(zone)s::text, 'IYYY-"W"IW')
        END COLLATE "C" AS key,
        l.state,
        l.is_mql,
        l.taken_over_at IS NOT NULL AS is_taken,
        l.first_contact_at IS NOT NULL AS is_contacted,
        l.state = 'won' AS is_won,
        CASE WHEN l.first_contact_at >= l.received_at
            THEN extract(epoch FROM l.first_contact_at - l.received_at)::float8
        END AS contact_s,
        CASE WHEN l.state = 'won' AND l.closed_at > l.received_at
            THEN extract(epoch FROM l.closed_at - l.received_at)::float8
        END AS won_s
    FROM leads_lead AS l
    WHERE l.workspace_id = %(workspace)s
        AND l.received_at >= %(since)s AND l.received_at < %(until)s
        AND (%(team)s::uuid IS NULL OR l.team_id = %(team)s::uuid)
        AND (%(owner)s::uuid IS NULL OR l.owner_id = %(owner)s::uuid)
        AND (%(category)s::text IS NULL OR l.category = %(category)s::text)
        AND (%(source)s::text IS NULL OR l.source = %(source)s::text)
) AS came
GROUP BY GROUPING SETS ((came.key), ())
ORDER BY is_total, leads DESC, came.key
