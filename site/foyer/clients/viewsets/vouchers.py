"""Vouchers and those who hand them out, as staff keep them. (003-06)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from foyer.clients.enums import VoucherState
from foyer.clients.forms.base import KeptForm
from foyer.clients.forms.records import IssueVouchersForm
from foyer.clients.models import Voucher, VoucherChannel
from foyer.clients.services.vouchers import issue_vouchers
from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.deletion import KeptWhileUsedDeleteView
from foyer.core.listings import MatchingIndexView
from foyer.core.refusals import Refusal
from foyer.core.visible import visible
from foyer.core.visible_views import VisibleInspectView, VisibleSnippetViewSet

from .shared import ClientFilter


class ChannelViewSet(SnippetViewSet):
    """Banks and other partners."""

    model: ClassVar = VoucherChannel
    icon: ClassVar = "site"
    menu_label: ClassVar = _("Voucher channels")
    copy_view_enabled: ClassVar = False
    list_display: ClassVar = [
        "name",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        "is_open",
    ]
    search_fields: ClassVar = ["name"]
    search_backend_name: ClassVar = None
    delete_view_class: ClassVar = KeptWhileUsedDeleteView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
            FieldPanel("note"),
            FieldPanel("is_open"),
        ],
        base_form_class=KeptForm,
    )


class VoucherFilters(WagtailFilterSet):
    """What the register of vouchers is narrowed down by."""

    client = ClientFilter()

    class Meta:
        model = Voucher
        fields: ClassVar = ["channel", "state"]


class IssueView(CreateView):
    """Issue some vouchers at once."""

    page_title = _("Issue vouchers")
    success_message: ClassVar = None

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Issue them, or show the form again with the reason why not."""
        values = form.cleaned_data
        try:
            issued = issue_vouchers(
                channel=values["channel"],
                offer=values["offer"],
                count=values["count"],
                valid_until=values["valid_until"],
                by=self.request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_message = self.get_error_message()
            response: HttpResponseBase = self.form_invalid(form)
            return response
        said = ngettext(
            "%(count)d voucher has been issued.",
            "%(count)d vouchers have been issued.",
            len(issued),
        )
        messages.success(self.request, said % {"count": len(issued)})
        return redirect(self.get_success_url())


class VoucherIndexView(MatchingIndexView):
    """The register of vouchers, each by its code as it is printed."""

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, *args, **kwargs | {"accessor": "written_code"})


class VoucherInspectView(VisibleInspectView):
    """A voucher at a glance, with the step that may follow."""

    @property
    def header_more_buttons(self) -> list[Any]:
        """The step that may follow, for those who may take it."""
        return [*super().header_more_buttons, *voucher_buttons(self.object, self.request.user)]

    def get_code_display_value(self) -> str:
        """Return the code as it is printed."""
        return str(self.object.written_code)


class VoucherViewSet(VisibleSnippetViewSet):
    """The register of vouchers: issued by the dozen, then only stepped on."""

    model: ClassVar = Voucher
    icon: ClassVar = "tag"
    menu_label: ClassVar = _("Vouchers")
    inspect_view_enabled: ClassVar = True
    inspect_view_class: ClassVar = VoucherInspectView
    inspect_view_fields: ClassVar = [
        "code",
        "channel",
        "offer",
        "holder",
        "state",
        "valid_until",
        "issued_at",
        "issued_by",
        "used_at",
        "client",
        "converted_at",
    ]
    list_display: ClassVar = [
        "code",
        "channel",
        "offer",
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        "holder",
        "valid_until",
        "used_at",
        Column("client", label=_("Client"), accessor="client", sort_key="client__name"),
    ]
    list_per_page: ClassVar = 50
    filterset_class: ClassVar = VoucherFilters
    index_view_class: ClassVar = VoucherIndexView
    add_view_class: ClassVar = IssueView
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("channel"), FieldPanel("count")]),
            FieldPanel("offer"),
            FieldPanel("valid_until"),
        ],
        base_form_class=IssueVouchersForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the vouchers the reader may see, with all that a row shows."""
        return visible(Voucher, request.user).select_related("channel", "client")


def voucher_buttons(voucher: Voucher, user: Any) -> list[Button]:
    """Return the button of the step that may follow, for those who may take it."""
    if not user.has_perm("clients.use_voucher"):
        return []
    steps = {
        VoucherState.USED: ("use_voucher", gettext("Used…")),
        VoucherState.CONVERTED: ("convert_voucher", gettext("Became a client…")),
    }
    return [
        Button(
            steps[to][1],
            url=reverse(f"clients:{steps[to][0]}", args=[voucher.pk]),
            icon_name="check",
            priority=100,
        )
        for to in map(VoucherState, VoucherState.NEXT[voucher.state])
    ]
