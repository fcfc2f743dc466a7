"""Visits over the API. (003-15)"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import AwareDatetime, Field

from foyer.api.desk_scans import RecordId, Text
from foyer.clients.models import Client, Visit
from foyer.clients.services.visits import FIELDS as VISIT_FIELDS
from foyer.clients.services.visits import VisitChanged, change_visit, file_visit
from foyer.staff.models import ApiScope

from .calling import (
    Body,
    Caller,
    FieldsWrong,
    NotAllowed,
    PageAsked,
    StateChanged,
    answer,
    caller_of,
    change_or_create,
    check_state,
    keeping,
    narrowed,
    one_of,
    page_of,
    state_of,
)
from .forms import VisitIn, filled
from .records import told_visit

router = Router(tags=["visits"])


class VisitBody(Body):
    """What a program writes of a visit; what is left out stays as it is."""

    client: Text | None = None  # the client's number
    contacts: list[RecordId] | None = None
    met: Text | None = None
    staff: Text | None = None
    mode: Text | None = None
    direction: Text | None = None
    happened_at: AwareDatetime | None = None
    written_on: date | None = None
    address: Text | None = None
    place: Text | None = None
    situation: Text | None = None
    discussion: Text | None = None
    concerns: Text | None = None
    next_visit_on: date | None = None
    other: Text | None = None
    solved: Text | None = None
    to_watch: Text | None = None


class VisitsAsked(PageAsked):
    """Which visits are asked for."""

    q: Annotated[Text, Field(max_length=100)] = ""
    client: Text = ""
    external_id: Text = ""
    mode: Text = ""
    staff: Text = ""
    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")


@router.get("", response=Any, summary="Visits")
def list_visits(request: HttpRequest, asked: Query[VisitsAsked]) -> dict[str, Any]:
    """Return a page of the visits the account may read."""
    caller = _reader(request)
    columns = {"external_id": "external_id", "mode": "mode"}
    columns |= {"client": "client__number", "staff": "staff__username"}
    visits = narrowed(_visible(caller).between(asked.first, asked.last), asked, columns)
    if asked.q:
        visits = visits.matching(asked.q)
    page, following = page_of(visits, asked)
    return {"visits": [told_visit(visit) for visit in page], "next": following}


@router.get("/{int:pk}", response=Any, summary="One visit")
def read_visit(request: HttpRequest, pk: RecordId) -> HttpResponse:
    """Return one visit with its entity tag."""
    return _answer(request, one_of(_visible(_reader(request)), pk=pk))


@router.post("", response={201: Any}, summary="A new visit")
def create_visit(request: HttpRequest, body: VisitBody) -> HttpResponse:
    """File a visit that has taken place; what it fulfils is closed."""
    return _create(request, body, {})


@router.patch("/{int:pk}", response=Any, summary="Correct a visit")
def correct_visit(request: HttpRequest, pk: RecordId, body: VisitBody) -> HttpResponse:
    """Change what is given of a visit; needs If-Match. What stood there is kept in the history."""
    return _change(request, body, {"pk": pk}, needed=True)


@router.put(
    "/by-external-id/{path:external_id}",
    response={200: Any, 201: Any},
    summary="Keep a visit by the caller's own number",
)
def put_by_external_id(request: HttpRequest, external_id: str, body: VisitBody) -> HttpResponse:
    """Correct the visit another program knows by this number, or file a new one."""
    by = {"external_id": external_id}
    return change_or_create(
        Visit,
        by,
        body,
        change=lambda: _change(request, body, by, needed=False),
        create=lambda: _create(request, body, by),
    )


def _reader(request: HttpRequest) -> Caller:
    caller = caller_of(request)
    caller.require(ApiScope.READ_VISITS, "clients.view_visit")
    return caller


def _visible(caller: Caller) -> Any:
    visits = Visit.objects.visible_to(caller.user)
    return visits.select_related("client", "staff").prefetch_related("contacts")


def _create(request: HttpRequest, body: VisitBody, by: dict[str, str]) -> HttpResponse:
    caller, at = caller_of(request), timezone.now()
    caller.require(ApiScope.WRITE_VISITS, "clients.add_visit")
    given = body.given(new=True) | by
    external_id, number = given.pop("external_id", ""), given.pop("client", "")
    client = Client.objects.visible_to(caller.user).filter(number=number).first()
    if client is None:
        raise FieldsWrong(errors={"client": [_("There is no client of this number.")]})
    form = filled(
        VisitIn, given, instance=Visit(client=client), client=client, for_user=caller.user
    )
    visit = form.save(commit=False)
    visit.external_id = external_id
    contacts = list(form.cleaned_data["contacts"])
    with keeping():
        file_visit(visit=visit, contacts=contacts, by=caller.user, at=at)
    return _answer(request, one_of(_visible(caller), pk=visit.pk), status=201)


@transaction.atomic
def _change(
    request: HttpRequest, body: VisitBody, by: dict[str, Any], *, needed: bool
) -> HttpResponse:
    caller, at = caller_of(request), timezone.now()
    caller.require(ApiScope.WRITE_VISITS, "clients.change_visit")
    visit = one_of(_visible(caller), **by)
    if not Visit.objects.changeable_by(caller.user).filter(pk=visit.pk).exists():
        raise NotAllowed(right="clients.change_all_visit")
    check_state(request, _state(visit), needed=needed)
    given = body.given()
    external_id, number = given.pop("external_id", None), given.pop("client", visit.client.number)
    if number != visit.client.number:
        raise FieldsWrong(errors={"client": [_("A visit stays with its client.")]})
    seen = visit.changed_at
    form = filled(VisitIn, given, instance=visit, client=visit.client, for_user=caller.user)
    changes = {name: form.cleaned_data[name] for name in given if name in VISIT_FIELDS}
    contacts = list(form.cleaned_data["contacts"]) if "contacts" in given else None
    try:
        with keeping():
            change_visit(
                visit=visit, changes=changes, contacts=contacts, seen=seen, by=caller.user, at=at
            )
            if external_id is not None:
                Visit.objects.filter(pk=visit.pk).update(external_id=external_id)
    except VisitChanged as changed:
        raise StateChanged from changed
    return _answer(request, one_of(_visible(caller), pk=visit.pk))


def _state(visit: Visit) -> str:
    return state_of(told_visit(visit))


def _answer(request: HttpRequest, visit: Visit, *, status: int = 200) -> HttpResponse:
    return answer(request, told_visit(visit), state=_state(visit), status=status)
