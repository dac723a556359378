"""The app's registration."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Contacts, companies, keys, consents."""

    name = "vaste.people"
    label = "people"
