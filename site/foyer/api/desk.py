"""The tablets' API: no session, no cookie, no page in its way. (interfaces, KIOSK, security 17)"""

import logging
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Router, Schema, Status
from ninja.parser import Parser
from ninja.security import APIKeyHeader
from pydantic import AwareDatetime, Field
from pydantic_core import from_json

from foyer.core.client_ip import client_ip
from foyer.core.enums import Language
from foyer.core.languages import wordings
from foyer.core.models import HousePolicy
from foyer.core.refusals import Refusal
from foyer.core.throttle import clear_attempts, count_attempt
from foyer.events.models import Event
from foyer.guests.board import board_stamp, read_board
from foyer.guests.models import Desk
from foyer.guests.services import attended, fleet, name_search, pairing, roster, walk_ins
from foyer.guests.services.leaving import call_muster
from foyer.guests.services.tablet_screen import screen_stamp

from .desk_attended import router as attended_router
from .desk_badges import badge_router, reprint_router
from .desk_leaving import SignOutIn, answer_leaving, describe_muster
from .desk_roster import OfflineScanIn, describe_roster, keep_scan
from .desk_scans import RecordId, ScanIn, Text, answer_scan, describe_arrival, read_token
from .desk_screen import router as screen_router
from .problems import install, malformed, refusal_status, went_wrong
from .reading import apply, in_words

MOST_IN_BATCH = 500
logger = logging.getLogger(__name__)


class StrictParser(Parser):
    """Reads JSON as the standard has it: half a character is refused here, not in the database."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says."""
        return from_json(request.body)


class DeskToken(APIKeyHeader):
    """`Authorization: Desk <token>`; the token itself is checked by what it is used for."""

    param_name = "Authorization"

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        """Return the token of a well-formed header."""
        return read_token(key)


class PairIn(Schema):
    """A pairing code as typed or scanned."""

    code: Text


class BatchIn(Schema):
    """Scans kept while there was no network; each entry is judged by itself."""

    sign_ins: Annotated[list[Any], Field(max_length=MOST_IN_BATCH)]


class WalkInIn(Schema):
    """The walk-in form."""

    id: UUID
    checkpoint: RecordId
    name: Text = ""
    company: Text = ""
    phone: Text = ""
    email: Text = ""
    language: Text = Language.ZH_HANS
    consent: bool = False
    consent_version: str | None = None


class PinIn(Schema):
    """A staff PIN."""

    pin: Annotated[Text, Field(max_length=64)]


class ReportIn(Schema):
    """What a tablet says of itself."""

    battery: Annotated[int, Field(ge=0, le=100)] | None = None
    charging: bool | None = None
    version: Annotated[Text, Field(max_length=32)] = ""
    waiting: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    answers: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    list_at: AwareDatetime | None = None
    tablet_time: AwareDatetime | None = None
    read_at: AwareDatetime | None = None
    wiped_at: AwareDatetime | None = None


class EventIn(PinIn):
    """A staff PIN and the event to open the tablet for."""

    number: Text


desk_api = NinjaAPI(
    title="Foyer desk API",
    version="1",
    urls_namespace="desk",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
)
install(desk_api)
router = Router(auth=DeskToken(), tags=["desk"])


@router.post("/pair", auth=None, response={201: Any})
def pair(request: HttpRequest, payload: PairIn) -> Status[dict[str, Any]]:
    """Pair a tablet by the one-time code from the admin; answers its token once."""
    now = timezone.now()
    key = f"pair:{client_ip(request)}"
    count_attempt(key=key, limit=10, seconds=300, at=now)
    paired = pairing.pair_desk(code=payload.code[:64], at=now)
    clear_attempts(key=key)  # twenty tablets of one house share an address
    return Status(201, {"token": paired.token, "desk": {"name": paired.desk.name}})


@router.get("", response=Any)
def show_desk(request: HttpRequest) -> dict[str, Any]:
    """Tell a tablet its name, event, checkpoints, wording and languages."""
    now = timezone.now()
    desk = pairing.find_desk(_token(request))
    pairing.note_seen(desk=desk, at=now)
    return _describe(desk, now)


@router.post("/report", response=Any)
def report(request: HttpRequest, payload: ReportIn) -> dict[str, Any]:
    """Take what a tablet says of itself; answer what `GET desk` does, and what staff ask of the tablet."""
    now = timezone.now()
    desk = pairing.find_desk(_token(request))
    fleet.note_report(desk=desk, report=fleet.TabletReport(**payload.dict()), at=now)
    return _describe(desk, now)


