"""Cases over the API: read, and taken in from other programs. (001-13, 001-14, 001-19)"""

from __future__ import annotations

from datetime import UTC
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from foyer.api.desk_scans import RecordId, Text
from foyer.cases.enums import CaseChannel, CaseKind, CaseStatus, Severity
from foyer.cases.models import Case
from foyer.cases.models.case import LONGEST_TEXT
from foyer.cases.services.opening import open_case
from foyer.cases.services.secrets import case_url
from foyer.clients.models import Client
from foyer.clients.services.known import known_contact
from foyer.core.enums import Language
from foyer.events.models import Event
from foyer.privacy.enums import ViewPlace
from foyer.privacy.identifiers import mask_email, mask_phone
from foyer.privacy.services.view_log import note_view, note_views
from foyer.staff.models import ApiScope

from .calling import (
    Body,
    Caller,
    FieldsWrong,
    PageAsked,
    answer,
    caller_of,
    change_or_create,
    keeping,
    narrowed,
    one_of,
    page_of,
    state_of,
)

router = Router(tags=["cases"])
_PLAIN = ("number", "external_id", "kind", "channel", "severity", "status", "outcome", "language")
_WRITTEN = ("content", "findings", "cause", "responsible", "cause_category", "analysis")
_MOMENTS = ("opened_at", "contact_due_at", "answer_due_at", "contacted_at", "asked_at", "closed_at")
_CREATED = 201
_COLUMNS = {
    **{name: name for name in ("number", "external_id", "kind", "severity", "status", "channel")},
    "client": "client__number",
    "event": "event__number",
    "owner": "owner__username",
}


