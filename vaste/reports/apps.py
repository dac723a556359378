"""The app's registration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """A face: no business rule lives here."""

    name = "vaste.reports"
    label = "reports"
