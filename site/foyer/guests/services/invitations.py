"""Asking for letters to be sent, and withdrawing them. (000-07, 002-09).

Sending itself is a job: see `posting`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from foyer.core.jobs import start_job
from foyer.core.models import Job, User
from foyer.events.enums import EventStatus
from foyer.guests.enums import InvitationStatus
from foyer.guests.letters import load_wordings
from foyer.guests.models import Guest, Invitation

SEND_INVITATIONS = "guests.send_invitations"

_BEFORE: Mapping[str, str | Promise] = {
    InvitationStatus.SENT: gettext_lazy("An invitation has been sent before."),
    InvitationStatus.UNCLEAR: gettext_lazy(
        "An invitation may have been sent before. Ask the guest, or send it again."
    ),
}


@dataclass(frozen=True, slots=True)
class Queued:
    """What became of a wish to send letters: how many wait, and who gets none and why."""

    job: Job | None
    queued: int
    skipped: tuple[tuple[Guest, str], ...]


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

    Raises:
        NoWording: nobody has written what a letter to one of these guests says.
    """
    asked = _read_again(guests)
    before = _letters_before(asked)
    reasons = {guest: _why_not(guest, before.get(guest.pk, set()), at, again) for guest in asked}
    chosen = [guest for guest in asked if not reasons[guest]]
    _check_wordings(chosen)
    job = _queue(chosen, by, at) if chosen else None
    made = set(Invitation.objects.filter(job=job).values_list("guest_id", flat=True)) if job else ()
    skipped = [(guest, reason) for guest, reason in reasons.items() if reason]
    skipped += [(guest, _under_way()) for guest in chosen if guest.pk not in made]
    return Queued(job=job, queued=len(made), skipped=tuple(skipped))


@transaction.atomic
def cancel_invitations(*, guests: Iterable[Guest], by: User, at: datetime) -> int:
    """Withdraw the letters that are not sent yet; return how many. A letter on its way goes on."""
    waiting = Invitation.objects.filter(
        guest__in=[guest.pk for guest in guests], status=InvitationStatus.QUEUED
    ).select_related("guest")
    withdrawn = 0
    for letter in waiting:
        still_here = Invitation.objects.filter(pk=letter.pk, status=InvitationStatus.QUEUED)
        if still_here.update(status=InvitationStatus.CANCELLED, next_try_at=None):
            log(letter.guest, "foyer.invitation.withdrawn", user=by, data={"letter": letter.pk})
            withdrawn += 1
    return withdrawn


def why_no_letter(guest: Guest, *, at: datetime) -> str:
    """Return the sentence that says why a guest can be sent no letter at all, or nothing.

    Args:
        guest: with its event loaded.
        at: the moment.
    """
    if guest.cancelled_at:
        return _("This guest has been struck off the list.")
    if guest.event.status == EventStatus.CANCELLED:
        return _("The event has been cancelled.")
    if guest.event.has_ended(at):
        return _("The event is over.")
    if not guest.email:
        return _("This guest has no e-mail address.")
    try:
        validate_email(guest.email)
    except ValidationError:
        return _("The e-mail address is not valid.")
    return ""


def _why_not(guest: Guest, before: set[str], at: datetime, again: bool) -> str:
    if reason := why_no_letter(guest, at=at):
        return reason
    if before.intersection(InvitationStatus.PENDING):
        return _under_way()
    return "" if again else next((str(_BEFORE[s]) for s in _BEFORE if s in before), "")


def _under_way() -> str:
    return _("An invitation is under way already.")


def _read_again(guests: Iterable[Guest]) -> list[Guest]:
    """Return the guests as they are now, in the order given, each once."""
    pks = list(dict.fromkeys(guest.pk for guest in guests))
    found = Guest.objects.select_related("event").in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def _letters_before(guests: list[Guest]) -> dict[int, set[str]]:
    """Return the states of the letters each guest had."""
    states: dict[int, set[str]] = {}
    rows = Invitation.objects.filter(guest__in=[guest.pk for guest in guests])
    for guest, status in rows.values_list("guest_id", "status"):
        states.setdefault(guest, set()).add(status)
    return states


def _check_wordings(guests: list[Guest]) -> None:
    wordings = load_wordings()
    for kind, language in {(guest.event.type_id, guest.language) for guest in guests}:
        wordings.choose(event_type=kind, language=language)


def _queue(guests: list[Guest], by: User, at: datetime) -> Job:
    job = start_job(kind=SEND_INVITATIONS, arguments={}, by=by, at=at, total=len(guests))
    letters = [Invitation(guest=guest, job=job, by=by, queued_at=at) for guest in guests]
    # A letter another person queued a moment ago is left alone: one under way at a time.
    Invitation.objects.bulk_create(letters, ignore_conflicts=True)
    return job
