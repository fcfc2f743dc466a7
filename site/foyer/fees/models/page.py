"""The page on which the public reads what things cost."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from foyer.core.days import house_day
from foyer.core.public_page import PublicPage
from foyer.fees.fee_page import fees_today, one_version, paper, whole_history

_RICH = ["bold", "h3", "ol", "ul", "link"]


class FeeSchedulePage(RoutablePageMixin, PublicPage):
    """The fees in force, those to come, those that were, and how they changed (收费标准页). (004-21)"""

    introduction = RichTextField(_("introduction"), features=_RICH, blank=True)
    terms = RichTextField(
        _("below the fees"),
        features=_RICH,
        blank=True,
        help_text=_("How to book and to pay. The figures come from the fee schedule alone."),
    )

    template = "pages/fee_schedule_page.html"
    max_count = 3  # one a language
    parent_page_types: ClassVar = ["events.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("terms"),
        FieldPanel("hero_image"),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("terms"),
    ]
    api_fields: ClassVar = [APIField("introduction"), APIField("terms")]

    class Meta:
        verbose_name = _("fee page")
        verbose_name_plural = _("fee pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the fees of today, the next ones, and the quote that is asked for."""
        context = super().get_context(request, *args, **kwargs)
        return context | fees_today(asked=request.GET, at=timezone.now())

    def _part(self, request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
        """Answer with a part of the page: its head, and what that part shows."""
        context = PublicPage.get_context(self, request)
        return TemplateResponse(request, template, context | shown)

    @path("history/")
    def history(self, request: HttpRequest) -> HttpResponse:
        """Show every version and what it changed."""
        shown = whole_history(today=house_day(timezone.now()))
        return self._part(request, "pages/fee_history.html", shown)

    @path("versions/<int:number>/")
    def version(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show one version, in force or not."""
        return self._part(request, "pages/fee_version.html", self._one(number))

    @path("versions/<int:number>/print/")
    def printed(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show one version as it goes on paper."""
        return self._part(request, "fees/print.html", self._one(number))

    @path("versions/<int:number>/<slug:kind>/")
    def file(self, request: HttpRequest, number: int, kind: str) -> HttpResponse:
        """Answer with one version as a file: pdf or xlsx."""
        made = paper(number=number, kind=kind, address=self.full_url or "")
        if made is None:
            raise Http404
        return HttpResponse(
            made.content,
            content_type=made.content_type,
            headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
        )

    def _one(self, number: int) -> dict[str, Any]:
        shown = one_version(number=number, today=house_day(timezone.now()))
        if shown is None:
            raise Http404
        return shown
