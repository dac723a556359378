-- One row: in how many decisions about leads received in a period a person was looked at and passed over
-- or chosen for one reason; or how many of the leads they got are of one category or value band.
--
-- A decision is one giving out of one lead, the first or a later one, with the candidates that were
-- looked at as it is recorded: in groups of whom the same is said, by older events one by one (see
-- routing/records.py).
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
--                       the weights of its time among all who were there and hold what it needs; of the
--                       other kinds 0
--
-- The weights of a time are those that the changes of places (member.changed) tell: the last one before
-- it; before the first one, what that one replaced. Where none tells it, it is today's.
WITH changes AS (
    SELECT m.id, m.team_id, m.user_id, e.at, (e.detail ->> 'weight')::int AS weight,
        coalesce(
            (e.detail ->> 'was_weight')::int, lag((e.detail ->> 'weight')::int) OVER by_time
        ) AS was,
        row_number() OVER by_time AS n
    FROM routing_member AS m
    JOIN ledger_event AS e
        ON e.workspace_id = %(workspace)s AND e.subject_id = m.id AND e.verb = 'member.changed'
    WHERE m.workspace_id = %(workspace)s
    WINDOW by_time AS (PARTITION BY m.id ORDER BY e.at, e.id)
),
turning AS (
    -- Between two of these instants no weight changes: that is one epoch, counted from 0.
    SELECT coalesce(array_agg(DISTINCT c.at ORDER BY c.at), '{}') AS points
    FROM changes AS c
    WHERE c.weight IS DISTINCT FROM c.was
),
weights AS (
    SELECT told.team_id, told.user_id, told.weight, told.epoch AS since,
        lead(told.epoch) OVER (PARTITION BY told.id ORDER BY told.epoch, told.n) AS until
    FROM (
        SELECT m.id, m.team_id, m.user_id, coalesce(c.was, m.weight) AS weight, 0 AS epoch, 0 AS n
        FROM routing_member AS m LEFT JOIN changes AS c ON c.id = m.id AND c.n = 1
        WHERE m.workspace_id = %(workspace)s
        UNION ALL
        SELECT c.id, c.team_id, c.user_id, c.weight, width_bucket(c.at, turning.points), c.n
        FROM changes AS c CROSS JOIN turning
        WHERE c.weight IS DISTINCT FROM c.was
    ) AS told
),
alike AS (
    -- Decisions with the same outcome for the same people are counted once: there are few kinds.
    SELECT
        l.category,
        l.value_band,
        coalesce((e.detail #>> '{routing,team}')::uuid, l.team_id) AS team_id,
        CASE
            WHEN e.detail #> '{routing,candidates,0}' IS NULL
                AND e.detail #> '{routing,passed,0}' IS NULL
            THEN (e.detail #>> '{routing,chosen}')::uuid
        END AS named_id,
        jsonb_path_query_array(e.detail, '$.routing.candidates[*][0 to 1]') AS pairs,
        jsonb_path_query_array(e.detail, '$.routing.passed[*][0, 2]') AS groups,
        width_bucket(e.at, turning.points) AS epoch,
        count(*) AS leads
    FROM leads_lead AS l
    JOIN ledger_event AS e
        ON e.workspace_id = %(workspace)s AND e.subject_id = l.id
        AND e.verb IN ('lead.received', 'lead.rerouted') AND e.detail -> 'routing' IS NOT NULL
    CROSS JOIN turning
    WHERE l.workspace_id = %(workspace)s
        AND l.received_at >= %(since)s AND l.received_at < %(until)s
        AND (%(category)s::text IS NULL OR l.category = %(category)s::text)
        AND (%(source)s::text IS NULL OR l.source = %(source)s::text)
    GROUP BY 1, 2, 3, 4, 5, 6, 7
),
told AS (
    SELECT alike.*, row_number() OVER () AS id
    FROM alike
    WHERE %(team)s::uuid IS NULL OR alike.team_id = %(team)s::uuid
),
looked AS (
    SELECT told.id, told.team_id, told.category, told.value_band, told.epoch, told.leads,
        (told.pairs ->> (2 * place.n))::uuid AS user_id,
        told.pairs ->> (2 * place.n + 1) AS reason
    FROM told CROSS JOIN LATERAL
        generate_series(0, jsonb_array_length(told.pairs) / 2 - 1) AS place (n)
    UNION ALL
    SELECT told.id, told.team_id, told.category, told.value_band, told.epoch, told.leads,
        encode(substring(alike.ids FROM 16 * place.n + 1 FOR 16), 'hex')::uuid, alike.reason
    FROM told CROSS JOIN LATERAL (
        SELECT told.groups ->> (2 * at.n) AS reason,
            decode(told.groups ->> (2 * at.n + 1), 'base64') AS ids
        FROM generate_series(0, jsonb_array_length(told.groups) / 2 - 1) AS at (n)
    ) AS alike CROSS JOIN LATERAL generate_series(0, length(alike.ids) / 16 - 1) AS place (n)
    UNION ALL
    SELECT told.id, told.team_id, told.category, told.value_band, told.epoch, told.leads,
        told.named_id, 'named'
    FROM told
    WHERE told.named_id IS NOT NULL
),
weighed AS (
    SELECT looked.*,
        CASE WHEN looked.reason IN ('chosen', 'turn', 'full', 'untouched') THEN w.weight ELSE 0 END
            AS weight,
        bool_or(looked.reason = 'chosen') OVER (PARTITION BY looked.id) AS is_turn,
        looked.reason IN ('chosen', 'owed', 'kept', 'named') AS is_got
    FROM looked
    LEFT JOIN weights AS w
        ON w.team_id = looked.team_id AND w.user_id = looked.user_id
        AND w.since <= looked.epoch AND (w.until IS NULL OR w.until > looked.epoch)
),
shared AS (
    SELECT weighed.*,
        CASE WHEN weighed.is_turn
            THEN weighed.weight::float8
                / nullif(sum(weighed.weight) OVER (PARTITION BY weighed.id), 0)
        END AS fair
    FROM weighed
)
SELECT shared.user_id, 'reason' AS kind, shared.reason AS key,
    sum(shared.leads)::bigint AS leads,
    coalesce(sum(shared.fair * shared.leads), 0)::float8 AS fair
FROM shared
GROUP BY shared.user_id, shared.reason
UNION ALL
SELECT shared.user_id, 'category', shared.category, sum(shared.leads)::bigint, 0
FROM shared
WHERE shared.is_got
GROUP BY shared.user_id, shared.category
UNION ALL
SELECT shared.user_id, 'band', shared.value_band, sum(shared.leads)::bigint, 0
FROM shared
WHERE shared.is_got
GROUP BY shared.user_id, shared.value_band
ORDER BY 1, 2, 4 DESC, 3
