"""Contacts over the API."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field
from wagtail.log_actions import log

from foyer.api.desk_scans import RecordId, Text
from foyer.clients.models import Client, Contact
from foyer.clients.services import custom_fields
from foyer.clients.services.main_contact import choose_main_contact
from foyer.clients.services.moves import move_contact
from foyer.core.days import house_day
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
from .forms import ContactIn, fill_own_fields, filled
from .points import PointBody, checked_points, keep_points
from .records import told_contact

router = Router(tags=["contacts"])


class ContactBody(Body):
    """What a program writes of a contact; what is left out stays as it is."""

    client: Text | None = None  # the client's number
    main: bool | None = None  # whether the house turns to them first
    name: Text | None = None
    latin_name: Text | None = None
    form_of_address: Text | None = None
    title: Text | None = None
    since: date | None = None
    phone: Text | None = None
    email: Text | None = None
    wechat: Text | None = None
    language: Text | None = None
    birthday: date | None = None
    lunar_birthday: Text | None = None
    festivals: list[Text] | None = None
    preferences: Text | None = None
    interests: Text | None = None
    taboos: Text | None = None
    photo_consent: Text | None = None
    photo_consent_on: date | None = None
    photo_consent_how: Text | None = None
    points: Annotated[list[PointBody], Field(max_length=20)] | None = (
        None  # in place of all there are
    )
    custom: Annotated[dict[str, Any], Field(default_factory=dict)]


class ContactsAsked(PageAsked):
    """Which contacts are asked for; `q` also finds a whole phone number or e-mail address."""

    q: Annotated[Text, Field(max_length=100)] = ""
    client: Text = ""
    external_id: Text = ""
    language: Text = ""


@router.get("", response=Any, summary="Contacts")
def list_contacts(request: HttpRequest, asked: Query[ContactsAsked]) -> dict[str, Any]:
    """Return a page of the contacts the account may see; sealed fields plain only with scope and right."""
    caller = _reader(request)
    columns = {"external_id": "external_id", "language": "language", "client": "client__number"}
    contacts = narrowed(_visible(caller), asked, columns)
    if asked.q:
        contacts = contacts.matching(asked.q)
    own = custom_fields.of(Contact)
    page, following = page_of(narrowed_by_own(contacts, request, own), asked)
    plain = {contact.pk: caller.sees_plain(contact) for contact in page}
    note_views(
        kind=Contact,
        people=sum(plain.values()),
        place=ViewPlace.API,
        by=caller.user,
        at=timezone.now(),
    )
    told = [told_contact(contact, own, plain=plain[contact.pk]) for contact in page]
    return {"contacts": told, "next": following}


@router.get("/{int:pk}", response=Any, summary="One contact")
def read_contact(request: HttpRequest, pk: RecordId) -> HttpResponse:
    """Return one contact with its entity tag."""
    caller = _reader(request)
    contact = one_of(_visible(caller), pk=pk)
    if caller.sees_plain(contact):
        note_view(record=contact, place=ViewPlace.API, by=caller.user, at=timezone.now())
    return _answer(request, contact, caller)


@router.post("", response={201: Any}, summary="A new contact")
def create_contact(request: HttpRequest, body: ContactBody) -> HttpResponse:
    """Keep a new contact, of a client or of none."""
    return _create(request, body, {})


@router.patch("/{int:pk}", response=Any, summary="Change a contact")
def change_contact(request: HttpRequest, pk: RecordId, body: ContactBody) -> HttpResponse:
    """Change what is given of a contact; needs If-Match. Another client is a move, kept with its day."""
    return _change(request, body, {"pk": pk}, needed=True)


@router.put(
    "/by-external-id/{path:external_id}",
    response={200: Any, 201: Any},
    summary="Keep a contact by the caller's own number",
)
def put_by_external_id(request: HttpRequest, external_id: str, body: ContactBody) -> HttpResponse:
    """Change the contact another program knows by this number, or keep a new one."""
    by = {"external_id": external_id}
    return change_or_create(
        Contact,
        by,
        body,
        change=lambda: _change(request, body, by, needed=False),
        create=lambda: _create(request, body, by),
    )


def _reader(request: HttpRequest) -> Caller:
    caller = caller_of(request)
    caller.require(ApiScope.READ_CONTACTS, "clients.view_contact")
    return caller


def _visible(caller: Caller) -> Any:
    seen = Contact.objects.visible_to(caller.user).select_related("client")
    return seen.prefetch_related("points")


def _create(request: HttpRequest, body: ContactBody, by: dict[str, str]) -> HttpResponse:
    caller = caller_of(request)
    caller.require(ApiScope.WRITE_CONTACTS, "clients.add_contact")
    given = body.given(new=True) | by
    external_id, own = given.pop("external_id", ""), given.pop("custom", {})
    further, main = given.pop("points", None), given.pop("main", None)
    form = filled(ContactIn, given, instance=Contact(), for_user=caller.user)
    points = checked_points(further, plain=form.instance.is_plain_to(caller.user))
    fill_own_fields(form.instance, own, plain=form.instance.is_plain_to(caller.user), whole=True)
    form.instance.external_id = external_id
    with keeping():
        contact = form.save()
        keep_points(contact, points)
        if main:
            choose_main_contact(contact=contact, by=caller.user)
        log(contact, "wagtail.create", user=caller.user, data={"api": caller.token.name})
    return _answer(request, contact, caller, status=201)


@transaction.atomic
def _change(
    request: HttpRequest, body: ContactBody, by: dict[str, Any], *, needed: bool
) -> HttpResponse:
    caller = caller_of(request)
    caller.require(ApiScope.WRITE_CONTACTS, "clients.change_contact")
    contact = one_of(_visible(caller), locked=True, **by)
    check_state(request, _state(contact), needed=needed)
    given = body.given()
    external_id, own = given.pop("external_id", None), given.pop("custom", {})
    main = given.pop("main", None)
    points = checked_points(given.pop("points", None), plain=contact.is_plain_to(caller.user))
    if contact.client and "client" in given:
        _move(contact, given, caller=caller)
    form = filled(ContactIn, given, instance=contact, for_user=caller.user)
    fill_own_fields(form.instance, own, plain=contact.is_plain_to(caller.user), whole=False)
    if external_id is not None:
        form.instance.external_id = external_id
    with keeping():
        contact = form.save()
        keep_points(contact, points)
        if main is not None:
            choose_main_contact(contact=contact, by=caller.user, is_main=main)
    beside = {"custom": own, "points": points is not None, "main": main is not None}
    changed = sorted(
        {*form.changed_data, *(name for name, given_too in beside.items() if given_too)}
    )
    log(
        contact,
        "wagtail.edit",
        user=caller.user,
        data={"api": caller.token.name, "fields": changed},
    )
    return _answer(request, one_of(_visible(caller), pk=contact.pk), caller)


def _move(contact: Contact, given: dict[str, Any], *, caller: Caller) -> None:
    """Move a contact whose client is given; the position they leave is kept."""
    number = given.pop("client") or ""
    if contact.client and number == contact.client.number:
        return
    to = Client.objects.visible_to(caller.user).filter(number=number).first() if number else None
    if number and to is None:
        raise FieldsWrong(errors={"client": [_("There is no client of this number.")]})
    title = given.pop("title", contact.title) or ""
    on = given.pop("since", None) or house_day(timezone.now())
    move_contact(contact=contact, to=to, title=title, on=on, by=caller.user)


def _state(contact: Contact) -> str:
    return state_of(told_contact(contact, custom_fields.of(Contact), plain=True))


def _answer(
    request: HttpRequest, contact: Contact, caller: Caller, *, status: int = 200
) -> HttpResponse:
    own = custom_fields.of(Contact)
    told = told_contact(contact, own, plain=caller.sees_plain(contact))
    state = state_of(told_contact(contact, own, plain=True))
    return answer(request, told, state=state, status=status)
