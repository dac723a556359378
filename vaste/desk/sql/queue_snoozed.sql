-- One row is one snoozed lead that the user may see, the first to come back first, after a given
-- place.
-- workspace uuid; sees_all boolean; owner uuid; teams uuid[]; due_at timestamptz, id uuid: the
-- place; most int: rows.
-- due_at: when it comes back, never null; category_rank: 0 is the hottest.
SELECT l.id, l.category_rank, l.due_at
FROM leads_lead AS l
WHERE l.workspace_id = %(workspace)s
  AND l.state = 'snoozed'
  AND (%(sees_all)s OR l.owner_id = %(owner)s::uuid OR l.team_id = ANY (%(teams)s::uuid[]))
  AND (l.due_at, l.id) > (%(due_at)s::timestamptz, %(id)s::uuid)
ORDER BY l.due_at, l.id
LIMIT %(most)s
