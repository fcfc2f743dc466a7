"""The clients room."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """The clients room of the house."""

    name = "foyer.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"
