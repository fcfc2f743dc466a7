"""Exporting the list of visits as it is narrowed down. (003-15, security 9)"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from foyer.clients.exports import VISIT_LIST
from foyer.clients.forms.care import VisitFilterForm
from foyer.clients.queries.visits import visits_on_list
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
