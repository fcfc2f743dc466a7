"""Writing down what came of each try to deliver a letter, and when the next one is due. (000-07)"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from foyer.core.enums import MailTrouble
from foyer.core.mail import ServerAway, Undelivered
from foyer.guests.enums import DeliveryOutcome, InvitationStatus, NoLetter
from foyer.guests.models import DeliveryAttempt, Invitation

PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
MOST_TRIES = len(PAUSES) + 1


@transaction.atomic
def note_try(
    letter: Invitation,
    claimed: QuerySet[Invitation],
    outcome: DeliveryOutcome,
    *,
    at: datetime,
    problem: Undelivered | None = None,
) -> None:
    """Write down one try of a letter and what follows from it.

    Args:
        letter: as it was before it was claimed.
        claimed: finds it as long as this worker holds it.
        outcome: what came of the try.
        at: the moment.
        problem: why it did not go out.
    """
    why = {"trouble": problem.trouble, "words": problem.words} if problem else {}
    DeliveryAttempt.objects.create(invitation=letter, tried_at=at, outcome=outcome, **why)
    if outcome == DeliveryOutcome.LATER:
        _try_later(claimed, letter.attempts + 1, at, why)
        return
    sent_at = at if outcome == DeliveryOutcome.SENT else None
    _set(claimed, InvitationStatus(outcome.value), why, sent_at=sent_at)
    if sent_at:
        log(letter.guest, "foyer.invitation.sent", user=letter.by, data={"letter": letter.pk})


@transaction.atomic
def note_put_off(due: QuerySet[Invitation], *, problem: ServerAway, at: datetime) -> None:
    """Count a try for every letter that is due, since the server takes none of them."""
    why = {"trouble": problem.trouble, "words": problem.words}
    letters = list(due.select_for_update().only("pk", "attempts"))
    DeliveryAttempt.objects.bulk_create(
        DeliveryAttempt(invitation=letter, tried_at=at, outcome=DeliveryOutcome.LATER, **why)
        for letter in letters
    )
    for tries in {letter.attempts for letter in letters}:
        same = [letter.pk for letter in letters if letter.attempts == tries]
        _try_later(Invitation.objects.filter(pk__in=same), tries + 1, at, why, attempts=tries + 1)


@transaction.atomic
def note_dead_worker(letters: QuerySet[Invitation], *, at: datetime) -> None:
    """Mark letters that were claimed by a worker that is gone: they may have been sent."""
    why = {"trouble": MailTrouble.DIED, "words": ""}
    orphans = letters.filter(status=InvitationStatus.SENDING).select_for_update(of=("self",))
    found = list(orphans.values_list("pk", flat=True))
    DeliveryAttempt.objects.bulk_create(
        DeliveryAttempt(invitation_id=pk, tried_at=at, outcome=DeliveryOutcome.UNCLEAR, **why)
        for pk in found
    )
    _set(Invitation.objects.filter(pk__in=found), InvitationStatus.UNCLEAR, why)


def end_letters(
    letters: QuerySet[Invitation],
    status: InvitationStatus,
    trouble: NoLetter | MailTrouble | None = None,
) -> None:
    """Bring letters to an end without another try."""
    _set(letters, status, {"trouble": trouble or "", "words": ""})


def _try_later(
    letters: QuerySet[Invitation], tries: int, at: datetime, why: dict[str, str], **values: Any
) -> None:
    if tries >= MOST_TRIES:
        _set(letters, InvitationStatus.FAILED, why, **values)
    else:
        next_try_at = at + PAUSES[tries - 1]
        _set(letters, InvitationStatus.QUEUED, why, next_try_at=next_try_at, **values)


def _set(
    letters: QuerySet[Invitation], status: InvitationStatus, why: dict[str, str], **values: Any
) -> None:
    said = {"trouble": why.get("trouble", ""), "error": why.get("words", "")}
    letters.update(**{"next_try_at": None, "status": status} | said | values)
