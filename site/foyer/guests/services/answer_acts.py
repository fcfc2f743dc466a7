"""What staff decide about answers from a tablet: a proposal taken over or not, a stuck one carried out or let be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.events.enums import StepKind
from foyer.guests.enums import AnswerState, StuckReason
from foyer.guests.models import Guest, SignIn, StepAnswer

from .offline import AlreadySettled
from .step_kinds import Heard, StepRefused, take_step
from .steps import write

_IN_CLIENT_FILE = ("phone", "email", "title")


class NobodySignedIn(Refusal):
    """There is no guest, or no sign-in, the answer could be written to."""

    code, status = "nobody_signed_in", 422
    message = _("There is no sign-in this answer could be kept with. Settle the sign-in first.")


class NothingToCarryOut(Refusal):
    """The answer cannot be read."""

    code, status = "nothing_to_carry_out", 422
    message = _("What the tablet sent cannot be read: there is nothing to carry out.")


@transaction.atomic
def accept_proposal(
    *, answer: StepAnswer, in_client_file: bool, by: User, at: datetime
) -> list[str]:
    """Write what a guest proposed onto the list, and into the client file where that is wanted. (001-04)

    Args:
        in_client_file: write it to the guest's contact, too; the caller has checked the right.

    Returns:
        The names of the fields written.

    Raises:
        AlreadySettled: somebody was quicker.
    """
    _settle(answer, AnswerState.OPEN, AnswerState.ACCEPTED, by, at)
    guest = Guest.objects.select_for_update(of=("self",)).get(answers=answer)
    said = {name: str(text) for name, text in answer.told.items()}
    for name, text in said.items():
        setattr(guest, name, text)
    guest.save()
    log(guest, "foyer.guest.change", user=by, data={"fields": sorted(said)})
    contact = guest.contact
    if in_client_file and contact:
        for name in _IN_CLIENT_FILE:
            if name in said:
                setattr(contact, name, said[name])
        contact.save()
        log(contact, "wagtail.edit", user=by)
    return sorted(said)


@transaction.atomic
def decline_answer(*, answer: StepAnswer, by: User, at: datetime) -> None:
    """Leave everything as it is; what was answered stays on record.

    Raises:
        AlreadySettled: somebody was quicker.
    """
    _settle(answer, AnswerState(answer.state), AnswerState.DECLINED, by, at)
    if answer.guest:
        log(answer.guest, "foyer.guest.settle_answer", user=by, data={"settlement": "declined"})


@transaction.atomic
def carry_out_answer(*, answer: StepAnswer, by: User, at: datetime) -> None:
    """Keep after all what could not be kept when the tablet handed it in.

    Raises:
        AlreadySettled: somebody was quicker.
        NothingToCarryOut: it cannot be read.
        NobodySignedIn: the guest has no sign-in that stands.
        Refusal: the rules still do not allow it, such as `GiftGone`.
    """
    if answer.reason == StuckReason.UNREADABLE or not answer.kind:
        raise NothingToCarryOut
    standing = SignIn.objects.standing().select_related("guest__event", "guest__contact")
    sign_in = standing.filter(guest=answer.guest).order_by("signed_in_at").first()
    if answer.guest is None or sign_in is None:
        raise NobodySignedIn
    StepAnswer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    told: dict[str, Any] = answer.told
    try:
        kept = take_step(sign_in, Heard(StepKind(answer.kind), told), now=at)
    except StepRefused as refused:
        raise refused.refusal from refused
    _settle(answer, AnswerState.STUCK, AnswerState.ACCEPTED, by, at)
    state = AnswerState.ACCEPTED if kept.state == AnswerState.KEPT else kept.state
    answer.settled_at, answer.settled_by = at, by
    write(answer, kept)
    StepAnswer.objects.filter(pk=answer.pk).update(state=state)
    log(answer.guest, "foyer.guest.settle_answer", user=by, data={"settlement": "carried_out"})


def _settle(
    answer: StepAnswer, before: AnswerState, after: AnswerState, by: User, at: datetime
) -> None:
    if before not in AnswerState.TO_DO:
        raise AlreadySettled
    still = StepAnswer.objects.filter(pk=answer.pk, state=before)
    if not still.update(state=after, settled_at=at, settled_by=by):
        raise AlreadySettled
