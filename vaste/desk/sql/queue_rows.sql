-- One row is one lead as lists show it.
-- workspace uuid; ids uuid[]: the leads.
-- fit: 0-100; wants: the first 200 characters of what they wrote; company_name, owner_id,
-- owner_name, due_at, needed_by, taken_over_at, closed_at: null where there is none; earlier: their other
-- leads, counted up to 100; milestone, warn_at, clock_due_at: the running clock that is due first,
-- null when none runs.
SELECT l.id, l.contact_id, l.category, l.category_rank, l.state, l.source, l.received_at,
       l.fit, l.is_returning, l.subject, left(l.message, 200) AS wants, l.request_type,
       l.due_at, l.next_step, l.needed_by, l.taken_over_at, l.closed_at, l.close_reason, l.owner_id,
       coalesce(nullif(u.full_name, ''), u.email) AS owner_name, c.given_name, c.family_name, c.full_name, c.email, c.phone,
       c.language, m.name AS company_name, clock.milestone, clock.warn_at,
       clock.due_at AS clock_due_at, others.earlier
FROM leads_lead AS l
JOIN people_contact AS c ON c.workspace_id = %(workspace)s AND c.id = l.contact_id
LEFT JOIN people_company AS m ON m.workspace_id = %(workspace)s AND m.id = l.company_id
LEFT JOIN workspaces_user AS u ON u.id = l.owner_id
LEFT JOIN LATERAL (
    SELECT k.milestone, k.warn_at, k.due_at
    FROM sla_clock AS k
    WHERE k.workspace_id = %(workspace)s
      AND k.lead_id = l.id
      AND k.met_at IS NULL
      AND k.stopped_at IS NULL
    ORDER BY k.due_at, k.id
    LIMIT 1
) AS clock ON true
CROSS JOIN LATERAL (
    SELECT count(*) AS earlier
    FROM (
        SELECT 1
        FROM leads_lead AS e
        WHERE e.workspace_id = %(workspace)s
          AND e.contact_id = l.contact_id
          AND e.received_at <= l.received_at
          AND e.id <> l.id
        LIMIT 100
    ) AS capped
) AS others
WHERE l.workspace_id = %(workspace)s AND l.id = ANY (%(ids)s::uuid[])
