"""Why an act upon a booking is not carried out, and what to do about it."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal


class BookingRefusal(Refusal):
    """What was asked for cannot be had; `field` names what to change."""

    status: ClassVar[int] = 422
    field: ClassVar[str] = ""


class EndsBeforeStart(BookingRefusal):
    """The times are the wrong way round."""

    code = "booking_ends_before_start"
    message = _("The end must come after the beginning: check both times.")
    field = "to"


class TooLong(BookingRefusal):
    """So long a use is agreed in parts."""

    code = "booking_too_long"
    message = _("At most %(days)s days can be booked at once: ask for a shorter time.")
    field = "to"


class InThePast(BookingRefusal):
    """The time is over."""

    code = "booking_in_the_past"
    message = _("That time has passed: choose one that is still to come.")
    field = "from"


class TooSoon(BookingRefusal):
    """Too short notice for the website."""

    code = "booking_too_soon"
    message = _(
        "Online, rooms can be asked for from %(moment)s on. For an earlier time call %(hotline)s."
    )
    field = "from"


class TooFar(BookingRefusal):
    """Too far ahead."""

    code = "booking_too_far"
    message = _("Rooms can be booked until %(day)s. Choose an earlier day.")
    field = "from"


class TooManyHeads(BookingRefusal):
    """More people than the room seats."""

    code = "booking_too_many_heads"
    message = _(
        "“%(room)s” holds %(capacity)s people with this layout: choose a larger room or another layout."
    )
    field = "heads"


class NotOpen(BookingRefusal):
    """The room is closed at that time."""

    code = "booking_not_open"
    message = _("“%(room)s” is not open at that time (%(hours)s). Choose another time.")
    field = "from"


class NotOffered(BookingRefusal):
    """The room is not for booking."""

    code = "booking_not_offered"
    message = _("This room cannot be booked online: choose another, or ask the house.")
    field = "room"


class NobodyToAnswer(BookingRefusal):
    """Neither phone nor e-mail."""

    code = "booking_nobody_to_answer"
    message = _("Leave a phone number or an e-mail address, so that the house can answer.")
    field = "phone"


class TooManyTimes(Refusal):
    """A series without end."""

    code = "booking_too_many_times"
    message = _("A series has at most %(most)s bookings: choose an earlier last day.")


class NoOtherTime(Refusal):
    """A series of one."""

    code = "booking_no_other_time"
    message = _("Up to that day it does not come back once: choose a later last day.")


class SeriesClashes(Refusal):
    """Some of its days cannot be had."""

    code = "booking_series_clashes"
    message = _(
        "The room cannot be had on: %(days)s. Leave these days out, or choose another time."
    )


class WrongStep(Refusal):
    """The booking stands elsewhere."""

    code = "booking_wrong_step"
    message = _("This step does not follow from where the booking stands now. Load the page again.")


class BookingChanged(Refusal):
    """Somebody changed the booking meanwhile."""

    code = "booking_changed"
    message = _(
        "Somebody has changed this booking meanwhile. What you typed is kept below; compare it with "
        "the booking as it is now, then send it again."
    )


class OfferLapsed(Refusal):
    """The answer comes too late."""

    code = "booking_lapsed"
    message = _(
        "This offer was held until %(moment)s and has lapsed since. Ask for the room again, or call the house."
    )


class AnsweredAlready(Refusal):
    """The offer was answered before."""

    code = "booking_answered"
    message = _("This offer has been answered already: %(step)s.")


class ReasonMissing(Refusal):
    """No reason."""

    code = "booking_reason_missing"
    message = _("Say why: whoever asked for the room reads it.")


class NoTimeToAnswer(Refusal):
    """The deadline lies in the past."""

    code = "booking_no_time_to_answer"
    message = _("Give the client time to answer: choose a moment between now and the use.")


class NotUsedYet(Refusal):
    """The use has not begun."""

    code = "booking_not_used_yet"
    message = _("The room has not been used yet: this can be written down from %(moment)s on.")


class BegunAlready(Refusal):
    """The use has begun."""

    code = "booking_begun_already"
    message = _("The use has begun already: it cannot be cancelled here any more. Call the house.")


class ContractMissing(Refusal):
    """The contract was not signed."""

    code = "booking_contract_missing"
    message = _("This booking needs a signed contract first.")


class SignatureMissing(Refusal):
    """Nobody signed."""

    code = "booking_signature_missing"
    message = _("Write down who signed the contract, and on which day: not later than today.")


class ContactOfAnother(Refusal):
    """The booking is one client's, the contact another's."""

    code = "booking_contact_of_another"
    message = _("This contact belongs to another client than the booking.")


class NothingSaid(Refusal):
    """An empty message."""

    code = "booking_nothing_said"
    message = _("Write a message, or say what you would rather have.")


class NotFreeAnyMore(Refusal):
    """What was offered instead was taken meanwhile."""

    code = "booking_not_free_any_more"
    message = _(
        "That room was taken a moment ago. Choose another of those listed, or ask the house."
    )


class OfferChanged(Refusal):
    """The house changed its offer while it was being read."""

    code = "booking_offer_changed"
    message = _("The house has changed this offer meanwhile. Look at it again before you answer.")


class FeeChanged(Refusal):
    """Cancelling costs something else by now."""

    code = "booking_fee_changed"
    message = _(
        "What cancelling costs has changed meanwhile: %(fee)s. Look at it again before you cancel."
    )
