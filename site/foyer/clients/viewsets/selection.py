"""The records an address means: those ticked, or all a list is narrowed down to."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.active_filters import filter_adapter_class_registry
from wagtail.admin.filters import WagtailFilterSet

from foyer.clients.models import Client, Contact, Deal
from foyer.core.text import fold
from foyer.core.visible import visible
from foyer.privacy.identifiers import mask_email, mask_phone
from foyer.privacy.sealing import keyed_hash

_MOST_DIGITS = 18  # of a key; more than the database counts to are no number
_LONGEST_QUERY = 200
_PHONE = re.compile(r"[+\d() .-]{7,}")


class Selection:
    """Some clients, contacts or deals, among those the reader may see.

    Args:
        request: who asks.
        query: `id` for each record ticked; or what the list is narrowed down by, as in its address.
        filters: the filters of the list.
    """

    def __init__(
        self, request: HttpRequest, query: QueryDict, filters: type[WagtailFilterSet]
    ) -> None:
        self.request, self.query, self._filters = request, query, filters
        self.model: type[Client | Contact | Deal] = filters._meta.model
        self.ticked = [
            int(pk) for pk in query.getlist("id") if pk.isdecimal() and len(pk) <= _MOST_DIGITS
        ]
        self.everybody = "id" not in query

    @cached_property
    def filters(self) -> WagtailFilterSet:
        """What the list is narrowed down by."""
        return self._filters(data=self.query, request=self.request)

    @property
    def words(self) -> str:
        """What was searched for."""
        return self.query.get("q", "").replace("\0", "")[:_LONGEST_QUERY]

    @property
    def _words_told(self) -> str:
        """The same as the register of exports may keep it: a phone or an e-mail of a contact masked."""
        words = self.words.strip()
        if self.model is not Contact:
            return words
        if "@" in words:
            return mask_email(words)
        return mask_phone(words) if _PHONE.fullmatch(fold(words)) else words

    @property
    def is_understood(self) -> bool:
        """Tell whether every value of the filters still means something; else it would mean everybody."""
        return not self.everybody or self.filters.is_valid()

    @property
    def filter_query(self) -> str:
        """What the list is narrowed down by, as in its address; nothing else."""
        kept = self.query.copy()
        for name in list(kept):
            values = [value for value in kept.getlist(name) if value]
            if values and self._is_known(name):
                kept.setlist(name, values)
            else:
                del kept[name]
        return kept.urlencode()

    @property
    def knows_every_filter(self) -> bool:
        """Tell whether every filter asked for is one of the list; others would narrow nothing down."""
        return all(map(self._is_known, self.query))

    def _is_known(self, name: str) -> bool:
        """Tell whether a part of the address belongs to a filter: its name, or one end of a range."""
        return any(name == one or name.startswith(f"{one}_") for one in self.filters.form.fields)

    @property
    def records(self) -> Any:
        """The records, as they are now, in the order of the list."""
        found = visible(self.model, self.request.user)
        if not self.everybody:
            return found.filter(pk__in=self.ticked)
        found = self.filters.filter_queryset(found)
        return found.matching(self.words) if self.words.strip() else found

    @cached_property
    def keys(self) -> list[int]:
        """The keys of the records, in the order of the list."""
        return list(self.records.values_list("pk", flat=True))

    @property
    def mark(self) -> str:
        """A mark of exactly these records: it differs when one has come or gone."""
        return keyed_hash(",".join(map(str, self.keys)), purpose="client-selection")

    @cached_property
    def conditions(self) -> list[tuple[str, str]]:
        """What the list is narrowed down by, in words: each filter's name and its value."""
        if not self.everybody:
            return []
        found = [(_("Searched for"), self._words_told)] if self.words.strip() else []
        form = self.filters.form
        for name in form.changed_data:
            definition, bound = self.filters.filters[name], form[name]
            value = form.cleaned_data.get(name)
            if value in (None, "", []) or value == bound.initial:
                continue
            adapter = filter_adapter_class_registry.get(definition)
            told = adapter(definition, bound, value, "", self.query.copy()).get_active_filters()
            found += [(str(one.field_label), str(one.value)) for one in told]
        return found
