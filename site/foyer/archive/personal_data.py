"""What the archive keeps about people: papers that may name anybody, kept by the rule of their class. (000-28)"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foyer.privacy.declarations import Keep, PersonalData
from foyer.privacy.people import Person
from foyer.privacy.registry import holds_none, register

from .models import (
    AccessItem,
    AccessRequest,
    ArchiveLetter,
    ArchivePolicy,
    ArchiveRecord,
    Bag,
    Destruction,
    DestructionItem,
    ExpectedPaper,
    FileText,
    IntegrityCheck,
    LegalHold,
    PendingFile,
    RecordClass,
    RecordFile,
    RecordLink,
    RecordView,
)
from .models.searching import keys_found
from .rights import holds


def _naming(person: Person) -> Q:
    """Return the condition for records whose own words or files name a person."""
    named = Q(pk__in=())
    for name in person.names:
        named |= Q(title__icontains=name) | Q(source__icontains=name) | Q(summary__icontains=name)
        named |= Q(files__texts__in=keys_found(FileText, name))
    pks = ArchiveRecord.objects.filter(named).order_by().values("pk")
    return Q(pk__in=pks)


def _shown(records: QuerySet[ArchiveRecord], by: Any) -> tuple[QuerySet[ArchiveRecord], str]:
    """Return the records a reader may open: what they may not know of is not even counted. (000-29)"""
    if by is not None and holds(by, "view_every_archiverecord"):
        return records, ""
    said = _(
        "Papers closed to whoever reads this are not listed, be there any or none: the archivist looks for them."
    )
    if by is None:
        return records.none(), str(said)
    mine = ArchiveRecord.objects.openable_by(by, at=timezone.now()).order_by().values("pk")
    return records.filter(pk__in=mine), str(said)


register(
    PersonalData(
        ArchiveRecord,
        found=_naming,
        shown=_shown,
        erase=Keep(
            because=_(
                "Records of the archive are kept as long as their class says, and destroyed by two people."
            )
        ),
    )
)
holds_none(
    RecordFile,
    FileText,
    RecordLink,
    LegalHold,
    because=_("Part of a record of the archive: kept and destroyed with it."),
)
holds_none(
    AccessRequest,
    AccessItem,
    ArchiveLetter,
    RecordView,
    because=_("What staff asked to open, and opened; about nobody outside."),
)
holds_none(
    Destruction,
    DestructionItem,
    IntegrityCheck,
    Bag,
    because=_("Numbers, days and hashes; nobody is named."),
)
holds_none(ArchivePolicy, ExpectedPaper, RecordClass, because=_("Rules, not people."))
holds_none(
    PendingFile,
    because=_("Files on their way into the archive; what is not filed within a week is deleted."),
)
