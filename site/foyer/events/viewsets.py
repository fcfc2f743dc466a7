"""Events and their kinds as staff keep them."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import (
    CopyView,
    CreateView,
    EditView,
    InspectView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from foyer.archive.ways import paper_buttons
from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.deletion import KeptWhileUsedDeleteView
from foyer.core.listings import MatchingIndexView
from foyer.core.refusals import Refusal
from foyer.core.refusing_forms import RefusalsInForm

from .enums import EventStatus
from .forms import EventForm
from .models import Event, EventType
from .screens.viewsets import TabletScreenViewSet
from .services import advance_event, hold_room, number_event


def _months(request: Any = None) -> list[tuple[str, str]]:
    """The months in which events begin, the latest first."""
    starts = Event.objects.datetimes("starts_at", "month", order="DESC")
    return [(f"{start:%Y-%m}", date_format(start, "YEAR_MONTH_FORMAT")) for start in starts]


class EventFilters(WagtailFilterSet):
    """What the list of events is narrowed down by."""

    month = django_filters.ChoiceFilter(label=_("Month"), choices=_months, method="in_month")

    class Meta:
        model = Event
        fields: ClassVar = ["type", "status"]

    def in_month(self, queryset: Any, name: str, value: str) -> Any:
        """Keep the events that begin in a month such as 2026-11."""
        year, month = value.split("-")
        return queryset.filter(starts_at__year=int(year), starts_at__month=int(month))


class _NumbersEvents:
    """An event gets its number when it is kept, and takes its room."""

    form: Any

    def save_instance(self) -> Any:
        """Keep the event, under the next number of the series where none was typed.

        Raises:
            Refusal: its room is taken; the view says so in the form.
        """
        now = timezone.now()
        number_event(event=self.form.instance, at=now)
        event = super().save_instance()  # type: ignore[misc]  # the view below
        hold_room(event=event, at=now)
        return event


class _OffersSteps:
    """Shows the steps that may follow in the menu of an event's screen."""

    object: Event
    request: HttpRequest

    @property
    def header_more_buttons(self) -> list[Any]:
        """The steps that may follow, for those who may change events."""
        buttons = list(super().header_more_buttons)  # type: ignore[misc]  # the view below
        if self.request.user.has_perm("events.change_event"):
            buttons += step_buttons(self.object)
        return buttons + paper_buttons(self.object, self.request.user)


def step_buttons(event: Event) -> list[Button]:
    """Return one button for each step that may follow."""
    return [
        Button(
            gettext("Set to “%(status)s”…") % {"status": EventStatus(to).label},
            url=reverse("events:advance", args=[event.pk, to]),
            icon_name="arrow-right",
            priority=100 + position,
        )
        for position, to in enumerate(EventStatus.NEXT[event.status])
    ]


class EventIndexView(MatchingIndexView):
    """The list of events, each named in the reader's language."""

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, *args, **kwargs | {"accessor": "title_text"})


class EventCreateView(RefusalsInForm, _NumbersEvents, CreateView):
    """A new event."""


class EventCopyView(RefusalsInForm, _NumbersEvents, CopyView):
    """A new event that begins as another: planned, and with a number of its own."""

    def get_initial_form_instance(self) -> Event:
        """Return the copy, not yet kept."""
        event: Event = self.get_object()
        event.pk, event.number, event.status = None, "", EventStatus.PLANNED
        event.occupation = None
        event._state.adding = True
        return event


class EventEditView(RefusalsInForm, _OffersSteps, _NumbersEvents, EditView):
    """The form of an event, with the steps that may follow."""


class EventInspectView(_OffersSteps, InspectView):
    """An event at a glance, with the steps that may follow."""

    def get_status_display_value(self) -> str:
        """Return the status in the reader's language."""
        return self.object.status_label

    def get_dress_code_display_value(self) -> str:
        """Return the dress code in the reader's language."""
        return self.object.dress_code_text


