"""A form on the tablet at the exit: one tap, nobody named, one event. (000-23, 004-18)"""

from __future__ import annotations

from django.conf import settings
from django.core import signing

from forms_content.definition import Definition
from forms_content.enums import QuestionKind
from forms_content.models import FormPage
from foyer.events.models import Event

_SALT = "forms_content.kiosk"
TAPPED = (QuestionKind.SINGLE, QuestionKind.RATING, QuestionKind.NPS)


def suits_kiosk(definition: Definition) -> bool:
    """Tell whether a form can be tapped by a queue of people: nothing to type, nothing about a person."""
    asked = definition.asked
    return bool(asked) and all(
        one.kind in TAPPED and not one.personal and not one.other and one.show_if is None
        for one in asked
    )


def kiosk_path(page: FormPage, event: Event | None) -> str:
    """Return the path a tablet opens: signed, so that only the house says which event is counted."""
    told = signing.dumps([page.pk, event.pk if event else None], salt=_SALT)
    return f"{page.address}/kiosk?event={told}"


def kiosk_url(page: FormPage, event: Event | None) -> str:
    """Return the address for the tablet."""
    return settings.PUBLIC_URL + kiosk_path(page, event)


def event_told(page: FormPage, told: str) -> int | None:
    """Return the key of the event a tablet counts for; None where it counts for none.

    Raises:
        signing.BadSignature: the address is none of the house's, or another form's.
    """
    pk, event = signing.loads(told, salt=_SALT)
    if pk != page.pk:
        raise signing.BadSignature
    return int(event) if event else None
