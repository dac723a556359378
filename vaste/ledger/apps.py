"""The app's registration."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Events and the outbox."""

    name = "vaste.ledger"
    label = "ledger"
