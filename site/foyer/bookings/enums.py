"""Steps and kinds of the bookings room."""

from enum import nonmember

from django.db import models
from django.utils.translation import pgettext_lazy


class BookingStatus(models.TextChoices):
    """The steps of a booking, in the order of the house rules. (004-02 … 004-06, 004-23; BOOKING 3)"""

    REQUESTED = "requested", pgettext_lazy("booking status", "Requested")
    OFFERED = "offered", pgettext_lazy("booking status", "Offered")
    CONFIRMED = "confirmed", pgettext_lazy("booking status", "Confirmed")
    SIGNED = "signed", pgettext_lazy("booking status", "Contract signed")
    USED = "used", pgettext_lazy("booking status", "Used")
    SETTLED = "settled", pgettext_lazy("booking status", "Settled")
    REJECTED = "rejected", pgettext_lazy("booking status", "Turned down")
    DECLINED = "declined", pgettext_lazy("booking status", "Declined by the client")
    CANCELLED = "cancelled", pgettext_lazy("booking status", "Cancelled")
    # Never kept: reckoned from the deadline at every read. (004-04)
    LAPSED = "lapsed", pgettext_lazy("booking status", "Lapsed")

    NEXT = nonmember(
        {
            "requested": ("offered", "rejected", "cancelled"),
            "offered": ("confirmed", "declined", "requested", "cancelled"),
            "confirmed": ("signed", "used", "requested", "cancelled"),
            "signed": ("used", "requested", "cancelled"),
            "used": ("settled",),
            "settled": ("used",),  # what was settled is set right
            "rejected": (),
            "declined": (),
            "cancelled": (),
            "lapsed": ("requested", "cancelled"),
        }
    )
    WAY = nonmember(("requested", "offered", "confirmed", "signed", "used", "settled"))
    OPEN = nonmember(("requested", "offered", "confirmed", "signed"))
    AGREED = nonmember(("confirmed", "signed", "used", "settled"))
    # Over without a use.
    UNUSED = nonmember(("rejected", "declined", "cancelled", "lapsed"))


class BookingChannel(models.TextChoices):
    """How a request came. (004-02)"""

    ONLINE = "online", pgettext_lazy("booking channel", "Website")
    PHONE = "phone", pgettext_lazy("booking channel", "Phone")
    MAIL = "mail", pgettext_lazy("booking channel", "E-mail or message")
    DESK = "desk", pgettext_lazy("booking channel", "At the desk")
    API = "api", pgettext_lazy("booking channel", "Another program")


class Repeats(models.TextChoices):
    """How a booking comes back."""

    WEEKLY = "weekly", pgettext_lazy("booking repeats", "Every week")
    FORTNIGHTLY = "fortnight", pgettext_lazy("booking repeats", "Every other week")
    MONTHLY = "monthly", pgettext_lazy("booking repeats", "Every month on the same weekday")

    WEEKS = nonmember({"weekly": 1, "fortnight": 2})


class Occasion(models.TextChoices):
    """Why a letter about a booking goes out. (004-04, 004-05)"""

    RECEIVED = "received", pgettext_lazy("booking letter", "Request received")
    OFFER = "offer", pgettext_lazy("booking letter", "Confirmation letter")
    REMINDER = "reminder", pgettext_lazy("booking letter", "Reminder before the deadline")
    CONFIRMED = "confirmed", pgettext_lazy("booking letter", "Booking confirmed")
    CONTRACT = "contract", pgettext_lazy("booking letter", "Contract to sign")
    CHANGED = "changed", pgettext_lazy("booking letter", "Change of a booking")
    MOVED = "moved", pgettext_lazy("booking letter", "The house changed a booking")
    STANDS = "stands", pgettext_lazy("booking letter", "What was agreed stands")
    LAPSED = "lapsed", pgettext_lazy("booking letter", "Offer lapsed")
    REJECTED = "rejected", pgettext_lazy("booking letter", "Request turned down")
    CANCELLED = "cancelled", pgettext_lazy("booking letter", "Booking cancelled")
    MESSAGE = "message", pgettext_lazy("booking letter", "Message from the house")
    # Written by the settlement room, which says what they hold.
    STATEMENT = "statement", pgettext_lazy("booking letter", "Statement")
    CREDIT = "credit", pgettext_lazy("booking letter", "Credit note")
    OVERDUE = "overdue", pgettext_lazy("booking letter", "Reminder of an overdue statement")
    # To whoever of the house keeps the booking.
    ASKED = "asked", pgettext_lazy("booking letter", "To the house: a room was asked for")
    WROTE = "wrote", pgettext_lazy("booking letter", "To the house: the client wrote")
    LEFT = "left", pgettext_lazy("booking letter", "To the house: a booking ended, its event stays")

    # Not the house's words to a client: nobody edits them.
    TO_HOUSE = nonmember(("asked", "wrote", "left"))
    # Of an offer that still waits for its answer: once it is answered they would say nothing true.
    WAITS = nonmember(("offer", "changed", "reminder"))
    # Those in which what was offered is not the matter.
    WITHOUT_PRICE = nonmember(("message", "moved", "rejected", "statement", "credit", "overdue"))
    # Those that speak for all of a series.
    OF_SERIES = nonmember(("offer", "changed", "reminder", "confirmed", "contract", "terms"))
    # Those that carry their paper with them.
    WITH_LETTER = nonmember(("offer", "changed", "cancelled"))


TERMS = "terms"  # the text of the contract, kept beside those of the letters
TEXT_USES = [
    *((value, label) for value, label in Occasion.choices if value not in Occasion.TO_HOUSE),
    (TERMS, pgettext_lazy("booking letter", "Text of the contract")),
]


class MessageKind(models.TextChoices):
    """Who says something about a booking, and to whom."""

    CLIENT = "client", pgettext_lazy("booking message", "From the client")
    HOUSE = "house", pgettext_lazy("booking message", "To the client")
    NOTE = "note", pgettext_lazy("booking message", "Note")


class LetterStatus(models.TextChoices):
    """What became of a letter; one that may have gone out is never sent again."""

    QUEUED = "queued", pgettext_lazy("booking letter", "Queued")
    SENDING = "sending", pgettext_lazy("booking letter", "Being sent")
    SENT = "sent", pgettext_lazy("booking letter", "Sent")
    FAILED = "failed", pgettext_lazy("booking letter", "Failed")
    UNCLEAR = "unclear", pgettext_lazy("booking letter", "Perhaps sent")
    DROPPED = "dropped", pgettext_lazy("booking letter", "Not sent: answered before")
