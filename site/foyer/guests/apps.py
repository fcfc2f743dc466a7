"""The guests room."""

from django.apps import AppConfig


class GuestsConfig(AppConfig):
    """The guests room of the house."""

    name = "foyer.guests"
    label = "guests"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the clients room how attendance is read."""
        from . import attendance  # noqa: F401, PLC0415  models can be read only now
