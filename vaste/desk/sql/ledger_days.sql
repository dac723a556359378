-- One row: what came through one door on one day, and where each arrival went; and one row for all of
-- them together. The parts are counted one by one, not by subtraction, so that they prove the sum.
--
-- Parameters:
--   workspace uuid      whose ledger
--   since timestamptz   first instant of the period
--   until timestamptz   first instant after it
--   zone text           IANA zone in which days begin
--   door uuid           one door, or null for all
-- Columns:
--   is_total boolean    true for the row of all arrivals, whose day and door are null
--   day date            the day in `zone`
--   door_id uuid        the door
--   received bigint     arrivals
--   created bigint      of them, those that became a lead which is there
--   appended bigint     those that were put to a lead which is there
--   quarantined bigint  those held for review
--   refused bigint      those refused, with a reason
--   needs_look bigint   those that could not be worked on
--   dismissed bigint    those that a person put aside
--   adds_up boolean     whether the parts are the whole
SELECT
    counted.is_total,
    counted.day,
    counted.door_id,
    counted.received,
    counted.created,
    counted.appended,
    counted.quarantined,
    counted.refused,
    counted.needs_look,
    counted.dismissed,
    counted.received = counted.created + counted.appended + counted.quarantined
        + counted.refused + counted.needs_look + counted.dismissed AS adds_up
FROM (
    SELECT
        GROUPING(came.day) = 1 AS is_total,
        came.day,
        came.door_id,
        count(*) AS received,
        count(*) FILTER (WHERE came.state = 'lead_created' AND came.has_lead) AS created,
        count(*) FILTER (WHERE came.state = 'appended' AND came.has_lead) AS appended,
        count(*) FILTER (WHERE came.state = 'quarantined') AS quarantined,
        count(*) FILTER (WHERE came.state = 'refused') AS refused,
        count(*) FILTER (WHERE came.state = 'needs_a_look') AS needs_look,
        count(*) FILTER (WHERE came.state = 'dismissed') AS dismissed
    FROM (
        SELECT
            (a.received_at AT TIME ZONE %(zone)s::text)::date AS day,
            a.door_id,
            a.state,
            l.id IS NOT NULL AS has_lead
        FROM leads_arrival AS a
        LEFT JOIN leads_lead AS l ON l.workspace_id = %(workspace)s AND l.id = a.lead_id
        WHERE a.workspace_id = %(workspace)s
            AND a.received_at >= %(since)s AND a.received_at < %(until)s
            AND (%(door)s::uuid IS NULL OR a.door_id = %(door)s::uuid)
    ) AS came
    GROUP BY GROUPING SETS ((came.day, came.door_id), ())
) AS counted
ORDER BY counted.is_total, counted.day DESC, counted.door_id
