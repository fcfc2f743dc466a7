"""Kinds and steps of the archive, in the order of the house rules. (000-27, 000-28, 000-29)"""

from __future__ import annotations

from enum import nonmember

from django.db import models
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """What the records of a class are about."""

    EVENT = "event", pgettext_lazy("archive", "Event")
    CLIENT = "client", pgettext_lazy("archive", "Client")
    CASE = "case", pgettext_lazy("archive", "Case")
    CONTRACT = "contract", pgettext_lazy("archive", "Contract or booking")
    HOUSE = "house", pgettext_lazy("archive", "House papers")


class Phase(models.TextChoices):
    """The phase of an event a record comes from. (000-27)"""

    PLANNING = "planning", pgettext_lazy("archive phase", "Planning")
    PREPARATION = "preparation", pgettext_lazy("archive phase", "Preparation")
    RUNNING = "running", pgettext_lazy("archive phase", "Running")
    EVALUATION = "evaluation", pgettext_lazy("archive phase", "Evaluation")


class Secrecy(models.IntegerChoices):
    """How closely a record is kept; a higher level is narrower."""

    OPEN = 0, pgettext_lazy("secrecy", "Open to staff")
    INTERNAL = 1, pgettext_lazy("secrecy", "Internal")
    CONFIDENTIAL = 2, pgettext_lazy("secrecy", "Confidential")
    SECRET = 3, pgettext_lazy("secrecy", "Secret")


class Language(models.TextChoices):
    """The language a record is written in."""

    ZH_HANS = "zh-hans", pgettext_lazy("language of a record", "Simplified Chinese")
    ZH_HANT = "zh-hant", pgettext_lazy("language of a record", "Traditional Chinese")
    EN = "en", pgettext_lazy("language of a record", "English")
    OTHER = "other", pgettext_lazy("language of a record", "Several or another")


class CountedFrom(models.TextChoices):
    """From when a retention period is counted."""

    DATED = "dated", pgettext_lazy("retention counted from", "The record’s date")
    YEAR_END = "year_end", pgettext_lazy("retention counted from", "The end of the record’s year")
    FILED = "filed", pgettext_lazy("retention counted from", "The day it was filed")
    ENDED = "ended", pgettext_lazy("retention counted from", "The day the matter ended")


class Afterwards(models.TextChoices):
    """What becomes of a record after its retention period."""

    DESTROY = "destroy", pgettext_lazy("after retention", "Destroy")
    REVIEW = "review", pgettext_lazy("after retention", "Review")
    KEEP = "keep", pgettext_lazy("after retention", "Keep for good")


class TextState(models.TextChoices):
    """How far the reading of a file's words is."""

    WAITING = "waiting", pgettext_lazy("words of a file", "Being read")
    READ = "read", pgettext_lazy("words of a file", "Read")
    NONE = "none", pgettext_lazy("words of a file", "Holds no words")
    LOCKED = "locked", pgettext_lazy("words of a file", "Protected by a password")
    DAMAGED = "damaged", pgettext_lazy("words of a file", "Damaged")
    TOO_LARGE = "too_large", pgettext_lazy("words of a file", "Too large to be read")
    UNKNOWN = "unknown", pgettext_lazy("words of a file", "Of a kind that is not read")


class FileHealth(models.TextChoices):
    """What the last look at a file found. (000-28)"""

    UNCHECKED = "unchecked", pgettext_lazy("check of a file", "Not checked yet")
    SOUND = "sound", pgettext_lazy("check of a file", "Sound")
    CHANGED = "changed", pgettext_lazy("check of a file", "Changed")
    MISSING = "missing", pgettext_lazy("check of a file", "Missing")

    FAULTS = nonmember(("changed", "missing"))


class LeftOut(models.TextChoices):
    """Why a record that was asked for is not in a bag."""

    CLOSED = (
        "closed",
        pgettext_lazy("left out of a copy", "may not be taken away by whoever made it"),
    )
    FAULTY = "faulty", pgettext_lazy("left out of a copy", "a file of it is damaged or missing")
    GONE = "gone", pgettext_lazy("left out of a copy", "was destroyed meanwhile")


class RequestStatus(models.TextChoices):
    """The steps of a request to open records. (000-29)"""

    ASKED = "asked", pgettext_lazy("access request", "Waiting for a decision")
    APPROVED = "approved", pgettext_lazy("access request", "Approved")
    REFUSED = "refused", pgettext_lazy("access request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("access request", "Withdrawn")
    ENDED = "ended", pgettext_lazy("access request", "Access ended")

    DECIDED = nonmember(("approved", "refused", "ended"))


class Scope(models.TextChoices):
    """How far an access goes."""

    VIEW = "view", pgettext_lazy("access scope", "Look at")
    DOWNLOAD = "download", pgettext_lazy("access scope", "Look at and download")


class ViewKind(models.TextChoices):
    """In what way somebody opened a record."""

    PAGE = "page", pgettext_lazy("opening a record", "Looked at a page")
    TEXT = "text", pgettext_lazy("opening a record", "Read the words")
    DOWNLOAD = "download", pgettext_lazy("opening a record", "Downloaded")
    PRINT = "print", pgettext_lazy("opening a record", "Printed")
    EXPORT = "export", pgettext_lazy("opening a record", "Took away in a bag")
    FOUND = "found", pgettext_lazy("opening a record", "Found words in it")


class DestructionStatus(models.TextChoices):
    """The steps of a destruction; two people take them. (000-28)"""

    PROPOSED = "proposed", pgettext_lazy("destruction", "Proposed")
    DONE = "done", pgettext_lazy("destruction", "Destroyed")
    REFUSED = "refused", pgettext_lazy("destruction", "Not to be destroyed")
    WITHDRAWN = "withdrawn", pgettext_lazy("destruction", "Withdrawn")


class Occasion(models.TextChoices):
    """Why a letter about a request goes out, to staff only."""

    ASKED = "asked", pgettext_lazy("archive letter", "A request waits")
    REMINDED = "reminded", pgettext_lazy("archive letter", "A request still waits")
    PASSED_ON = "passed_on", pgettext_lazy("archive letter", "A request was passed on")
    DECIDED = "decided", pgettext_lazy("archive letter", "A request was decided")


class LetterStatus(models.TextChoices):
    """What became of a letter; one that may have gone out is never sent again."""

    QUEUED = "queued", pgettext_lazy("archive letter", "Queued")
    SENDING = "sending", pgettext_lazy("archive letter", "Being sent")
    SENT = "sent", pgettext_lazy("archive letter", "Sent")
    FAILED = "failed", pgettext_lazy("archive letter", "Failed")
    UNCLEAR = "unclear", pgettext_lazy("archive letter", "Perhaps sent")
    DROPPED = "dropped", pgettext_lazy("archive letter", "Not sent: no longer true")
