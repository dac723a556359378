"""The app's registration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Preferences, places and deliveries."""

    name = "vaste.notifications"
    label = "notifications"