@router.post("/sign-ins", response=Any)
def sign_in(request: HttpRequest, payload: ScanIn) -> dict[str, Any]:
    """Sign a guest in by code, or by a name hit and the last four digits of their phone."""
    return answer_scan(_token(request), payload, timezone.now())


@router.post("/sign-ins/batch", response=Any)
def sign_in_batch(request: HttpRequest, payload: BatchIn) -> list[dict[str, Any]]:
    """Sign in what a tablet kept; one answer per entry, in order, and a bad entry spoils no other.

    An entry with a `handle` is a guest the tablet has let in already: it is kept as a sign-in or as a
    conflict for staff, and a tablet revoked in the meantime may still tell of those, and only of those.
    """
    now = timezone.now()
    token = _token(request)
    if pairing.find_former_desk(token, at=now) is None:
        pairing.find_desk(token)
    return [_batch_entry(token, entry, now) for entry in payload.sign_ins]


@router.post("/sign-outs", response=Any)
def sign_out(request: HttpRequest, payload: SignOutIn) -> dict[str, Any]:
    """Sign a guest out at the exit, by code or by a name hit and the last four digits of their phone."""
    return answer_leaving(pairing.find_desk(_token(request)), payload, timezone.now())


@router.post("/muster", response=Any)
def show_muster(request: HttpRequest, payload: PinIn) -> dict[str, Any]:
    """Return who is in the house, for clearing it; with the staff PIN, at an exit."""
    now = timezone.now()
    desk = pairing.find_desk(_token(request))
    pairing.check_pin(desk=desk, pin=payload.pin, at=now)
    return describe_muster(call_muster(desk=desk, at=now))


@router.get("/roster", response=Any)
def show_roster(request: HttpRequest, since: AwareDatetime | None = None) -> Any:
    """Return the sealed roster for work without a network, or what changed in it; 304 when nothing did."""
    now = timezone.now()
    desk = pairing.find_desk(_token(request))
    stamp = roster.roster_stamp(desk, at=now)
    asked = request.headers.get("If-None-Match")
    if asked == f'"{stamp}"':
        return HttpResponse(status=304, headers={"ETag": f'"{stamp}"'})
    known = asked and asked.removeprefix("W/").strip('"')
    kept = roster.read_roster(desk, since=since, at=now, stamp=stamp, kept=known)
    answer = desk_api.create_response(request, describe_roster(kept), status=200)
    answer["ETag"] = f'"{kept.stamp}"'
    return answer


@router.post("/walk-ins", response={201: Any})
def walk_in(request: HttpRequest, payload: WalkInIn) -> Status[dict[str, Any]]:
    """Put a walk-in guest on the list and sign them in."""
    token = _token(request)
    desk = pairing.find_desk(token)
    arrival = walk_ins.sign_in_walk_in(
        desk=desk,
        token_hash=pairing.hash_token(token),
        walk_in=walk_ins.WalkIn(
            id=payload.id,
            checkpoint_id=payload.checkpoint,
            name=payload.name,
            company=payload.company,
            phone=payload.phone,
            email=payload.email.strip(),
            language=payload.language,
            consent=payload.consent,
            consent_version=payload.consent_version,
        ),
        now=timezone.now(),
    )
    return Status(201, describe_arrival(arrival))


@router.get("/search", response=Any)
def search(request: HttpRequest, q: Text = "") -> dict[str, Any]:
    """Return at most five masked hits for two characters or more, and whether there are `more`."""
    desk = pairing.find_desk(_token(request))
    return asdict(name_search.search_by_name(desk=desk, query=q, at=timezone.now()))


@router.get("/board", response=Any)
def board(request: HttpRequest) -> Any:
    """Return the figures of the desk's event; 304 while nothing has changed. No names are among them."""
    desk = pairing.find_desk(_token(request))
    now = timezone.now()
    pairing.note_seen(desk=desk, at=now)
    etag = f'"{board_stamp(desk.event, at=now)}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    figures = {k: v for k, v in asdict(read_board(desk.event)).items() if k != "latest"}
    answer = desk_api.create_response(request, figures, status=200)
    answer["ETag"] = etag
    return answer


@router.post("/pin", response=Any)
def check_pin(request: HttpRequest, payload: PinIn) -> dict[str, Any]:
    """Check the staff PIN."""
    now = timezone.now()
    pairing.check_pin(desk=pairing.find_desk(_token(request)), pin=payload.pin, at=now)
    return {"until": now + pairing.STAFF_TURN}


