"""The app's registration."""

from django.apps import AppConfig


class DefinitionsConfig(AppConfig):
    """Published versions of a workspace's definitions."""

    name = "vaste.definitions"
    label = "definitions"
