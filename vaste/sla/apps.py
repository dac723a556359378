"""The app's registration."""

from django.apps import AppConfig


class SlaConfig(AppConfig):
    """Clocks and their firings."""

    name = "vaste.sla"
    label = "sla"
