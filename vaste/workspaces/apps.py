"""The app's registration."""

from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    """Tenants, users, memberships, public keys."""

    name = "vaste.workspaces"
    label = "workspaces"
