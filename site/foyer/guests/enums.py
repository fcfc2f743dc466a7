"""Steps and kinds of the guests room."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReplyState(models.TextChoices):
    """What a guest answered."""

    NONE = "none", pgettext_lazy("reply", "No reply yet")
    YES = "yes", pgettext_lazy("reply", "Yes")
    NO = "no", pgettext_lazy("reply", "No")


class GuestSource(models.TextChoices):
    """How a guest came onto the list."""

    STAFF = "staff", pgettext_lazy("guest source", "Added by staff")
    CONTACT = "contact", pgettext_lazy("guest source", "From contacts")
    IMPORT = "import", pgettext_lazy("guest source", "From a file")
    WALK_IN = "walk_in", pgettext_lazy("guest source", "Walk-in")
    SUBSTITUTE = "substitute", pgettext_lazy("guest source", "In another’s place")


class InvitationStatus(models.TextChoices):
    """Where one letter stands. (000-07)

    A letter that was handed to the mail server when the worker died is `unclear`: it may have gone
    out, so only a person sends it again.
    """

    QUEUED = "queued", pgettext_lazy("invitation status", "Waiting to be sent")
    SENDING = "sending", pgettext_lazy("invitation status", "Being sent")
    SENT = "sent", pgettext_lazy("invitation status", "Sent")
    FAILED = "failed", pgettext_lazy("invitation status", "Not delivered")
    UNCLEAR = "unclear", pgettext_lazy("invitation status", "May have been sent")
    CANCELLED = "cancelled", pgettext_lazy("invitation status", "Withdrawn")

    PENDING = nonmember(("queued", "sending"))


class DeliveryOutcome(models.TextChoices):
    """What came of one try to hand a letter to the mail server. (000-07)"""

    SENT = "sent", pgettext_lazy("delivery outcome", "Taken by the mail server")
    LATER = "later", pgettext_lazy("delivery outcome", "To be tried again")
    FAILED = "failed", pgettext_lazy("delivery outcome", "Refused")
    UNCLEAR = "unclear", pgettext_lazy("delivery outcome", "May have gone out")


class NoLetter(models.TextChoices):
    """Why the house sends a guest no letter, in the order the rules are asked. (000-07)"""

    STRUCK_OFF = "struck_off", _("This guest has been struck off the list.")
    EVENT_CANCELLED = "cancelled", _("The event has been cancelled.")
    EVENT_OVER = "over", _("The event is over.")
    NO_ADDRESS = "no_address", _("This guest has no e-mail address.")
    BAD_ADDRESS = "bad_address", _("The e-mail address is not valid.")
    UNDER_WAY = "under_way", _("An invitation is under way already.")
    SENT_BEFORE = "sent_before", _("An invitation has been sent before.")
    UNCLEAR_BEFORE = (
        "unclear_before",
        _("An invitation may have been sent before. Ask the guest, or send it again."),
    )
    NO_WORDING = "no_wording", _("Nobody has written what such a letter says.")
    GIVEN_UP = "given_up", _("Sending was given up after several attempts. Please send it again.")


class SignInWay(models.TextChoices):
    """How a guest was recognised at the desk."""

    CODE = "code", pgettext_lazy("sign-in way", "Code")
    NAME = "name", pgettext_lazy("sign-in way", "Name and phone")
    WALK_IN = "walk_in", pgettext_lazy("sign-in way", "Walk-in form")
    STAFF = "staff", pgettext_lazy("sign-in way", "By staff")


class Verdict(models.TextChoices):
    """What a desk answers to a scan, in the order the rules are asked. (000-12)"""

    UNKNOWN = "unknown", pgettext_lazy("verdict", "Unknown code")
    OTHER_EVENT = "other_event", pgettext_lazy("verdict", "Another event")
    CANCELLED = "cancelled", pgettext_lazy("verdict", "Cancelled")
    NOT_OPEN = "not_open", pgettext_lazy("verdict", "Not open")
    ALREADY = "already", pgettext_lazy("verdict", "Already signed in")
    WELCOME = "welcome", pgettext_lazy("verdict", "Welcome")
    BACK = "back", pgettext_lazy("verdict", "Welcome back")
    NOT_IN = "not_in", pgettext_lazy("verdict", "Not signed in")
    GONE = "gone", pgettext_lazy("verdict", "Already signed out")
    GOODBYE = "goodbye", pgettext_lazy("verdict", "Goodbye")

    LET_IN = nonmember(("welcome", "back"))


class ConflictReason(models.TextChoices):
    """Why the house would not have let a guest in whom a tablet let in offline. (KIOSK 5)"""

    ALREADY = "already", _("The guest had signed in before")
    UNKNOWN = "unknown", _("The code was no longer the guest's")
    OTHER_EVENT = "other_event", _("The invitation is for another event")
    CANCELLED = "cancelled", _("The invitation was no longer valid")
    NOT_OPEN = "not_open", _("Sign-in was not open")
    PARTY_TOO_LARGE = "party_too_large", _("More people came than were invited")
    DESK_REVOKED = "desk_revoked", _("The tablet was no longer paired")
    CHECKPOINT = "checkpoint_not_allowed", _("The tablet may not write to this checkpoint")
    ID_REUSED = "id_reused", _("The scan had been kept for another guest")


class Settlement(models.TextChoices):
    """How staff settle such a conflict."""

    STANDS = "stands", _("Leave everything as it is")
    COUNTS = "counts", _("This is when the guest came: keep it as the sign-in")
    MISTAKE = "mistake", _("The guest should not have been let in")


class WelcomeState(models.TextChoices):
    """How it stands with a guest who has come and has a host. (000-14)"""

    WAITING = "waiting", pgettext_lazy("welcome", "Waits for the host")
    UNMET = "unmet", pgettext_lazy("welcome", "Still waits: reception has been told")
    BELATED = "belated", pgettext_lazy("welcome", "Came earlier; the tablet had no network")
    MET = "met", pgettext_lazy("welcome", "Met")
    LEFT = "left", pgettext_lazy("welcome", "Left without being met")


class NoticeOccasion(models.TextChoices):
    """Of what staff are told about a guest who has a host. (000-14)"""

    ARRIVED = "arrived", pgettext_lazy("arrival notice", "The guest has arrived")
    UNMET = "unmet", pgettext_lazy("arrival notice", "The guest waits for the host")
    BACK = "back", pgettext_lazy("arrival notice", "The guest is back")


class NoticeChannel(models.TextChoices):
    """By which way."""

    MAIL = "mail", pgettext_lazy("notice channel", "E-mail")
    HOUSE = "house", pgettext_lazy("notice channel", "The house's own channel")


class NoticeStatus(models.TextChoices):
    """What became of a notice; one that may have gone out is never sent again."""

    QUEUED = "queued", pgettext_lazy("arrival notice", "Waiting")
    SENDING = "sending", pgettext_lazy("arrival notice", "Being sent")
    SENT = "sent", pgettext_lazy("arrival notice", "Sent")
    FAILED = "failed", pgettext_lazy("arrival notice", "Not delivered")
    UNCLEAR = "unclear", pgettext_lazy("arrival notice", "May have been sent")
    LAPSED = "lapsed", pgettext_lazy("arrival notice", "Too late to be sent")


class Presence(models.TextChoices):
    """How it stands with one guest on an event's list. (000-12)"""

    LATE = "late", pgettext_lazy("presence", "Late")
    EXPECTED = "expected", pgettext_lazy("presence", "Expected")
    NO_SHOW = "no_show", pgettext_lazy("presence", "Did not come")
    ARRIVED = "arrived", pgettext_lazy("presence", "Arrived")

    MISSING = nonmember(("late", "expected", "no_show"))


