"""The privacy room."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The privacy room of the house."""

    name = "foyer.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"
