"""Why a use cannot be priced, and what to do about it."""

from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal


class QuoteRefusal(Refusal):
    """What was asked for cannot be priced; `field` names what to change."""

    status = 422
    field = "room"


class NothingUsed(QuoteRefusal):
    """No room was named."""

    code = "fees_no_room"
    message = _("Choose a room.")


class RoomUnknown(QuoteRefusal):
    """No price of the schedule is for such a room."""

    code = "fees_room_unknown"
    message = _("This room is not in the fee schedule of %(day)s: choose another.")


class EndsBeforeItBegins(QuoteRefusal):
    """The end is not after the beginning."""

    code = "fees_ends_before_it_begins"
    message = _("The end must come after the beginning: check both times.")
    field = "to"


class InThePast(QuoteRefusal):
    """The beginning is over."""

    code = "fees_in_the_past"
    message = _("That time has passed: choose one that is still to come.")
    field = "from"


class TooLong(QuoteRefusal):
    """So long a use is agreed with the house."""

    code = "fees_too_long"
    message = _(
        "At most %(days)s days can be reckoned at once: ask for a shorter time, or ask the house."
    )
    field = "to"


class TooFewHeads(QuoteRefusal):
    """Nobody comes."""

    code = "fees_no_heads"
    message = _("Say how many people come: one at least.")
    field = "heads"


class TooManyHeads(QuoteRefusal):
    """They do not fit in."""

    code = "fees_too_many_heads"
    message = _(
        "“%(room)s” holds %(capacity)s people: choose a larger room, or come with fewer people."
    )
    field = "heads"


class NotInForce(QuoteRefusal):
    """No fees are published for a day."""

    code = "fees_not_in_force"
    message = _("No fees are published for %(day)s yet: choose another day, or ask the house.")
    field = "from"


class NoPrice(QuoteRefusal):
    """The room has no price for such a day, time or client."""

    code = "fees_no_price"
    message = _("“%(room)s” has no published price for that time on %(day)s: ask the house.")


class ExtraUnknown(QuoteRefusal):
    """Something extra is not offered on a day."""

    code = "fees_extra_unknown"
    message = _("“%(item)s” is not offered on %(day)s: leave it out, or ask the house.")
    field = "extra"


class ExtraOfAnotherRoom(QuoteRefusal):
    """Something extra belongs to a room that was not asked for."""

    code = "fees_extra_of_another_room"
    message = _("“%(item)s” belongs to “%(room)s”: leave it out, or choose that room.")
    field = "extra"


class TooManyOfIt(QuoteRefusal):
    """Nobody needs so many."""

    code = "fees_too_many_of_it"
    message = _("Of “%(item)s” between 1 and %(most)s can be asked for.")
    field = "extra"


class DiscountUnknown(QuoteRefusal):
    """No such discount is published."""

    code = "fees_discount_unknown"
    message = _("This discount is not in the fee schedule: leave it out, or choose another.")
    field = "discount"


class CurrencyChanges(QuoteRefusal):
    """The fees change from one currency to another in between."""

    code = "fees_currency_changes"
    message = _("The fees change their currency on %(day)s: ask for each part by itself.")
    field = "to"
