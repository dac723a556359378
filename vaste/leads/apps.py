"""The app's registration."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    """The arrivals ledger and the lead's life."""

    name = "vaste.leads"
    label = "leads"
