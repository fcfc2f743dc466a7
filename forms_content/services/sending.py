"""Sending a form to many: each person a link of their own, each address one letter. (000-23, 000-07)"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from forms_content.models import FormLetter, FormPage, Recipient, Sending
from forms_content.models.form_page import is_open
from forms_content.sending_enums import LetterKind
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.events.models import Event
from foyer.guests.models import Guest

from .audience import Person, Plan, plan_sending
from .links import set_new_link
from .posting import queue_letters


class NobodyToAsk(Refusal):
    """Everybody is left out."""

    code = "nobody_to_ask"
    message = _("Nobody is left to whom this form could be sent.")


class NotToBeAnswered(Refusal):
    """The form takes no answers now."""

    code = "form_not_to_be_answered"
    message = _(
        "This form takes no answers now: publish it and look at its dates before you send it."
    )


def send_form(
    *,
    page: FormPage,
    people: Iterable[Person],
    whom: str,
    event: Event | None,
    by: User | None,
    once: str,
    at: datetime,
) -> Sending:
    """Give each of some people a link, and queue a letter to each; the same sending again changes nothing.

    Args:
        page: the form.
        people: guests, or contacts.
        whom: how they were chosen, a value of `Whom`.
        event: the event it is about, if it is about one.
        by: who sends; None: the house by itself.
        once: what the sender calls this sending: a second one of that name is the first.
        at: the moment.

    Raises:
        NotToBeAnswered, NobodyToAsk.
    """
    if not (page.live and is_open(page, at=at)):
        raise NotToBeAnswered
    name = hashlib.sha256(once.encode()).hexdigest()
    if made := Sending.objects.filter(once=name).first():
        return made
    try:
        with transaction.atomic():
            sending = Sending.objects.create(
                page=page, whom=whom, event=event, by=by, made_at=at, once=name
            )
            plan = plan_sending(page=page, people=people, event=event)
            if not plan.reached:
                raise NobodyToAsk
            sending.left_out = {reason: len(who) for reason, who in plan.left_out.items()}
            sending.save(update_fields=["left_out"])
            _queue(sending, plan, at)
            return sending
    except IntegrityError:  # another process was quicker
        if made := Sending.objects.filter(once=name).first():
            return made
        raise


def _queue(sending: Sending, plan: Plan, at: datetime) -> None:
    recipients = [_recipient(sending, person) for person in plan.reached]
    made = Recipient.objects.bulk_create(recipients, batch_size=500)
    letters = [
        FormLetter(
            kind=LetterKind.LINK, key=f"link:{recipient.pk}", recipient=recipient, queued_at=at
        )
        for recipient in made
    ]
    queue_letters(letters, by=sending.by, at=at)


def _recipient(sending: Sending, person: Person) -> Recipient:
    is_guest = isinstance(person, Guest)
    recipient = Recipient(
        sending=sending,
        guest=person if is_guest else None,
        contact=person.contact if isinstance(person, Guest) else person,
        language=person.language,
        email=person.email,
    )
    set_new_link(recipient)
    return recipient
