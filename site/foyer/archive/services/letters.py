"""Letters to staff about requests: they name numbers, never a title. (000-29)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.archive.enums import LetterStatus, Occasion, RequestStatus
from foyer.archive.models import AccessRequest, ArchiveLetter
from foyer.core.context_processors import describe_house
from foyer.core.languages import HTML_LANG, language_of
from foyer.core.mail import Letter, address_of
from foyer.core.models import HousePolicy, User
from foyer.core.outbox import Outbox

POST_LETTERS = "archive.post_letters"


def queue(request: AccessRequest, occasion: Occasion, *, to: Iterable[User], at: datetime) -> None:
    """Write down that letters are to go out, to each once for each occasion; without an address none is."""
    letters = [
        ArchiveLetter(
            request=request,
            occasion=occasion,
            to=user,
            key=f"{request.pk}:{occasion}:{user.pk}",
            queued_at=at,
        )
        for user in to
        if user.email
    ]
    if letters:
        ArchiveLetter.objects.bulk_create(letters, ignore_conflicts=True)
        OUTBOX.start(at=at)


def write_letter(letter: ArchiveLetter, house: HousePolicy, _at: datetime) -> Letter | None:
    """Return a letter in its reader's language; None where it would say nothing true any more."""
    request = letter.request
    if letter.occasion != Occasion.DECIDED and request.status != RequestStatus.ASKED:
        return None
    language = language_of(letter.to)
    with override(language):
        subject, words = _words(letter)
        context = {
            "subject": subject,
            "words": words,
            "told": request.answer if letter.occasion == Occasion.DECIDED else "",
            "url": settings.PUBLIC_URL + reverse("archive:request", args=[request.pk]),
            "lang": HTML_LANG[language],
            "house": describe_house(house),
        }
        return Letter(
            subject=subject,
            body=render_to_string("mail/archive.txt", context),
            to=[address_of(name=str(letter.to), email=letter.to.email)],
            alternatives=[(render_to_string("mail/archive.html", context), "text/html")],
        )


def _words(letter: ArchiveLetter) -> tuple[str, str]:
    """Return subject and first sentence."""
    request = letter.request
    values = {"number": request.number, "name": str(request.applicant)}
    match letter.occasion:
        case Occasion.ASKED:
            return (
                _("Request %(number)s to open records") % values,
                _("%(name)s asks to open records of your department. Please decide:") % values,
            )
        case Occasion.REMINDED:
            return (
                _("Request %(number)s still waits for you") % values,
                _("%(name)s still waits to open records of your department:") % values,
            )
        case Occasion.PASSED_ON:
            return (
                _("Request %(number)s has waited too long") % values,
                _("Nobody has decided it in time, so you may as well:"),
            )
        case _:
            return _decided(request, values)


def _decided(request: AccessRequest, values: dict[str, str]) -> tuple[str, str]:
    if request.status == RequestStatus.REFUSED:
        return (
            _("Request %(number)s was refused") % values,
            _("The records stay closed to you. This is the reason:"),
        )
    moment = request.ends_at and date_format(localtime(request.ends_at), "DATETIME_FORMAT")
    return (
        _("Request %(number)s was approved") % values,
        _("You can open the records until %(moment)s:") % {"moment": moment},
    )


OUTBOX = Outbox(
    kind=POST_LETTERS,
    letters=ArchiveLetter,
    related=("request__applicant", "to"),
    status=LetterStatus,
    write=write_letter,
)
