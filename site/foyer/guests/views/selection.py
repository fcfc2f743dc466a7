"""The guests an act is meant for: those ticked, or all who match what the list is narrowed down by."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property

from foyer.events.models import Event
from foyer.guests.forms.guest_list import GuestFilterForm
from foyer.guests.models import Guest
from foyer.guests.queries import guests_on_list, tables_of
from foyer.privacy.sealing import keyed_hash

from .scope import record_ids

_NOT_ASKED = (
    "phone",
    "email",
    "code_sealed",
    "dietary_notes",
)  # sealed or long; an act reads its own


class Selection:
    """Some guests of one event, as a form on the list names them.

    The form sends `guest` for each guest ticked; or `all`, and in `filter` the query the list was
    narrowed down by.
    """

    def __init__(self, event: Event, data: QueryDict) -> None:
        self.event = event
        self.everybody = "all" in data
        self.query = data.get("filter", "")
        self.ticked = record_ids(data.getlist("guest"))

    @cached_property
    def filter_form(self) -> GuestFilterForm:
        """What the list was narrowed down by."""
        return GuestFilterForm(QueryDict(self.query), tables=tables_of(self.event))

    @property
    def is_understood(self) -> bool:
        """Tell whether every value of the filter still means something; else it would mean everybody."""
        return not self.everybody or self.filter_form.is_valid()

    @property
    def found(self) -> QuerySet[Guest]:
        """The guests, as they are now, in the order of the list."""
        if self.everybody:
            return guests_on_list(self.event, self.filter_form.wanted)
        found: QuerySet[Guest] = self.event.guests.filter(pk__in=self.ticked)
        return found.order_by("name", "pk")

    @cached_property
    def guests(self) -> list[Guest]:
        """The same, read for an act."""
        return list(self.found.select_related(None).defer(*_NOT_ASKED))

    @cached_property
    def mark(self) -> str:
        """A mark of exactly these guests: it differs when one has come or gone."""
        told = ",".join(str(guest.pk) for guest in self.guests)
        return keyed_hash(told, purpose="guest-selection")

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What a form has to send to name the same guests again."""
        if self.everybody:
            return [("all", "1"), ("filter", self.query)]
        return [("guest", str(guest.pk)) for guest in self.guests]

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the list was narrowed down by, in words: each filter's name and its value."""
        wanted = self.filter_form.wanted if self.everybody else {}
        return [
            (str(self.filter_form.fields[name].label), self.filter_form.shown(name))
            for name in wanted
        ]
