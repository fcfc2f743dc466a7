"""The finished letter beside its words, in Wagtail's preview panel: HTML, plain text, on paper."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import override
from django.views.decorators.csp import csp_override
from wagtail.snippets.views.snippets import PreviewOnCreateView, PreviewOnEditView

from foyer.bookings.enums import TERMS
from foyer.bookings.models import LetterText
from foyer.bookings.papers.content import letter_paper
from foyer.bookings.services.letters import compose, values_added
from foyer.bookings.services.sample_letters import sample_booking
from foyer.core.languages import HTML_LANG, known_language
from foyer.core.models import HousePolicy

# A letter carries its style with it; it runs nothing and asks for nothing.
_LETTER_CSP: Final[dict[str, list[str]]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
}


@csp_override(_LETTER_CSP)
def show_letter(text: LetterText, request: HttpRequest, mode: str) -> HttpResponse:
    """Answer with the finished letter about an invented booking; a contract is always on paper."""
    now, house = timezone.now(), HousePolicy.load()
    language = known_language(text.language)
    booking = sample_booking(text=text, at=now)
    if mode == "paper" or text.occasion == TERMS:
        with override(language):
            more = values_added(booking, text.occasion, at=now)
            paper = letter_paper(booking, text.occasion, house, text=text, more=more)
            context = {"paper": paper, "html_lang": HTML_LANG[language]}
            return render(request, "bookings/print.html", context)
    letter = compose(booking, text.occasion, house, at=now, text=text, message="……")
    if mode == "text":
        context = {"letter": letter, "lang": HTML_LANG[language]}
        return render(request, "guests_admin/letter_text.html", context)
    return HttpResponse(str(letter.alternatives[0][0]))


class _LetterPreview:
    """Shows the letter in Wagtail's preview panel."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Let the letter stand for the page Wagtail looks for."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # of the view below
        text: Any = self.object  # type: ignore[attr-defined]  # as above
        text.serve_preview = partial(show_letter, text)


class LetterPreviewOnEdit(_LetterPreview, PreviewOnEditView):
    """The letter while its words are changed."""


class LetterPreviewOnCreate(_LetterPreview, PreviewOnCreateView):
    """The letter while its words are first written."""
