"""What takes place in a booked room; rooms above say here what becomes of it as the booking goes or moves. (004-06)"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

from foyer.core.models import User
from foyer.venues.models import Occupation


class Inside(Protocol):
    """What a room above does with what it put into the rooms of bookings."""

    def keep_room(self, held: Occupation, *, by: User | None, at: datetime) -> bool:
        """Tell whether something takes place there that keeps the room, which is then its own.

        Args:
            held: what takes the room; its booking lets go of it.
            by: who of the house ends the booking; None where its client or a deadline does.
            at: the moment.

        Raises:
            Refusal: the house looks at it first.
        """
        ...

    def follow(self, held: Occupation, *, starts_at: datetime, by: User | None) -> None:
        """Move what takes place there with its booking.

        Args:
            held: what takes the room, as it is now.
            starts_at: when the booking began before.
            by: who moves it.

        Raises:
            Refusal: it does not fit into the new time.
        """
        ...


INSIDE: Final[list[Inside]] = []
