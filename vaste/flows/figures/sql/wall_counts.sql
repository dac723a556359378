-- One row: the numbers at the top of the wall.
--
-- Parameters:
--   workspace uuid      whose
--   at timestamptz      now
--   soon timestamptz    until when a promise counts as about to be broken
-- Columns:
--   open bigint         open leads
--   waiting bigint      of them, those that nobody has taken over
--   waiting_since timestamptz  since when the oldest of those waits; null when none waits
--   unanswered bigint   open leads whose buyer has not been reached
--   overdue bigint      open leads on which something was due before now
--   breaching bigint    running clocks that fall due from now until `soon`
--   review bigint       arrivals held for review or needing a look
SELECT
    work.open,
    work.waiting,
    work.waiting_since,
    work.unanswered,
    work.overdue,
    (
        SELECT count(*)
        FROM sla_clock AS c
        WHERE c.workspace_id = %(workspace)s
            AND c.fires_at <= %(soon)s AND c.due_at > %(at)s AND c.due_at <= %(soon)s
    ) AS breaching,
    (
        SELECT count(*)
        FROM leads_arrival AS a
        WHERE a.workspace_id = %(workspace)s AND a.state IN ('quarantined', 'needs_a_look')
    ) AS review
FROM (
    SELECT
        count(*) AS open,
        count(*) FILTER (WHERE l.taken_over_at IS NULL) AS waiting,
        min(l.received_at) FILTER (WHERE l.taken_over_at IS NULL) AS waiting_since,
        count(*) FILTER (WHERE l.first_contact_at IS NULL) AS unanswered,
        count(*) FILTER (WHERE l.due_at < %(at)s) AS overdue
    FROM leads_lead AS l
    WHERE l.workspace_id = %(workspace)s AND l.state = 'open'
) AS work
