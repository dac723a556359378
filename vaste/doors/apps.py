"""The app's registration."""

from django.apps import AppConfig


class DoorsConfig(AppConfig):
    """A face: no business rule lives here."""

    name = "vaste.doors"
    label = "doors"
