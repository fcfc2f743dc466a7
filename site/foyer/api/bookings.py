"""Asking for a room over the API; the form on the website and this one refuse the same. (004-02; interfaces: Public)"""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Final

from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone, translation
from django.utils.formats import date_format
from ninja import Body, Header, NinjaAPI, Schema, Status
from pydantic import AwareDatetime, Field

from foyer.bookings.enums import BookingChannel, BookingStatus
from foyer.bookings.forms.asking import RequestForm
from foyer.bookings.services.asking import ask_for_room
from foyer.bookings.services.secrets import booking_url
from foyer.core.client_ip import client_ip
from foyer.core.days import house_day
from foyer.core.languages import known_language
from foyer.core.throttle import count_attempt
from foyer.fees.pricing.refusals import ExtraUnknown
from foyer.venues.models import Room

from .desk import StrictParser
from .desk_scans import Text
from .problems import install, malformed, problem
from .reading import apply, for_one_reader, open_to_senders
from .rooms import Language, LayoutKey

REQUESTS: Final = 10
REQUEST_SECONDS: Final = 3600

bookings_api = NinjaAPI(
    title="Foyer bookings",
    version="1",
    urls_namespace="foyer-bookings-api",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
)
install(bookings_api)
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{1,8}$")]


class BookingIn(Schema):
    """What is asked for, and who asks; a phone number or an e-mail address is needed."""

    room: Annotated[int, Field(ge=1, le=2**31 - 1)]
    begins: AwareDatetime = Field(alias="from")
    ends: AwareDatetime = Field(alias="to")
    heads: Annotated[int, Field(ge=1, le=100_000)]
    name: Annotated[Text, Field(min_length=1, max_length=100)]
    company: Annotated[Text, Field(max_length=200)] = ""
    phone: Annotated[Text, Field(max_length=40)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    layout: LayoutKey | None = None
    theme: Annotated[Text, Field(max_length=200)] = ""
    wishes: Annotated[Text, Field(max_length=2000)] = ""
    extras: Annotated[
        dict[Key, Annotated[int, Field(ge=0, le=1000)]], Field(max_length=50, default_factory=dict)
    ]
    waits: bool = False
    lang: Language | None = None


class BookingOut(Schema):
    """The number of the request, how it stands, and where it is followed and answered."""

    number: str
    status: str
    track_url: str


@bookings_api.post(
    "bookings",
    response={201: BookingOut},
    by_alias=True,
    summary="Ask for a room",
    tags=["public"],
)
def ask(
    request: HttpRequest,
    sent: Body[BookingIn],
    idempotency_key: Annotated[str, Header(max_length=200)] = "",
) -> Any:
    """Keep a request; with the same Idempotency-Key once, however often it is sent."""
    now = timezone.now()
    room = Room.objects.filter(pk=sent.room, is_bookable=True)
    found = room.select_related("venue").prefetch_related("layouts", "hours").first()
    if found is None:
        raise Http404
    key = f"booking-request:{client_ip(request)}"
    count_attempt(key=key, limit=REQUESTS, seconds=REQUEST_SECONDS, at=now)
    with translation.override(known_language(sent.lang or translation.get_language())):
        typed = _as_typed(sent)
        form = RequestForm(typed, room=found, at=now)
        unknown = _add_extras(typed, form, sent)
        if not form.is_valid() or unknown:
            errors = {name: [str(one) for one in said] for name, said in form.errors.items()}
            if unknown:
                day = date_format(house_day(sent.begins), "DATE_FORMAT")
                errors["extras"] = [str(ExtraUnknown(item=key, day=day)) for key in unknown]
            return problem(422, code="invalid", detail=malformed(), errors=errors)
        booking = ask_for_room(
            wanted=form.wanted(),
            asker=form.asker(),
            channel=BookingChannel.API,
            at=now,
            waits=sent.waits,
            once=f"api:{idempotency_key}" if idempotency_key else "",
        )
    told = {
        "number": booking.number,
        "status": BookingStatus(booking.status).value,
        "track_url": booking_url(booking),
    }
    return Status(201, told)


def _as_typed(sent: BookingIn) -> QueryDict:
    """Return what was sent as the form on the website would have it."""
    typed = QueryDict(mutable=True)
    for name in ("name", "company", "phone", "email", "theme", "wishes"):
        typed[name] = getattr(sent, name)
    typed["from"], typed["to"] = sent.begins.isoformat(), sent.ends.isoformat()
    typed["heads"], typed["layout"] = str(sent.heads), sent.layout or ""
    return typed


def _add_extras(typed: QueryDict, form: RequestForm, sent: BookingIn) -> list[str]:
    """Add what is wanted beside the room, by whichever of its prices it is named; return what nobody offers."""
    wanted: Counter[str] = Counter()
    unknown = []
    for key, count in sent.extras.items():
        if name := form.field_of(key):
            wanted[name] += count
        elif count:
            unknown.append(key)
    for name, count in wanted.items():
        typed[name] = str(count) if count else ""
    return unknown


_patterns, _app, _namespace = bookings_api.urls
urls = (apply(for_one_reader, apply(open_to_senders, _patterns)), _app, _namespace)
