"""Pairing, revoking and securing tablets. (KIOSK 4)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qr_code.qrcode.maker import make_embedded_qr_code
from qr_code.qrcode.utils import QRCodeOptions
from wagtail.admin import messages

from foyer.core.refusals import Refusal
from foyer.core.transport.trust import house_certificate, trust_address
from foyer.guests.forms.desk import PinForm
from foyer.guests.models import Desk
from foyer.guests.services.pairing import PAIRING_LIFE, issue_pairing_code, revoke_desk, set_pin

from .scope import StaffView

QR = QRCodeOptions(image_format="svg", error_correction="M", border=4, size="M")


class DesksView(StaffView):
    """A page about desks."""

    right = "guests.pair_desk"
    header_icon: ClassVar = "mobile-alt"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, desks, this page."""
        desks = {"url": desk_url("list"), "label": _("Desks")}
        return [*self.breadcrumbs_items, desks, {"url": "", "label": self.get_page_title()}]


class DeskView(DesksView):
    """A page about one desk."""

    def look_up(self, **kwargs: Any) -> None:
        """Find the desk."""
        self.desk = get_object_or_404(Desk.objects.select_related("event"), pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Return the desk the page is about."""
        return self.desk.name_text

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the desk beside what every page shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        edit_url = desk_url("edit", self.desk.pk)
        return context | {"desk": self.desk, "edit_url": edit_url}


class TrustView(DesksView):
    """Say how tablets come to trust the house's address, where the house vouches for it itself."""

    template_name = "door/trust.html"
    page_title: ClassVar = gettext_lazy("Secure address for tablets")
    header_icon: ClassVar = "lock"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the certificate and where tablets get the authority."""
        address, known = trust_address(), house_certificate()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "certificate": known,
            "is_secure": settings.SECURE,
            "house_url": settings.PUBLIC_URL,
            "trust_url": address,
            "qr": make_embedded_qr_code(address, QR) if known else "",
        }


class PairView(DeskView):
    """Show a one-time code, and its picture, for a tablet."""

    template_name = "door/pair.html"
    page_title: ClassVar = gettext_lazy("Pair a tablet")

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Make the code and show it, this once."""
        code = issue_pairing_code(desk=self.desk, by=self.staff, at=timezone.now())
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(
                **shown_code(code),
                minutes=int(PAIRING_LIFE.total_seconds() // 60),
                has_own_certificate=house_certificate() is not None,
            )
        )
        return response


class RevokeView(DeskView):
    """Take a tablet's rights away, after asking."""

    template_name = "door/revoke.html"
    page_title: ClassVar = gettext_lazy("Revoke the tablet")

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Revoke at once."""
        revoke_desk(desk=self.desk, at=timezone.now(), by=self.staff)
        messages.success(
            request, _("The tablet of %(desk)s can sign nobody in any more.") % {"desk": self.desk}
        )
        return redirect(desk_url("list"))


class PinView(DeskView):
    """Give a desk a new staff PIN."""

    template_name = "door/pin.html"
    page_title: ClassVar = gettext_lazy("Staff PIN")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form beside what every page shows."""
        kwargs.setdefault("form", PinForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the PIN."""
        form = PinForm(request.POST)
        if form.is_valid():
            try:
                set_pin(desk=self.desk, pin=form.cleaned_data["pin"], by=self.staff)
            except Refusal as refusal:
                form.add_error("pin", str(refusal))
            else:
                messages.success(request, _("The new PIN holds from now on."))
                return redirect(desk_url("list"))
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


def shown_code(code: str) -> dict[str, str]:
    """Return a pairing code as it is typed and as a tablet scans it, and where it is typed."""
    address = f"{settings.PUBLIC_URL}/kiosk/"
    return {
        "code": f"{code[:4]}-{code[4:]}",
        "kiosk_url": address,
        "qr": make_embedded_qr_code(f"{address}?pair={code}", QR),
    }


def desk_url(page: str, *args: Any) -> str:
    """Return the address of a page of the desks' own list: list, add, edit."""
    viewset = Desk.snippet_viewset  # type: ignore[attr-defined]  # Wagtail puts it there
    return reverse(viewset.get_url_name(page), args=args)
