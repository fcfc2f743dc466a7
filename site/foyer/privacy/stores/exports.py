"""Exported files that still lie stored, or are being made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foyer.core.exports.enums import ExportStatus
from foyer.core.exports.making import finish
from foyer.core.exports.models import Export
from foyer.core.exports.targets import FAMILY, known_target
from foyer.privacy.declarations import Store
from foyer.privacy.people import Person


class ExportStore(Store):
    """Exported lists, as long as their files are kept."""

    key = "exports"
    title = _("Exported lists")

    def rows(self, person: Person) -> Iterator[Mapping[str, Any]]:
        """Yield which stored files the person stands in."""
        for export in _with(person):
            target = known_target(export.target)
            yield {
                str(_("List")): str(target.label) if target else export.target,
                str(_("Exported at")): f"{timezone.localtime(export.at):%Y-%m-%d %H:%M}",
            }

    def erase(self, person: Person) -> int:
        """Delete the files the person stands in; one that is being made is given up."""
        found = list(_with(person))
        for export in found:
            finish(export, status=ExportStatus.OVER)
        return len(found)


def _with(person: Person) -> Iterator[Export]:
    """Yield the stored exports of lists in which a person's record stands."""
    keys = {model._meta.model_name: set(pks) for model, pks in person.keys.items()}
    for export in Export.objects.filter(status__in=ExportStatus.STORED):
        if not keys.get(export.target.partition(FAMILY)[0], set()).isdisjoint(export.keys):
            yield export
