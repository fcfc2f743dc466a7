"""What the lists of this room have in common."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, NumberRangeWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView

from foyer.clients.enums import FieldKind
from foyer.clients.forms.base import PREFIX
from foyer.clients.models import Client, CustomField
from foyer.clients.services import custom_fields
from foyer.core.choosers import PlainWordsChooser
from foyer.core.listings import MatchingIndexView
from foyer.core.visible import visible

# What stands in a list's address and narrows nothing down.
_NO_FILTERS = ("export", "p", "ordering", "_w_filter_fragment")


def list_address(model: Any) -> str:
    """Return the address of a list of this room."""
    return reverse(model.snippet_viewset.get_url_name("list"))


class ClientChooser(PlainWordsChooser):
    """Chooses a client in a window of its own."""

    model = Client


class ClientFilter(django_filters.ModelChoiceFilter):
    """Narrows a list down to one client, among those the reader may see."""

    def __init__(self, **kwargs: Any) -> None:
        common = {
            "label": _("Client"),
            "queryset": lambda request: visible(Client, request.user),
            "widget": ClientChooser,
        }
        super().__init__(**common | kwargs)

    @property
    def field(self) -> Any:
        """The form field; its chooser names no client the reader may not see."""
        field = super().field
        field.widget.user = self.get_request().user
        return field


def _house_fields(request: Any, model: type[custom_fields.Record]) -> tuple[CustomField, ...]:
    """Return the fields the house added, asked for once a request."""
    if not hasattr(request, "house_fields"):
        request.house_fields = custom_fields.of(model)
    return tuple(request.house_fields)


class BeginsWithView(CreateView):
    """A form for a new record that begins with the client or contact the way here led from."""

    begins_with: ClassVar[tuple[str, ...]] = ("client",)

    def get_initial(self) -> dict[str, Any]:
        """Return what the address names; a record the reader may not see is not named by the form."""
        asked = {name: self.request.GET.get(name, "") for name in self.begins_with}
        found = {name: int(pk) for name, pk in asked.items() if pk.isdecimal() and len(pk) < 18}
        return {**super().get_initial(), **found}

    def get_add_url(self) -> str:
        """Keep the way back to the client."""
        return f"{super().get_add_url()}?{self.request.GET.urlencode()}"


class PresenceFilter(django_filters.ChoiceFilter):
    """Narrows a list down to what has something, or has not."""

    def __init__(self, condition: Any, **kwargs: Any) -> None:
        common = {
            "choices": [
                ("yes", pgettext_lazy("answer", "Yes")),
                ("no", pgettext_lazy("answer", "No")),
            ],
            "empty_label": _("All"),
            "widget": forms.RadioSelect,
        }
        super().__init__(**common | kwargs)
        self._condition = condition

    def filter(self, queryset: Any, value: Any) -> Any:
        """Keep the records that have it, or those that have not."""
        if not value:
            return queryset
        return queryset.filter(self._condition if value == "yes" else ~Q(self._condition))


class DayRangeFilter(django_filters.DateFromToRangeFilter):
    """Narrows a list down by days, both included.

    An end of the calendar narrows nothing down, and is no moment in every zone.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": DateRangePickerWidget} | kwargs)

    def filter(self, queryset: Any, value: Any) -> Any:
        """Keep the records within the days asked for."""
        if value is None:
            return queryset
        start = None if value.start and value.start.year == MINYEAR else value.start
        stop = None if value.stop and value.stop.year == MAXYEAR else value.stop
        return self.within(queryset, slice(start, stop)) if start or stop else queryset

    def within(self, queryset: Any, days: slice) -> Any:
        """Keep the records between two days, of which either may be missing."""
        return super().filter(queryset, days)


