"""The app's registration."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Commands of the installation."""

    name = "vaste.config"
    label = "config"
