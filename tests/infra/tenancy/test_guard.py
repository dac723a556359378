"""Statements that do not name their workspace."""

from __future__ import annotations

import pytest

from vaste.infra.tenancy import guard

TABLES = {"leads_lead", "people_contact", "sla_clock"}
ID = "'01950a5d-ac96-774b-8cce-b302099a8007'"


class TestMissing:
    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT 1",
            "SELECT * FROM workspaces_user",
            "SELECT * FROM leads_lead WHERE workspace_id = %s",
            "SELECT * FROM leads_lead WHERE workspace_id = %(workspace)s AND state = 'open'",
            "SELECT * FROM leads_lead WHERE workspace_id IN (%s, %s)",
            f"SELECT * FROM leads_lead WHERE workspace_id = {ID}::uuid",
            'SELECT * FROM "leads_lead" WHERE "leads_lead"."workspace_id" = %s',
            "SELECT * FROM leads_lead AS l WHERE l.workspace_id = %s FOR UPDATE",
            "SELECT * FROM leads_lead l JOIN people_contact c"
            " ON c.workspace_id = l.workspace_id AND c.id = l.contact_id WHERE l.workspace_id = %s",
            "SELECT * FROM leads_lead l JOIN people_contact c ON c.workspace_id = %s"
            " JOIN sla_clock k ON k.workspace_id = c.workspace_id WHERE l.workspace_id = %s",
            "INSERT INTO leads_lead (workspace_id, id) VALUES (%s, %s)",
            'INSERT INTO "leads_lead" ("id", "workspace_id") SELECT %s, %s',
            "UPDATE leads_lead SET state = %s WHERE workspace_id = %s",
            "UPDATE leads_lead AS l SET state = t.state FROM unnest(%s) AS t"
            " WHERE l.workspace_id = %s",
            "DELETE FROM leads_lead WHERE workspace_id = %s AND id = %s",
        ],
    )
    def test_is_nothing_in_a_statement_that_names_it(self, statement: str) -> None:
        assert guard.missing(statement, TABLES) == []

    @pytest.mark.parametrize(
        ("statement", "found"),
        [
            ("SELECT * FROM leads_lead", ["FROM leads_lead"]),
            ("SELECT * FROM leads_lead WHERE id = %s", ["FROM leads_lead"]),
            ("SELECT workspace_id FROM leads_lead", ["FROM leads_lead"]),
            (
                "SELECT * FROM leads_lead l JOIN people_contact c ON c.id = l.contact_id"
                " WHERE l.workspace_id = %s",
                ["JOIN people_contact"],
            ),
            (
                "SELECT * FROM leads_lead l JOIN people_contact c"
                " ON c.workspace_id = l.workspace_id",
                ["FROM leads_lead", "JOIN people_contact"],
            ),
            (
                "SELECT * FROM leads_lead l WHERE l.workspace_id = %s AND EXISTS"
                " (SELECT FROM sla_clock k WHERE k.lead_id = l.id)",
                ["FROM sla_clock"],
            ),
            ("INSERT INTO leads_lead (id) VALUES (%s)", ["INTO leads_lead"]),
            ("UPDATE leads_lead SET workspace_id = %s", ["UPDATE leads_lead"]),
            ("UPDATE leads_lead SET workspace_id = %s WHERE id = %s", ["UPDATE leads_lead"]),
            ("DELETE FROM leads_lead", ["FROM leads_lead"]),
            (
                "DELETE FROM leads_lead USING people_contact AS c WHERE c.workspace_id = %s",
                ["FROM leads_lead"],
            ),
        ],
    )
    def test_names_what_is_not_pinned(self, statement: str, found: list[str]) -> None:
        assert guard.missing(statement, TABLES) == found
