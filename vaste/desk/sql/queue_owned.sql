-- One row is one lead that a person answers for, open or snoozed; in working order, after a given
-- place.
-- workspace uuid; owner uuid; rank int, due_at timestamptz, id uuid: the place; last_rank int: the
-- last category that is asked for; most int: rows.
-- category_rank: 0 is the hottest; due_at: when something is owed next, or when a snoozed one comes
-- back. None of them is null.
-- Open ones stop after `most` rows of their own index; snoozed ones are few.
SELECT w.id, w.category_rank, w.due_at
FROM (
    (
        SELECT own.id, own.category_rank, own.due_at
        FROM leads_lead AS own
        WHERE own.workspace_id = %(workspace)s
          AND own.state = 'open'
          AND own.owner_id = %(owner)s::uuid
          AND own.category_rank <= %(last_rank)s::smallint
          AND (own.category_rank, own.due_at, own.id)
              > (%(rank)s::smallint, %(due_at)s::timestamptz, %(id)s::uuid)
        ORDER BY own.category_rank, own.due_at, own.id
        LIMIT %(most)s
    )
    UNION ALL
    SELECT l.id, l.category_rank, l.due_at
    FROM leads_lead AS l
    WHERE l.workspace_id = %(workspace)s
      AND l.state = 'snoozed'
      AND l.owner_id = %(owner)s::uuid
      AND l.category_rank <= %(last_rank)s::smallint
      AND (l.category_rank, l.due_at, l.id)
          > (%(rank)s::smallint, %(due_at)s::timestamptz, %(id)s::uuid)
) AS w
ORDER BY w.category_rank, w.due_at, w.id
LIMIT %(most)s