class Grouping(models.TextChoices):
    """By what the guests of an event are put together. (000-12)"""

    TABLE = "table", pgettext_lazy("grouping", "By table")
    HOST = "host", pgettext_lazy("grouping", "By host")
    TIER = "tier", pgettext_lazy("grouping", "By tier")


class RideDirection(models.TextChoices):
    """Whether a guest is fetched or taken back. (004-11)"""

    PICK_UP = "pick_up", pgettext_lazy("ride", "Pick-up")
    SEND_OFF = "send_off", pgettext_lazy("ride", "Send-off")


class RidePlace(models.TextChoices):
    """From where, or to where. (004-11)"""

    AIRPORT = "airport", pgettext_lazy("ride", "Airport")
    STATION = "station", pgettext_lazy("ride", "Station")
    HOTEL = "hotel", pgettext_lazy("ride", "Hotel")
    OTHER = "other", pgettext_lazy("ride", "Elsewhere")


class RideStatus(models.TextChoices):
    """Where a ride stands, in the order of the house rules. (004-11)"""

    ORDERED = "ordered", pgettext_lazy("ride", "Ordered")
    MET = "met", pgettext_lazy("ride", "Guest met")
    DELIVERED = "delivered", pgettext_lazy("ride", "Delivered")
    CALLED_OFF = "called_off", pgettext_lazy("ride", "Called off")

    NEXT = nonmember({"ordered": "met", "met": "delivered"})
    OPEN = nonmember(("ordered", "met"))


class LeavingWay(models.TextChoices):
    """How the house knows that a guest left."""

    CODE = "code", pgettext_lazy("leaving way", "Code")
    NAME = "name", pgettext_lazy("leaving way", "Name and phone")
    AUTOMATIC = "auto", pgettext_lazy("leaving way", "Automatically, after the end")


class DeskMode(models.TextChoices):
    """What a tablet is for."""

    SELF_SERVICE = "self", pgettext_lazy("desk mode", "Guests sign in themselves")
    ATTENDED = "attended", pgettext_lazy("desk mode", "Attended: staff sign guests in")
    EXIT = "exit", pgettext_lazy("desk mode", "Exit: guests sign out")

    STAFFED = nonmember(("attended", "exit"))


