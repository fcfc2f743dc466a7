"""The api room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The api room of the house."""

    name = "foyer.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