@router.post("/shift", response=Any)
def begin_shift(request: HttpRequest, payload: PinIn) -> dict[str, Any]:
    """Begin a shift at an attended tablet, with the staff PIN; answers the pass it is held by."""
    desk = pairing.find_desk(_token(request))
    pairing.check_pin(desk=desk, pin=payload.pin, at=timezone.now())
    return {"shift": attended.begin_shift(desk=desk), "seconds": attended.SHIFT_SECONDS}


@router.post("/event", response=Any)
def change_event(request: HttpRequest, payload: EventIn) -> dict[str, Any]:
    """Open the tablet for another event, with the staff PIN."""
    now = timezone.now()
    desk = pairing.find_desk(_token(request))
    pairing.check_pin(desk=desk, pin=payload.pin, at=now)
    return _describe(fleet.switch_event(desk=desk, number=payload.number), now)


@router.post("/unlock", response=Any)
def unlock(request: HttpRequest, payload: PinIn) -> dict[str, Any]:
    """Open a closed desk again, with the staff PIN."""
    now = timezone.now()
    desk = pairing.find_desk(_token(request))
    pairing.check_pin(desk=desk, pin=payload.pin, at=now)
    fleet.unlock_desk(desk=desk)
    return _describe(desk, now)


@router.post("/leave", response=Any)
def leave(request: HttpRequest, payload: PinIn) -> dict[str, Any]:
    """Give the tablet's rights back, with the staff PIN."""
    now = timezone.now()
    desk = pairing.find_desk(_token(request))
    pairing.check_pin(desk=desk, pin=payload.pin, at=now)
    pairing.revoke_desk(desk=desk, at=now)
    return {"left": True}


router.add_router("/guest", attended_router)
router.add_router("", screen_router)
router.add_router("/guest", reprint_router)
router.add_router("/badges", badge_router)
desk_api.add_router("/desk", router)


_patterns, _app, _namespace = desk_api.urls
urls = (apply(in_words, _patterns), _app, _namespace)


def _token(request: HttpRequest) -> str:
    return str(request.auth)  # type: ignore[attr-defined]  # put there by DeskToken


def _batch_entry(token: str, entry: Any, now: datetime) -> dict[str, Any]:
    try:
        if isinstance(entry, dict) and "handle" in entry:
            return keep_scan(token, OfflineScanIn.model_validate(entry), now)
        return answer_scan(token, ScanIn.model_validate(entry), now)
    except Refusal as refusal:
        code, status, detail = refusal.code, refusal_status(refusal), str(refusal)
    except ValueError:
        code, status, detail = "invalid", 422, malformed()
    except (OperationalError, InterfaceError):
        raise  # the database is away: the tablet keeps all of it, and comes again
    except Exception:
        logger.exception("An entry of a batch failed.")  # the tablet keeps it, and comes again
        code, status, detail = "server_error", 500, went_wrong()
    scan_id = entry.get("id") if isinstance(entry, dict) else None
    return {"id": scan_id, "result": "error", "code": code, "status": status, "message": detail}


def _describe(desk: Desk, now: datetime) -> dict[str, Any]:
    policy = HousePolicy.load()
    allowed = Event.objects.filter(checkpoints__desks=desk).distinct().upcoming(at=now)
    return {
        "name": desk.name,
        "names": wordings(desk, "name"),
        "event": _describe_event(desk.event, policy),
        "events": [{"number": e.number, "title": wordings(e, "title")} for e in allowed],
        "checkpoints": [
            {"id": cp.pk, "name": wordings(cp, "name")}
            for cp in desk.checkpoints.filter(event=desk.event)
        ],
        "house": wordings(policy, "name"),
        "languages": list(Language.values),
        "server_time": now,
        "idle_seconds": policy.idle_seconds,
        "dismiss_seconds": policy.dismiss_seconds,
        "mode": desk.mode,
        "prints_badges": desk.prints_badges,
        "locked": desk.locked_at is not None,
        "message": _describe_message(desk),
        "wipe_at": desk.wipe_asked_at,
        "screen": screen_stamp(desk),
    }


def _describe_message(desk: Desk) -> dict[str, Any] | None:
    if desk.message_at is None or desk.message_read_at is not None:
        return None
    return {"text": desk.message, "at": desk.message_at}


def _describe_event(event: Event, policy: HousePolicy) -> dict[str, Any]:
    return {
        "number": event.number,
        "title": wordings(event, "title"),
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "opens_at": event.opens_at(policy),
        "status": event.status,
        "walk_ins": event.walk_ins,
        "consent": wordings(policy, "consent"),
        "consent_version": walk_ins.consent_version(policy),
    }
