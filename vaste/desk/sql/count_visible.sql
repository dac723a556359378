-- One row is one category: how many open leads in it the user may see, their own or of one of
-- their teams.
-- workspace uuid; owner uuid; teams uuid[]; ranks int[]: the categories; cap int: counting stops
-- there.
SELECT asked.rank, (
    SELECT count(*)
    FROM (
        SELECT 1
        FROM leads_lead AS l
        WHERE l.workspace_id = %(workspace)s
          AND l.state = 'open'
          AND l.category_rank = asked.rank
          AND (l.owner_id = %(owner)s::uuid OR l.team_id = ANY (%(teams)s::uuid[]))
        LIMIT %(cap)s
    ) AS capped
) AS leads
FROM unnest(%(ranks)s::smallint[]) AS asked (rank)
