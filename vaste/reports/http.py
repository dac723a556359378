"""The reports' requests: who may come in."""

from __future__ import annotations

from vaste.pages.http import MemberRequest, View, only
from vaste.workspaces import queries as workspaces

ReportRequest = MemberRequest


def for_managers(view: View) -> View:
    """Let in only those who may manage: figures by person are not everyone's (403)."""
    return only(workspaces.may_manage, view)
