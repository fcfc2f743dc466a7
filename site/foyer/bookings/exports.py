"""Bookings as a file, through the house's register of exports. (004-02, security 9)"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy

from foyer.core.exports.targets import ExportColumn, register
from foyer.core.models import User
from foyer.privacy.exported import ListInPart
from foyer.privacy.identifiers import mask_email, mask_phone

from .models import Booking


class BookingList(ListInPart):
    """Bookings."""

    model = Booking
    related = ("client", "room__venue", "owner")
    key = "booking"
    label = gettext_lazy("Bookings")
    right = "bookings.export_booking"
    sensitive_right = "bookings.view_sensitive_booking"

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is."""
        return [
            self.column("number"),
            # An offer nobody answered has lapsed by the moment the file is made. (004-04)
            self.column("status", lambda booking: booking.step_at(timezone.now()).label),
            self.column("channel", lambda booking: booking.get_channel_display()),
            self.column("room"),
            self.column("starts_at"),
            self.column("ends_at"),
            self.column("heads"),
            self.column("layout", lambda booking: booking.get_layout_display()),
            self.column("theme"),
            self.column("client"),
            self.column("asker_name", default=False),
            self.column("asker_company"),
            self.sealed_column("asker_phone", mask_phone),
            self.sealed_column("asker_email", mask_email),
            self.column("owner"),
            self.column("total"),
            ExportColumn(
                "currency", gettext_lazy("currency"), lambda booking, _by: booking.currency
            ),
            self.column("needs_contract", default=False),
            self.column("contract_signed_on", default=False),
            self.column("requested_at"),
            self.column("reply_by", default=False),
            self.column("answered_at", default=False),
            self.column("ended_at", default=False),
            self.column("reason", default=False),
            self.column("cancel_fee", default=False),
            self.column("wishes", default=False),
        ]


BOOKING_LIST = BookingList()
register(BOOKING_LIST)
