"""Records of the archive."""

from .access import (
    AccessItem,
    AccessRequest,
    AccessRequestQuerySet,
    ArchiveLetter,
    RecordView,
)
from .bag import Bag
from .file import FileText, PendingFile, RecordFile, RecordFileQuerySet
from .keeping import Destruction, DestructionItem, IntegrityCheck, LegalHold
from .policy import ArchivePolicy
from .record import ArchiveRecord, ArchiveRecordQuerySet, RecordLink
from .record_class import ExpectedPaper, RecordClass

__all__ = [
    "AccessItem",
    "AccessRequest",
    "AccessRequestQuerySet",
    "ArchiveLetter",
    "ArchivePolicy",
    "ArchiveRecord",
    "ArchiveRecordQuerySet",
    "Bag",
    "Destruction",
    "DestructionItem",
    "ExpectedPaper",
    "FileText",
    "IntegrityCheck",
    "LegalHold",
    "PendingFile",
    "RecordClass",
    "RecordFile",
    "RecordFileQuerySet",
    "RecordLink",
    "RecordView",
]
