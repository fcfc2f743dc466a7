"""A filled copy as a client of the API sends it: as JSON, or in parts where files come with it. (HEADLESS 1)"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.base import File
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field
from pydantic import ValidationError as Malformed

from forms_content.proofs import LONGEST

_PARTS: Final = "multipart/form-data"
_JSON: Final = "application/json"
_UNREADABLE = (
    ValueError,  # JSON, or bytes that are no UTF-8
    RecursionError,
    MultiPartParserError,
    RequestDataTooBig,
    TooManyFilesSent,
    UnreadablePostError,
)


class ProofIn(Schema):
    """A challenge with the numbers that solve it."""

    challenge: Annotated[str, Field(max_length=LONGEST)]
    numbers: Annotated[list[Annotated[int, Field(ge=0, le=10**9)]], Field(max_length=64)]


class SubmissionIn(Schema):
    """Answers to a form, by the keys of its questions."""

    answers: dict[str, Any]
    version: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        None, description="The version that was drawn; without it the one in use."
    )
    proof: ProofIn | None = Field(
        None, description="The sum solved, where the form asks for one; see `proof` of the form."
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """A filled copy as it came.

    Attributes:
        copy: the answers.
        files: those handed in, by the key of their question.
    """

    copy: SubmissionIn
    files: Mapping[str, Sequence[File[bytes]]]

    def named(self, key: str) -> str:
        """Return what this copy is called by its sender's key: another's copy of the same key is another. (security 4)

        The sum it came with says nothing: one that is used up is solved anew when a copy is sent again.
        """
        files = {
            name: [[file.name, _digest(file)] for file in handed]
            for name, handed in self.files.items()
        }
        told = [key, self.copy.answers, self.copy.version, files]
        written = json.dumps(told, sort_keys=True)
        return hashlib.sha256(written.encode(errors="backslashreplace")).hexdigest()


def _digest(file: File[bytes]) -> str:
    """Return the digest of a file, read from its beginning and left there."""
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def read_sent(request: HttpRequest) -> Sent:
    """Read what was sent.

    Raises:
        HttpError: it cannot be read.
        ValidationError: it is not what is asked for.
    """
    parts = request.content_type == _PARTS
    if not parts and request.content_type != _JSON:
        raise HttpError(400, "")
    try:
        body = _in_parts(request) if parts else json.loads(request.body)
        files = {key: request.FILES.getlist(key) for key in request.FILES} if parts else {}
    except _UNREADABLE as reason:
        raise HttpError(400, "") from reason
    try:
        return Sent(SubmissionIn.model_validate(body), files)
    except Malformed as reason:
        errors = [dict(one) | {"loc": ("body", "", *one["loc"])} for one in reason.errors()]
        raise ValidationError(errors) from reason


def _in_parts(request: HttpRequest) -> dict[str, Any]:
    """The answers stand as JSON in a part of that name, a solved sum in one; the version in another."""
    body: dict[str, Any] = {
        name: request.POST[name] for name in ("version",) if request.POST.get(name)
    }
    if request.POST.get("proof"):
        body["proof"] = json.loads(request.POST["proof"])
    return body | {"answers": json.loads(request.POST.get("answers") or "{}")}


def described() -> dict[str, Any]:
    """Return how OpenAPI describes both ways."""
    whole = SubmissionIn.model_json_schema()
    proof = {"anyOf": [whole.pop("$defs")["ProofIn"], {"type": "null"}]}
    whole["properties"]["proof"] |= proof
    parts = {
        "answers": {
            "type": "string",
            "contentMediaType": _JSON,
            "description": "The answers as JSON, without those that are files.",
        },
        "version": whole["properties"]["version"],
        "proof": {
            "type": "string",
            "contentMediaType": _JSON,
            "description": "The sum solved as JSON, where the form asks for one.",
        },
    }
    files = {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "description": "Files, each in a part named as the key of its question.",
    }
    by_part = {"type": "object", "properties": parts, "additionalProperties": files}
    content = {_JSON: {"schema": whole}, _PARTS: {"schema": by_part}}
    return {"requestBody": {"required": True, "content": content}}
