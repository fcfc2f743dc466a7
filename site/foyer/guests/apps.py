"""The guests room."""

from django.apps import AppConfig, apps


class GuestsConfig(AppConfig):
    """The guests room of the house."""

    name = "foyer.guests"
    label = "guests"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the clients room who was asked and who came; name the acts of this room where no hook does."""
        from . import attendance, on_timeline  # noqa: F401, PLC0415  models can be read only now

        if not apps.is_installed("wagtail.admin"):
            from wagtail.log_actions import registry  # noqa: PLC0415  models can be read only now

            from .log_actions import register_actions  # noqa: PLC0415  as above

            register_actions(registry)
