"""The complaint channels as a poster on one sheet of A4, in three languages, with the code to scan. (001-18)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from foyer.core.context_processors import describe_house
from foyer.core.languages import HTML_LANG, OWN_NAMES
from foyer.core.models import HousePolicy
from foyer.core.views import StaffPage

from .channel_blocks import channel_lines
from .complaints import code_to_scan, complaints_url
from .models import ComplaintChannelsPage


class ComplaintsPosterPage(StaffPage):
    """The poster, to be printed; everybody of the staff may hang it up."""

    right = "wagtailadmin.access_admin"
    template_name = "events_admin/complaints_poster.html"
    page_title: ClassVar = gettext_lazy("Poster of the complaint channels")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what stands on the sheet, language by language."""
        house, address = HousePolicy.load(), complaints_url()
        pages = {page.locale.language_code: page for page in ComplaintChannelsPage.shown()}
        parts = []
        for code in OWN_NAMES:
            page = pages.get(code)
            with override(code):
                usual = [(_("By telephone"), house.hotline)] if house.hotline else []
                parts.append(
                    {
                        "lang": HTML_LANG[code],
                        "title": page.title if page else _("Complaints and suggestions"),
                        "scan": _("Scan the code with your phone, or open"),
                        "channels": channel_lines(page.channels) if page else usual,
                        "promise": _("You get a number and see what we do about it."),
                        "house": describe_house(house),
                    }
                )
        return super().get_context_data(**kwargs) | {
            "parts": parts,
            "svg": code_to_scan(address),
            "shown_address": address.partition("://")[2],
        }
