"""What guests answer at a tablet once they have signed in: kept once, or put before staff. (000-12, KIOSK 5)"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal
from foyer.events.enums import StepKind
from foyer.guests.enums import AnswerState, StuckReason
from foyer.guests.models import Desk, SignIn, SignInConflict, StepAnswer
from foyer.privacy.letterbox import LetterUnreadable, open_letter

from .pairing import find_desk, find_former_desk
from .sign_in import DeskRevoked
from .step_kinds import AnswerMalformed, Heard, Kept, StepRefused, take_step

OLDEST_ANSWER = timedelta(hours=24)
MOST_OF_A_SCAN = 40
_TURNS = 3
MOST_STRAY = 2000  # a tablet that was stolen fills no inbox


class ScanUnknown(Refusal):
    """The house has not heard of the sign-in these answers follow."""

    code, status = "scan_unknown", 404
    message = _("The house has not heard of this sign-in yet.")


class TooManyAnswers(Refusal):
    """More than anybody answers at one sign-in."""

    code, status = "too_many_answers", 422
    message = _("Too much has been answered at this sign-in. Please speak to our staff.")


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as a tablet hands it in.

    Attributes:
        id: the tablet's own id; a repeat changes nothing.
        scan: the id of the sign-in it follows, by which the guest is known.
        box: what was answered, in a letter only the house opens; or `plain`, where a tablet cannot seal.
        late: it lay on the tablet: what cannot be kept goes before staff, and is not refused.
    """

    id: UUID
    scan: UUID
    box: str
    plain: dict[str, Any] | None
    answered_at: datetime | None
    late: bool


def keep_answer(*, token: str, answer: Answered, now: datetime) -> StepAnswer:
    """Keep one answer once; what cannot be kept as it is waits for staff, so that nothing is dropped.

    Raises:
        DeskRevoked: this token never was a desk's, or not for long enough.
        ScanUnknown, AnswerMalformed, GiftGone, HasGift, PartyTooLarge: the guest is still there to be told.
        TooManyAnswers.
    """
    desk, revoked = _desk(token, now)
    if kept := StepAnswer.objects.filter(answer_id=answer.id).first():
        return kept
    if StepAnswer.objects.filter(scan_id=answer.scan).count() >= MOST_OF_A_SCAN:
        raise TooManyAnswers
    for turn in range(_TURNS):
        try:
            with transaction.atomic():
                return _keep(desk, revoked, answer, now)
        except IntegrityError:  # the same answer, or another gift, a moment before: look again
            if kept := StepAnswer.objects.filter(answer_id=answer.id).first():
                return kept
            if turn + 1 == _TURNS:
                raise
    raise AssertionError


def _desk(token: str, now: datetime) -> tuple[Desk, bool]:
    try:
        return find_desk(token), False
    except DeskRevoked:
        former = find_former_desk(token, at=now)
        if former is None:
            raise
        return former, True


def _keep(desk: Desk, revoked: bool, answer: Answered, now: datetime) -> StepAnswer:
    row = StepAnswer(
        event=desk.event,
        desk=desk,
        answer_id=answer.id,
        scan_id=answer.scan,
        answered_at=_moment(answer, now),
        received_at=now,
        state=AnswerState.KEPT,
    )
    sign_in, stuck = _whose(row, desk)
    if sign_in is None and row.guest is None and not answer.late:
        raise ScanUnknown
    try:
        told = _read(answer)
    except AnswerMalformed:
        if not answer.late:
            raise
        return _put_before_staff(row, StuckReason.UNREADABLE, {})
    row.kind = told.kind
    if revoked:
        stuck = StuckReason.DESK_REVOKED
    if stuck or sign_in is None:
        return _put_before_staff(row, stuck or StuckReason.SCAN_UNKNOWN, told.words)
    try:
        with transaction.atomic():
            kept = take_step(sign_in, told, now=now)
    except AnswerMalformed:
        if not answer.late:
            raise
        return _put_before_staff(row, StuckReason.UNREADABLE, told.words)
    except StepRefused as refused:
        if not answer.late:
            raise refused.refusal from refused
        row.gift = refused.gift
        return _put_before_staff(row, refused.reason, told.words)
    return write(row, kept)


def write(row: StepAnswer, kept: Kept) -> StepAnswer:
    """Keep an answer as its step has taken it."""
    row.words = json.dumps(kept.words, ensure_ascii=False) if kept.words else ""
    row.state, row.gift = kept.state, kept.gift
    row.save()
    if kept.signature:
        kept.signature.answer = row
        kept.signature.save()
    return row


def _whose(row: StepAnswer, desk: Desk) -> tuple[SignIn | None, StuckReason | None]:
    """Find the sign-in an answer follows: this desk's own, and no other's."""
    signed = SignIn.objects.select_related("guest__event", "guest__contact", "checkpoint")
    sign_in = signed.filter(scan_id=row.scan_id, desk=desk).first()
    if sign_in:
        row.guest, row.event = sign_in.guest, sign_in.guest.event
        return sign_in, StuckReason.UNDONE if sign_in.undone_at else None
    told = SignInConflict.objects.select_related("guest__event", "event")
    conflict = told.filter(scan_id=row.scan_id, desk=desk).first()
    if conflict:
        row.guest, row.event = conflict.guest, conflict.event
        return None, StuckReason.SCAN_IN_CONFLICT
    return None, None


def _read(answer: Answered) -> Heard:
    """Return what was answered.

    Raises:
        AnswerMalformed: it cannot be read.
    """
    told: Any = answer.plain
    if answer.box:
        try:
            told = json.loads(open_letter(answer.box, about=str(answer.id)))
        except (LetterUnreadable, ValueError) as reason:
            raise AnswerMalformed from reason
    if not isinstance(told, dict) or told.get("step") not in StepKind.values:
        raise AnswerMalformed
    kind = StepKind(told.pop("step"))
    return Heard(kind, told)


def _put_before_staff(row: StepAnswer, reason: StuckReason, words: dict[str, Any]) -> StepAnswer:
    if row.guest is None:
        strays = StepAnswer.objects.stuck().filter(desk=row.desk, guest=None)
        if strays.count() >= MOST_STRAY:
            raise TooManyAnswers
    row.state, row.reason = AnswerState.STUCK, reason
    row.words = json.dumps(words, ensure_ascii=False) if words else ""
    row.save()
    return row


def _moment(answer: Answered, now: datetime) -> datetime:
    told = answer.answered_at
    return told if told and now - OLDEST_ANSWER <= told <= now else now