class HouseFieldFilters(WagtailFilterSet):
    """Filters of a list, those of the fields the house added among them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in _house_fields(self.request, self._meta.model):
            if field.in_filters:
                house_filter = _filter_of(field)
                house_filter.parent, house_filter.model = self, self._meta.model
                self.filters[f"{PREFIX}{field.key}"] = house_filter


class ExportedIndexView(MatchingIndexView):
    """A list that is taken away by way of a page that asks more."""

    export_page: ClassVar[str]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Lead whoever asks for a file to the page of exports. (security 9)"""
        if "export" not in request.GET:
            return super().dispatch(request, *args, **kwargs)
        if not self.may_export:
            raise PermissionDenied
        return redirect(self.export_url)

    @property
    def export_url(self) -> str:
        """The page that exports what the list is narrowed down to."""
        return self.with_query(reverse(self.export_page))

    def with_query(self, url: str) -> str:
        """Return an address that means what the list is narrowed down to."""
        query = self.request.GET.copy()
        for name in _NO_FILTERS:
            query.pop(name, None)
        return f"{url}?{query.urlencode()}" if query else url

    @cached_property
    def show_export_buttons(self) -> bool:
        """Wagtail's own buttons would ask nothing."""
        return False

    @property
    def header_more_buttons(self) -> list[Any]:
        """The way to the page of exports, for those who may."""
        buttons = list(super().header_more_buttons)
        if self.may_export:
            buttons.append(Button(gettext("Export"), url=self.export_url, icon_name="download"))
        return buttons


class HouseFieldIndexView(ExportedIndexView):
    """A list with the columns of the fields the house added."""

    @cached_property
    def columns(self) -> list[Any]:
        """The columns of the list, then the house's own."""
        return [
            *super().columns,
            *(
                _column_of(field)
                for field in _house_fields(self.request, self.model)
                if field.in_list
            ),
        ]


def _column_of(field: CustomField) -> Column:
    def accessor(record: Any) -> str:
        kept = custom_fields.values(record, [field], plain=False)
        return custom_fields.shown(field, kept.get(field.key))

    return Column(f"{PREFIX}{field.key}", label=field.label_text, accessor=accessor)


def _filter_of(field: CustomField) -> django_filters.Filter:
    name = f"custom__{field.key}"
    common: dict[str, Any] = {"label": field.label_text}
    match field.kind:
        case FieldKind.CHOICE | FieldKind.YES_NO:
            filter_class = django_filters.ChoiceFilter if field.kind == FieldKind.CHOICE else _YesNo
            return filter_class(
                field_name=name,
                choices=custom_fields.form_field(field).choices[1:],  # type: ignore[attr-defined]  # a choice
                empty_label=_("All"),
                widget=forms.RadioSelect,
                **common,
            )
        case FieldKind.NUMBER:
            return _Range(field_name=name, **common)
        case FieldKind.DATE:
            return _Days(field_name=name, **common)
        case _:
            return django_filters.CharFilter(field_name=name, lookup_expr="icontains", **common)


class _YesNo(django_filters.ChoiceFilter):
    """Yes or no, as JSON keeps them."""

    def filter(self, queryset: Any, value: Any) -> Any:
        return queryset.filter(**{self.field_name: value == "True"}) if value else queryset


class _Range(django_filters.RangeFilter):
    """From one number to another, as JSON keeps numbers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": NumberRangeWidget} | kwargs)

    def filter(self, queryset: Any, value: Any) -> Any:
        if value is None:
            return queryset
        if value.start is not None:
            queryset = queryset.filter(**{f"{self.field_name}__gte": float(value.start)})
        if value.stop is not None:
            queryset = queryset.filter(**{f"{self.field_name}__lte": float(value.stop)})
        return queryset


class _Days(DayRangeFilter):
    """From one day to another, as JSON keeps days."""

    def within(self, queryset: Any, days: slice) -> Any:
        if days.start is not None:
            first = days.start.date().isoformat()
            queryset = queryset.filter(**{f"{self.field_name}__gte": first})
        if days.stop is not None:
            last = days.stop.date().isoformat()
            queryset = queryset.filter(**{f"{self.field_name}__lte": last})
        return queryset
