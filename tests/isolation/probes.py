"""
What every address is: who may use it, and what to send. A route without an entry fails the tests.

To add a route, add a line under its full name (`desk:lead`): one `Ask` for each method that it
takes, with the roles that may. Ids in the path are filled in by the names of their converters; a
body and a query may name them too, as {lead_id}. Routes that are the visitor's own account's or
everybody's are OWN and PUBLIC.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from vaste.workspaces.models import Role

ALL = frozenset(Role)
WORK = frozenset({Role.ADMIN, Role.MANAGER, Role.REP})
MANAGE = frozenset({Role.ADMIN, Role.MANAGER})
INTAKE = frozenset({Role.ADMIN, Role.MANAGER, Role.MARKETER})
ADMIN = frozenset({Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Ask:
    """One way to ask: a method, the roles that may, and what is sent with it."""

    method: str
    roles: frozenset[Role]
    body: Any = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """One route: for members, by its asks; or for `everybody`, or the visitor's `own` account."""

    asks: tuple[Ask, ...] = ()
    everybody: bool = False
    own: bool = False


PUBLIC = Probe(everybody=True)
OWN = Probe(own=True)


def get(roles: frozenset[Role], query: str = "") -> Probe:
    """Return the probe of a page."""
    return Probe((Ask("GET", roles, query=query),))


def post(roles: frozenset[Role], body: Any = None) -> Probe:
    """Return the probe of a form's address."""
    return Probe((Ask("POST", roles, body),))


def both(read: frozenset[Role], write: frozenset[Role], body: Any = None) -> Probe:
    """Return the probe of a page that takes a form."""
    return Probe((Ask("GET", read), Ask("POST", write, body)))


LATER = "2030-01-07T08:00:00Z"
CALL = {
    "channel": "phone",
    "outcome": "reached",
    "next_step": "Call",
    "next_step_at": LATER,
}
CALL_FORM = {**CALL, "direction": "out", "next_step": "custom", "next_step_at": "2030-01-07T08:00"}
TOUCHES = {
    "touches": [{"kind": "page", "email": "x@example.com", "occurred_at": "2026-01-07T08:00:00Z"}]
}
SOON = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=7)).isoformat()
SEEN = {"based_on": 1, "revision": 0}
FILTERS = "owner={user_id}&team={team_id}&state=open"

