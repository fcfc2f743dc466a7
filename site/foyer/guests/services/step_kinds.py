"""What becomes of an answer, step by step: whom it concerns, and what the house writes down. (000-12)"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.languages import known_language
from foyer.core.refusals import Refusal
from foyer.core.uploads.kinds import FileKind
from foyer.core.uploads.limits import MEGABYTE, MILLION, UploadLimits
from foyer.core.uploads.refusals import BadUpload
from foyer.events.enums import StepKind
from foyer.guests.enums import AnswerState, StuckReason
from foyer.guests.models import Gift, GuestSignature, SignIn
from foyer.privacy.identifiers import last_four

from .gifts import GiftGone, HasGift, promise_gift
from .photo_consent import keep_photo_consent
from .sign_in import PartyTooLarge

CONTACT_FIELDS = {"phone": 40, "email": 254, "company": 200, "title": 100}
_MOST_PEOPLE, _MOST_TABOOS, _MOST_WORDS, _MOST_TEXT = 99, 20, 60, 300
_DRAWING = UploadLimits(size=MEGABYTE, pixels=4 * MILLION)


class AnswerMalformed(Refusal):
    """The answer is none to its step."""

    code, status = "invalid", 422
    message = _("This answer cannot be read. Please try again, or ask our staff.")


class StepRefused(Exception):
    """The rules do not let the answer be kept as it is; staff may settle it."""

    def __init__(self, refusal: Refusal, reason: StuckReason, gift: Gift | None = None) -> None:
        self.refusal, self.reason, self.gift = refusal, reason, gift
        super().__init__(refusal.code)


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer that was read: to which step, and what was said."""

    kind: StepKind
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the house keeps of an answer."""

    words: dict[str, Any] = field(default_factory=dict)
    state: AnswerState = AnswerState.KEPT
    gift: Gift | None = None
    signature: GuestSignature | None = None


def take_step(sign_in: SignIn, heard: Heard, *, now: datetime) -> Kept:
    """Carry out what a guest answered.

    Raises:
        AnswerMalformed: it is no answer to this step.
        StepRefused: the rules do not allow it.
    """
    return _STEPS[heard.kind](sign_in, heard.words, now)


def _party(sign_in: SignIn, told: dict[str, Any], now: datetime) -> Kept:
    people = told.get("people")
    if type(people) is not int or not 1 <= people <= _MOST_PEOPLE:
        raise AnswerMalformed
    limit = sign_in.guest.party_limit
    if people > limit:
        raise StepRefused(PartyTooLarge(party_limit=limit), StuckReason.PARTY_TOO_LARGE)
    standing = SignIn.objects.standing().filter(pk=sign_in.pk)
    standing.update(party=people, changed_at=now)
    return Kept({"people": people})


def _dietary(sign_in: SignIn, told: dict[str, Any], now: datetime) -> Kept:
    """Put what a guest says in front of what the kitchen knows; nothing known is taken away. (003-09)"""
    chosen = told.get("taboos") or []
    text = _text(told.get("text"), _MOST_TEXT)
    if not isinstance(chosen, list) or len(chosen) > _MOST_TABOOS:
        raise AnswerMalformed
    said = [words for one in chosen if (words := _text(one, _MOST_WORDS))]
    if text:
        said.append(text)
    if not said:
        if told.get("as_known") is not True:
            raise AnswerMalformed
        return Kept({"as_known": True})
    guest, note = sign_in.guest, "、".join(said)
    guest.refresh_from_db(fields=["dietary_notes"])
    if note not in guest.dietary_notes:
        guest.dietary_notes = f"{note}\n{guest.dietary_notes}".strip()
        guest.save(update_fields=["dietary_notes", "updated_at"])
    log(guest, "foyer.guest.dietary")
    return Kept({"said": note})


def _photos(sign_in: SignIn, told: dict[str, Any], now: datetime) -> Kept:
    agrees, text = told.get("yes"), _text(told.get("text"), 2000)
    if not isinstance(agrees, bool) or not text:
        raise AnswerMalformed
    language = known_language(_text(told.get("language"), 10))
    keep_photo_consent(guest=sign_in.guest, agrees=agrees, text=text, language=language, at=now)
    return Kept({"yes": agrees})


def _contact(sign_in: SignIn, told: dict[str, Any], now: datetime) -> Kept:
    """Keep what a guest typed as a proposal: only staff change the files. (001-04)"""
    said = {name: _text(told.get(name), most) for name, most in CONTACT_FIELDS.items()}
    said = {name: text for name, text in said.items() if text}
    if not said or ("phone" in said and len(last_four(said["phone"])) < 4):
        raise AnswerMalformed
    if "email" in said:
        try:
            validate_email(said["email"])
        except ValidationError as reason:
            raise AnswerMalformed from reason
    return Kept(said, AnswerState.OPEN)


def _signature(sign_in: SignIn, told: dict[str, Any], now: datetime) -> Kept:
    # The tablets' own process starts without what draws pictures.
    from foyer.core.uploads.cleaning import clean_upload  # noqa: PLC0415  see above

    try:
        drawn = base64.b64decode(_text(told.get("picture"), MEGABYTE * 2), validate=True)
        clean = clean_upload(
            ContentFile(drawn, name="signature.png"), limits=_DRAWING, kinds=(FileKind.PNG,)
        )
    except (binascii.Error, BadUpload) as reason:
        raise AnswerMalformed from reason
    signature = GuestSignature(added_at=now)
    signature.take(clean)
    return Kept({"signed": _text(told.get("text"), 2000)}, signature=signature)


def _smiley(sign_in: SignIn, told: dict[str, Any], now: datetime) -> Kept:
    """Leave a tap to be counted with a form's answers; then nothing of it stays here."""
    form, choice = told.get("form"), _text(told.get("choice"), 40)
    if type(form) is not int or not 0 < form < 2**31 or not choice:
        raise AnswerMalformed
    language = known_language(_text(told.get("language"), 10))
    return Kept({"form": form, "choice": choice, "language": language}, AnswerState.WAITING)


def _gift(sign_in: SignIn, told: dict[str, Any], now: datetime) -> Kept:
    pk = told.get("gift")
    if type(pk) is not int or not 0 < pk < 2**63:
        raise AnswerMalformed
    gift = Gift.objects.filter(event=sign_in.event_id, pk=pk).first()
    if gift is None:
        raise AnswerMalformed
    try:
        promise_gift(gift=gift, guest=sign_in.guest)
    except (GiftGone, HasGift) as refusal:
        raise StepRefused(refusal, StuckReason(refusal.code), gift) from refusal
    return Kept({"gift": pk}, gift=gift)


def _text(value: Any, most: int) -> str:
    """Return a text without what no database keeps, no longer than is kept."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most:
        raise AnswerMalformed
    return value.replace("\0", "").strip()


_STEPS: dict[StepKind, Callable[[SignIn, dict[str, Any], datetime], Kept]] = {
    StepKind.PARTY: _party,
    StepKind.DIETARY: _dietary,
    StepKind.PHOTOS: _photos,
    StepKind.CONTACT: _contact,
    StepKind.SIGNATURE: _signature,
    StepKind.SMILEY: _smiley,
    StepKind.GIFT: _gift,
}
