"""Forms over the API: what they ask, and answers to them. (interfaces: Public; HEADLESS 1)"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from ninja import Header, NinjaAPI, Query, Schema, Status
from pydantic import Field

from forms_content.api_reading import Sent, described, read_sent
from forms_content.enums import Source
from forms_content.models import FormPage, FormPolicy, FormVersion, Submission
from forms_content.presenting import rules_of
from forms_content.proofs import (
    BITS,
    LASTS,
    ProofNeeded,
    ProofWrong,
    asks_proof,
    check_proof,
    new_challenge,
    read_challenge,
)
from forms_content.queries import live_form
from forms_content.schema import hints_of, schema_of
from forms_content.services.files import check_size, drop_files, take_files
from forms_content.services.limits import count_sending
from forms_content.services.submitting import (
    AnswersWrong,
    Way,
    find_copy,
    submit,
    version_in_use,
)
from foyer.api.api import PlainRenderer
from foyer.api.description import ROOT, also_describe
from foyer.api.problems import install, problem
from foyer.api.reading import apply, kept_by_readers, open_to_senders
from foyer.cases.services.secrets import case_url
from foyer.core.client_ip import client_ip
from foyer.core.languages import known_language
from foyer.core.refusals import Refusal

forms_api = NinjaAPI(
    renderer=PlainRenderer(),
    title="Foyer forms",
    version="1",
    urls_namespace="foyer-forms-api",
    docs_url=None,
    openapi_url=None,
)
install(forms_api)
also_describe(forms_api)
Language = Literal["zh-hans", "zh-hant", "en"]


class Asked(Schema):
    """In which language a form is asked for."""

    lang: Language | None = None


class ProofOut(Schema):
    """A sum that keeps machines away, to be solved for one answer."""

    challenge: str = Field(description="To be sent back as it is.")
    seed: str
    puzzles: int = Field(description="How many numbers are wanted, one for each puzzle from 0.")
    bits: int = Field(
        description="With how many zero bits the SHA-256 of the text seed:puzzle:number begins."
    )
    expires_at: datetime
    solver: str = Field(description="A JavaScript module whose `solve` does it in a browser.")


class FormOut(Schema):
    """What a form asks, and how it is drawn."""

    slug: str
    purpose: Literal["survey", "complaint", "feedback", "enquiry", "interest"]
    version: int
    language: str
    title: str
    introduction: str
    notice: str
    answers: dict[str, Any] = Field(description="JSON Schema (2020-12) of the answers.")
    layout: dict[str, Any] = Field(description="The steps, and how each question is drawn.")
    rules: list[dict[str, Any]] = Field(
        description="When a question is shown and must be answered."
    )
    proof: ProofOut | None = Field(
        None, description="What has to be solved before an answer is sent; null: nothing."
    )


class SubmissionOut(Schema):
    """What was kept; a complaint, a feedback or an enquiry can be followed."""

    reference: str
    track_url: str | None = None


@forms_api.get("forms/{slug}", response=FormOut, summary="What a form asks", tags=["forms"])
def read_form(
    request: HttpRequest, response: HttpResponse, slug: str, asked: Query[Asked]
) -> dict[str, Any]:
    """Return a live form: its schema, its layout, its rules and its notice."""
    page = _form(slug)
    version, language = version_in_use(page), _language(asked)
    definition = version.asks
    schema = schema_of(definition, language=language)
    with translation.override(language):
        introduction, notice = page.introduction_text, page.notice_text
    if proof := _proof(page, timezone.now()):
        patch_cache_control(response, no_store=True)  # each is good for one answer
    return {
        "slug": page.slug,
        "purpose": page.purpose,
        "version": version.number,
        "language": language,
        "title": schema["title"],
        "introduction": introduction,
        "notice": notice,
        "answers": schema,
        "layout": hints_of(definition, language=language),
        "rules": rules_of(definition),
        "proof": proof,
    }


@forms_api.get("proof.js", include_in_schema=False)
def read_solver(request: HttpRequest) -> HttpResponse:
    """Return the module that solves challenges, for pages of other sites: these addresses let them in."""
    return HttpResponse(_solver(), content_type="text/javascript")


@cache
def _solver() -> bytes:
    return (Path(__file__).parent / "static" / "forms_content" / "proof.js").read_bytes()


@forms_api.post(
    "forms/{slug}/submissions",
    response={201: SubmissionOut},
    summary="Answer a form",
    tags=["forms"],
    openapi_extra=described(),
)
def send_answers(
    request: HttpRequest,
    slug: str,
    asked: Query[Asked],
    idempotency_key: Annotated[str, Header(max_length=200)] = "",
) -> Any:
    """Keep one filled copy; with the same Idempotency-Key it is kept once, however often it is sent."""
    translation.activate(_language(asked))  # refusals, too, are said in the language asked for
    page, now = _form(slug), timezone.now()
    count_sending(page=page, address=client_ip(request), at=now)
    check_size(version_in_use(page).asks, int(request.META.get("CONTENT_LENGTH") or 0))
    sent = read_sent(request)
    version = _version(page, sent.copy.version)
    once = sent.named(idempotency_key or secrets.token_hex(16))
    way = Way(Source.API, _language(asked), f"api:{once}")
    try:
        kept = find_copy(page, way.once) or _kept(page, version, sent, way, now)
    except (ProofNeeded, ProofWrong) as wrong:
        errors = {"proof": [str(wrong)]}
        return problem(wrong.status, code=wrong.code, detail=str(wrong), errors=errors)
    if isinstance(kept, AnswersWrong):
        return _wrong(kept)
    track_url = case_url(kept.case) if kept.case else None
    return Status(201, {"reference": kept.number, "track_url": track_url})


def _kept(
    page: FormPage, version: FormVersion, sent: Sent, way: Way, at: datetime
) -> Submission | AnswersWrong:
    """Keep the copy; of one that is refused no file stays: a program sends them again."""
    way = replace(way, proof=_checked_proof(page, sent, at))
    files = take_files(page=page, definition=version.asks, once=way.once, handed=sent.files, at=at)
    try:
        return submit(page=page, version=version, given=sent.copy.answers | files, way=way, at=at)
    except AnswersWrong as wrong:
        drop_files(page=page, once=way.once)
        return wrong
    except Refusal:
        drop_files(page=page, once=way.once)
        raise


def _proof(page: FormPage, at: datetime) -> dict[str, Any] | None:
    policy = FormPolicy.current()
    if not asks_proof(page, policy):
        return None
    challenge = new_challenge(page, policy, at=at)
    return {
        "challenge": challenge.token,
        "seed": challenge.seed,
        "puzzles": challenge.puzzles,
        "bits": BITS,
        "expires_at": at + timedelta(seconds=LASTS),
        "solver": f"{settings.PUBLIC_URL}{ROOT}proof.js",
    }


def _checked_proof(page: FormPage, sent: Sent, at: datetime) -> str:
    """Return under what an answer keeps that its sum is used up; nothing where none is asked for."""
    if not asks_proof(page, FormPolicy.current()):
        return ""
    if sent.copy.proof is None:
        raise ProofNeeded
    challenge = read_challenge(page, sent.copy.proof.challenge, at=at)
    return check_proof(challenge, sent.copy.proof.numbers)


def _wrong(wrong: AnswersWrong) -> HttpResponse:
    errors = {f"answers.{key}": [words] for key, words in wrong.errors.items()}
    return problem(422, code=wrong.code, detail=str(wrong), errors=errors)


def _form(slug: str) -> FormPage:
    page = live_form(slug)
    if page is None:
        raise Http404
    return page


def _version(page: FormPage, number: int | None) -> FormVersion:
    if number is None:
        return version_in_use(page)
    version = FormVersion.objects.filter(page_id=page.pk, number=number).first()
    if version is None:
        raise Http404
    return version


def _language(asked: Asked) -> str:
    return known_language(asked.lang or translation.get_language())


_patterns, _app, _namespace = forms_api.urls
urls = (apply(open_to_senders, apply(kept_by_readers, _patterns)), _app, _namespace)
