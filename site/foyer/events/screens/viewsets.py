"""Tablet screens as marketing makes them. (KIOSK 11)"""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import (
    CopyView,
    CreateView,
    EditView,
    IndexView,
    PreviewOnCreateView,
    PreviewOnEditView,
    SnippetViewSet,
)

from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.deletion import KeptWhileUsedDeleteView
from foyer.core.views import StaffPage
from foyer.events.models import Event, EventType, TabletScreen

from .compiling import publish_screen
from .forms import COLOURS, ScreenForm
from .preview import draw_screen


class _Publishes:
    """What is kept is told to the tablets at once."""

    def save_instance(self) -> Any:
        """Keep the screen and put together what tablets are told."""
        screen = super().save_instance()  # type: ignore[misc]  # of the view below
        publish_screen(screen=screen, at=timezone.now())
        return screen


class ScreenCreateView(_Publishes, CreateView):
    """A new screen."""


class ScreenEditView(_Publishes, EditView):
    """A screen and its preview."""


class ScreenCopyView(_Publishes, CopyView):
    """A new screen that begins as another."""

    def get_initial_form_instance(self) -> TabletScreen:
        """Return the copy, not yet kept; the house's usual screen stays the one it was."""
        screen: TabletScreen = self.get_object()
        screen.pk, screen.is_default, screen.changed_at = None, False, None
        screen.name = gettext("%(name)s (copy)") % {"name": screen.name[:50]}
        screen._state.adding = True
        return screen


class _ScreenPreview:
    """Shows every screen of the tablet, with invented guests, in Wagtail's preview panel."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Let the kiosk's own screens stand for the page Wagtail looks for."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # of the view below
        screen: Any = self.object  # type: ignore[attr-defined]  # as above
        screen.serve_preview = partial(_serve, screen, request)


def _serve(screen: TabletScreen, asked: HttpRequest, _request: Any, _mode: str) -> Any:
    return draw_screen(screen, asked)


class ScreenPreviewOnEdit(_ScreenPreview, PreviewOnEditView):
    """The screens while they are changed."""


class ScreenPreviewOnCreate(_ScreenPreview, PreviewOnCreateView):
    """The screens while they are first made."""


class ScreenIndexView(IndexView):
    """All screens, and the way to who uses which."""

    @property
    def header_buttons(self) -> list[Any]:
        """Return Wagtail's buttons and the way to the list of uses."""
        label, url = gettext("Which screen is used where"), reverse("events:screens")
        return [*super().header_buttons, HeaderButton(label, url=url, icon_name="list-ul")]


class ScreenUsesView(StaffPage):
    """Which screen tablets show at events of each type, and at the events that have one of their own."""

    right = "events.view_tabletscreen"
    template_name = "events_admin/screens.html"
    page_title = _("Which screen is used where")
    header_icon = "desktop"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        url = reverse(TabletScreen.snippet_viewset.get_url_name("list"))
        here = [{"url": url, "label": _("Tablet screens")}, {"url": "", "label": self.page_title}]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the types and the events to come with a screen of their own."""
        now = timezone.now()
        own = Event.objects.upcoming(at=now).exclude(screen=None).select_related("screen")
        return super().get_context_data(**kwargs) | {
            "types": EventType.objects.select_related("screen"),
            "usual": TabletScreen.objects.filter(is_default=True).first(),
            "events": own,
            "may_choose": self.staff.has_perm("events.change_eventtype"),
            "may_events": self.staff.has_perm("events.change_event"),
        }


_GREETINGS = ("greet_key", "greet_regular", "greet_walk_in")


def _in_three(name: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(f"{name}{part}") for part in ("", "_zh_hant", "_en")])


class TabletScreenViewSet(SnippetViewSet):
    """What tablets show."""

    model: ClassVar = TabletScreen
    icon: ClassVar = "desktop"
    menu_label: ClassVar = _("Tablet screens")
    list_display: ClassVar = [
        "name",
        BooleanColumn("is_default", label=_("Usual")),
        Column("types", label=_("Event types"), accessor="type_count"),
        Column("own", label=_("Events"), accessor="event_count"),
        Column("changed_at", label=_("Changed at")),
    ]
    search_backend_name = None
    search_fields: ClassVar = ["name"]
    index_view_class: ClassVar = ScreenIndexView
    add_view_class: ClassVar = ScreenCreateView
    edit_view_class: ClassVar = ScreenEditView
    copy_view_class: ClassVar = ScreenCopyView
    delete_view_class: ClassVar = KeptWhileUsedDeleteView
    preview_on_edit_view_class: ClassVar = ScreenPreviewOnEdit
    preview_on_add_view_class: ClassVar = ScreenPreviewOnCreate
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("is_default")]),
            MultiFieldPanel(
                [
                    FieldPanel("logo"),
                    FieldPanel("background"),
                    FieldRowPanel([FieldPanel(name) for name in COLOURS]),
                ],
                heading=_("Look"),
            ),
            MultiFieldPanel(
                [_in_three(name) for name in _GREETINGS],
                heading=_("Greetings"),
                help_text=_(
                    "The line above the guest's name, which follows by itself with its form of address. Empty: "
                    "the usual words."
                ),
            ),
            FieldPanel("steps"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("rest_after"), FieldPanel("slide_seconds")]),
                    FieldPanel("slides"),
                ],
                heading=_("While nobody is there"),
            ),
            MultiFieldPanel(
                [
                    _in_three("end_title"),
                    _in_three("end_text"),
                    FieldPanel("end_channels"),
                    FieldPanel("end_seconds"),
                ],
                heading=_("At the end"),
            ),
        ],
        base_form_class=ScreenForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the screens with how often each is chosen."""
        return TabletScreen.objects.annotate(
            type_count=Count("event_types", distinct=True),
            event_count=Count("events", distinct=True),
        )
