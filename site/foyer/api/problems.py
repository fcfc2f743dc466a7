"""Errors of the API as RFC 9457 `application/problem+json`, each with a stable `code`."""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from foyer.core.refusals import Refusal
from foyer.core.throttle import TooManyAttempts

logger = logging.getLogger(__name__)
_DATABASE_BACK = 3  # seconds until it is worth asking again


def problem(status: int, *, code: str, detail: str, **more: Any) -> HttpResponse:
    """Return a problem document.

    Args:
        status: the HTTP status.
        code: the stable word for machines.
        detail: the sentence for people, in the caller's language.
        more: further members, such as `errors` or `party_limit`.
    """
    body = {"type": f"/api/foyer/v1/problems#{code}", "title": detail, "status": status}
    body |= {"code": code, "detail": detail} | more
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )


def refusal_problem(refusal: Refusal) -> HttpResponse:
    """Return the problem document of a refusal, and for how long not to come back."""
    status = refusal_status(refusal)
    response = problem(status, code=refusal.code, detail=str(refusal), **refusal.params)
    if isinstance(refusal, TooManyAttempts):
        response["Retry-After"] = str(refusal.retry_after)
    return response


def invalid_problem(errors: Iterable[Mapping[str, Any]], *, skip: int = 0) -> HttpResponse:
    """Return the problem document of a malformed body, with the sentences of each field.

    Args:
        errors: what Pydantic found.
        skip: how many parts of each place name Ninja's own wrapping and not the body.
    """
    fields: dict[str, list[str]] = {}
    for entry in errors:
        place = entry["loc"]
        wrapping = min(skip, 1) if place[:1] == ("query",) else skip
        field = ".".join(str(part) for part in place[wrapping:])
        fields.setdefault(field or "body", []).append(str(entry["msg"]))
    return problem(422, code="invalid", detail=malformed(), errors=fields)


def stranger_problem() -> HttpResponse:
    """Return the problem document for whoever shows no token."""
    return problem(401, code="not_authenticated", detail=_("A valid token is needed here."))


def malformed() -> str:
    """Return the sentence for a body that cannot be used."""
    return _("Something in the request is missing or malformed: see the fields named.")


def refusal_status(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal: its own, or 409 for an act the rules do not allow now."""
    return int(getattr(refusal, "status", 409))


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 where no page would be read: on the tablets' paths."""
    return problem(400, code="bad_request", detail=_("The request cannot be read."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 there."""
    return problem(403, code="forbidden", detail=_("This is not allowed here."))


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 there."""
    return problem(404, code="not_found", detail=_("There is nothing at this address."))


def wrong_method(allowed: str) -> HttpResponse:
    """Answer 405, and which methods are right."""
    refused = problem(405, code="bad_request", detail=_("The request cannot be read."))
    refused["Allow"] = allowed
    return refused


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 there: nothing was kept, and the same scan may be sent again."""
    return problem(500, code="server_error", detail=went_wrong())


def went_wrong() -> str:
    """Return the sentence for a fault of ours."""
    return _("Something went wrong on our side. Please try again, or ask our staff.")


def database_away() -> HttpResponse:
    """Answer 503 while the database is restarted or does not answer: nothing is wrong with what was sent."""
    response = problem(503, code="database_away", detail=went_wrong())
    response["Retry-After"] = str(_DATABASE_BACK)
    return response


def install(api: NinjaAPI) -> None:
    """Make an API answer with problem documents, whatever goes wrong."""

    @api.exception_handler(Refusal)
    def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return refusal_problem(refusal)

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return invalid_problem(error.errors, skip=2)

    @api.exception_handler(AuthenticationError)
    def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return stranger_problem()

    @api.exception_handler(OperationalError)
    @api.exception_handler(InterfaceError)
    def _away(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.warning("The database does not answer: %s", type(error).__name__)
        return database_away()

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return missing(request, error)

    @api.exception_handler(HttpError)
    def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
        detail = _("The request cannot be read.") if error.status_code == 400 else str(error)
        return problem(error.status_code, code="bad_request", detail=detail)
