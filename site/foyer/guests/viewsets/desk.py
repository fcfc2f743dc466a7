"""Desks as staff keep them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.guests.forms.desk import DeskForm
from foyer.guests.models import Desk


class DeskStateColumn(Column):
    """Whether a tablet is paired with the desk."""

    def get_value(self, instance: Desk) -> str:
        """Return the state in words."""
        if instance.token_hash:
            return gettext("Paired")
        return gettext("Revoked") if instance.revoked_at else gettext("Not paired yet")


class DeskChooserViewSet(RightsCheckedChooserViewSet):
    """A chooser of desks for those who may see them."""


class DeskIndexView(IndexView):
    """All desks, and how a tablet comes to trust the house."""

    @property
    def header_buttons(self) -> list[Any]:
        """Return Wagtail's buttons, the way to the desks' states and to the secure address."""
        buttons = list(super().header_buttons)
        now = gettext("Desks now")
        buttons.append(HeaderButton(now, url=reverse("guests:desks"), icon_name="mobile-alt"))
        if self.request.user.has_perm("guests.pair_desk"):
            label, url = gettext("Secure address for tablets"), reverse("guests:desk_trust")
            buttons.append(HeaderButton(label, url=url, icon_name="lock"))
        return buttons


class DeskViewSet(SnippetViewSet):
    """One desk a tablet."""

    model = Desk
    index_view_class: ClassVar = DeskIndexView
    icon = "mobile-alt"
    menu_label = _("Desks")
    menu_name = "desks"
    menu_order = 230
    add_to_admin_menu = True
    copy_view_enabled = False
    chooser_viewset_class = DeskChooserViewSet
    list_display: ClassVar = [
        "__str__",
        Column("event", label=_("Event")),
        DeskStateColumn("state", label=_("Tablet")),
        Column("last_seen_at", label=_("Last seen at")),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["name", "name_zh_hant", "name_en"]
    panels: ClassVar = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]),
        FieldPanel("event"),
        FieldPanel("checkpoints"),
        FieldPanel("mode"),
        FieldPanel("shows"),
        FieldPanel("prints_badges"),
        FieldPanel("room"),
    ]

    def get_queryset(self, request: Any) -> Any:
        """Return the desks with what the list shows of them."""
        return Desk.objects.select_related("event")

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form that knows which lists belong together."""
        return DeskForm