DESK = {
    "desk:home": get(ALL),
    "desk:queue": get(ALL, "lead={lead_id}&scope=all"),
    "desk:search": get(ALL, "q={word}"),
    "desk:lead": get(ALL),
    "desk:claim": Probe((Ask("POST", WORK), Ask("DELETE", WORK))),
    "desk:contacts": post(WORK, CALL_FORM),
    "desk:fields": post(WORK, {"lead.custom.x": "1"}),
    "desk:snooze": post(WORK, {"until": "custom", "until_at": "2030-01-07T08:00"}),
    "desk:pause": Probe(
        (Ask("POST", WORK, {"reason": "other", "until": "week"}), Ask("DELETE", WORK))
    ),
    "desk:closing": Probe((Ask("POST", WORK, {"outcome": "won"}), Ask("DELETE", WORK))),
    "desk:workspace_switch": both(ALL, ALL, {"workspace": "{workspace_id}"}),
    "desk:preferences": both(ALL, ALL, {"theme": "dark"}),
    "desk:outside": both(ALL, ALL, {"zone": "Europe/Helsinki"}),
    "desk:browsers": post(ALL, {"endpoint": "https://push.example/1"}),
    "desk:forget_browser": post(ALL),
    "desk:chats": both(ADMIN, ADMIN, {"kind": "slack"}),
    "desk:chat": post(ADMIN),
    "desk:retry_deliveries": post(ADMIN),
    "desk:retry_delivery": post(ADMIN),
    "desk:push_worker": get(ALL),
    "desk:live": PUBLIC,  # 204; config/asgi.py answers the stream itself
    "desk:ledger": get(INTAKE, "door={door_id}"),
    "desk:arrival": get(INTAKE),
    "desk:arrival_raw": get(INTAKE),
    "desk:release": post(INTAKE),
    "desk:replay": post(INTAKE),
    "desk:dismiss": post(INTAKE),
    "desk:review": get(INTAKE),
    "desk:wall": get(MANAGE),
    "desk:matrix": get(ALL, "owner={user_id}"),
    "desk:matrix_points": get(ALL),
    "desk:matrix_lead": get(ALL),
    "desk:people": get(MANAGE),
    "desk:teams": post(MANAGE, {"name": "North"}),
    "desk:team": both(MANAGE, MANAGE, {"do": "save", "name": "Sales"}),
    "desk:team_members": post(MANAGE, {"user": "{user_id}"}),
    "desk:team_member": post(MANAGE, {"weight": "2", "capacity": "9"}),
    "desk:absences": post(MANAGE, {"user": "{user_id}", "first_day": "2030-01-07"}),
    "desk:absence": post(MANAGE),
    "desk:own_absences": get(ALL),
    "desk:person_absences": both(WORK, WORK, {"first_day": "2030-01-07"}),
    "desk:person_absence": post(WORK),
    "desk:feeds": post(WORK, {"url": "https://calendar.example/b.ics", "counts": "marked"}),
    "desk:feed": post(WORK, {"do": "fetch"}),
    "desk:calendar_file": post(WORK, {"counts": "marked"}),
    "desk:away_today": post(MANAGE),
    "desk:come_back": post(MANAGE),
    "desk:hand_over": post(MANAGE),
    "desk:share_out": post(MANAGE),
    "desk:notices": both(ALL, ALL),
    "desk:imports": get(INTAKE),
    "desk:import_new": both(INTAKE, INTAKE, {"door": "{door_id}"}),
    "desk:import": both(INTAKE, INTAKE, {"action": "start"}),
    "desk:import_stop": post(INTAKE),
    "desk:import_bad_rows": get(INTAKE),
}
REPORTS = {
    "reports:conversion": get(MANAGE, "by=owner"),
    "reports:conversion_sheet": get(MANAGE, "by=owner"),
    "reports:response": get(MANAGE, "by=owner"),
    "reports:response_sheet": get(MANAGE, "by=owner"),
    "reports:response_hours_sheet": get(MANAGE, "team={team_id}&owner={user_id}"),
    "reports:response_bands_sheet": get(MANAGE, "team={team_id}&owner={user_id}"),
    "reports:fairness": get(MANAGE, "team={team_id}&owner={user_id}"),
    "reports:fairness_sheet": get(MANAGE, "team={team_id}&owner={user_id}"),
    "reports:reasons": get(MANAGE, "team={team_id}&owner={user_id}"),
    "reports:reasons_sheet": get(MANAGE, "team={team_id}&owner={user_id}"),
    "reports:cohorts": get(MANAGE, "team={team_id}&owner={user_id}"),
    "reports:cohorts_sheet": get(MANAGE, "team={team_id}&owner={user_id}"),
    "reports:backtest": both(MANAGE, MANAGE, {"period": "all", "version": "1"}),
    "reports:backtest_run": get(MANAGE),
    "reports:backtest_stop": post(MANAGE),
    "reports:backtest_sheet": get(MANAGE),
}
STUDIO = {
    "studio:overview": get(MANAGE),
    "studio:categories": both(MANAGE, MANAGE, {"do": "up:warm", "seen": "1.0"}),
    "studio:categories_new": both(MANAGE, MANAGE, {"seen": "1.0", "names.en": "Tepid"}),
    "studio:categories_entry": both(MANAGE, MANAGE, {"seen": "1.0", "names.en": "Boiling"}),
    "studio:fit": both(MANAGE, MANAGE, {"do": "save", "fit.base": "30", "seen": "1.0"}),
    "studio:fit_new": both(MANAGE, MANAGE, {"seen": "1.0", "points": "3"}),
    "studio:fit_entry": both(MANAGE, MANAGE, {"seen": "1.0", "points": "3"}),
    "studio:signals": both(MANAGE, MANAGE, {"do": "remove:offer", "seen": "1.0"}),
    "studio:signals_new": both(MANAGE, MANAGE, {"seen": "1.0", "points": "3"}),
    "studio:signals_entry": both(MANAGE, MANAGE, {"seen": "1.0", "points": "3"}),
    "studio:routing": both(MANAGE, MANAGE, {"do": "remove:far", "seen": "1.0"}),
    "studio:routing_new": both(MANAGE, MANAGE, {"seen": "1.0", "team": "sales"}),
    "studio:routing_entry": both(MANAGE, MANAGE, {"seen": "1.0", "team": "sales"}),
    "studio:calendar": both(MANAGE, MANAGE, {"seen": "1.0", "calendar.zone": "Europe/Paris"}),
    "studio:sla": both(MANAGE, MANAGE, {"seen": "1.0", "sla.calendar": "team"}),
    "studio:ladders": both(MANAGE, MANAGE, {"do": "remove:steep", "seen": "1.0"}),
    "studio:ladders_new": both(MANAGE, MANAGE, {"seen": "1.0", "key": "steep"}),
    "studio:ladders_entry": both(MANAGE, MANAGE, {"seen": "1.0", "key": "steep"}),
    "studio:fields": both(MANAGE, MANAGE, {"do": "remove:seats", "seen": "1.0"}),
    "studio:fields_new": both(MANAGE, MANAGE, {"seen": "1.0", "labels.en": "Plan"}),
    "studio:fields_entry": both(MANAGE, MANAGE, {"seen": "1.0", "labels.en": "Seats"}),
    "studio:quadrants": both(MANAGE, MANAGE, {"seen": "1.0", "quadrants.good_fit": "60"}),
    "studio:mql": both(MANAGE, MANAGE, {"seen": "1.0"}),
    "studio:lists": both(MANAGE, MANAGE, {"seen": "1.0", "currency": "SEK"}),
    "studio:text": both(MANAGE, MANAGE, {"seen": "1.0", "source": "vaste: 1"}),
    "studio:text_file": get(MANAGE, "version=1"),
    "studio:publish": both(MANAGE, ADMIN, {"seen": "1.0"}),
    "studio:draft": post(MANAGE, {"do": "discard", "seen": "1.1"}),
    "studio:version": get(MANAGE),
    "studio:roll_back": post(ADMIN, {"in_force": "1"}),
    "studio:trial": both(MANAGE, MANAGE, {"days": "30"}),
    "studio:trial_run": get(MANAGE),
    "studio:trial_stop": post(MANAGE),
    "studio:what_if": both(MANAGE, MANAGE, {"days": "30"}),
    "studio:what_if_run": get(MANAGE),
    "studio:what_if_stop": post(MANAGE),
    "studio:rollout": get(MANAGE),
    "studio:compare": get(MANAGE, "before=1&after=1"),
}
API = {
    "api:openapi-json": PUBLIC,
    "api:docs": PUBLIC,
    "api:api-root": PUBLIC,
    "api-unknown": PUBLIC,
    "api:read_me": get(ALL),
    "api:list_leads": get(ALL, FILTERS),
    "api:read_matrix": get(ALL, "owner={user_id}&state=open"),
    "api:read_queue": get(ALL),
    "api:read_lead": get(ALL),
    "api:read_score": get(ALL, "at=2026-03-02T10:00:00Z"),
    "api:read_timeline": get(ALL),
    "api:take_over": post(WORK),
    "api:give_back": Probe((Ask("DELETE", WORK),)),
    "api:log_contact": post(WORK, CALL),
    "api:set_fields": Probe((Ask("PATCH", WORK, {"values": {}}),)),
    "api:snooze": Probe((Ask("PUT", WORK, {"until": LATER}),)),
    "api:pause": Probe((Ask("PUT", WORK, {"reason": "wrong_number", "until": SOON}),)),
    "api:resume": Probe((Ask("DELETE", WORK),)),
    "api:list_clocks": get(ALL),
    "api:close": Probe((Ask("PUT", WORK, {"outcome": "won"}),)),
    "api:record_touches": post(INTAKE, TOUCHES),
    "api:list_touches": get(ALL),
    "api:reopen": Probe((Ask("DELETE", WORK),)),
    "api:list_doors": get(INTAKE),
    "api:list_arrivals": get(INTAKE, "door={door_id}"),
    "api:read_arrival": get(INTAKE),
    "api:release": post(INTAKE),
    "api:replay": post(INTAKE),
    "api:dismiss": post(INTAKE),
    "api:read_sums": get(INTAKE),
    "api:list_categories": get(ALL),
    "api:read_definition": get(ALL),
    "api:list_versions": get(ALL),
    "api:publish": post(ADMIN, {"source": "vaste: 1"}),
    "api:read_version": get(ALL),
    "api:read_draft": get(MANAGE),
    "api:change_draft": Probe((Ask("PUT", MANAGE, {"source": "vaste: 1", "seen": SEEN}),)),
    "api:discard_draft": Probe((Ask("DELETE", MANAGE, query="based_on=1&revision=1"),)),
    "api:read_draft_differences": get(MANAGE),
    "api:publish_draft": post(ADMIN, {"seen": SEEN}),
    "api:read_version_differences": get(ALL),
    "api:roll_back": post(ADMIN, {"replacing": 1}),
    "api:start_trial": post(MANAGE, {"source": "vaste: 1"}),
    "api:list_trials": get(MANAGE),
    "api:read_trial": get(MANAGE),
    "api:stop_trial": Probe((Ask("DELETE", MANAGE),)),
    "api:start_what_if": post(MANAGE, {"days": 30}),
    "api:list_what_ifs": get(MANAGE),
    "api:read_what_if": get(MANAGE),
    "api:stop_what_if": Probe((Ask("DELETE", MANAGE),)),
    "api:read_rollout": get(ALL),
    "api:start_backtest": post(MANAGE, {"version": 1}),
    "api:list_backtests": get(MANAGE),
    "api:read_backtest": get(MANAGE),
    "api:stop_backtest": Probe((Ask("DELETE", MANAGE),)),
    "api:read_wall": get(MANAGE),
    "api:read_conversion": get(MANAGE, "owner={user_id}&team={team_id}"),
    "api:read_response": get(MANAGE, "owner={user_id}&team={team_id}"),
    "api:read_response_hours": get(MANAGE, "owner={user_id}&team={team_id}"),
    "api:read_response_bands": get(MANAGE, "owner={user_id}&team={team_id}"),
    "api:read_fairness": get(MANAGE, "owner={user_id}&team={team_id}"),
    "api:read_reasons": get(MANAGE, "owner={user_id}&team={team_id}"),
    "api:read_cohorts": get(MANAGE, "owner={user_id}&team={team_id}"),
    "api:list_teams": get(ALL),
    "api:list_members": get(ALL),
    "api:make_team": post(MANAGE, {"slug": "north", "name": "North"}),
    "api:read_team": get(MANAGE),
    "api:set_team": Probe((Ask("PUT", MANAGE, {"name": "Sales"}),)),
    "api:close_team": Probe((Ask("DELETE", MANAGE, query="into={team_id}"),)),
    "api:hand_over": post(MANAGE),
    "api:share_out": post(MANAGE),
    "api:set_member": Probe((Ask("PUT", MANAGE, {"weight": 1}),)),
    "api:leave_team": Probe((Ask("DELETE", MANAGE),)),
    "api:list_absences": get(ALL),
    "api:add_absence": post(WORK, {"user": "{user_id}", "away_from": LATER}),
    "api:remove_absence": Probe((Ask("DELETE", WORK),)),
    "api:come_back": post(WORK),
    "api:take_calendar": Probe((Ask("PUT", WORK, {"ical": "BEGIN:VCALENDAR"}),)),
    "api:list_feeds": get(ALL, "user={user_id}"),
    "api:add_feed": post(WORK, {"user": "{user_id}", "url": "https://calendar.example/a.ics"}),
    "api:change_feed": Probe((Ask("PUT", WORK, {"counts": "all"}),)),
    "api:fetch_feed": post(WORK),
    "api:remove_feed": Probe((Ask("DELETE", WORK),)),
    "api:read_preferences": get(ALL),
    "api:choose_preferences": Probe((Ask("PUT", ALL, {"events": {}, "zone": "Europe/Helsinki"}),)),
    "api:list_notices": get(ALL),
    "api:read_notice": Probe((Ask("PUT", ALL),)),
    "api:read_all_notices": Probe((Ask("PUT", ALL),)),
    "api:list_deliveries": get(ALL),
    "api:retry_delivery": Probe((Ask("PUT", ADMIN),)),
    "api:list_imports": get(INTAKE),
    "api:read_import": get(INTAKE),
    "api:upload_import": post(INTAKE),
    "api:read_columns": get(INTAKE),
    "api:preview_import": post(INTAKE, {"field_map": {}}),
    "api:start_import": post(INTAKE, {"field_map": {}}),
    "api:stop_import": post(INTAKE),
    "api:list_bad_rows": get(INTAKE),
}
FORMS = {"form:form": PUBLIC, "form:thanks": PUBLIC}
_ACCOUNT = (
    "change_password confirm_email confirm_login_code email email_verification_sent inactive login"
    " logout reauthenticate reset_password reset_password_done reset_password_from_key"
    " reset_password_from_key_done set_password signup"
)
_MFA = (
    "activate_totp add_webauthn authenticate deactivate_totp download_recovery_codes edit_webauthn"
    " generate_recovery_codes index list_webauthn login_webauthn reauthenticate"
    " reauthenticate_webauthn remove_webauthn view_recovery_codes"
)
ACCOUNTS = dict.fromkeys(
    [
        *(f"account_{name}" for name in _ACCOUNT.split()),
        *(f"mfa_{name}" for name in _MFA.split()),
    ],
    OWN,
)
PROBES: dict[str, Probe] = {**DESK, **REPORTS, **STUDIO, **API, **FORMS, **ACCOUNTS}

#: What config/asgi.py answers before Django; tests/isolation/test_raw_routes.py asks each of them.
RAW = {"/in/api/", "/f/", "/live/", "/health/"}
