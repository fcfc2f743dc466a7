"""Steps and kinds of the cases room."""

from enum import nonmember

from django.db import models
from django.utils.translation import pgettext_lazy


class CaseKind(models.TextChoices):
    """What a case is. (001-13, 001-14, 001-19)"""

    COMPLAINT = "complaint", pgettext_lazy("case kind", "Complaint")
    FEEDBACK = "feedback", pgettext_lazy("case kind", "Feedback")
    ENQUIRY = "enquiry", pgettext_lazy("case kind", "Enquiry")

    SHORT = nonmember(("feedback", "enquiry"))


class CaseChannel(models.TextChoices):
    """How a case reached the house. (001-18)"""

    PHONE = "phone", pgettext_lazy("case channel", "Phone")
    WECHAT = "wechat", pgettext_lazy("case channel", "WeChat")
    LETTER = "letter", pgettext_lazy("case channel", "Letter or e-mail")
    DESK = "desk", pgettext_lazy("case channel", "At the desk")
    FORM = "form", pgettext_lazy("case channel", "Online form")
    API = "api", pgettext_lazy("case channel", "Another program")

    BY_ITSELF = nonmember(("form", "api"))  # nobody of the house was there


class Severity(models.TextChoices):
    """How much is at stake."""

    NORMAL = "normal", pgettext_lazy("severity", "Normal")
    SERIOUS = "serious", pgettext_lazy("severity", "Serious")
    URGENT = "urgent", pgettext_lazy("severity", "Urgent")


class CaseStatus(models.TextChoices):
    """The steps of a case, in the order of the house rules. (001-19 … 001-24)"""

    RECEIVED = "received", pgettext_lazy("case status", "Received")
    CONTACTED = "contacted", pgettext_lazy("case status", "Contacted")
    INVESTIGATING = "investigating", pgettext_lazy("case status", "Investigating")
    RESOLVING = "resolving", pgettext_lazy("case status", "Resolving")
    FOLLOWING_UP = "following_up", pgettext_lazy("case status", "Following up")
    CLOSED = "closed", pgettext_lazy("case status", "Closed")

    OPEN = nonmember(("received", "contacted", "investigating", "resolving", "following_up"))
    NEXT = nonmember(
        {
            "received": ("contacted",),
            "contacted": ("investigating",),
            "investigating": ("resolving",),
            "resolving": ("following_up",),
            "following_up": ("closed", "resolving"),
            "closed": (),
        }
    )
    # Feedback and enquiries are answered right away; they are looked into only where that is needed. (001-13, 001-14)
    NEXT_SHORT = nonmember(
        {
            "received": ("contacted", "following_up"),
            "contacted": ("following_up", "investigating"),
            "investigating": ("resolving", "following_up"),
            "resolving": ("following_up",),
            "following_up": ("closed", "contacted", "resolving"),
            "closed": (),
        }
    )
    # Only the client opens a closed case again, with the button, within the house's period. (001-24; CASES 5)
    REOPENED = nonmember({"closed": ("resolving",)})
    REOPENED_SHORT = nonmember({"closed": ("contacted", "resolving")})
    WAY_SHORT = nonmember(("received", "contacted", "following_up", "closed"))


class Outcome(models.TextChoices):
    """How a case ended."""

    OPEN = "", pgettext_lazy("case outcome", "Open")
    SATISFIED = "satisfied", pgettext_lazy("case outcome", "Client satisfied")
    NO_ANSWER = "no_answer", pgettext_lazy("case outcome", "No answer")
    DUPLICATE = "duplicate", pgettext_lazy("case outcome", "Duplicate")


class MessageKind(models.TextChoices):
    """Who wrote a message, and for whom."""

    NOTE = "note", pgettext_lazy("case message", "Internal note")
    PROGRESS = "progress", pgettext_lazy("case message", "Told to the client")
    CLIENT = "client", pgettext_lazy("case message", "From the client")

    PUBLIC = nonmember(("progress", "client"))


class CauseCategory(models.TextChoices):
    """Where a cause lies. (001-25)"""

    MANAGEMENT = "management", pgettext_lazy("cause", "Management")
    SERVICE = "service", pgettext_lazy("cause", "Service")
    PROCESS = "process", pgettext_lazy("cause", "Process")


class ActionKind(models.TextChoices):
    """What kind of measure prevents the next case. (001-26)"""

    RULES = "rules", pgettext_lazy("prevention", "Rules")
    PROCESS = "process", pgettext_lazy("prevention", "Process")
    TRAINING = "training", pgettext_lazy("prevention", "Training")
    QUALITY = "quality", pgettext_lazy("prevention", "Quality control")


class ActionState(models.TextChoices):
    """How far a prevention measure is, in the order of the house rules. (001-26)"""

    PLANNED = "planned", pgettext_lazy("prevention", "Planned")
    IN_PLACE = "in_place", pgettext_lazy("prevention", "In place")
    CHECKED = "checked", pgettext_lazy("prevention", "Effect checked")

    NEXT = nonmember({"planned": ("in_place",), "in_place": ("checked",), "checked": ()})


class Occasion(models.TextChoices):
    """Why a letter about a case goes out."""

    OPENED = "opened", pgettext_lazy("case letter", "Acknowledgement")
    PROGRESS = "progress", pgettext_lazy("case letter", "Progress")
    ASKED = "asked", pgettext_lazy("case letter", "Question whether it is settled")
    SOON = "soon", pgettext_lazy("case letter", "Reminder to staff")
    LATE = "late", pgettext_lazy("case letter", "Alarm to staff")
    CAME_IN = "came_in", pgettext_lazy("case letter", "News to staff: a case came in")
    WROTE = "wrote", pgettext_lazy("case letter", "News to staff: the client wrote")
    REOPENED = "reopened", pgettext_lazy("case letter", "News to staff: the client reopened it")
    LINK = "link", pgettext_lazy("case letter", "The link, asked for again")
    ACTION_SOON = "act_soon", pgettext_lazy("case letter", "Reminder of a prevention measure")
    ACTION_LATE = "act_late", pgettext_lazy("case letter", "Alarm about a prevention measure")

    TO_STAFF = nonmember(("soon", "late", "came_in", "wrote", "reopened", "act_soon", "act_late"))


class LetterStatus(models.TextChoices):
    """What became of a letter; one that may have gone out is never sent again."""

    QUEUED = "queued", pgettext_lazy("case letter", "Queued")
    SENDING = "sending", pgettext_lazy("case letter", "Being sent")
    SENT = "sent", pgettext_lazy("case letter", "Sent")
    FAILED = "failed", pgettext_lazy("case letter", "Failed")
    UNCLEAR = "unclear", pgettext_lazy("case letter", "Perhaps sent")
