"""Steps and kinds of the guests room."""

from enum import nonmember

from django.db import models
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
