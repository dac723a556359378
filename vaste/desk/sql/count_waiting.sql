-- One row is one category: how many open leads in it wait for the user, their own or in the pool
-- of one of their teams.
-- workspace uuid; owner uuid (null: pools only); teams uuid[] (empty: own only); ranks int[]: the
-- categories; cap int: counting stops there, for each pool.
SELECT asked.rank, (
    SELECT count(*)
    FROM (
        SELECT 1
        FROM leads_lead AS own
        WHERE own.workspace_id = %(workspace)s
          AND own.state = 'open'
          AND own.owner_id = %(owner)s::uuid
          AND own.category_rank = asked.rank
        LIMIT %(cap)s
    ) AS capped
) + (
    SELECT coalesce(sum(pool.leads), 0)::bigint
    FROM unnest(%(teams)s::uuid[]) AS team (id)
    CROSS JOIN LATERAL (
        SELECT count(*) AS leads
        FROM (
            SELECT 1
            FROM leads_lead AS l
            WHERE l.workspace_id = %(workspace)s
              AND l.state = 'open'
              AND l.owner_id IS NULL
              AND l.team_id = team.id
              AND l.category_rank = asked.rank
            LIMIT %(cap)s
        ) AS capped
    ) AS pool
) AS leads
FROM unnest(%(ranks)s::smallint[]) AS asked (rank)
