"""Who is calling, what they may do, and in which state they saw a record. (security 1, RFC 9110)"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from ninja.security import HttpBearer
from pydantic import BaseModel, ConfigDict, Field

from foyer.api.desk_scans import Text
from foyer.clients.models import CustomField
from foyer.clients.services import custom_fields
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.privacy.sealing import keyed_hash, versions
from foyer.staff.models import ApiScope, ApiToken
from foyer.staff.services.api_tokens import TokenRefused, find_token

MOST = 200
LONGEST_ID = 100
_LONGEST_CURSOR = 40
_OWN = "custom_"  # before the key of a field the house added, as in the addresses of lists
_OF_SQL = 2**63 - 1


class NotAllowed(Refusal):
    """The token, or the account it works for, may not do this."""

    code = "not_allowed"
    status = 403
    message = _("This token, or the account it works for, has no right to this: %(right)s.")


class FieldsWrong(Refusal):
    """Some fields cannot be kept; `errors` names them, each with sentences."""

    code = "invalid"
    status = 422
    message = _("Something in the request is missing or malformed: see the fields named.")


class StateMissing(Refusal):
    """A record is changed only by whoever says in which state they saw it."""

    code = "precondition_required"
    status = 428
    message = _("Send the ETag of the record as you last read it, in the header If-Match.")


class StateChanged(Refusal):
    """The record has changed since the caller read it."""

    code = "precondition_failed"
    status = 412
    message = _(
        "The record has changed since you read it. Read it again, and send what is still to change."
    )


class Taken(Refusal):
    """Somebody else was faster with the same number."""

    code = "taken"
    message = _("Another record has this number already.")


@dataclass(frozen=True, slots=True)
class Caller:
    """A program at work in the name of an account."""

    token: ApiToken

    @property
    def user(self) -> User:
        """In whose name it works."""
        return self.token.user

    def require(self, scope: ApiScope, right: str) -> None:
        """Go on only when both the token and the account allow it.

        Raises:
            NotAllowed: one of them does not.
        """
        if scope.value not in self.token.scopes:
            raise NotAllowed(right=scope.value)
        self.require_right(right)

    def require_right(self, right: str) -> None:
        """Go on only when the account has a right.

        Raises:
            NotAllowed: it has not.
        """
        if not self.user.has_perm(right):
            raise NotAllowed(right=right)

    def sees_plain(self, record: Any) -> bool:
        """Tell whether what is sealed about a record is shown plain."""
        return ApiScope.SENSITIVE.value in self.token.scopes and bool(record.is_plain_to(self.user))


class Bearer(HttpBearer):
    """`Authorization: Bearer <token>`."""

    openapi_name = "ApiToken"

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return who is calling, or None."""
        with suppress(TokenRefused):
            return Caller(find_token(token, at=timezone.now()))
        return None


def caller_of(request: HttpRequest) -> Caller:
    """Return who is calling."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # put there by Bearer
    return caller


ExternalId = Annotated[Text, Field(max_length=LONGEST_ID)]


class Body(BaseModel):
    """What a program writes of a record; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    external_id: ExternalId | None = None

    def given(self, *, new: bool = False) -> dict[str, Any]:
        """Return what was sent, by field.

        Args:
            new: whether of a record that holds nothing yet, in which nothing is to be emptied.
        """
        sent = self.model_dump(exclude_unset=True)
        return {name: value for name, value in sent.items() if not new or value is not None}


