-- One row is one open lead of the workspace, in working order, after a given place.
-- workspace uuid; rank int, due_at timestamptz, id uuid: the place; last_rank int: the last
-- category that is asked for; most int: rows.
-- category_rank: 0 is the hottest; due_at: when something is owed next. None of them is null.
SELECT l.id, l.category_rank, l.due_at
FROM leads_lead AS l
WHERE l.workspace_id = %(workspace)s
  AND l.state = 'open'
  AND l.category_rank <= %(last_rank)s::smallint
  AND (l.category_rank, l.due_at, l.id)
      > (%(rank)s::smallint, %(due_at)s::timestamptz, %(id)s::uuid)
ORDER BY l.category_rank, l.due_at, l.id
LIMIT %(most)s
