"""The venues room."""

from django.apps import AppConfig


class VenuesConfig(AppConfig):
    """The venues room of the house."""

    name = "foyer.venues"
    label = "venues"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Public pages show venues and rooms."""
        from foyer.core.page_cache import show_on_pages  # noqa: PLC0415  models can be read only now

        from .models import Room, Venue  # noqa: PLC0415  as above

        show_on_pages(Room, Venue)
