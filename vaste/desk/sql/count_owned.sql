-- One row is one category: how many leads in it a person answers for, open or snoozed.
-- workspace uuid; owner uuid; ranks int[]: the categories; cap int: counting stops there.
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
    SELECT count(*)
    FROM (
        SELECT 1
        FROM leads_lead AS l
        WHERE l.workspace_id = %(workspace)s
          AND l.state = 'snoozed'
          AND l.owner_id = %(owner)s::uuid
          AND l.category_rank = asked.rank
        LIMIT %(cap)s
    ) AS capped
) AS leads
FROM unnest(%(ranks)s::smallint[]) AS asked (rank)
