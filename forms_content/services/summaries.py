"""What came of an event is summed up, signed, and made better: open, done, verified. (000-24, 000-25)"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from forms_content.models import EventSummary, Improvement
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.events.models import Event

SUMMED_UP, SIGNED = "foyer.event_summary.write", "foyer.event_summary.sign"
MEANT, DONE, VERIFIED = (f"foyer.improvement.{act}" for act in ("add", "done", "verify"))


class SummarySigned(Refusal):
    """What is signed stands."""

    code = "summary_signed"
    message = _("This summary is signed: it stands as it is.")


class OwnSummary(Refusal):
    """Whoever wrote a summary does not sign it."""

    code = "own_summary"
    message = _("Whoever wrote the summary does not sign it: another signature is wanted.")


class NothingToSign(Refusal):
    """There is no summary."""

    code = "nothing_to_sign"
    message = _("There is no summary to be signed yet.")


class NotDoneYet(Refusal):
    """Only what is done is verified, and by somebody else."""

    code = "not_done_yet"
    message = _("A measure is verified once it is done, and not by whoever did it.")


@transaction.atomic
def write_summary(
    *, event: Event, results: str, lessons: str, by: User, at: datetime
) -> EventSummary:
    """Keep what came of an event, until it is signed.

    Raises:
        SummarySigned.
    """
    kept = EventSummary.objects.select_for_update(of=("self",)).filter(event=event).first()
    if kept and kept.signed_at:
        raise SummarySigned
    kept = kept or EventSummary(event=event)
    kept.results, kept.lessons, kept.written_by, kept.written_at = results, lessons, by, at
    kept.save()
    log(event, SUMMED_UP, user=by)
    return kept


@transaction.atomic
def sign_summary(*, event: Event, by: User, at: datetime) -> None:
    """Sign the summary of an event; signed again it stays as it is.

    Raises:
        NothingToSign, OwnSummary.
    """
    kept = EventSummary.objects.select_for_update(of=("self",)).filter(event=event).first()
    if kept is None:
        raise NothingToSign
    if kept.written_by_id == by.pk:
        raise OwnSummary
    if kept.signed_at is None:
        kept.signed_by, kept.signed_at = by, at
        kept.save(update_fields=["signed_by", "signed_at"])
        log(event, SIGNED, user=by)


@transaction.atomic
def add_improvement(
    *, event: Event, problem: str, measure: str, person: User, due_on: date, by: User
) -> Improvement:
    """Keep what is to be better next time, who sees to it and by when."""
    kept = Improvement.objects.create(
        event=event, problem=problem, measure=measure, person=person, due_on=due_on
    )
    log(event, MEANT, user=by, data={"improvement": kept.pk})
    return kept


@transaction.atomic
def note_done(improvement: Improvement, *, by: User, at: datetime) -> None:
    """Keep that a measure was carried out; harmless to repeat."""
    if Improvement.objects.filter(pk=improvement.pk, done_at=None).update(done_at=at):
        log(improvement.event, DONE, user=by, data={"improvement": improvement.pk})


@transaction.atomic
def verify(improvement: Improvement, *, effect: str, by: User, at: datetime) -> None:
    """Keep whether a measure that was carried out worked.

    Raises:
        NotDoneYet.
    """
    open_ones = Improvement.objects.filter(
        pk=improvement.pk, done_at__isnull=False, verified_at=None
    ).exclude(person=by)
    if not open_ones.update(effect=effect, verified_by=by, verified_at=at):
        raise NotDoneYet
    log(improvement.event, VERIFIED, user=by, data={"improvement": improvement.pk})
