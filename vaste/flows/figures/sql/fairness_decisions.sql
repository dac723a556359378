-- One row: in how many decisions about leads received in a period a person was looked at and passed over
-- or chosen for one reason; or how many of the leads they got are of one category or value band.
--
-- A decision is one giving out of one lead, the first or a later one, with the candidates that were
-- looked at as it is recorded.
--
-- Parameters:
--   workspace uuid      whose leads
--   since timestamptz   first instant of the time in which the leads were received
--   until timestamptz   first instant after it
--   team uuid           only decisions among this team; null: of all
--   category text       only leads of this category; null: of all
--   source text         only leads of this source, to the letter; null: of all
-- Columns:
--   user_id uuid        the person
--   kind text           reason, category or band
--   key text            a reason: chosen, owed, kept or named (got it); turn, away, off_shift, full,
--                       untouched, lacks, no_weight (passed over); a category; a value band, "" not told
--   leads bigint        decisions
--   fair float          the person's share, in leads, of those given by turn among these: each is split by
--                       today's weights among all who were there and hold what it needs; of the other
--                       kinds 0
WITH told AS (
    SELECT
        e.id,
        l.category,
        l.value_band,
        coalesce((e.detail -> 'routing' ->> 'team')::uuid, l.team_id) AS team_id,
        (e.detail -> 'routing' ->> 'chosen')::uuid AS chosen_id,
        e.detail -> 'routing' -> 'candidates' AS candidates
    FROM leads_lead AS l
    JOIN ledger_event AS e
        ON e.workspace_id = %(workspace)s AND e.subject_id = l.id
        AND e.verb IN ('lead.received', 'lead.rerouted') AND e.detail ? 'routing'
    WHERE l.workspace_id = %(workspace)s
        AND l.received_at >= %(since)s AND l.received_at < %(until)s
        AND (%(category)s::text IS NULL OR l.category = %(category)s::text)
        AND (%(source)s::text IS NULL OR l.source = %(source)s::text)
),
looked AS (
    SELECT told.id, told.team_id, told.category, told.value_band,
        (one.candidate ->> 0)::uuid AS user_id,
        one.candidate ->> 1 AS reason
    FROM told CROSS JOIN LATERAL jsonb_array_elements(told.candidates) AS one (candidate)
    WHERE %(team)s::uuid IS NULL OR told.team_id = %(team)s::uuid
    UNION ALL
    SELECT told.id, told.team_id, told.category, told.value_band, told.chosen_id, 'named'
    FROM told
    WHERE told.chosen_id IS NOT NULL AND told.candidates = '[]'
        AND (%(team)s::uuid IS NULL OR told.team_id = %(team)s::uuid)
),
weighed AS (
    SELECT looked.*,
        CASE WHEN looked.reason IN ('chosen', 'turn', 'full', 'untouched') THEN m.weight ELSE 0 END
            AS weight,
        bool_or(looked.reason = 'chosen') OVER (PARTITION BY looked.id) AS is_turn,
        looked.reason IN ('chosen', 'owed', 'kept', 'named') AS is_got
    FROM looked
    LEFT JOIN routing_member AS m
        ON m.workspace_id = %(workspace)s AND m.team_id = looked.team_id
        AND m.user_id = looked.user_id
),
shared AS (
    SELECT weighed.*,
        CASE WHEN weighed.is_turn
            THEN weighed.weight::float8
                / nullif(sum(weighed.weight) OVER (PARTITION BY weighed.id), 0)
        END AS fair
    FROM weighed
)
SELECT shared.user_id, 'reason' AS kind, shared.reason AS key, count(*) AS leads,
    coalesce(sum(shared.fair), 0)::float8 AS fair
FROM shared
GROUP BY shared.user_id, shared.reason
UNION ALL
SELECT shared.user_id, 'category', shared.category, count(*), 0
FROM shared
WHERE shared.is_got
GROUP BY shared.user_id, shared.category
UNION ALL
SELECT shared.user_id, 'band', shared.value_band, count(*), 0
FROM shared
WHERE shared.is_got
GROUP BY shared.user_id, shared.value_band
ORDER BY 1, 2, 4 DESC, 3
