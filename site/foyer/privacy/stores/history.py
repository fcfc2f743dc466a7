"""What the log says of a person: of their records, and of records deleted long ago."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from foyer.privacy.declarations import PersonalData, Store
from foyer.privacy.people import Person
from foyer.privacy.registry import person_kinds, registrations
from foyer.privacy.services.erasing.traces import forget_log_lines
from foyer.privacy.words import Needles


class HistoryStore(Store):
    """Wagtail's log, revisions and drafts; those of a record are cleaned with the record."""

    key = "history"
    title = _("History")
    models = (ModelLogEntry, Revision, ReferenceIndex, FormState, EditingSession)

    def rows(self, person: Person) -> Iterator[Mapping[str, Any]]:
        """Yield what was done with the person's records, when and by whom."""
        for entry in registrations():
            keys = [str(pk) for pk in person.keys.get(entry.model, ())]
            lines = ModelLogEntry.objects.filter(
                content_type=ContentType.objects.get_for_model(entry.model), object_id__in=keys
            )
            for line in lines.select_related("user").order_by("timestamp"):
                moment = timezone.localtime(line.timestamp)
                yield {
                    str(_("When")): f"{moment:%Y-%m-%d %H:%M}",
                    str(_("What")): str(line.message),
                    str(_("Record")): f"{entry.model._meta.verbose_name} {line.object_id}",
                    str(_("By")): str(line.user or ""),
                }

    def erase(self, person: Person) -> int:
        """Clean the log of records of this name that are deleted already: they have no other trace."""
        return sum(forget_log_lines(self._orphans(person, entry)) for entry in person_kinds())

    def _orphans(self, person: Person, entry: PersonalData) -> QuerySet[ModelLogEntry]:
        """Return the log lines of records of a kind that bear the person's name and are there no more."""
        named = Needles.called(person).standing_in("label")
        kind = ContentType.objects.get_for_model(entry.model)
        lines = ModelLogEntry.objects.filter(named, content_type=kind)
        keys = {
            line.object_id
            for line in lines.only("label", "object_id")
            if any(person.bears(part) for part in line.label.split(" · "))
        }
        standing = {
            str(pk) for pk in entry.objects.filter(pk__in=keys).values_list("pk", flat=True)
        }
        orphans: QuerySet[ModelLogEntry] = lines.filter(object_id__in=keys - standing)
        return orphans