@contextmanager
def keeping() -> Iterator[None]:
    """Keep what is written in the block whole or not at all.

    Raises:
        Taken: a number in it belongs to another record.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        raise Taken from clash


def one_of(records: QuerySet[Any], *, locked: bool = False, **by: Any) -> Any:
    """Return the one record among those the caller may see.

    Args:
        locked: whether it is about to be changed.
        by: what it is known by.

    Raises:
        Http404: there is none.
    """
    known = records.filter(**by)
    found = (known.select_for_update(of=("self",)) if locked else known).first()
    if found is None:
        raise Http404
    return found


def narrowed(records: QuerySet[Any], asked: Any, columns: Mapping[str, str]) -> Any:
    """Return the records whose columns hold what is asked for; what is not asked for narrows nothing."""
    wanted = {column: getattr(asked, name) for name, column in columns.items()}
    return records.filter(**{column: value for column, value in wanted.items() if value})


def narrowed_by_own(
    records: QuerySet[Any], request: HttpRequest, fields: Iterable[CustomField]
) -> Any:
    """Return the records whose own fields hold what is asked for, as `custom_<key>=<value>`.

    Raises:
        FieldsWrong: there is no such field, it is sealed, or cannot hold the value.
    """
    open_ones = {f"{_OWN}{field.key}": field for field in fields if not field.is_personal}
    errors = {}
    for name, text in request.GET.items():
        if not name.startswith(_OWN) or not text:
            continue
        field = open_ones.get(name)
        if field is None:
            errors[name] = [str(_("There is no such field."))]
            continue
        try:
            records = records.filter(**{f"custom__{field.key}": custom_fields.cleaned(field, text)})
        except ValidationError as wrong:
            errors[name] = [str(one) for one in wrong.messages]
    if errors:
        raise FieldsWrong(errors=errors)
    return records


class PageAsked(Schema):
    """Which part of a list is asked for: as many as `limit`, after those a `cursor` stands for."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    cursor: Annotated[str, Field(max_length=_LONGEST_CURSOR)] = ""


def page_of(records: QuerySet[Any], asked: PageAsked) -> tuple[list[Any], str | None]:
    """Return one page of records in the order they were kept, and the cursor of the next, if there is one.

    What is added meanwhile comes at the end; nothing is told twice.

    Raises:
        FieldsWrong: the cursor is none of ours.
    """
    found = records.order_by("pk").filter(pk__gt=_read_cursor(asked.cursor))[: asked.limit + 1]
    page = list(found)
    more = len(page) > asked.limit
    page = page[: asked.limit]
    return page, _cursor(page[-1].pk) if more else None


def _cursor(pk: int) -> str:
    return base64.urlsafe_b64encode(f"after:{pk}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> int:
    if not cursor:
        return 0
    with suppress(ValueError):
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        word, _colon, number = told.partition(":")
        if word == "after" and number.isdecimal() and 0 < int(number) <= _OF_SQL:
            return int(number)
    raise FieldsWrong(
        errors={"cursor": [str(_("This cursor is none of ours: begin without one."))]}
    )


def state_of(body: Mapping[str, Any]) -> str:
    """Return the entity tag of a record told in full; it tells nothing of what is in it."""
    told = json.dumps(body, sort_keys=True, default=str, ensure_ascii=False)
    return keyed_hash(told, purpose="etag")


def check_state(request: HttpRequest, state: str, *, needed: bool = True) -> None:
    """Go on only when the caller saw the record as it is now; `If-Match: *` takes it as it is.

    Raises:
        StateMissing, StateChanged.
    """
    asked = request.headers.get("If-Match", "").strip()
    if not asked:
        if needed:
            raise StateMissing
        return
    seen = {tag.strip().removeprefix("W/").strip('"') for tag in asked.split(",")}
    if asked != "*" and seen.isdisjoint(versions(state)):
        raise StateChanged


def answer(
    request: HttpRequest, body: Mapping[str, Any], *, state: str, status: int = 200
) -> HttpResponse:
    """Return one record with its entity tag, or 304 to whoever has it as it is."""
    tag = f'"{state}"'
    response = HttpResponse(status=304)
    if request.method != "GET" or request.headers.get("If-None-Match") != tag:
        told = json.dumps(body, ensure_ascii=False)
        response = HttpResponse(told, status=status, content_type="application/json; charset=utf-8")
    response["ETag"] = tag
    return response


def change_or_create(
    model: type[Model],
    by: Mapping[str, str],
    sent: BaseModel,
    *,
    change: Callable[[], HttpResponse],
    create: Callable[[], HttpResponse],
) -> HttpResponse:
    """Change the record a number stands for, or keep a new one; of two callers at once one creates it.

    Raises:
        FieldsWrong: this can be nobody's number, or what is sent names another one.
        Taken: it belongs to a record the caller may not see.
    """
    [(name, value)] = by.items()
    if not value.isprintable() or len(value) > LONGEST_ID:
        raise FieldsWrong(errors={name: [str(_("This is no number."))]})
    if getattr(sent, name, None) not in (None, value):
        told = str(_("The address says “%(number)s”. Leave this out, or send the same."))
        raise FieldsWrong(errors={name: [told % {"number": value}]})
    found = model._default_manager.filter(**by)
    if found.exists():
        return change()
    try:
        return create()
    except Refusal:
        if found.exists():  # kept by somebody else meanwhile
            return change()
        raise
