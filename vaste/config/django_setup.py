"""Starting Django in a command's process."""

import os


def set_up() -> None:
    """Load the settings and every app; again without harm."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaste.config.settings")
    import django

    django.setup()
