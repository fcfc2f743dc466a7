"""Forms sent to people."""

from datetime import datetime
from typing import Any

from forms_content.models import FormPage, Recipient, Sending
from forms_content.sending_enums import Whom
from forms_content.services.posting import POST_LETTERS
from forms_content.services.sending import send_form
from foyer.core.jobs import carry, start_job
from foyer.guests.models import Guest


def sent_to(page: FormPage, *people: Any, at: datetime, once: str = "a") -> Sending:
    """Send a form to guests of one event, or to contacts; the letters wait."""
    first = people[0]
    event = first.event if isinstance(first, Guest) else None
    whom = Whom.CHOSEN if event else Whom.CONTACTS
    return send_form(page=page, people=people, whom=whom, event=event, by=None, once=once, at=at)


def link_of(page: FormPage, person: Any, *, at: datetime, once: str = "a") -> Recipient:
    """Return the personal link of somebody to a form."""
    recipient: Recipient = sent_to(page, person, at=at, once=once).recipients.get()
    return recipient


def post_forms(at: datetime) -> None:
    """Let a worker carry a job that posts what waits."""
    job = start_job(kind=POST_LETTERS, arguments={}, by=None, at=at)
    carry(pk=job.pk, clock=lambda: at)
