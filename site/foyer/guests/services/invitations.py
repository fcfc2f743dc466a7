"""Asking for letters to be sent, and withdrawing them. (000-07, 002-09).

Sending itself is a job: see `posting`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.clients.models import Contact
from foyer.core.history import log_each
from foyer.core.jobs import start_job
from foyer.core.models import Job, User
from foyer.events.enums import EventStatus
from foyer.guests.enums import InvitationStatus, NoLetter
from foyer.guests.letters import NoWording, Wordings, load_wordings
from foyer.guests.models import Guest, Invitation
from foyer.privacy.enums import ConsentPurpose
from foyer.privacy.services.consents import have_withdrawn

from .reach import Reach, read_again, sift

SEND_INVITATIONS = "guests.send_invitations"

_BEFORE: Final[Mapping[str, NoLetter]] = {
    InvitationStatus.SENT: NoLetter.SENT_BEFORE,
    InvitationStatus.UNCLEAR: NoLetter.UNCLEAR_BEFORE,
}


@dataclass(frozen=True, slots=True)
class Queued:
    """What became of a wish to send letters: how many wait, and who gets none and why."""

    job: Job | None
    queued: int
    skipped: tuple[tuple[Guest, str], ...]


def plan_invitations(*, guests: Iterable[Guest], at: datetime, again: bool = False) -> Reach:
    """Return who can be sent a letter now, and who cannot and why; nothing is sent.

    Args:
        guests: who is asked.
        at: the moment.
        again: count also those who had a letter before.
    """
    asked, wordings = read_again(guests), load_wordings()
    before, unwilling = _states_of_letters(asked), unwilling_among(asked)
    reasons = {
        guest: _why_not(guest, before[guest.pk], at, again)
        or _no_words(guest, wordings)
        or (_("They no longer agree to be written to.") if guest.pk in unwilling else "")
        for guest in asked
    }
    return sift(asked, reasons)


@transaction.atomic
def queue_invitations(
    *, guests: Iterable[Guest], by: User, at: datetime, again: bool = False
) -> Queued:
    """Queue a letter to each guest who can be sent one; a worker sends them. (000-07)

    Args:
        guests: who is asked.
        by: who sends.
        at: the moment.
        again: send even to those who had a letter before.
    """
    plan = plan_invitations(guests=guests, at=at, again=again)
    if not plan.guests:
        return Queued(job=None, queued=0, skipped=plan.skipped)
    job = _queue(plan.guests, by, at)
    made = set(Invitation.objects.filter(job=job).values_list("guest_id", flat=True))
    late = [(guest, str(NoLetter.UNDER_WAY.label)) for guest in plan.guests if guest.pk not in made]
    return Queued(job=job, queued=len(made), skipped=(*plan.skipped, *late))


def plan_withdrawal(*, guests: Iterable[Guest]) -> Reach:
    """Return whose letter still waits and can be withdrawn, and whose cannot and why."""
    guests = list(guests)
    states = _states_of_letters(guests)
    reasons = {guest: _why_not_withdrawn(states[guest.pk]) for guest in guests}
    return sift(guests, reasons)


@transaction.atomic
def withdraw_invitations(*, guests: Iterable[Guest], by: User, at: datetime) -> Reach:
    """Withdraw the letters that are not sent yet; the guests stay on the list. (000-07)

    Whoever comes first wins: a letter the worker has taken is sent, one withdrawn is never sent.
    """
    guests = list(guests)
    waiting = Invitation.objects.filter(guest__in=guests, status=InvitationStatus.QUEUED)
    held = dict(waiting.select_for_update().order_by("pk").values_list("pk", "guest_id"))
    Invitation.objects.filter(pk__in=held).update(
        status=InvitationStatus.CANCELLED,
        next_try_at=None,
        trouble="",
        error="",
        withdrawn_at=at,
        withdrawn_by=by,
    )
    withdrawn = set(held.values())
    done = tuple(guest for guest in guests if guest.pk in withdrawn)
    log_each(done, "foyer.invitation.withdrawn", by=by, at=at)
    others = plan_withdrawal(guests=[guest for guest in guests if guest.pk not in withdrawn])
    return Reach(done, others.skipped)


def why_no_letter(guest: Guest, *, at: datetime) -> NoLetter | None:
    """Return why a guest can be sent no letter at all, or nothing.

    Args:
        guest: with its event loaded.
        at: the moment.
    """
    if guest.cancelled_at:
        return NoLetter.STRUCK_OFF
    if guest.event.status == EventStatus.CANCELLED:
        return NoLetter.EVENT_CANCELLED
    if guest.event.has_ended(at):
        return NoLetter.EVENT_OVER
    if not guest.email:
        return NoLetter.NO_ADDRESS
    try:
        validate_email(guest.email)
    except ValidationError:
        return NoLetter.BAD_ADDRESS
    return None


def unwilling_among(guests: Iterable[Guest]) -> set[int]:
    """Return the keys of the guests who, here or as a contact, withdrew consent to be written to. (PRV-04)"""
    contacts = {guest.pk: guest.contact_id for guest in guests if guest.contact_id}
    news = ConsentPurpose.MARKETING
    unwilling = have_withdrawn(Guest, [guest.pk for guest in guests], purpose=news)
    people = have_withdrawn(Contact, list(contacts.values()), purpose=news)
    return unwilling | {pk for pk, contact in contacts.items() if contact in people}


def _why_not(guest: Guest, before: set[str], at: datetime, again: bool) -> str:
    reason = why_no_letter(guest, at=at)
    if reason is None and before.intersection(InvitationStatus.PENDING):
        reason = NoLetter.UNDER_WAY
    if reason is None and not again:
        reason = next((why for status, why in _BEFORE.items() if status in before), None)
    return str(reason.label) if reason else ""


def _no_words(guest: Guest, wordings: Wordings) -> str:
    try:
        wordings.choose(event_type=guest.event.type_id, language=guest.language)
    except NoWording as refusal:
        return str(refusal)
    return ""


def _why_not_withdrawn(states: set[str]) -> str:
    if InvitationStatus.QUEUED in states:
        return ""
    if InvitationStatus.SENDING in states:
        return _("The letter is being sent at this moment.")
    return _("No letter is waiting.")


def _states_of_letters(guests: Iterable[Guest]) -> Mapping[int, set[str]]:
    """Return the states of the letters each guest has had."""
    states: dict[int, set[str]] = defaultdict(set)
    rows = Invitation.objects.filter(guest__in=[guest.pk for guest in guests])
    for guest, status in rows.values_list("guest_id", "status"):
        states[guest].add(status)
    return states


def _queue(guests: Iterable[Guest], by: User, at: datetime) -> Job:
    guests = list(guests)
    job = start_job(kind=SEND_INVITATIONS, arguments={}, by=by, at=at, total=len(guests))
    letters = [Invitation(guest=guest, job=job, by=by, queued_at=at) for guest in guests]
    # A letter another person queued a moment ago is left alone: one under way at a time.
    Invitation.objects.bulk_create(letters, ignore_conflicts=True)
    return job
