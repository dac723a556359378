"""The three kinds of tables; a table in no list, or in two, fails tests/architecture."""

from __future__ import annotations

from django.apps import apps

from vaste.infra.tenancy.models import TenantModel

#: Rows of one workspace each, bound by row-level security.
TENANT = frozenset(
    {
        "definitions_backtest",
        "definitions_draft",
        "definitions_rollout",
        "definitions_trial",
        "definitions_version",
        "definitions_whatif",
        "infra_due",
        "leads_activity",
        "leads_arrival",
        "leads_door",
        "leads_import",
        "leads_lead",
        "leads_notice",
        "leads_touch",
        "ledger_event",
        "ledger_outbox",
        "notifications_channel",
        "notifications_delivery",
        "notifications_preference",
        "notifications_subscription",
        "people_company",
        "people_companykey",
        "people_consent",
        "people_contact",
        "people_contactkey",
        "people_suggestion",
        "routing_absence",
        "routing_claim",
        "routing_credit",
        "routing_feed",
        "routing_member",
        "routing_team",
        "scoring_interest",
        "sla_clock",
        "sla_escalation",
        "sla_firing",
        "sla_pause",
        "sla_retiming",
    }
)
#: Few, small, rarely written; known in every workspace.
REFERENCE = frozenset(
    {
        "workspaces_handle",
        "workspaces_membership",
        "workspaces_user",
        "workspaces_workspace",
    }
)
#: Of this installation only; never written inside a workspace's transaction.
LOCAL = frozenset(
    {
        "account_emailaddress",
        "account_emailconfirmation",
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_migrations",
        "django_session",
        "infra_wake",
        "mfa_authenticator",
    }
)


def tenant_tables() -> set[str]:
    """Return the tables whose rows belong to one workspace, as the models say."""
    return {model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)}
