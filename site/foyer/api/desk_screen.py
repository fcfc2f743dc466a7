"""What a tablet shows, and what guests answer at it once they have signed in. (KIOSK 5, KIOSK 11)"""

import logging
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from ninja.responses import Response
from pydantic import AwareDatetime, BaseModel, Field

from foyer.core.refusals import Refusal
from foyer.guests.enums import AnswerState
from foyer.guests.services import pairing
from foyer.guests.services.steps import Answered, keep_answer
from foyer.guests.services.tablet_screen import read_screen

from .problems import malformed, refusal_status, went_wrong

logger = logging.getLogger(__name__)
router = Router(tags=["desk"])
_LONGEST_BOX = 2_800_000  # characters: a signature of a megabyte, sealed and written out twice over


class AnswerIn(BaseModel):
    """One answer, in a letter only the house opens; or plain, where a tablet cannot seal."""

    id: UUID
    scan: UUID
    box: Annotated[str, Field(max_length=_LONGEST_BOX)] = ""
    plain: dict[str, Any] | None = None
    answered_at: AwareDatetime | None = None
    late: bool = False


class AnswersIn(Schema):
    """Answers in the order they were given; each is judged by itself."""

    answers: Annotated[list[Any], Field(max_length=50)]


@router.get("/screen", response=Any)
def show_screen(request: HttpRequest) -> Any:
    """Return what the tablet shows; 304 when nothing has changed. `screen` is null for the standard look."""
    desk = pairing.find_desk(_token(request))
    shown = read_screen(desk)
    etag = f'"{shown["stamp"] if shown else ""}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    return Response({"screen": shown}, headers={"ETag": etag})


@router.post("/answers", response=Any)
def take_answers(request: HttpRequest, payload: AnswersIn) -> list[dict[str, Any]]:
    """Keep what guests answered; one answer per entry, in order, and a bad entry spoils no other.

    A tablet revoked in the meantime may still tell what it was told; all of it goes before staff.
    """
    now = timezone.now()
    token = _token(request)
    pairing.find_desk_that_was(token, at=now)
    return [_kept(token, entry, now) for entry in payload.answers]


def _kept(token: str, entry: Any, now: datetime) -> dict[str, Any]:
    try:
        told = AnswerIn.model_validate(entry)
        answer = Answered(told.id, told.scan, told.box, told.plain, told.answered_at, told.late)
        kept = keep_answer(token=token, answer=answer, now=now)
    except Refusal as refusal:
        code, status, detail = refusal.code, refusal_status(refusal), str(refusal)
    except ValueError:
        code, status, detail = "invalid", 422, malformed()
    except (OperationalError, InterfaceError):
        raise  # the database is away: the tablet keeps all of it, and comes again
    except Exception:
        logger.exception("An answer of a tablet failed.")  # the tablet keeps it, and comes again
        code, status, detail = "server_error", 500, went_wrong()
    else:
        result = "conflict" if kept.state == AnswerState.STUCK else "kept"
        return {"id": str(kept.answer_id), "result": result, "code": kept.reason}
    scan_id = entry.get("id") if isinstance(entry, dict) else None
    return {"id": scan_id, "result": "error", "code": code, "status": status, "message": detail}


def _token(request: HttpRequest) -> str:
    return str(request.auth)  # type: ignore[attr-defined]  # put there by DeskToken
