"""What the lists of this room have in common."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, NumberRangeWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView

from foyer.clients.enums import FieldKind
from foyer.clients.forms.base import PREFIX
from foyer.clients.models import Client, CustomField
from foyer.clients.services import custom_fields
from foyer.core.choosers import PlainWordsChooser
from foyer.core.listings import MatchingIndexView
from foyer.core.models import User
from foyer.core.visible import visible


def account_managers(request: Any) -> Any:
    """Return the members of staff who look after a client."""
    return User.objects.filter(clients__isnull=False).distinct().order_by("username")


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


class IndustryFilter(django_filters.AllValuesFilter):
    """Narrows a list down to one industry, among those of the clients the reader may see."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Industry")} | kwargs)

    @property
    def field(self) -> Any:
        """The form field, with the industries there are; they are looked up where they are needed."""
        user = self.parent.request.user

        @cache
        def industries() -> list[tuple[str, str]]:
            clients = visible(Client, user).exclude(industry="").order_by("industry")
            found = clients.values_list("industry", flat=True).distinct()
            return [(industry, industry) for industry in found]

        self.extra["choices"] = industries  # a function of its own: a form field is copied
        return super(django_filters.AllValuesFilter, self).field


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


class HouseFieldFilters(WagtailFilterSet):
    """Filters of a list, those of the fields the house added among them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in _house_fields(self.request, self._meta.model):
            if field.in_filters:
                house_filter = _filter_of(field)
                house_filter.parent, house_filter.model = self, self._meta.model
                self.filters[f"{PREFIX}{field.key}"] = house_filter


class HouseFieldIndexView(MatchingIndexView):
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


class _Days(django_filters.DateFromToRangeFilter):
    """From one day to another, as JSON keeps days."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": DateRangePickerWidget} | kwargs)

    def filter(self, queryset: Any, value: Any) -> Any:
        if value is None:
            return queryset
        if value.start is not None:
            first = value.start.date().isoformat()
            queryset = queryset.filter(**{f"{self.field_name}__gte": first})
        if value.stop is not None:
            last = value.stop.date().isoformat()
            queryset = queryset.filter(**{f"{self.field_name}__lte": last})
        return queryset
