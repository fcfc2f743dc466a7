"""The venues room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VenuesConfig(AppConfig):
    """The venues room of the house."""

    name = "foyer.venues"
    label = "venues"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Public pages show venues and rooms; no two uses of one room meet."""
        from foyer.core.page_cache import show_on_pages  # noqa: PLC0415  models can be read only now

        from .guards import install_guards  # noqa: PLC0415  as above
        from .models import Room, RoomHours, RoomLayout, Venue  # noqa: PLC0415  as above

        show_on_pages(Room, RoomHours, RoomLayout, Venue)
        post_migrate.connect(install_guards, sender=self, dispatch_uid="venues guards")
