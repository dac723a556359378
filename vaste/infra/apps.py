"""The app's registration."""

from django.apps import AppConfig


class InfraConfig(AppConfig):
    """Adapters without business words."""

    name = "vaste.infra"
    label = "infra"
