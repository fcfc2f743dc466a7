"""Steps and kinds of the core room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobStatus(models.TextChoices):
    """Where a long task stands."""

    WAITING = "waiting", pgettext_lazy("job status", "Waiting")
    RUNNING = "running", pgettext_lazy("job status", "Running")
    DONE = "done", pgettext_lazy("job status", "Done")
    FAILED = "failed", pgettext_lazy("job status", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("job status", "Cancelled")


class Language(models.TextChoices):
    """The languages the house speaks with its guests."""

    ZH_HANS = "zh-hans", _("Simplified Chinese")
    ZH_HANT = "zh-hant", _("Traditional Chinese")
    EN = "en", _("English")


class FormOfAddress(models.TextChoices):
    """How a person is spoken to (003-09)."""

    NONE = "", pgettext_lazy("form of address", "No form of address")
    MR = "mr", pgettext_lazy("form of address", "Mr")
    MS = "ms", pgettext_lazy("form of address", "Ms")
    MRS = "mrs", pgettext_lazy("form of address", "Mrs")
    DR = "dr", pgettext_lazy("form of address", "Dr")
    PROFESSOR = "professor", pgettext_lazy("form of address", "Professor")
    DIRECTOR = "director", pgettext_lazy("form of address", "Director (总)")


class Currency(models.TextChoices):
    """The currencies amounts are kept in (ISO 4217)."""

    CNY = "CNY", _("Renminbi (CNY)")
    TWD = "TWD", _("New Taiwan dollar (TWD)")
    HKD = "HKD", _("Hong Kong dollar (HKD)")
    MOP = "MOP", _("Macau pataca (MOP)")
    USD = "USD", _("US dollar (USD)")
    EUR = "EUR", _("Euro (EUR)")
    GBP = "GBP", _("Pound sterling (GBP)")
    JPY = "JPY", _("Japanese yen (JPY)")
    SGD = "SGD", _("Singapore dollar (SGD)")


class MailTrouble(models.TextChoices):
    """Why a letter did not go out, in plain words: what the mail server's answer means. (000-07)"""

    NO_MAILBOX = "no_mailbox", _("There is no such mailbox. Check the address.")
    NO_DOMAIN = "no_domain", _("The part after the @ leads nowhere. Check the address.")
    BAD_ADDRESS = "bad_address", _("The e-mail address is not valid.")
    CLOSED = "closed", _("The mailbox is closed. Ask for another address.")
    FULL = "full", _("The mailbox is full.")
    TOO_LARGE = "too_large", _("The receiving server finds the letter too large.")
    AGAINST_RULES = (
        "rules",
        _("The receiving server does not take letters from us: it calls them unwanted mail."),
    )
    NO_ENTRY = "no_entry", _("The mail server does not let the house in. Tell an administrator.")
    REFUSED = "refused", _("The mail server refuses the letter.")
    BUSY = "busy", _("The mail server asks to be tried again later.")
    AWAY = "away", _("The mail server cannot be reached.")
    BROKE = "broke", _("The connection to the mail server broke before the letter was handed over.")
    UNCLEAR = (
        "unclear",
        _("The connection broke while the letter was handed over: it may have gone out."),
    )
    DIED = "died", _("The worker died while it sent this letter: it may have gone out.")
