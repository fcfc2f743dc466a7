"""Sending letters about forms: each claimed, handed over, written down, and none twice. (000-07)

As with invitations, a letter is claimed before it is handed over: one found claimed by a dead worker may
have gone out, and is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Min, Q, QuerySet

from forms_content.letters import DroppedLetter, write_letter
from forms_content.models import FormLetter
from forms_content.sending_enums import LetterStatus
from foyer.core.enums import JobStatus
from foyer.core.jobs import JobRun, start_job
from foyer.core.mail import NotNow, Postbox, Rejected, ServerAway, Unclear, Undelivered
from foyer.core.models import HousePolicy, Job, User
from foyer.guests.services.deliveries import MOST_TRIES, PAUSES

POST_LETTERS = "forms_content.post_letters"
_AGAIN_AFTER = PAUSES[1]


def queue_letters(letters: Sequence[FormLetter], *, by: User | None, at: datetime) -> None:
    """Write down letters in the act's own transaction; one whose key is there already is left alone."""
    if not letters:
        return
    FormLetter.objects.bulk_create(letters, batch_size=500, ignore_conflicts=True)
    start_job(kind=POST_LETTERS, arguments={}, by=by, at=at, total=len(letters))


def post_letters(run: JobRun) -> None:
    """Send every letter that is due; the job waits as long as one is to be tried again."""
    house, step = HousePolicy.load(), run.step
    run.advance(step, total=step + _due(run.now()).count())
    try:
        with Postbox() as postbox:
            while letter := _next_due(run.now()):
                _post(postbox, letter, house, run.now())
                step += 1
                run.advance(step)
    except ServerAway:
        run.postpone(run.now() + _AGAIN_AFTER)
    waiting = FormLetter.objects.filter(status=LetterStatus.QUEUED)
    if again_at := waiting.aggregate(at=Min("next_try_at"))["at"]:
        run.postpone(again_at)


def settle_letters(*, at: datetime) -> None:
    """Bring to an end what a dead worker left behind, and have carried what nobody carries."""
    jobs = Job.objects.filter(kind=POST_LETTERS)
    if not jobs.filter(status=JobStatus.RUNNING).exists():
        claimed = FormLetter.objects.filter(status=LetterStatus.SENDING)
        claimed.update(status=LetterStatus.UNCLEAR)
    waiting = FormLetter.objects.filter(status=LetterStatus.QUEUED)
    if waiting.exists() and not jobs.open().exists():
        start_job(kind=POST_LETTERS, arguments={}, by=None, at=at)


def _due(at: datetime) -> QuerySet[FormLetter]:
    return FormLetter.objects.filter(
        Q(next_try_at=None) | Q(next_try_at__lte=at), status=LetterStatus.QUEUED
    )


def _next_due(at: datetime) -> FormLetter | None:
    known = _due(at).select_related(
        "recipient__sending__page",
        "recipient__sending__event",
        "recipient__guest",
        "recipient__contact",
        "submission__page",
        "event",
        "to__wagtail_userprofile",
    )
    return known.order_by("pk").first()


def _post(postbox: Postbox, letter: FormLetter, house: HousePolicy, at: datetime) -> None:
    """Send one letter, or write down why not.

    Raises:
        ServerAway: the mail server takes no letters at all; this one was not claimed.
    """
    row = FormLetter.objects.filter(pk=letter.pk, status=LetterStatus.QUEUED)
    try:
        mail = write_letter(letter, house, at=at)
    except DroppedLetter:
        row.update(status=LetterStatus.DROPPED, next_try_at=None)
        return
    except Rejected as reason:
        row.update(status=LetterStatus.FAILED, next_try_at=None, **_why(reason))
        return
    postbox.open()
    claim = {"attempts": F("attempts") + 1, "next_try_at": None, "trouble": "", "error": ""}
    if not row.update(status=LetterStatus.SENDING, **claim):
        return
    mine = FormLetter.objects.filter(pk=letter.pk)
    try:
        postbox.send(mail)
    except Rejected as refused:
        mine.update(status=LetterStatus.FAILED, **_why(refused))
    except Unclear as unclear:
        mine.update(status=LetterStatus.UNCLEAR, **_why(unclear))
    except NotNow as later:
        _try_later(mine, letter.attempts + 1, later, at)
    else:
        mine.update(status=LetterStatus.SENT, sent_at=at)


def _try_later(row: QuerySet[FormLetter], tries: int, later: NotNow, at: datetime) -> None:
    if tries >= MOST_TRIES:
        row.update(status=LetterStatus.FAILED, **_why(later))
    else:
        next_try_at = at + PAUSES[tries - 1]
        row.update(status=LetterStatus.QUEUED, next_try_at=next_try_at, **_why(later))


def _why(problem: Undelivered) -> dict[str, str]:
    return {"trouble": problem.trouble, "error": problem.words}
