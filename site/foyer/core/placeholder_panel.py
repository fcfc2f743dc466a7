"""The placeholders of a text, said beside the form in which it is written."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html_join
from wagtail.admin.panels import HelpPanel

from .placeholders import Placeholders


class PlaceholderPanel(HelpPanel):
    """Says which placeholders may be written, in the reader's language."""

    def __init__(self, placeholders: Placeholders, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.placeholders = placeholders

    def clone_kwargs(self) -> dict[str, Any]:
        """Return what makes this panel again."""
        return {**super().clone_kwargs(), "placeholders": self.placeholders}

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel as one person sees it."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            known = self.panel.placeholders.known
            self.content = format_html_join("", "<p><code>{{{}}}</code> {}</p>", known.items())
