-- One row: one person's open leads of one category.
--
-- Parameters:
--   workspace uuid      whose
--   at timestamptz      now
-- Columns:
--   user_id uuid        the owner
--   category text       the category's key
--   open bigint         open leads that are theirs
--   untouched bigint    of them, those taken over whose buyer has not been reached
--   overdue bigint      of them, those on which something was due before now
SELECT
    l.owner_id AS user_id,
    l.category,
    count(*) AS open,
    count(*) FILTER (
        WHERE l.taken_over_at IS NOT NULL AND l.first_contact_at IS NULL
    ) AS untouched,
    count(*) FILTER (WHERE l.due_at < %(at)s) AS overdue
FROM leads_lead AS l
WHERE l.workspace_id = %(workspace)s AND l.state = 'open' AND l.owner_id IS NOT NULL
GROUP BY l.owner_id, l.category
ORDER BY l.owner_id, l.category
