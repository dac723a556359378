"""The app's registration."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """Fit, interest, quadrant."""

    name = "vaste.scoring"
    label = "scoring"
