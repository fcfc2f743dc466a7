"""The staff room."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """The staff room of the house."""

    name = "foyer.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Note what Django and Wagtail do to members of staff."""
        from . import receivers  # noqa: F401, PLC0415  models can be read only now
