"""The bookings room."""

from django.apps import AppConfig


class BookingsConfig(AppConfig):
    """The bookings room of the house."""

    name = "foyer.bookings"
    label = "bookings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show of bookings only what each member of staff may see; tell clients and public pages of them."""
        from foyer.core.visible import seen_in_part  # noqa: PLC0415  models can be read only now

        from . import on_timeline, shown_records  # noqa: F401, PLC0415  as above
        from .models import Booking  # noqa: PLC0415  as above

        seen_in_part(Booking)
