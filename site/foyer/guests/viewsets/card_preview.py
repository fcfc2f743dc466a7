"""The finished cards beside their blocks, in Wagtail's preview panel."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import get_language
from django.views.decorators.csp import csp_override
from wagtail.snippets.views.snippets import PreviewOnCreateView, PreviewOnEditView

from foyer.core.languages import HTML_LANG, known_language
from foyer.guests.cards.drawing import draw
from foyer.guests.cards.samples import sample_subjects
from foyer.guests.models import CardDesign

_CARDS_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "img-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
}


@csp_override(_CARDS_CSP)
def show_cards(design: CardDesign, request: HttpRequest, mode: str) -> HttpResponse:
    """Answer with the cards of invented guests; with those of the longest real names for who may see them."""
    real = request.user.has_perm("guests.view_guest")
    subjects, event = sample_subjects(design, at=timezone.now(), with_real=real)
    drawing = draw(design, subjects, on_paper=mode == "sheet")
    paper = drawing.paper
    size = "{} × {} mm".format(*(paper.card if mode != "sheet" else (paper.width, paper.height)))
    context = {
        "design": design,
        "event": event,
        "drawing": drawing,
        "size": size,
        "html_lang": HTML_LANG[known_language(get_language())],
    }
    return render(request, "guests_admin/cards_preview.html", context)


class _CardPreview:
    """Shows the cards in Wagtail's preview panel."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Let the cards stand for the page Wagtail looks for."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # of the view below
        design: Any = self.object  # type: ignore[attr-defined]  # as above
        design.serve_preview = partial(show_cards, design)


class CardPreviewOnEdit(_CardPreview, PreviewOnEditView):
    """The cards while their design is changed."""


class CardPreviewOnCreate(_CardPreview, PreviewOnCreateView):
    """The cards while their design is first made."""
