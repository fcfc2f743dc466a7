"""A case over the API, for whoever holds its secret: read, write to, answered. (interfaces: Public; 001-23, 001-24)"""

from __future__ import annotations

from typing import Annotated, Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, QueryDict
from django.urls import register_converter
from django.utils import timezone, translation
from ninja import Body, Header, NinjaAPI, Path, Query, Schema, Status
from ninja.errors import HttpError
from pydantic import Field
from pydantic_core import from_json

from foyer.cases.forms.client import MessageForm, ReasonForm
from foyer.cases.models import Case
from foyer.cases.services.reopening import reopen_case
from foyer.cases.services.secrets import find_by_secret
from foyer.cases.services.steps import close_satisfied, object_to_result, write_as_client
from foyer.core.client_ip import client_ip
from foyer.core.throttle import count_attempt

from .desk import StrictParser
from .desk_scans import Text
from .problems import install, malformed, problem
from .public_case_words import Asked, CaseOut, language_of, told
from .reading import apply, for_one_reader, open_to_senders

READS_A_MINUTE = 60
WRITES_AN_HOUR = 20
_LONGEST_SECRET = 100
_MESSAGE = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"text": {"type": "string", "maxLength": 2000}},
                    "required": ["text"],
                }
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "text": {"type": "string", "maxLength": 2000},
                        "photos": {
                            "type": "array",
                            "maxItems": 5,
                            "items": {"type": "string", "format": "binary"},
                        },
                    },
                }
            },
        },
    }
}


class SecretConverter:
    """What may be the secret of a case: never the short number by which the staff's API names one."""

    regex = "[^/]{20,100}"

    def to_python(self, value: str) -> str:
        """Return it as it came."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


register_converter(SecretConverter, "case_secret")
cases_api = NinjaAPI(
    title="Foyer cases",
    version="1",
    urls_namespace="foyer-cases-api",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
)
install(cases_api)
Secret = Annotated[str, Path(max_length=_LONGEST_SECRET)]


class AnswerIn(Schema):
    """Whether the matter is settled for the client; if not, why."""

    satisfied: bool
    reason: Annotated[Text, Field(max_length=2000)] = ""


@cases_api.get(
    "cases/{case_secret:secret}",
    response=CaseOut,
    by_alias=True,
    summary="A case as its client sees it",
    tags=["cases"],
)
def read_case(request: HttpRequest, secret: Secret, asked: Query[Asked]) -> dict[str, Any]:
    """Return the steps in plain words, and what was said between the client and the house."""
    return told(_found(request, secret), asked)


@cases_api.post(
    "cases/{case_secret:secret}/messages",
    response={201: CaseOut},
    by_alias=True,
    summary="Write to the house about a case",
    tags=["cases"],
    openapi_extra=_MESSAGE,
)
def send_message(
    request: HttpRequest,
    secret: Secret,
    asked: Query[Asked],
    idempotency_key: Annotated[str, Header(max_length=200)] = "",
) -> Any:
    """Keep a message and what is shown with it; with the same Idempotency-Key once, however often it is sent."""
    case = _for_writing(request, secret)
    with translation.override(language_of(asked)):
        form = MessageForm(*_sent(request))
        if not form.is_valid():
            errors = {name: [str(one) for one in found] for name, found in form.errors.items()}
            return problem(422, code="invalid", detail=malformed(), errors=errors)
    said = form.cleaned_data
    write_as_client(
        case=case, text=said["text"], files=said["photos"], at=timezone.now(), once=idempotency_key
    )
    return Status(201, told(_found(request, secret, counted=False), asked))


@cases_api.post(
    "cases/{case_secret:secret}/answer",
    response=CaseOut,
    by_alias=True,
    summary="Say whether the matter is settled",
    tags=["cases"],
)
def send_answer(
    request: HttpRequest, secret: Secret, asked: Query[Asked], sent: Body[AnswerIn]
) -> Any:
    """Close the case, take it back to work, or open a closed one again; a yes given before changes nothing."""
    case, now = _for_writing(request, secret), timezone.now()
    if sent.satisfied:
        if case.outcome != "satisfied":
            close_satisfied(case=case, at=now)
    else:
        with translation.override(language_of(asked)):
            form = ReasonForm({"reason": sent.reason})
            if not form.is_valid():
                return problem(422, code="invalid", detail=malformed(), errors=dict(form.errors))
        reason = form.cleaned_data["reason"]
        if case.is_open:
            object_to_result(case=case, reason=reason, at=now)
        else:
            reopen_case(case=case, reason=reason, at=now)
    return told(_found(request, secret, counted=False), asked)


def _found(request: HttpRequest, secret: str, *, counted: bool = True) -> Case:
    """Return the case, the one it was merged into; wrong and unknown are the same."""
    if counted:
        key = f"case:{client_ip(request)}"
        count_attempt(key=key, limit=READS_A_MINUTE, seconds=60, at=timezone.now())
    case = find_by_secret(secret)
    if case is None:
        raise Http404
    return case.merged_into or case  # merged again since, it leads to the last one


def _for_writing(request: HttpRequest, secret: str) -> Case:
    case = _found(request, secret)
    key = f"case-write:{case.pk}:{client_ip(request)}"
    count_attempt(key=key, limit=WRITES_AN_HOUR, seconds=3600, at=timezone.now())
    return case


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """Return the words and the files of a request, in whichever way they came."""
    if request.content_type == "multipart/form-data":
        try:
            return request.POST, request.FILES
        except BadRequest as broken:  # Django's MultiPartParserError among them
            raise HttpError(400, "") from broken
    try:
        said = from_json(request.body)
    except ValueError as broken:
        raise HttpError(400, "") from broken
    text = said.get("text", "") if isinstance(said, dict) else ""
    data = QueryDict(mutable=True)
    data["text"] = text if isinstance(text, str) else ""
    return data, None


_patterns, _app, _namespace = cases_api.urls
urls = (apply(for_one_reader, apply(open_to_senders, _patterns)), _app, _namespace)
