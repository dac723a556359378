"""The app's registration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """A face: no business rule lives here."""

    name = "vaste.desk"
    label = "desk"
