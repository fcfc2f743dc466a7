"""Letters about cases: written down in the act's own transaction, sent by a job, none twice. (001-19, 001-23)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from foyer.cases.enums import CaseChannel, LetterStatus, Occasion
from foyer.cases.models import Case, CaseLetter, CaseMessage
from foyer.core.context_processors import describe_house
from foyer.core.languages import HTML_LANG, known_language, language_of
from foyer.core.mail import Letter, address_of
from foyer.core.models import HousePolicy, User
from foyer.core.outbox import Outbox

from .replies import with_link
from .secrets import case_url

POST_LETTERS = "cases.post_letters"


def queue_letter(
    case: Case,
    occasion: str,
    *,
    at: datetime,
    message: CaseMessage | None = None,
    about: str = "",
) -> None:
    """Write down that a letter to the client is to go out; without an address nothing is.

    It goes out once for each occasion, message and `about`.
    """
    if not client_mail(case):
        return
    key = f"{case.pk}:{occasion}:{message.pk if message else ''}:{about}"
    values = {"case": case, "occasion": occasion, "message": message, "queued_at": at}
    _letter, is_new = CaseLetter.objects.get_or_create(key=key, defaults=values)
    if is_new:
        OUTBOX.start(at=at)


@dataclass(frozen=True, slots=True)
class ToStaff:
    """A letter to a member of staff: about a moment that is near or was missed, or what came in at a moment."""

    case: int
    occasion: Occasion
    to: User
    about: datetime
    message: int | None = None

    @property
    def key(self) -> str:
        """What makes it one letter, however often it is asked for."""
        return f"{self.case}:{self.occasion}:{self.about:%Y%m%d%H%M}:{self.to.pk}"


def queue_to_staff(wanted: Sequence[ToStaff], *, at: datetime) -> None:
    """Write down that letters to staff are to go out, each once, in a few queries however many there are."""
    if not wanted:
        return
    CaseLetter.objects.bulk_create(
        [
            CaseLetter(
                case_id=one.case,
                occasion=one.occasion,
                to=one.to,
                message_id=one.message,
                key=one.key,
                queued_at=at,
            )
            for one in wanted
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    OUTBOX.start(at=at)


def write_letter(letter: CaseLetter, house: HousePolicy) -> Letter:
    """Return a letter in its reader's language."""
    case = letter.case
    language = language_of(letter.to) if letter.to else known_language(case.language)
    with override(language):
        subject, words = _words(letter)
        url = case_url(case)
        told = (
            None if letter.to else letter.message
        )  # what a client wrote stays out of staff's mail
        if letter.to:
            url = settings.PUBLIC_URL + reverse("cases:case", args=[case.pk])
        context = {
            "subject": subject,
            "words": words,
            "told": with_link(told.text, case) if told else "",
            "url": url,
            "lang": HTML_LANG[language],
            "house": describe_house(house),
        }
        name = str(letter.to) if letter.to else case.reporter_name
        mail = letter.to.email if letter.to else client_mail(case)
        return Letter(
            subject=subject,
            body=render_to_string("mail/case.txt", context),
            to=[address_of(name=name, email=mail)],
            alternatives=[(render_to_string("mail/case.html", context), "text/html")],
        )


_TO_STAFF: Final = {
    Occasion.SOON: (_("Case %(number)s is due soon"), _("Please look at it today:")),
    Occasion.LATE: (_("Case %(number)s is overdue"), _("The client is waiting:")),
    Occasion.CAME_IN: (_("Case %(number)s came in"), _("Nobody has looked at it yet:")),
    Occasion.WROTE: (
        _("The client wrote about case %(number)s"),
        _("Read what they say, and answer:"),
    ),
    Occasion.REOPENED: (
        _("The client reopened case %(number)s"),
        _("They are not satisfied after all. Read why, and look at it again:"),
    ),
    Occasion.ACTION_SOON: (
        _("A prevention measure of case %(number)s is due soon"),
        _("Put it in place, or check its effect, before its day is over:"),
    ),
    Occasion.ACTION_LATE: (
        _("A prevention measure of case %(number)s is overdue"),
        _("It should have been put in place, or its effect checked, by now:"),
    ),
}
_TO_CLIENTS: Final = {
    Occasion.LINK: (
        _("The link to your case %(number)s"),
        _("You asked for the link to your case. Here you see how far it is:"),
    ),
    Occasion.ASKED: (
        _("Is your case %(number)s settled?"),
        _("This is what we did. Please tell us whether it settles the matter for you:"),
    ),
    Occasion.PROGRESS: (
        _("News of your case %(number)s"),
        _("There is news of your case:"),
    ),
}
_WORDS: Final = {str(occasion): words for occasion, words in (_TO_STAFF | _TO_CLIENTS).items()}


def _words(letter: CaseLetter) -> tuple[str, str]:
    """Return subject and first sentence; no letter to staff names a person."""
    case, values = letter.case, {"number": letter.case.number}
    if letter.occasion == Occasion.OPENED:
        return gettext("We have received your case %(number)s") % values, _thanks(case)
    subject, words = _WORDS[letter.occasion]
    return str(subject) % values, str(words)


def _thanks(case: Case) -> str:
    """Return the first sentences to a client: by when they hear of the house, and by when it answers. (001-19)"""
    moments = {
        name: date_format(localtime(at), "DATETIME_FORMAT")
        for name, at in (("contact", case.contact_due_at), ("answer", case.answer_due_at))
    }
    if case.reporter_phone:
        words = gettext(
            "Thank you for telling us. We will call you by %(contact)s and answer by %(answer)s. "
            "You can follow it here:"
        )
    else:
        words = gettext(
            "Thank you for telling us. You will hear from us by %(contact)s and have an answer by "
            "%(answer)s. You can follow it here:"
        )
    return words % moments


def client_mail(case: Case) -> str:
    """Return where a client is written to; what came in by itself is never told to an address looked up for it."""
    if case.reporter_email or case.channel in CaseChannel.BY_ITSELF:
        return str(case.reporter_email)
    return str(case.contact.email) if case.contact else ""


def _write(letter: CaseLetter, house: HousePolicy, _at: datetime) -> Letter:
    return write_letter(letter, house)


OUTBOX = Outbox(
    kind=POST_LETTERS,
    letters=CaseLetter,
    related=("case__contact", "message", "to"),
    status=LetterStatus,
    write=_write,
)
