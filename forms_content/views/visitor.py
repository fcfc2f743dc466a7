"""Who fills a form in on a page: anybody, whoever holds a personal link, a browser seen before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from forms_content.models import FormPage, Recipient
from forms_content.presenting import Shown
from forms_content.sending_enums import Often
from forms_content.services.answering import AnsweredAlready
from foyer.core.addressing import greeting
from foyer.core.text import mask_name

_COOKIE_DAYS = 180
_SALT = "forms_content.answered"


def greeted(link: Recipient | None) -> str:
    """Return how whoever holds a link is greeted: so that they know it is theirs, and a stranger does not."""
    person = link.person if link else None
    if link is None or person is None or link.sending.page.anonymous:
        return ""
    name = mask_name(person.name)
    return greeting(name=name, form=person.form_of_address, language=link.language)


def with_known(shown: Shown, known: Mapping[str, tuple[str, str]]) -> Shown:
    """Return a form in which what the house knows may stay empty: it says what it would fill in. (A11Y-02)"""
    if not known:
        return shown
    sections = tuple(
        replace(
            section,
            fields=tuple(
                replace(
                    field,
                    required=False,
                    placeholder=known[field.key][1],
                    help=_("Known to us: leave it empty if it is still right."),
                )
                if field.key in known
                else field
                for field in section.fields
            ),
        )
        for section in shown.sections
    )
    rules = [
        rule | {"required": False, "required_if": None} if rule["key"] in known else rule
        for rule in shown.rules
    ]
    return replace(shown, sections=sections, rules=rules)


def check_browser(request: HttpRequest, page: FormPage, link: Recipient | None) -> None:
    """Refuse a browser that has answered a form that is to be answered once.

    Args:
        request: what was asked.
        page: the form.
        link: a personal link, which knows better than a browser.

    Raises:
        AnsweredAlready.
    """
    if link or page.answered_each == Often.MANY:
        return
    try:
        request.get_signed_cookie(_cookie(page), salt=_SALT)
    except (BadSignature, KeyError):
        return
    raise AnsweredAlready


def mark_answered(response: HttpResponse, page: FormPage, link: Recipient | None) -> HttpResponse:
    """Have the browser remember that it answered; it remembers nothing of what."""
    if page.answered_each != Often.MANY and link is None:
        response.set_signed_cookie(
            _cookie(page),
            "1",
            salt=_SALT,
            max_age=_COOKIE_DAYS * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _cookie(page: FormPage) -> str:
    return f"foyer_answered_{page.pk}"
