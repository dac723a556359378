"""The app's registration."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """A face: no business rule lives here."""

    name = "vaste.api"
    label = "api"
