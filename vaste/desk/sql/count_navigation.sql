-- The one row has the numbers beside the navigation, each counted up to `cap`.
-- workspace uuid; sees_all boolean: the queue is everyone's; owner uuid: the user; teams uuid[];
-- cap int.
-- queue: open leads that wait for the user; review: arrivals that a person should look at;
-- notices: the user's unread ones; imports: running now.
SELECT
    CASE WHEN %(sees_all)s THEN (
        SELECT count(*)
        FROM (
            SELECT 1
            FROM leads_lead AS l
            WHERE l.workspace_id = %(workspace)s AND l.state = 'open'
            LIMIT %(cap)s
        ) AS everyones
    ) ELSE (
        SELECT count(*)
        FROM (
            SELECT 1
            FROM leads_lead AS own
            WHERE own.workspace_id = %(workspace)s
              AND own.state = 'open'
              AND own.owner_id = %(owner)s::uuid
            LIMIT %(cap)s
        ) AS mine
    ) + (
        SELECT count(*)
        FROM (
            SELECT 1
            FROM leads_lead AS pool
            WHERE pool.workspace_id = %(workspace)s
              AND pool.state = 'open'
              AND pool.owner_id IS NULL
              AND pool.team_id = ANY (%(teams)s::uuid[])
            LIMIT %(cap)s
        ) AS pooled
    ) END AS queue,
    (
        SELECT count(*)
        FROM (
            SELECT 1
            FROM leads_arrival AS a
            WHERE a.workspace_id = %(workspace)s
              AND a.state IN ('quarantined', 'needs_a_look')
            LIMIT %(cap)s
        ) AS held
    ) AS review,
    (
        SELECT count(*)
        FROM (
            SELECT 1
            FROM leads_notice AS n
            WHERE n.workspace_id = %(workspace)s
              AND n.user_id = %(owner)s::uuid
              AND n.read_at IS NULL
            LIMIT %(cap)s
        ) AS unread
    ) AS notices,
    (
        SELECT count(*)
        FROM leads_import AS i
        WHERE i.workspace_id = %(workspace)s AND i.state = 'running'
    ) AS imports
