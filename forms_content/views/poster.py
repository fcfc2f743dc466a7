"""A form's code to scan: a poster on one sheet of A4 in three languages, and a picture. (001-18)"""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar

import qrcode
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from qr_code.qrcode.maker import make_embedded_qr_code
from qr_code.qrcode.utils import QRCodeOptions
from qrcode.constants import ERROR_CORRECT_M

from forms_content.definition.choices import three_languages
from forms_content.definition.parts import said
from forms_content.enums import FormPurpose
from foyer.core.context_processors import describe_house
from foyer.core.languages import HTML_LANG, OWN_NAMES
from foyer.core.models import HousePolicy

from .framing import path_for
from .staff import FormForEventView

_QR = QRCodeOptions(image_format="svg", error_correction="M", border=4, size="M")
_DPI = 300
_PIXELS_PER_MODULE = 20


class PosterView(FormForEventView):
    """The poster, to be printed."""

    template_name = "forms_content/print/poster.html"
    page_title: ClassVar = gettext_lazy("Poster")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what stands on the sheet, language by language."""
        page, house = self.form_page, HousePolicy.load()
        address = settings.PUBLIC_URL + path_for(page, self.event)
        typed = settings.PUBLIC_URL + page.address  # nobody types a signature
        titles = three_languages(page.title, page.title_zh_hant, page.title_en)
        introductions = three_languages(
            page.introduction, page.introduction_zh_hant, page.introduction_en
        )
        parts = []
        for code in OWN_NAMES:
            with override(code):
                parts.append(
                    {
                        "lang": HTML_LANG[code],
                        "title": said(titles, code),
                        "introduction": said(introductions, code),
                        "event": self.event.title_text if self.event else "",
                        "scan": _("Scan the code with your phone, or open"),
                        "house": describe_house(house),
                        "hotline": _("Or call us: %(hotline)s") % {"hotline": house.hotline}
                        if house.hotline and page.purpose in FormPurpose.OPENS_CASE
                        else "",
                    }
                )
        return super().get_context_data(**kwargs) | {
            "parts": parts,
            "address": address,
            "shown_address": typed.partition("://")[2],
            "svg": make_embedded_qr_code(address, _QR),
        }


class CodeView(FormForEventView):
    """The code as a picture, to be put into papers of one's own."""

    page_title: ClassVar = gettext_lazy("Code to scan")

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Return it as PNG, black on white, sharp when printed."""
        picture = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=_PIXELS_PER_MODULE)
        picture.add_data(settings.PUBLIC_URL + path_for(self.form_page, self.event))
        kept = BytesIO()
        picture.make_image().save(kept, "PNG", dpi=(_DPI, _DPI))
        name = f"{self.form_page.pk}.png"
        return HttpResponse(
            kept.getvalue(),
            content_type="image/png",
            headers={"Content-Disposition": f'attachment; filename="form-{name}"'},
        )
