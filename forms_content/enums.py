"""Kinds of questions, and what a form is for."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    TEXT = "text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", pgettext_lazy("kind of question", "Number")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    DATE = "date", _("Date")
    TIME = "time", _("Time")
    SINGLE = "single", _("One choice")
    MULTIPLE = "multiple", _("Several choices")
    DROP_DOWN = "drop_down", _("Drop-down list")
    RATING = "rating", _("Stars")
    NPS = "nps", _("Recommendation, 0 to 10")
    MATRIX = "matrix", _("Table of choices")
    RANKING = "ranking", _("Order of preference")
    CONSENT = "consent", _("Consent")
    FILE = "file", _("Files or photos")
    SIGNATURE = "signature", _("Signature")
    HIDDEN = "hidden", _("Hidden value from the link")
    INFORMATION = "information", _("Text to read")

    ASKED_NOTHING = nonmember(("information",))
    OF_ONE = nonmember(("single", "drop_down"))
    WITH_CHOICES = nonmember(("single", "multiple", "drop_down", "matrix", "ranking"))
    WITH_FILES = nonmember(("file", "signature"))
    ALWAYS_PERSONAL = nonmember(("email", "phone", "file", "signature"))


class FileSort(models.TextChoices):
    """What files a question asks for."""

    PICTURES = "pictures", _("Pictures")
    PAPERS = "papers", _("Pictures and PDF")
    ANY = "any", _("Pictures, PDF, Word, Excel and text")


class Aspect(models.TextChoices):
    """What of an event a question judges: by it the satisfaction score is reckoned. (000-22, 001-31)"""

    OVERALL = "overall", pgettext_lazy("what is judged", "The whole")
    CONTENT = "content", pgettext_lazy("what is judged", "Content")
    ORGANISATION = "organised", pgettext_lazy("what is judged", "Organisation")
    SERVICE = "service", pgettext_lazy("what is judged", "Service")
    COOPERATION = "intent", pgettext_lazy("what is judged", "Intent to cooperate")

    OF_SATISFACTION = nonmember(("overall", "content", "organised", "service"))


class FormPurpose(models.TextChoices):
    """What a form is for."""

    SURVEY = "survey", pgettext_lazy("purpose of a form", "Survey")
    COMPLAINT = "complaint", pgettext_lazy("purpose of a form", "Complaint")
    FEEDBACK = "feedback", pgettext_lazy("purpose of a form", "Feedback")
    ENQUIRY = "enquiry", pgettext_lazy("purpose of a form", "Enquiry")
    INTEREST = "interest", pgettext_lazy("purpose of a form", "Registration of interest")

    OPENS_CASE = nonmember(("complaint", "feedback", "enquiry"))


class Comparison(models.TextChoices):
    """How an earlier answer is looked at."""

    IS = "is", pgettext_lazy("comparison", "is or includes")
    IS_NOT = "is_not", pgettext_lazy("comparison", "is answered, but not with")
    AT_LEAST = "at_least", pgettext_lazy("comparison", "is at least")
    AT_MOST = "at_most", pgettext_lazy("comparison", "is at most")
    ANSWERED = "answered", pgettext_lazy("comparison", "is answered")
    NOT_ANSWERED = "not_answered", pgettext_lazy("comparison", "is not answered")

    WITHOUT_VALUE = nonmember(("answered", "not_answered"))


class Match(models.TextChoices):
    """How many of the conditions must hold."""

    ALL = "all", _("all of these hold")
    ANY = "any", _("any of these holds")


class Source(models.TextChoices):
    """By which way an answer came."""

    PAGE = "page", pgettext_lazy("way of a submission", "Page")
    API = "api", pgettext_lazy("way of a submission", "API")
    LINK = "link", pgettext_lazy("way of a submission", "Personal link")
    KIOSK = "kiosk", pgettext_lazy("way of a submission", "Tablet at the exit")
