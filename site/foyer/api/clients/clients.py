"""Clients over the API."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import Field
from wagtail.log_actions import log

from foyer.api.desk_scans import RecordId, Text
from foyer.clients.enums import Tier
from foyer.clients.models import Client
from foyer.clients.queries.duplicates import resembling
from foyer.clients.services import custom_fields
from foyer.clients.services.hand_over import account_managers, hand_over, note_first_manager
from foyer.clients.services.moves import refresh_company
from foyer.clients.services.numbering import number_client
from foyer.clients.services.tiers import change_tier
from foyer.core.refusals import Refusal
from foyer.privacy.enums import ViewPlace
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
    check_state,
    keeping,
    narrowed,
    narrowed_by_own,
    one_of,
    page_of,
    state_of,
)
from .forms import ClientIn, fill_own_fields, filled
from .records import told_client

router = Router(tags=["clients"])
_BY_ACTS = {"tier": "clients.set_tier_client", "account_manager": "clients.hand_over_client"}
_COLUMNS = {
    **{name: name for name in ("number", "external_id", "kind", "tier", "region", "industry")},
    "source": "source",
    "account_manager": "account_manager__username",
}
_SET_TIER = _BY_ACTS["tier"]


class ClientBody(Body):
    """What a program writes of a client; what is left out stays as it is."""

    number: Text | None = None
    kind: Text | None = None
    name: Text | None = None
    short_name: Text | None = None
    name_en: Text | None = None
    legal_representative: Text | None = None
    credit_code: Text | None = None
    business_number: Text | None = None
    business_scope: Text | None = None
    industry: Text | None = None
    region: Text | None = None
    size: Text | None = None
    tier: Text | None = None
    account_manager: Text | None = None
    source: Text | None = None
    source_note: Text | None = None
    collection: Text | None = None
    provenance: Text | None = None
    legal_basis: Text | None = None
    stand_style: Text | None = None
    facilities: Text | None = None
    event_form: Text | None = None
    interests: Text | None = None
    topics: Text | None = None
    annual_spend: Text | int | float | None = None
    deals_a_year: int | None = None
    potential: Text | None = None
    custom: Annotated[dict[str, Any], Field(default_factory=dict)]
    reason: Annotated[Text, Field(max_length=300)] = ""  # of a change of tier or account manager
    is_another: bool = False  # than the clients of whom a refusal told


class PossibleDuplicate(Refusal):
    """A new client looks like some that are kept; `alike` names them."""

    code = "possible_duplicate"
    message = gettext_lazy(
        "Perhaps this client is kept already. If it is another, send it again with is_another: true."
    )


class ClientsAsked(PageAsked):
    """Which clients are asked for."""

    q: Annotated[Text, Field(max_length=100)] = ""
    number: Text = ""
    external_id: Text = ""
    kind: Text = ""
    tier: Text = ""
    region: Text = ""
    industry: Text = ""
    source: Text = ""
    account_manager: Text = ""


@router.get("", response=Any, summary="Clients")
def list_clients(request: HttpRequest, asked: Query[ClientsAsked]) -> dict[str, Any]:
    """Return a page of the clients the account may see."""
    caller = _reader(request)
    clients = narrowed(_visible(caller), asked, _COLUMNS)
    if asked.q:
        clients = clients.matching(asked.q)
    own = custom_fields.of(Client)
    page, following = page_of(narrowed_by_own(clients, request, own), asked)
    plain = {client.pk: caller.sees_plain(client) for client in page}
    note_views(
        kind=Client,
        people=sum(plain.values()) if any(field.is_personal for field in own) else 0,
        place=ViewPlace.API,
        by=caller.user,
        at=timezone.now(),
    )
    told = [told_client(client, own, plain=plain[client.pk]) for client in page]
    return {"clients": told, "next": following}


@router.get("/{int:pk}", response=Any, summary="One client")
def read_client(request: HttpRequest, pk: RecordId) -> HttpResponse:
    """Return one client with its entity tag."""
    caller = _reader(request)
    client = one_of(_visible(caller), pk=pk)
    if caller.sees_plain(client):
        note_view(record=client, place=ViewPlace.API, by=caller.user, at=timezone.now())
    return _answer(request, client, caller)


@router.post("", response={201: Any}, summary="A new client")
def create_client(request: HttpRequest, body: ClientBody) -> HttpResponse:
    """Keep a new client; without a number it gets the next of the series."""
    return _create(request, body, {})


@router.patch("/{int:pk}", response=Any, summary="Change a client")
def change_client(request: HttpRequest, pk: RecordId, body: ClientBody) -> HttpResponse:
    """Change what is given of a client; needs If-Match."""
    return _change(request, body, {"pk": pk}, needed=True)


@router.put(
    "/by-number/{path:number}", response={200: Any, 201: Any}, summary="Keep a client by number"
)
def put_by_number(request: HttpRequest, number: str, body: ClientBody) -> HttpResponse:
    """Change the client of this number, or keep a new one under it."""
    return _put(request, body, {"number": number})


@router.put(
    "/by-external-id/{path:external_id}",
    response={200: Any, 201: Any},
    summary="Keep a client by the caller's own number",
)
def put_by_external_id(request: HttpRequest, external_id: str, body: ClientBody) -> HttpResponse:
    """Change the client another program knows by this number, or keep a new one."""
    return _put(request, body, {"external_id": external_id})


def _reader(request: HttpRequest) -> Caller:
    caller = caller_of(request)
    caller.require(ApiScope.READ_CLIENTS, "clients.view_client")
    return caller


def _visible(caller: Caller) -> Any:
    return Client.objects.visible_to(caller.user).select_related("account_manager")


def _put(request: HttpRequest, body: ClientBody, by: dict[str, str]) -> HttpResponse:
    return change_or_create(
        Client,
        by,
        body,
        change=lambda: _change(request, body, by, needed=False),
        create=lambda: _create(request, body, by),
    )


def _create(request: HttpRequest, body: ClientBody, by: dict[str, str]) -> HttpResponse:
    caller, at = caller_of(request), timezone.now()
    caller.require(ApiScope.WRITE_CLIENTS, "clients.add_client")
    given = body.given(new=True) | by
    if "tier" in given:
        caller.require_right(_SET_TIER)
    external_id, own = given.pop("external_id", ""), given.pop("custom", {})
    given.pop("reason", None)
    is_another = given.pop("is_another", False)
    form = filled(ClientIn, given, instance=Client(), for_user=caller.user)
    fill_own_fields(form.instance, own, plain=form.instance.is_plain_to(caller.user), whole=True)
    form.instance.external_id = external_id
    if not is_another and (alike := resembling(form.instance, caller.user)):
        told = [{"id": one.pk, "number": one.number, "name": one.name} for one in alike]
        raise PossibleDuplicate(alike=told)
    with keeping():
        number_client(client=form.instance, at=at)
        client = form.save()
        note_first_manager(client=client, reason=_("Client first kept"), by=caller.user, at=at)
        log(client, "wagtail.create", user=caller.user, data={"api": caller.token.name})
    return _answer(request, client, caller, status=201)


@transaction.atomic
def _change(
    request: HttpRequest, body: ClientBody, by: dict[str, Any], *, needed: bool
) -> HttpResponse:
    caller, at = caller_of(request), timezone.now()
    caller.require(ApiScope.WRITE_CLIENTS, "clients.change_client")
    client = one_of(_visible(caller), locked=True, **by)
    check_state(request, _state(client), needed=needed)
    given = body.given()
    external_id, own = given.pop("external_id", None), given.pop("custom", {})
    reason, _is_another = given.pop("reason", ""), given.pop("is_another", False)
    acts = {name: given.pop(name) for name in _BY_ACTS if name in given}
    form = filled(ClientIn, given, instance=client, for_user=caller.user)
    fill_own_fields(form.instance, own, plain=client.is_plain_to(caller.user), whole=False)
    if external_id is not None:
        form.instance.external_id = external_id
    with keeping():
        client = form.save()
    if "name" in form.changed_data:
        refresh_company(client=client)
    changed = sorted({*form.changed_data, *(["custom"] if own else [])})
    log(
        client, "wagtail.edit", user=caller.user, data={"api": caller.token.name, "fields": changed}
    )
    _act(client, acts, caller=caller, reason=reason, at=at)
    return _answer(request, one_of(_visible(caller), pk=client.pk), caller)


def _act(client: Client, acts: dict[str, Any], *, caller: Caller, reason: str, at: Any) -> None:
    """Change tier and account manager by their own acts, with their own rights."""
    tier, manager = acts.get("tier"), acts.get("account_manager")
    if "tier" in acts and tier != client.tier:
        caller.require_right(_BY_ACTS["tier"])
        if tier not in Tier.values:
            raise FieldsWrong(errors={"tier": [_("There is no such tier.")]})
        change_tier(client=client, to=str(tier), reason=reason, by=caller.user, at=at)
    if "account_manager" in acts and manager != getattr(client.account_manager, "username", None):
        caller.require_right(_BY_ACTS["account_manager"])
        found = account_managers().filter(username=manager or "").first()
        if found is None:
            raise FieldsWrong(
                errors={"account_manager": [_("Nobody of this name looks after clients.")]}
            )
        only = Client.objects.filter(pk=client.pk)
        hand_over(clients=only, to=[found], reason=reason, by=caller.user, at=at)


def _state(client: Client) -> str:
    return state_of(told_client(client, custom_fields.of(Client), plain=True))


def _answer(
    request: HttpRequest, client: Client, caller: Caller, *, status: int = 200
) -> HttpResponse:
    own = custom_fields.of(Client)
    told = told_client(client, own, plain=caller.sees_plain(client))
    state = state_of(told_client(client, own, plain=True))
    return answer(request, told, state=state, status=status)
