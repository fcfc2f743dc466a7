"""The words of letters about forms, each in its reader's language. (000-07, 000-23)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.core.addressing import greeting
from foyer.core.context_processors import describe_house
from foyer.core.languages import HTML_LANG, known_language
from foyer.core.mail import Letter, address_of, one_line
from foyer.core.models import HousePolicy, User

from .models import FormLetter, FormPage, Recipient
from .models.form_page import is_open
from .sending_enums import LetterKind
from .services.audience import is_unwilling
from .services.links import link_url


class DroppedLetter(Exception):
    """A letter that is not to be sent any more: answered, objected to, erased, or the form is closed."""


def write_letter(letter: FormLetter, house: HousePolicy, *, at: datetime) -> Letter:
    """Return a letter in its reader's language.

    Raises:
        DroppedLetter: it is not to be sent any more.
        Rejected: its address is none.
    """
    if letter.recipient:
        return _to_recipient(letter, letter.recipient, house, at)
    if letter.to:
        return _to_staff(letter, letter.to, house)
    return _receipt(letter, house)


def _to_recipient(
    letter: FormLetter, recipient: Recipient, house: HousePolicy, at: datetime
) -> Letter:
    page, person = recipient.sending.page, recipient.person
    late = recipient.answered_at or not (page.live and is_open(page, at=at))
    if late or person is None or not recipient.email or is_unwilling(recipient):
        raise DroppedLetter
    url = link_url(recipient)
    with override(recipient.language):
        context = {
            "greeted": greeting(
                name=person.name, form=person.form_of_address, language=recipient.language
            ),
            "paragraphs": _invited(letter, recipient, page),
            "button": _("Answer now"),
            "url": url,
            "until": page.closes_at,
            "anonymous": page.anonymous,
            "stop_url": f"{url}/stop",
        }
        subject = _subject(letter, page)
        made = _letter(subject, context, recipient.language, house, (person.name, recipient.email))
    # RFC 2369, RFC 8058: mail programs offer the way out, too.
    made.extra_headers["List-Unsubscribe"] = f"<{url}/stop>"
    made.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return made


def _subject(letter: FormLetter, page: FormPage) -> str:
    if letter.kind == LetterKind.REMINDER:
        return _("A reminder: %(form)s") % {"form": page.title_text}
    return page.title_text


def _invited(letter: FormLetter, recipient: Recipient, page: FormPage) -> list[str]:
    event = recipient.sending.event
    if letter.kind == LetterKind.REMINDER:
        return [
            _("A few days ago we asked for your view. Your answer still counts; it is soon given.")
        ]
    if page.letter_text:
        return page.letter_text.split("\n\n")
    if event:
        thanks = _("Thank you for coming to “%(event)s”.") % {"event": event.title_text}
        return [thanks, _("How was it for you? A few minutes of yours make the next one better.")]
    return [_("We would like to hear your view. It takes a few minutes.")]


def _to_staff(letter: FormLetter, to: User, house: HousePolicy) -> Letter:
    """A letter to staff names nobody and tells no answer: it leads into the house. (001-29)"""
    profile = getattr(to, "wagtail_userprofile", None)
    language = known_language(profile.preferred_language if profile else None)
    with override(language):
        context: dict[str, Any] = {"button": _("Open")}
        if letter.kind == LetterKind.ALARM:
            if letter.event is None:
                raise DroppedLetter
            subject = _("Survey after %(event)s") % {"event": letter.event.title_text}
            context["paragraphs"] = [_alarmed(letter)]
            context["url"] = reverse("forms_content:event_survey", args=[letter.event.pk])
        else:
            kept = letter.submission
            if kept is None:
                raise DroppedLetter
            subject = _("A new answer: %(form)s") % {"form": kept.page.title_text}
            context["paragraphs"] = [
                _("An answer has come in under the reference %(number)s.") % {"number": kept.number}
            ]
            context["url"] = reverse("forms_content:answer", args=[kept.page_id, kept.pk])
        context["url"] = settings.PUBLIC_URL + context["url"]
        return _letter(subject, context, language, house, (str(to), to.email))


def _alarmed(letter: FormLetter) -> str:
    if letter.key.endswith(":few"):
        return _(
            "The time for the survey is over, and fewer answers have come in than were wanted."
        )
    return _("The time for the survey is over, and none has gone out to the guests.")


def _receipt(letter: FormLetter, house: HousePolicy) -> Letter:
    kept = letter.submission
    if kept is None or not kept.email:
        raise DroppedLetter
    language = known_language(kept.language)
    with override(language):
        values = {"form": kept.page.title_text, "number": kept.number}
        subject = _("We have received your answer: %(form)s") % values
        words = _("Thank you. Your answer has arrived under the reference %(number)s.") % values
        context = {"paragraphs": [words, _("Please name the reference when you write to us.")]}
        return _letter(subject, context, language, house, ("", kept.email))


def _letter(
    subject: str,
    context: dict[str, Any],
    language: str,
    house: HousePolicy,
    to: tuple[str, str],
) -> Letter:
    subject = one_line(subject)
    context |= {"subject": subject, "lang": HTML_LANG[language], "house": describe_house(house)}
    name, email = to
    return Letter(
        subject=subject,
        body=render_to_string("forms_content/mail/letter.txt", context),
        to=[address_of(name=name, email=email)],
        alternatives=[(render_to_string("forms_content/mail/letter.html", context), "text/html")],
    )
