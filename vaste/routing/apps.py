"""The app's registration."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """Teams, members, turns, claims."""

    name = "vaste.routing"
    label = "routing"
