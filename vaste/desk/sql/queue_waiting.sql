-- One row is one open lead that waits for the user: their own, or in the pool of one of their
-- teams; in working order, after a given place.
-- workspace uuid; owner uuid (null: pools only); teams uuid[] (empty: own only); rank int,
-- due_at timestamptz, id uuid: the place; last_rank int: the last category that is asked for;
-- most int: rows.
-- category_rank: 0 is the hottest; due_at: when something is owed next. None of them is null.
-- Each branch stops after `most` rows of its own partial index, so only few rows are sorted.
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
    SELECT pool.id, pool.category_rank, pool.due_at
    FROM unnest(%(teams)s::uuid[]) AS team (id)
    CROSS JOIN LATERAL (
        SELECT l.id, l.category_rank, l.due_at
        FROM leads_lead AS l
        WHERE l.workspace_id = %(workspace)s
          AND l.state = 'open'
          AND l.owner_id IS NULL
          AND l.team_id = team.id
          AND l.category_rank <= %(last_rank)s::smallint
          AND (l.category_rank, l.due_at, l.id)
              > (%(rank)s::smallint, %(due_at)s::timestamptz, %(id)s::uuid)
        ORDER BY l.category_rank, l.due_at, l.id
        LIMIT %(most)s
    ) AS pool
) AS w
ORDER BY w.category_rank, w.due_at, w.id
LIMIT %(most)s
