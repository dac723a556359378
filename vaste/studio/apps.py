"""The app's registration."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """A face: no business rule lives here."""

    name = "vaste.studio"
    label = "studio"