class DeskDetail(models.TextChoices):
    """All that staff at an attended tablet may ever see of a guest, beside the name."""

    FORM_OF_ADDRESS = "form_of_address", pgettext_lazy("desk detail", "Form of address")
    COMPANY = "company", pgettext_lazy("desk detail", "Company and title")
    PLACE = "place", pgettext_lazy("desk detail", "Table and seat")
    DIETARY_NOTES = "dietary_notes", pgettext_lazy("desk detail", "Dietary notes")
    HOST = "host", pgettext_lazy("desk detail", "Host")
    FLAGS = (
        "flags",
        pgettext_lazy("desk detail", "Flags: key client, walk-in, struck off, declined"),
    )

    USUAL = nonmember(("form_of_address", "company", "place", "flags"))


class DeskState(models.TextChoices):
    """How a desk is now."""

    ONLINE = "online", pgettext_lazy("desk state", "Online")
    LOCKED = "locked", pgettext_lazy("desk state", "Closed")
    SILENT = "silent", pgettext_lazy("desk state", "Not heard of")
    UNPAIRED = "unpaired", pgettext_lazy("desk state", "Not paired yet")
    REVOKED = "revoked", pgettext_lazy("desk state", "Revoked")


class GuestKind(models.TextChoices):
    """As whom a tablet greets a guest. (003-09)"""

    KEY = "key", pgettext_lazy("kind of guest", "From a key client")
    REGULAR = "regular", pgettext_lazy("kind of guest", "Invited")
    WALK_IN = "walk_in", pgettext_lazy("kind of guest", "Walk-in")


class AnswerState(models.TextChoices):
    """How it stands with what a guest answered at a tablet."""

    KEPT = "kept", pgettext_lazy("answer at the tablet", "Kept")
    WAITING = "waiting", pgettext_lazy("answer at the tablet", "Waits to be counted")
    OPEN = "open", pgettext_lazy("answer at the tablet", "Waits for staff")
    STUCK = "stuck", pgettext_lazy("answer at the tablet", "To be settled")
    ACCEPTED = "accepted", pgettext_lazy("answer at the tablet", "Accepted")
    DECLINED = "declined", pgettext_lazy("answer at the tablet", "Declined")

    TO_DO = nonmember(("open", "stuck"))


class StuckReason(models.TextChoices):
    """Why an answer given at a tablet could not be kept as it is."""

    GIFT_GONE = "gift_gone", _("The gift had run out")
    HAS_GIFT = "has_gift", _("The guest had chosen a gift before")
    PARTY_TOO_LARGE = "party_too_large", _("More people came than were invited")
    SCAN_UNKNOWN = "scan_unknown", _("The house knows of no such sign-in")
    SCAN_IN_CONFLICT = "scan_conflict", _("The sign-in itself is a conflict")
    UNDONE = "undone", _("The sign-in was undone")
    DESK_REVOKED = "desk_revoked", _("The tablet was no longer paired")
    FORM_CLOSED = "form_closed", _("The form takes no answers any more")
    UNREADABLE = "unreadable", _("What the tablet sent cannot be read")


class CardKind(models.TextChoices):
    """What is printed for the guests of an event."""

    BADGE = "badge", pgettext_lazy("card", "Badge")
    PLACE_CARD = "place", pgettext_lazy("card", "Place card")
    TABLE_CARD = "table", pgettext_lazy("card", "Table card")

    OF_A_GUEST = nonmember(("badge", "place"))


class CardSize(models.TextChoices):
    """How large one card is: common labels first, in millimetres."""

    LABEL_62_29 = "62x29", _("Label 62 × 29 mm")
    LABEL_62_100 = "62x100", _("Label 62 × 100 mm")
    BADGE_90_60 = "90x60", _("Badge 90 × 60 mm")
    CARD_54_86 = "54x86", _("Plastic card 54 × 86 mm (CR80)")
    PLACE_90_50 = "90x50", _("Place card 90 × 50 mm")
    TABLE_148_105 = "148x105", _("Table card 148 × 105 mm (A6)")
    A5 = "210x148", _("Table card 210 × 148 mm (A5)")
    OWN = "own", _("Another size, typed below")


class CardPaper(models.TextChoices):
    """What the printer is fed with."""

    LABEL = "label", _("Labels or cards: one on each page, in exactly this size")
    A4 = "a4", _("A4 sheets: as many on each as fit")


class CardOrder(models.TextChoices):
    """In which order cards come out of the printer."""

    TABLE = "table", pgettext_lazy("order of cards", "Table and seat")
    NAME = "name", pgettext_lazy("order of cards", "Name (pinyin)")
    TIER = "tier", pgettext_lazy("order of cards", "Client tier")


class CardAudience(models.TextChoices):
    """Whose cards are printed."""

    UNPRINTED = "unprinted", pgettext_lazy("cards for", "Guests without one yet")
    WAITING = "waiting", pgettext_lazy("cards for", "Guests who are in without one")
    ALL = "all", pgettext_lazy("cards for", "All guests who may come")


class CardFont(models.TextChoices):
    """The letters on a card."""

    SERIF = "serif", _("Song (serif)")
    SANS = "sans", _("Hei (sans serif)")
