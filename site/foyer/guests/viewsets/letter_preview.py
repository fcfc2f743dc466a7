"""The finished letter beside its words, in Wagtail's preview panel."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from wagtail.snippets.views.snippets import PreviewOnCreateView, PreviewOnEditView

from foyer.core.languages import HTML_LANG
from foyer.guests.models import InvitationWording
from foyer.guests.services.sample_letters import sample_letter

# A letter carries its style with it and its picture in it; it runs nothing and asks for nothing.
_LETTER_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "img-src": ["data:"],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
}


@csp_override(_LETTER_CSP)
def show_letter(words: InvitationWording, request: HttpRequest, mode: str) -> HttpResponse:
    """Answer with the finished letter, as HTML or as plain text."""
    letter = sample_letter(words=words, at=timezone.now())
    if mode == "text":
        context = {"letter": letter, "lang": HTML_LANG.get(words.language, "zh-Hans")}
        return render(request, "guests_admin/letter_text.html", context)
    picture = b64encode(letter.picture).decode()
    html = str(letter.alternatives[0][0])
    return HttpResponse(
        html.replace(f"cid:{letter.picture_id}", f"data:image/png;base64,{picture}")
    )


class _LetterPreview:
    """Shows the letter in Wagtail's preview panel."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Let the letter stand for the page Wagtail looks for."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # of the view below
        words: Any = self.object  # type: ignore[attr-defined]  # as above
        words.serve_preview = partial(show_letter, words)


class LetterPreviewOnEdit(_LetterPreview, PreviewOnEditView):
    """The letter while its words are changed."""


class LetterPreviewOnCreate(_LetterPreview, PreviewOnCreateView):
    """The letter while its words are first written."""
