"""The register of sign-ins: read, filtered, exported; never edited. (000-12)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.filters import RelatedFieldListFilter
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail_modeladmin.options import ModelAdmin

from foyer.core.days import house_minute
from foyer.core.registers import (
    ReadOnlyPermissionHelper,
    RegisterIndexView,
    RegisterInspectView,
)
from foyer.core.spreadsheets.writer import CONTENT_TYPES, table_pieces
from foyer.events.models import Event
from foyer.guests.models import SignIn
from foyer.guests.services.register import (
    departure_of,
    register_rows,
    signed_out_by,
    with_departures,
)


class SignInIndexView(RegisterIndexView):
    """The list, and its export for those with the right of their own. (security 9)"""

    def get_queryset(self, request: Any = None) -> Any:
        """Return the rows asked for, with when their guests left."""
        return with_departures(super().get_queryset(request))

    def as_spreadsheet(self, queryset: Any, kind: str) -> HttpResponseBase:
        """Write what the list shows into a file, for those who may."""
        user = self.request.user
        if not user.has_perm("guests.export_signin"):
            raise PermissionDenied
        rows = register_rows(queryset)
        for event in Event.objects.filter(pk__in=queryset.order_by().values("event")):
            log(event, "foyer.sign_in.export", user=user, data={"rows": len(rows) - 1})
        return StreamingHttpResponse(
            table_pieces(rows, kind=kind, sheet="sign-ins"),
            content_type=CONTENT_TYPES[kind],
            headers={"Content-Disposition": f'attachment; filename="sign-ins.{kind}"'},
        )


class EventFilter(RelatedFieldListFilter):
    """Chooses among the events, the latest first; Django's own asks its admin site, which we have not."""

    def field_admin_ordering(self, field: Any, request: Any, model_admin: Any) -> list[str]:
        """Return the order of the choices."""
        return ["-starts_at", "-pk"]


class SignInRegister(ModelAdmin):
    """Every sign-in ever kept, undone ones with their reason, and when the guest left."""

    model = SignIn
    menu_label = _("Sign-ins")
    menu_icon = "list-ul"
    menu_order = 240
    permission_helper_class = ReadOnlyPermissionHelper
    index_view_class = SignInIndexView
    inspect_view_class = RegisterInspectView
    index_template_name = "door/register.html"
    inspect_view_enabled = True
    history_view_enabled = False  # the stock one checks no permission
    list_display: ClassVar = [
        "signed_in_at",
        "guest",
        "event",
        "checkpoint_name",
        "desk",
        "way",
        "party",
        "signed_out",
        "undone_at",
        "undo_reason",
    ]
    list_filter: ClassVar = [("event", EventFilter), "way", "signed_in_at"]
    list_select_related: ClassVar = ["guest", "event", "checkpoint", "desk"]
    list_per_page = 50
    search_fields: ClassVar = ["guest__name", "guest__company", "event__number", "event__title"]
    inspect_view_fields: ClassVar = [
        "event",
        "guest",
        "checkpoint",
        "desk",
        "way",
        "party",
        "signed_in_at",
        "scanned_at",
        "signed_out",
        "undone_at",
        "undone_by",
        "undo_reason",
    ]

    def checkpoint_name(self, row: SignIn) -> str:
        """Return the checkpoint without its event."""
        return row.checkpoint.name_text

    checkpoint_name.short_description = _("checkpoint")  # type: ignore[attr-defined]  # Django reads it

    def signed_out(self, row: SignIn) -> str:
        """Return when the guest left, by which desk or how else, and when they came back if they did."""
        departure = departure_of(row)
        if departure is None:
            return ""
        said = [house_minute(departure.left_at), signed_out_by(departure)]
        if departure.returned_at:
            back = _("back at %(time)s") % {"time": house_minute(departure.returned_at)}
            said.append(back)
        return " · ".join(said)

    signed_out.short_description = _("signed out")  # type: ignore[attr-defined]  # Django reads it
