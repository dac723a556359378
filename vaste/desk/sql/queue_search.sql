-- One row is one lead, in any state, that the user may see and whose contact or company begins
-- with what was searched for; open ones first, then the newest.
-- workspace uuid; sees_all boolean; owner uuid; teams uuid[]; low text, high text: the range of
-- search keys (small letters without marks) that begin so; keys text[]: normalized addresses and
-- numbers; most int: rows.
-- category_rank: 0 is the hottest; due_at: null for a closed lead.
WITH found AS (
    (
        SELECT c.id
        FROM people_contact AS c
        WHERE c.workspace_id = %(workspace)s
          AND c.name_key >= %(low)s::text
          AND c.name_key < %(high)s::text
        LIMIT %(most)s
    )
    UNION
    (
        SELECT c.id
        FROM people_contact AS c
        WHERE c.workspace_id = %(workspace)s
          AND c.last_name_key >= %(low)s::text
          AND c.last_name_key < %(high)s::text
        LIMIT %(most)s
    )
    UNION
    (
        SELECT c.id
        FROM people_contact AS c
        WHERE c.workspace_id = %(workspace)s
          AND c.email_key >= %(low)s::text
          AND c.email_key < %(high)s::text
        LIMIT %(most)s
    )
    UNION
    SELECT k.contact_id
    FROM people_contactkey AS k
    WHERE k.workspace_id = %(workspace)s
      AND k.kind IN ('email', 'phone')
      AND k.value = ANY (%(keys)s::text[])
    UNION
    (
        SELECT c.id
        FROM (
            SELECT m.id
            FROM people_company AS m
            WHERE m.workspace_id = %(workspace)s
              AND m.name_key >= %(low)s::text
              AND m.name_key < %(high)s::text
            LIMIT %(most)s
        ) AS company
        JOIN people_contact AS c
          ON c.workspace_id = %(workspace)s AND c.company_id = company.id
        LIMIT %(most)s
    )
)
SELECT l.id, l.category_rank, l.due_at
FROM found
JOIN leads_lead AS l ON l.workspace_id = %(workspace)s AND l.contact_id = found.id
WHERE (%(sees_all)s OR l.owner_id = %(owner)s::uuid OR l.team_id = ANY (%(teams)s::uuid[]))
ORDER BY (l.state <> 'open'), l.received_at DESC, l.id
LIMIT %(most)s
