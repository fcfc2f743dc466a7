"""Exporting the list of visits as it is narrowed down. (003-15, security 9)"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from foyer.clients.exports import STATUS_TABLE, VISIT_LIST
from foyer.clients.forms.care import VisitFilterForm
from foyer.clients.queries.visits import in_order, visits_on_list
from foyer.core.exports.views import Chosen, ExportPage
from foyer.core.models import User


class VisitSelection:
    """The visits somebody may read, narrowed down as the list was."""

    def __init__(self, user: User, form: VisitFilterForm) -> None:
        self._user, self._form = user, form

    @property
    def is_understood(self) -> bool:
        """Tell whether every value the list was narrowed down by still means something."""
        return self._form.is_valid()

    @cached_property
    def keys(self) -> list[int]:
        """The keys of the visits, in the order of the list."""
        return list(visits_on_list(self._user, self._form.wanted).values_list("pk", flat=True))

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the list was narrowed down by, in words."""
        return [(self._label(name), self._words(name)) for name in self._form.wanted]

    def _label(self, name: str) -> str:
        return str(self._form.fields[name].label)

    def _words(self, name: str) -> str:
        value: Any = self._form.cleaned_data[name]
        choices = dict(getattr(self._form.fields[name], "choices", ()) or ())
        return str(choices.get(value, value)) if isinstance(value, str) else str(value)


class StatusSelection(VisitSelection):
    """The same visits as the contact status table lists them."""

    @cached_property
    def keys(self) -> list[int]:
        """The keys of the visits, the earliest first."""
        visits = visits_on_list(self._user, self._form.wanted)
        return list(in_order(visits).values_list("pk", flat=True))


class VisitExportPage(ExportPage):
    """Exports visits."""

    target = VISIT_LIST
    right = VISIT_LIST.right

    def choose(self) -> Chosen:
        """Return the visits the address means."""
        user: Any = self.request.user
        return VisitSelection(user, VisitFilterForm(self.request.GET))

    @property
    def list_url(self) -> str:
        """The list, narrowed down as before."""
        query = self.request.GET.urlencode()
        url = reverse("care:visits")
        return f"{url}?{query}" if query else url


class StatusExportPage(ExportPage):
    """Exports the contact status table. (003-16)"""

    target = STATUS_TABLE
    right = STATUS_TABLE.right

    def choose(self) -> Chosen:
        """Return the visits the address means."""
        user: Any = self.request.user
        return StatusSelection(user, VisitFilterForm(self.request.GET))

    @property
    def list_url(self) -> str:
        """The table, narrowed down as before."""
        query = self.request.GET.urlencode()
        url = reverse("care:status_table")
        return f"{url}?{query}" if query else url
