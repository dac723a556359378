-- One row is one category: how many open leads of the workspace are in it.
-- workspace uuid; ranks int[]: the categories; cap int: counting stops there.
SELECT asked.rank, (
    SELECT count(*)
    FROM (
        SELECT 1
        FROM leads_lead AS l
        WHERE l.workspace_id = %(workspace)s
          AND l.state = 'open'
          AND l.category_rank = asked.rank
        LIMIT %(cap)s
    ) AS capped
) AS leads
FROM unnest(%(ranks)s::smallint[]) AS asked (rank)
