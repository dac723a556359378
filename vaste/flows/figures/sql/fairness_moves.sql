-- One row: how often leads received in a period came to or went from one person otherwise than by a
-- decision of the routing.
--
-- Parameters:
--   workspace uuid      whose leads
--   since timestamptz   first instant of the time in which the leads were received
--   until timestamptz   first instant after it
--   team uuid           only leads of this team now; null: of all
--   category text       only leads of this category; null: of all
--   source text         only leads of this source, to the letter; null: of all
-- Columns:
--   user_id uuid        the person
--   kind text           taken_over, given_back (by themselves), lapsed (taken back, not done in time),
--                       moved_on (redistributed to others, or to another team's pool), credited (a lead
--                       given back for a bad one)
--   leads bigint        how often
WITH came AS (
    SELECT l.id
    FROM leads_lead AS l
    WHERE l.workspace_id = %(workspace)s
        AND l.received_at >= %(since)s AND l.received_at < %(until)s
        AND (%(category)s::text IS NULL OR l.category = %(category)s::text)
        AND (%(source)s::text IS NULL OR l.source = %(source)s::text)
        AND (%(team)s::uuid IS NULL OR l.team_id = %(team)s::uuid)
),
moves AS (
    SELECT c.owner_id AS user_id, 'taken_over' AS kind
    FROM came JOIN routing_claim AS c ON c.workspace_id = %(workspace)s AND c.lead_id = came.id
    UNION ALL
    SELECT c.owner_id, 'given_back'
    FROM came JOIN routing_claim AS c
        ON c.workspace_id = %(workspace)s AND c.lead_id = came.id
        AND c.release_reason = 'given_back'
    UNION ALL
    SELECT r.user_id, 'credited'
    FROM came JOIN routing_credit AS r ON r.workspace_id = %(workspace)s AND r.lead_id = came.id
    UNION ALL
    SELECT
        nullif(coalesce(e.detail ->> 'from', e.detail ->> 'owner'), '')::uuid,
        CASE e.verb WHEN 'lead.lapsed' THEN 'lapsed' ELSE 'moved_on' END
    FROM came JOIN ledger_event AS e
        ON e.workspace_id = %(workspace)s AND e.subject_id = came.id
        AND e.verb IN ('lead.lapsed', 'lead.rerouted', 'lead.passed_on')
)
SELECT moves.user_id, moves.kind, count(*) AS leads
FROM moves
WHERE moves.user_id IS NOT NULL
GROUP BY moves.user_id, moves.kind
ORDER BY 1, 2
