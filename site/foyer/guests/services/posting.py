"""Sending the letters of one job: each is claimed, handed to the mail server, and written down. (000-07).

A letter is claimed before it is handed over and never claimed twice, so no fault of ours sends it twice:
one found claimed by a dead worker is `unclear`, and only a person sends it again.
"""

from datetime import datetime

from django.db.models import F, Min, Q, QuerySet

from foyer.core.enums import JobStatus
from foyer.core.jobs import JobRun, start_job
from foyer.core.mail import NotNow, Postbox, Rejected, ServerAway, Unclear
from foyer.core.models import HousePolicy, Job
from foyer.guests.enums import DeliveryOutcome, InvitationStatus, NoLetter
from foyer.guests.letters import NoWording, Wordings, load_wordings, new_message_id, write_letter
from foyer.guests.models import Invitation

from .deliveries import end_letters, note_dead_worker, note_put_off, note_try
from .invitations import SEND_INVITATIONS, unwilling_among, why_no_letter


def post_letters(run: JobRun) -> None:
    """Send every letter of a job that is due; the job waits as long as one is to be tried again."""
    note_dead_worker(Invitation.objects.filter(job=run.job), at=run.now())
    total = Invitation.objects.filter(job=run.job).count()
    run.advance(_settled(run.job), total=total)
    try:
        _post_due(run)
    except ServerAway as away:
        note_put_off(_due(run.job, run.now()), problem=away, at=run.now())
    waiting = Invitation.objects.filter(job=run.job, status=InvitationStatus.QUEUED)
    again_at = waiting.aggregate(at=Min("next_try_at"))["at"]
    run.advance(_settled(run.job), result=_counts(run.job))
    if again_at:
        run.postpone(again_at)


def settle_letters(*, at: datetime) -> None:
    """Bring to an end what a job that is over left behind."""
    over = Invitation.objects.filter(
        Q(job=None) | Q(job__status__in=(JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.DONE))
    )
    note_dead_worker(over, at=at)
    queued = over.filter(status=InvitationStatus.QUEUED)
    given_up = queued.filter(job__status=JobStatus.FAILED)
    end_letters(given_up, InvitationStatus.FAILED, NoLetter.GIVEN_UP)
    end_letters(queued.filter(job__status=JobStatus.CANCELLED), InvitationStatus.CANCELLED)
    strays = list(queued.values_list("pk", flat=True))
    if strays:
        job = start_job(kind=SEND_INVITATIONS, arguments={}, by=None, at=at, total=len(strays))
        queued.filter(pk__in=strays).update(job=job)


def _post_due(run: JobRun) -> None:
    policy, wordings = HousePolicy.load(), load_wordings()
    with Postbox() as postbox:
        while letter := _next_due(run.job, run.now()):
            _post(letter, postbox, policy, wordings, run.now())
            run.advance(_settled(run.job))


def _next_due(job: Job, at: datetime) -> Invitation | None:
    return (
        _due(job, at)
        .select_related("by", "guest__host", "guest__event__host", "guest__event__type")
        .select_related("guest__event__venue", "guest__event__room__venue")
        .order_by("pk")
        .first()
    )


def _due(job: Job, at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        Q(next_try_at=None) | Q(next_try_at__lte=at), job=job, status=InvitationStatus.QUEUED
    )


def _post(
    letter: Invitation, postbox: Postbox, policy: HousePolicy, wordings: Wordings, at: datetime
) -> None:
    """Send one letter, or write down why not.

    Raises:
        ServerAway: the mail server takes no letters at all; this one was not claimed.
    """
    row, guest = Invitation.objects.filter(pk=letter.pk), letter.guest
    waiting = row.filter(status=InvitationStatus.QUEUED)
    if reason := why_no_letter(guest, at=at):
        end_letters(waiting, InvitationStatus.CANCELLED, reason)
        return
    if unwilling_among([guest]):  # they said so since it was asked for
        waiting.update(status=InvitationStatus.CANCELLED, next_try_at=None, withdrawn_at=at)
        return
    message_id = new_message_id()
    try:
        words = wordings.choose(event_type=guest.event.type_id, language=guest.language)
        mail = write_letter(guest=guest, words=words, policy=policy, message_id=message_id)
    except NoWording:
        end_letters(waiting, InvitationStatus.FAILED, NoLetter.NO_WORDING)
        return
    except Rejected as error:
        end_letters(waiting, InvitationStatus.FAILED, error.trouble)
        return
    postbox.open()
    if not _claim(row, message_id):
        return  # withdrawn a moment ago
    mine = row.filter(message_id=message_id)
    try:
        postbox.send(mail)
    except Rejected as refused:
        note_try(letter, mine, DeliveryOutcome.FAILED, at=at, problem=refused)
    except Unclear as unclear:
        note_try(letter, mine, DeliveryOutcome.UNCLEAR, at=at, problem=unclear)
    except NotNow as later:
        note_try(letter, mine, DeliveryOutcome.LATER, at=at, problem=later)
    else:
        note_try(letter, mine, DeliveryOutcome.SENT, at=at)


def _claim(row: QuerySet[Invitation], message_id: str) -> int:
    return row.filter(status=InvitationStatus.QUEUED).update(
        status=InvitationStatus.SENDING,
        message_id=message_id,
        attempts=F("attempts") + 1,
        next_try_at=None,
        trouble="",
        error="",
    )


def _settled(job: Job) -> int:
    """Return how many letters of a job are done with, one way or another."""
    letters = Invitation.objects.filter(job=job)
    return letters.exclude(status__in=InvitationStatus.PENDING).count()


def _counts(job: Job) -> dict[str, int]:
    statuses = Invitation.objects.filter(job=job).values_list("status", flat=True)
    found = list(statuses.order_by())
    return {status: found.count(status) for status in sorted(set(found))}
