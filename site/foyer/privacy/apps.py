"""The privacy room."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The privacy room of the house."""

    name = "foyer.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the core how long backups may be kept."""
        from . import longest_kept  # noqa: F401, PLC0415  models can be read only now
