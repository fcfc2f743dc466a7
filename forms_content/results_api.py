"""What was answered to forms, for other programs of the house: with a token. (HEADLESS 1)"""

from __future__ import annotations

from datetime import UTC, date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Query, Router
from pydantic import Field

from foyer.api.clients.calling import Bearer, Caller, NotAllowed, PageAsked, caller_of, page_of
from foyer.api.description import also_describe
from foyer.api.problems import install
from foyer.api.reading import apply, for_one_reader, in_words
from foyer.core.languages import known_language
from foyer.events.models import Event
from foyer.privacy.enums import ViewPlace
from foyer.privacy.services.view_log import note_views
from foyer.staff.models import ApiScope

from .enums import FormPurpose
from .models import FormPage, Submission
from .results import Report, Wanted, report_of

READ = "forms_content.view_submission"
SENSITIVE = "forms_content.view_sensitive_submission"
EVERY_CASE = "cases.view_every_case"

router = Router(tags=["results of forms"])


class ReportAsked(PageAsked):
    """What a report or a list is narrowed down to."""

    lang: Annotated[str, Field(max_length=10)] = "zh-hans"
    event: Annotated[str, Field(max_length=30)] = ""
    first: date | None = None
    last: date | None = None
    by: Annotated[str, Field(max_length=40)] = ""


@router.get("", summary="The forms that are answered")
def forms(request: HttpRequest, asked: Query[PageAsked]) -> dict[str, Any]:
    """Return the forms of the house, by the page."""
    _caller(request)
    found, cursor = page_of(FormPage.objects.filter(versions__isnull=False).distinct(), asked)
    told = [
        {
            "slug": page.slug,
            "title": page.title,
            "purpose": page.purpose,
            "anonymous": page.anonymous,
        }
        for page in found
    ]
    return {"items": told, "next": cursor}


@router.get("/{slug}", summary="What was answered to a form, counted")
def report(request: HttpRequest, slug: str, asked: Query[ReportAsked]) -> dict[str, Any]:
    """Return the report of a form; of an anonymous one small groups are left out, as on the page."""
    _caller(request)
    page = _form(slug)
    wanted = _wanted(asked)
    told = report_of(page, language=known_language(asked.lang), wanted=wanted, by=asked.by)
    return _told(told)


@router.get("/{slug}/submissions", summary="Filled copies of a form, one by one")
def submissions(request: HttpRequest, slug: str, asked: Query[ReportAsked]) -> dict[str, Any]:
    """Return filled copies by the page, in the order they were kept; personal answers with scope and right."""
    caller = _caller(request)
    page = _form(slug)
    if page.purpose in FormPurpose.OPENS_CASE:
        caller.require_right(EVERY_CASE)
    plain = _sees_personal(caller)
    if page.anonymous and not plain:
        raise NotAllowed(right=SENSITIVE)
    copies = _wanted(asked).narrow(Submission.objects.counting().filter(page=page))
    found, cursor = page_of(copies.select_related("version", "event"), asked)
    opened = sum(bool(kept.sealed_keys) for kept in found) if plain else 0
    note_views(
        kind=Submission,
        people=opened,
        place=ViewPlace.API,
        by=caller.user,
        at=timezone.now(),
        columns=("sealed_answers",),
    )
    return {"items": [_copy(kept, plain=plain) for kept in found], "next": cursor}


def _caller(request: HttpRequest) -> Caller:
    caller = caller_of(request)
    caller.require(ApiScope.READ_FORMS, READ)
    return caller


def _sees_personal(caller: Caller) -> bool:
    scoped = ApiScope.SENSITIVE.value in caller.token.scopes
    return scoped and caller.user.has_perm(SENSITIVE)


def _form(slug: str) -> FormPage:
    printable = slug if slug.isprintable() else ""
    page = FormPage.objects.filter(slug=printable, versions__isnull=False).order_by("pk").first()
    if page is None:
        raise Http404
    found: FormPage = page
    return found


def _wanted(asked: ReportAsked) -> Wanted:
    event = None
    if asked.event:
        found = Event.objects.filter(number=asked.event) if asked.event.isprintable() else None
        event = found.first() if found is not None else None
        if event is None:
            raise Http404
    return Wanted(event=event.pk if event else None, first=asked.first, last=asked.last)


def _copy(kept: Submission, *, plain: bool) -> dict[str, Any]:
    return {
        "id": kept.pk,
        "reference": kept.number,
        "version": kept.version.number,
        "language": kept.language,
        "source": kept.source,
        "event": kept.event.number if kept.event else None,
        "received_at": kept.received_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "answers": kept.all_answers if plain else kept.answers,
        "masked": bool(kept.sealed_keys) and not plain,
    }


def _told(report: Report) -> dict[str, Any]:
    satisfaction = report.satisfaction
    return {
        "total": report.total,
        "counted": report.count,
        "hidden": report.hidden,
        "satisfaction": {
            "score": satisfaction.total.value,
            "judgements": satisfaction.total.count,
            "by_aspect": {name: score.value for name, score in satisfaction.scores.items()},
        },
        "questions": [
            {
                "key": one.key,
                "label": one.label,
                "kind": one.kind,
                "answered": one.answered,
                "average": one.average,
                "recommendation": one.score,
                "removed": one.removed,
                "personal": one.personal,
                "charts": [
                    {
                        "heading": chart.heading,
                        "bars": [
                            {"label": bar.label, "count": bar.count, "share": bar.share}
                            for bar in chart.bars
                        ],
                    }
                    for chart in one.charts
                ],
            }
            for one in report.outcomes
        ],
        "parted": _parted(report),
    }


def _parted(report: Report) -> dict[str, Any] | None:
    parted = report.parted
    if parted is None:
        return None
    return {
        "by": report.by,
        "groups": [{"label": name, "count": size} for name, size in parted.columns],
        "hidden": list(parted.hidden),
        "tables": [
            {"heading": table.heading, "rows": [[name, *cells] for name, cells in table.rows]}
            for table in parted.tables
        ],
    }


results_api = NinjaAPI(
    title="Foyer results of forms",
    version="1",
    urls_namespace="foyer-results-api",
    docs_url=None,
    openapi_url=None,
    auth=Bearer(),
)
install(results_api)
results_api.add_router("/results", router)
also_describe(results_api)
_patterns, _app, _namespace = results_api.urls
urls = (apply(for_one_reader, apply(in_words, _patterns)), _app, _namespace)
