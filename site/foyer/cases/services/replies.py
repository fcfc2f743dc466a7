"""Texts for replies, filled in for one case in its client's language. (001-23)"""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.cases.models import Case, ReplyText
from foyer.core.context_processors import describe_house
from foyer.core.languages import known_language, wording
from foyer.core.models import HousePolicy

from .secrets import case_url

LINK = "{link}"  # stands in what is kept: the secret in it stays sealed


def fill_reply(reply: ReplyText, case: Case) -> str:
    """Return a text for one case; the link is put in only where the client reads it."""
    language = known_language(case.language)
    with override(language):
        contact = case.contact
        day = timezone.localtime(case.answer_due_at, timezone.get_default_timezone())
        places = {
            "number": case.number,
            "greeting": contact.greeting if contact else case.reporter_name or _("Dear client"),
            "date": date_format(day, "DATE_FORMAT"),
            "house": describe_house(HousePolicy.load()).name,
        }
        text = wording(reply, "text", language)
        for name, words in places.items():
            text = text.replace(f"{{{name}}}", str(words))
        return text


def with_link(text: str, case: Case) -> str:
    """Return a text of the house as its client reads it."""
    return text.replace(LINK, case_url(case))
