"""Kinds and steps of sending forms to people."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Often(models.TextChoices):
    """How often somebody may answer a form."""

    MANY = "", pgettext_lazy("how often", "As often as they like")
    ONCE = "once", pgettext_lazy("how often", "Once: each guest, contact and browser")
    LINK = "link", pgettext_lazy("how often", "Once, and only with a personal link")


class Whom(models.TextChoices):
    """To whom a form is sent."""

    LISTED = "listed", pgettext_lazy("form sent to", "Everybody on the guest list")
    ARRIVED = "arrived", pgettext_lazy("form sent to", "The guests who came")
    CHOSEN = "chosen", pgettext_lazy("form sent to", "Guests chosen by hand")
    SEGMENT = "segment", pgettext_lazy("form sent to", "The contacts of a segment of clients")
    CLIENTS = "clients", pgettext_lazy("form sent to", "The contacts of clients chosen in the list")
    CONTACTS = "contacts", pgettext_lazy("form sent to", "Contacts chosen in the list")

    OF_EVENT = nonmember(("listed", "arrived", "chosen"))


class LetterKind(models.TextChoices):
    """Why a letter about a form goes out."""

    LINK = "link", pgettext_lazy("letter about a form", "Personal link")
    REMINDER = "reminder", pgettext_lazy("letter about a form", "Reminder")
    RECEIPT = "receipt", pgettext_lazy("letter about a form", "Acknowledgement")
    NOTICE = "notice", pgettext_lazy("letter about a form", "Notice to staff")
    ALARM = "alarm", pgettext_lazy("letter about a form", "Alarm to staff")

    TO_RECIPIENTS = nonmember(("link", "reminder"))


class LetterStatus(models.TextChoices):
    """What became of a letter; one that may have gone out is never sent again."""

    QUEUED = "queued", pgettext_lazy("form letter", "Waiting")
    SENDING = "sending", pgettext_lazy("form letter", "Being sent")
    SENT = "sent", pgettext_lazy("form letter", "Sent")
    FAILED = "failed", pgettext_lazy("form letter", "Could not be delivered")
    UNCLEAR = "unclear", pgettext_lazy("form letter", "Perhaps sent")
    DROPPED = "dropped", pgettext_lazy("form letter", "Not sent")

    TROUBLED = nonmember(("failed", "unclear"))


class LeftOut(models.TextChoices):
    """Why somebody is sent no form."""

    NO_ADDRESS = "no_address", _("There is no e-mail address.")
    BAD_ADDRESS = "bad_address", _("The e-mail address cannot be right.")
    UNWILLING = "unwilling", _("They withdrew their consent, or asked for no more such letters.")
    STRUCK_OFF = "struck_off", _("They were struck off the guest list.")
    TWICE = "twice", _("Another letter of this sending goes to the same address.")
    ASKED = "asked", _("They have a link to this form for this event already: remind them instead.")
    ANSWERED = "answered", _("They have answered this form already.")


class SurveyState(models.TextChoices):
    """Whether the guests of an event are asked by themselves."""

    POLICY = "", pgettext_lazy("event survey", "As the house policy says")
    ON = "on", pgettext_lazy("event survey", "Send it by itself")
    OFF = "off", pgettext_lazy("event survey", "Do not send one")


class ProofState(models.TextChoices):
    """Whether a browser does a sum before it sends a form."""

    POLICY = "", pgettext_lazy("proof of work", "As the house policy says")
    ON = "on", pgettext_lazy("proof of work", "Asked for")
    OFF = "off", pgettext_lazy("proof of work", "Not asked for")


class ProofEffort(models.IntegerChoices):
    """How much a browser has to reckon: how many puzzles."""

    LIGHT = 16, pgettext_lazy("proof of work", "Light: half a second on a phone")
    MEDIUM = 32, pgettext_lazy("proof of work", "Medium: a second on a phone")
    HEAVY = 64, pgettext_lazy("proof of work", "Heavy: two seconds on a phone")


class Theme(models.TextChoices):
    """The colours of a form, all of the house."""

    PINE = "", pgettext_lazy("colour", "Pine")
    BRASS = "brass", pgettext_lazy("colour", "Brass")
    SEAL = "seal", pgettext_lazy("colour", "Cinnabar")
