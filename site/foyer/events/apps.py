"""The events room."""

from django.apps import AppConfig, apps


class EventsConfig(AppConfig):
    """The events room of the house."""

    name = "foyer.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to our own pages, and give the page editor its form."""
        if apps.is_installed("wagtail.admin"):
            from . import (  # noqa: F401, PLC0415  models can be read only now
                in_bookings,
                page_editor,
                shown_records,
                site,
                visibility,
            )
            from .screens import receivers  # noqa: F401, PLC0415  as above