class CaseBody(Body):
    """A case as another program takes it in."""

    kind: CaseKind = CaseKind.COMPLAINT
    severity: Severity = Severity.NORMAL
    content: Annotated[Text, Field(min_length=1, max_length=LONGEST_TEXT)]
    client: Text | None = None  # by number
    event: Text | None = None  # by number
    name: Annotated[Text, Field(max_length=100)] = ""
    phone: Annotated[Text, Field(max_length=40)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    language: Language = Language.ZH_HANS


class CasesAsked(PageAsked):
    """Which cases are asked for."""

    q: Annotated[Text, Field(max_length=100)] = ""
    number: Text = ""
    external_id: Text = ""
    kind: Text = ""
    severity: Text = ""
    status: Text = ""
    channel: Text = ""
    client: Text = ""
    event: Text = ""
    owner: Text = ""
    open: bool | None = None


@router.get("", response=Any, summary="Cases")
def list_cases(request: HttpRequest, asked: Query[CasesAsked]) -> dict[str, Any]:
    """Return a page of the cases the account may see."""
    caller = _reader(request)
    cases = narrowed(_visible(caller), asked, _COLUMNS)
    if asked.open is not None:
        cases = (
            cases.filter(status__in=CaseStatus.OPEN)
            if asked.open
            else cases.filter(status=CaseStatus.CLOSED)
        )
    if asked.q:
        cases = cases.matching(asked.q)
    page, following = page_of(cases, asked)
    plain = _sees_plain(caller)
    note_views(
        kind=Case,
        people=len(page) if plain else 0,
        place=ViewPlace.API,
        by=caller.user,
        at=timezone.now(),
    )
    return {"cases": [told_case(case, plain=plain) for case in page], "next": following}


@router.get("/{int:pk}", response=Any, summary="One case")
def read_case(request: HttpRequest, pk: RecordId) -> HttpResponse:
    """Return one case, with what was said, and its entity tag."""
    caller = _reader(request)
    case = one_of(_visible(caller), pk=pk)
    if _sees_plain(caller):
        note_view(record=case, place=ViewPlace.API, by=caller.user, at=timezone.now())
    return _answer(request, case, caller)


@router.post("", response={201: Any}, summary="A new case")
def create_case(request: HttpRequest, body: CaseBody) -> HttpResponse:
    """Take a case in; it counts as made by another program."""
    return _create(request, body, body.external_id or "")


@router.put(
    "/by-external-id/{path:external_id}",
    response={200: Any, 201: Any},
    summary="Take a case in by the caller's own number",
)
def put_by_external_id(request: HttpRequest, external_id: str, body: CaseBody) -> HttpResponse:
    """Take a case in once, however often it is sent; one that is there stays as it is."""
    by = {"external_id": external_id}
    return change_or_create(
        Case,
        by,
        body,
        change=lambda: _kept(request, external_id),
        create=lambda: _create(request, body, external_id),
    )


def _kept(request: HttpRequest, external_id: str) -> HttpResponse:
    caller = _writer(request)
    return _answer(request, one_of(_visible(caller), external_id=external_id), caller)


def told_case(case: Case, *, plain: bool) -> dict[str, Any]:
    """Return a case as it is told.

    Args:
        plain: whether phone and e-mail are told as they are.
    """
    return {
        "id": case.pk,
        **{name: getattr(case, name) for name in (*_PLAIN, *_WRITTEN)},
        **{name: _moment(getattr(case, name)) for name in _MOMENTS},
        "waiting_since": _moment(case.waiting_since),
        "client": case.client.number if case.client else None,
        "contact": case.contact_id,
        "event": case.event.number if case.event else None,
        "owner": case.owner.username if case.owner else None,
        "merged_into": case.merged_into.number if case.merged_into else None,
        "name": case.reporter_name,
        "phone": case.reporter_phone if plain else mask_phone(case.reporter_phone),
        "email": case.reporter_email if plain else mask_email(case.reporter_email),
    }


def _moment(at: Any) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _reader(request: HttpRequest) -> Caller:
    caller = caller_of(request)
    caller.require(ApiScope.READ_CASES, "cases.view_case")
    return caller


def _writer(request: HttpRequest) -> Caller:
    caller = caller_of(request)
    caller.require(ApiScope.WRITE_CASES, "cases.add_case")
    return caller


def _sees_plain(caller: Caller) -> bool:
    sensitive = ApiScope.SENSITIVE.value in caller.token.scopes
    return sensitive and caller.user.has_perm("cases.view_sensitive_case")


def _visible(caller: Caller) -> Any:
    seen = Case.objects.visible_to(caller.user)
    return seen.select_related("client", "event", "owner", "merged_into")


def _create(request: HttpRequest, body: CaseBody, external_id: str) -> HttpResponse:
    caller = _writer(request)
    client = _named(Client.objects.visible_to(caller.user), "client", body.client)
    with keeping():
        case = open_case(
            kind=body.kind,
            channel=CaseChannel.API,
            severity=body.severity,
            content=body.content,
            client=client,
            contact=known_contact(
                phone=body.phone, email=body.email, client=client, by=caller.user
            ),
            event=_named(Event.objects.all(), "event", body.event),
            name=body.name,
            phone=body.phone,
            email=body.email,
            language=body.language,
            external_id=external_id,
            by=caller.user,
            at=timezone.now(),
        )
    return _answer(request, case, caller, status=_CREATED)


def _named(records: Any, field: str, number: str | None) -> Any:
    """Return the record of a number; none was named: None.

    Raises:
        FieldsWrong: there is none.
    """
    if not number:
        return None
    found = records.filter(number=number).first()
    if found is None:
        raise FieldsWrong(errors={field: [_("Nothing is known under this number.")]})
    return found


def _answer(request: HttpRequest, case: Case, caller: Caller, *, status: int = 200) -> HttpResponse:
    messages = [
        {"kind": word.kind, "text": word.text, "at": _moment(word.at)}
        for word in case.messages.all()
    ]
    opens = status == _CREATED or caller.user.has_perm("cases.change_case")
    more = {"messages": messages, "track_url": case_url(case) if opens else None}
    told = told_case(case, plain=_sees_plain(caller)) | more
    state = state_of(told_case(case, plain=True) | more)
    return answer(request, told, state=state, status=status)
