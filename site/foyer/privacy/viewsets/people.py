"""What registers about people share: found by who the person is, shown by their name."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.db.models import Q, QuerySet
from wagtail_modeladmin.helpers import DjangoORMSearchHandler

from foyer.core.registers import Register
from foyer.privacy.people import Person, find_people, pointing_at
from foyer.privacy.registry import person_kinds


class PersonSearch(DjangoORMSearchHandler):
    """Finds rows by the person they are about: name, phone, e-mail, number."""

    kind: ClassVar[str]
    key: ClassVar[str]

    def search_queryset(self, queryset: Any, search_term: str, **_kwargs: Any) -> Any:
        """Return the rows about people found as people type."""
        if not search_term.strip():
            return queryset
        return queryset.filter(self.about(people_found(search_term[:100])))

    def about(self, people: Person) -> Q:
        """Return the condition for rows about some people."""
        return pointing_at(people, kind=self.kind, key=self.key)


def people_found(query: str) -> Person:
    """Return everybody found by a query, as if they were one."""
    found = Person()
    for record in find_people(query):
        found.keys.setdefault(type(record), set()).add(record.pk)
    return found


class StaffFilter(RelatedFieldListFilter):
    """Chooses among the staff; Django's own asks its admin site, which we have not."""

    def field_admin_ordering(self, field: Any, request: Any, model_admin: Any) -> list[str]:
        """Return the order of the choices."""
        return ["username"]


class PeopleRegister(Register):
    """A register whose rows are each about a person."""

    person: ClassVar[str] = "person"
    search_fields: ClassVar = ["pk"]  # a search box is shown; what it finds is PersonSearch's

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Return the rows with the people they are about."""
        rows: QuerySet[Any] = super().get_queryset(request)
        people = [entry.with_names for entry in person_kinds()]
        return rows.prefetch_related(GenericPrefetch(self.person, people))

    def name_of(self, row: models.Model) -> str:
        """Return the person's name, or a dash when they are here no more."""
        return str(getattr(row, self.person, None) or "—")
