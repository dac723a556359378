-- One row: how far today's leads have come, and how many leads of any age were won today.
--
-- Parameters:
--   workspace uuid      whose
--   today timestamptz   midnight of the workspace's zone
-- Columns:
--   arrivals bigint     arrivals since midnight, without rows of imported files
--   leads bigint        leads received since midnight
--   taken_over bigint   of them, those that a person has taken over
--   contacted bigint    of them, those whose buyer was reached
--   won bigint          leads won since midnight, whenever they were received
SELECT
    (
        SELECT count(*)
        FROM leads_arrival AS a
        WHERE a.workspace_id = %(workspace)s
            AND a.received_at >= %(today)s AND a.import_id IS NULL
    ) AS arrivals,
    count(*) AS leads,
    count(l.taken_over_at) AS taken_over,
    count(l.first_contact_at) AS contacted,
    (
        SELECT count(*)
        FROM leads_lead AS w
        WHERE w.workspace_id = %(workspace)s AND w.closed_at >= %(today)s AND w.state = 'won'
    ) AS won
FROM leads_lead AS l
WHERE l.workspace_id = %(workspace)s AND l.received_at >= %(today)s
