-- One row: the leads closed in a period without being won, by one reason and one value of a dimension.
--
-- Parameters:
--   workspace uuid      whose leads
--   since timestamptz   first instant of the time in which the leads were closed
--   until timestamptz   first instant after it
--   team uuid           only of this team; null: of all
--   owner uuid          only of this person; null: of all
--   category text       only of this category; null: of all
--   source text         only of this source, to the letter; null: of all
--   by text             category, source, owner or team
-- Columns:
--   key text            the value; "" where it is not told; an id
--   state text          lost or not_a_fit
--   reason text         the code of the reason
--   leads bigint        leads
SELECT
    CASE %(by)s::text
        WHEN 'source' THEN l.source
        WHEN 'category' THEN l.category
        WHEN 'owner' THEN coalesce(l.owner_id::text, '')
        WHEN 'team' THEN coalesce(l.team_id::text, '')
    END COLLATE "C" AS key,
    l.state,
    l.close_reason AS reason,
    count(*) AS leads
FROM leads_lead AS l
WHERE l.workspace_id = %(workspace)s
    AND l.closed_at >= %(since)s AND l.closed_at < %(until)s
    AND (%(team)s::uuid IS NULL OR l.team_id = %(team)s::uuid)
    AND (%(owner)s::uuid IS NULL OR l.owner_id = %(owner)s::uuid)
    AND (%(category)s::text IS NULL OR l.category = %(category)s::text)
    AND (%(source)s::text IS NULL OR l.source = %(source)s::text)
    AND l.state IN ('lost', 'not_a_fit')
GROUP BY 1, 2, 3
ORDER BY leads DESC, 2, 3, 1