class AdvanceEventView(WagtailAdminTemplateMixin, View):
    """Asks whether an event is to take a step, and takes it."""

    template_name = "events_admin/advance.html"
    page_title = _("Set the status")
    header_icon = "calendar-alt"

    def dispatch(self, request: HttpRequest, pk: int, to: str) -> HttpResponseBase:
        """Let only those in who may change events."""
        if not request.user.has_perm("events.change_event"):
            raise PermissionDenied
        self.event = get_object_or_404(Event, pk=pk)
        self.to = to
        self.back = reverse(Event.snippet_viewset.get_url_name("edit"), args=[pk])  # type: ignore[attr-defined]  # set by register_snippet
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask, or say that the step does not follow."""
        if self.to not in EventStatus.NEXT[self.event.status]:
            raise Http404
        label = EventStatus(self.to).label
        return TemplateResponse(
            request,
            self.template_name,
            self.get_context_data(event=self.event, label=label, back=self.back),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the step."""
        try:
            kept = advance_event(event=self.event, to=self.to, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # staff
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            said = gettext("“%(event)s” is now set to “%(status)s”.")
            messages.success(
                request, said % {"event": kept.title_text, "status": kept.status_label}
            )
        return redirect(self.back)

    def get_page_subtitle(self) -> str:
        """Name the event."""
        return str(self.event)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, the event, this page."""
        here = {"url": "", "label": self.page_title, "sublabel": str(self.event)}
        return [*self.breadcrumbs_items, {"url": self.back, "label": str(self.event)}, here]


class EventViewSet(SnippetViewSet):
    """Events. (000-01, 000-03)"""

    model: ClassVar = Event
    icon: ClassVar = "calendar-alt"
    menu_label: ClassVar = _("Events")
    inspect_view_enabled: ClassVar = True
    inspect_view_class: ClassVar = EventInspectView
    inspect_view_fields: ClassVar = [
        "number",
        "type",
        *("title", "title_zh_hant", "title_en"),
        *("theme", "theme_zh_hant", "theme_en"),
        "purpose",
        "status",
        *("starts_at", "ends_at", "doors_at", "reply_by"),
        *("venue", "room", "capacity"),
        *("host", "dress_code", "walk_ins"),
    ]
    list_display: ClassVar = [
        "title",
        "number",
        Column("type", label=_("Type"), accessor="type_name", sort_key="type__position"),
        Column("starts_at", label=_("Starts at"), sort_key="starts_at"),
        Column("venue", label=_("Venue"), accessor="venue_name"),
        Column("room", label=_("Room"), accessor="room_name"),
        Column("status", label=_("Status"), accessor="status_label", sort_key="status"),
    ]
    list_per_page: ClassVar = 50
    ordering: ClassVar = ["-starts_at", "-pk"]
    filterset_class: ClassVar = EventFilters
    index_view_class: ClassVar = EventIndexView
    add_view_class: ClassVar = EventCreateView
    copy_view_class: ClassVar = EventCopyView
    edit_view_class: ClassVar = EventEditView
    delete_view_class: ClassVar = KeptWhileUsedDeleteView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("title"), FieldPanel("type")]),
            FieldRowPanel([FieldPanel("title_zh_hant"), FieldPanel("title_en")]),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
            FieldRowPanel([FieldPanel("venue"), FieldPanel("room")]),
            FieldRowPanel([FieldPanel("capacity"), FieldPanel("dress_code")]),
            MultiFieldPanel(
                [
                    FieldPanel("theme"),
                    FieldRowPanel([FieldPanel("theme_zh_hant"), FieldPanel("theme_en")]),
                    FieldPanel("purpose"),
                    FieldPanel("host"),
                ],
                heading=_("Plan"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("doors_at"), FieldPanel("reply_by")]),
                    FieldPanel("walk_ins"),
                    FieldPanel("screen"),
                ],
                heading=_("Guests"),
            ),
            FieldPanel(
                "number", help_text=_("Leave it empty and the next number of the series is given.")
            ),
        ],
        base_form_class=EventForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the events with all that a row shows."""
        return Event.objects.select_related("type", "venue", "room__venue", "host")


class EventTypeViewSet(SnippetViewSet):
    """Kinds of events. (000-01)"""

    model: ClassVar = EventType
    icon: ClassVar = "tag"
    menu_label: ClassVar = _("Event types")
    list_display: ClassVar = ["name", "name_zh_hant", "name_en", "code", "position"]
    index_view_class: ClassVar = MatchingIndexView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("code"), FieldPanel("position")]),
            FieldPanel("screen"),
        ]
    )


class EventsGroup(SnippetViewSetGroup):
    """The events room in the menu."""

    items: ClassVar = (EventViewSet, EventTypeViewSet, TabletScreenViewSet)
    menu_label: ClassVar = _("Events")
    menu_name: ClassVar = "events"
    menu_icon: ClassVar = "calendar-alt"
    menu_order: ClassVar = 200
