"""The guests room."""

from django.apps import AppConfig


class GuestsConfig(AppConfig):
    """The guests room of the house."""

    name = "foyer.guests"
    label = "guests"
    default_auto_field = "django.db.models.BigAutoField"
