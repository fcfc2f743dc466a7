"""One scan from a tablet to its answer, whichever road it comes by."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from foyer.guests.services import attended, name_search, pairing
from foyer.guests.services.arrivals import Arrival, GuestCard
from foyer.guests.services.codes import hash_code, read_code
from foyer.guests.services.sign_in import Scan, ScanMalformed, sign_in_guest

_GUEST = tuple(field.name for field in fields(GuestCard))


def _without_nul(text: str) -> str:
    return text.replace("\0", "")


Text = Annotated[str, AfterValidator(_without_nul)]  # PostgreSQL keeps no NUL
RecordId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class ScanIn(BaseModel):
    """One scan: a code, or a hit of the name search with the last four digits of the phone, or a shift's pass."""

    id: UUID
    checkpoint: RecordId
    code: str | None = None
    ref: str | None = None
    last4: str = ""
    shift: Annotated[str, Field(max_length=300)] = ""
    scanned_at: AwareDatetime | None = None
    party: Annotated[int, Field(ge=1, le=99)] | None = None
    ask_party: bool = False


def read_token(header: str | None) -> str | None:
    """Return the token in `Authorization: Desk <token>`, or None."""
    scheme, _space, token = (header or "").partition(" ")
    return token.strip() or None if scheme.lower() == "desk" else None


def answer_scan(token: str, payload: ScanIn, now: datetime) -> dict[str, Any]:
    """Sign a guest in and return the answer's body.

    Raises:
        Refusal: those of `confirm_hit` and `sign_in_guest`, and `ScanMalformed`.
    """
    code = guest_id = None
    if payload.ref is not None:
        desk = pairing.find_desk(token)
        if payload.shift:
            attended.require_shift(desk=desk, shift=payload.shift)
            guest_id = name_search.guest_of_hit(desk=desk, ref=payload.ref)
        else:
            digits = payload.last4
            guest_id = name_search.confirm_hit(desk=desk, ref=payload.ref, digits=digits, at=now)
    elif payload.code is not None:
        code = read_code(payload.code)
    else:
        raise ScanMalformed
    scan = Scan(
        id=payload.id,
        checkpoint_id=payload.checkpoint,
        code_hash=hash_code(code) if code else "",
        guest_id=guest_id,
        scanned_at=payload.scanned_at,
        party=payload.party,
        ask_party=payload.ask_party,
    )
    return describe_arrival(sign_in_guest(token_hash=pairing.hash_token(token), scan=scan, now=now))


def describe_arrival(arrival: Arrival) -> dict[str, Any]:
    """Return the body of the answer to one scan; what does not apply is left out."""
    body: dict[str, Any] = {"id": str(arrival.id), "result": arrival.result.value}
    if arrival.guest:
        body["guest"] = {name: getattr(arrival.guest, name) for name in _GUEST}
    if arrival.signed_in_at:
        moment = arrival.signed_in_at.astimezone(UTC)
        body["signed_in_at"] = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if arrival.desk:
        body["desk"] = arrival.desk
    body["message"], body["language"] = arrival.message, arrival.language
    if arrival.next:
        body["next"] = arrival.next
    return body
