"""Forms over the API: what they ask, and answers to them. (interfaces: Public; HEADLESS 1)"""

from __future__ import annotations

import secrets
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja import Body, Header, NinjaAPI, Query, Schema, Status
from pydantic import Field

from forms_content.enums import Source
from forms_content.models import FormPage, FormVersion
from forms_content.presenting import rules_of
from forms_content.queries import live_form
from forms_content.schema import hints_of, schema_of
from forms_content.services.submitting import AnswersWrong, Way, submit, version_in_use
from foyer.api.api import PlainRenderer
from foyer.api.description import also_describe
from foyer.api.problems import install, problem
from foyer.api.reading import apply, open_to_sites
from foyer.cases.services.secrets import case_url
from foyer.core.client_ip import client_ip
from foyer.core.languages import known_language
from foyer.core.throttle import count_attempt

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
SENDS_A_MINUTE = 60
Language = Literal["zh-hans", "zh-hant", "en"]


class Asked(Schema):
    """In which language a form is asked for."""

    lang: Language | None = None


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


class SubmissionIn(Schema):
    """Answers to a form, by the keys of its questions."""

    answers: dict[str, Any]
    version: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        None, description="The version that was drawn; without it the one in use."
    )


class SubmissionOut(Schema):
    """What was kept; a complaint, a feedback or an enquiry can be followed."""

    reference: str
    track_url: str | None = None


@forms_api.get("forms/{slug}", response=FormOut, summary="What a form asks", tags=["forms"])
def read_form(request: HttpRequest, slug: str, asked: Query[Asked]) -> dict[str, Any]:
    """Return a live form: its schema, its layout, its rules and its notice."""
    page = _form(slug)
    version, language = version_in_use(page), _language(asked)
    definition = version.asks
    schema = schema_of(definition, language=language)
    with translation.override(language):
        introduction, notice = page.introduction_text, page.notice_text
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
    }


@forms_api.post(
    "forms/{slug}/submissions",
    response={201: SubmissionOut},
    summary="Answer a form",
    tags=["forms"],
)
def send_answers(
    request: HttpRequest,
    slug: str,
    asked: Query[Asked],
    sent: Body[SubmissionIn],
    idempotency_key: Annotated[str, Header(max_length=200)] = "",
) -> Any:
    """Keep one filled copy; with the same Idempotency-Key it is kept once, however often it is sent."""
    page, now = _form(slug), timezone.now()
    count_attempt(key=f"form:{client_ip(request)}", limit=SENDS_A_MINUTE, seconds=60, at=now)
    version = _version(page, sent.version)
    way = Way(Source.API, _language(asked), f"api:{idempotency_key or secrets.token_hex(16)}")
    try:
        kept = submit(page=page, version=version, given=sent.answers, way=way, at=now)
    except AnswersWrong as wrong:
        return _wrong(wrong)
    track_url = case_url(kept.case) if kept.case else None
    return Status(201, {"reference": kept.number, "track_url": track_url})


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
urls = (apply(open_to_sites, _patterns), _app, _namespace)
