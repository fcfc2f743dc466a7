"""Why an act of the archive is not carried out, and what to do about it."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal


class ArchiveRefusal(Refusal):
    """What was typed cannot stand; `field` names what to change."""

    status: ClassVar[int] = 422
    field: ClassVar[str] = ""


class NotYours(Refusal):
    """Somebody else's to do."""

    code = "archive_not_yours"
    message = _("This is for somebody else to do: ask the keeper of the record, or the archivist.")
    status = 403


class FileTooLarge(ArchiveRefusal):
    """More bytes than the house takes."""

    code = "archive_file_too_large"
    message = _("%(name)s is larger than %(megabytes)s MB. Split it, or have the limit raised.")
    field = "file"


class FileEmpty(ArchiveRefusal):
    """No bytes."""

    code = "archive_file_empty"
    message = _("%(name)s is empty (0 bytes). Choose the file again.")
    field = "file"


class CheckRunning(ArchiveRefusal):
    """One look at the files at a time."""

    code = "archive_check_running"
    message = _("A check is running already. Its figures stand below as it goes on.")
    status = 409


class NothingToCopy(ArchiveRefusal):
    """No record is left that may be copied."""

    code = "archive_nothing_to_copy"
    message = _("There is nothing to copy: no record fits, or you may not open those that do.")


class BagMakerLeft(ArchiveRefusal):
    """Whoever asked for a bag may not have it any more."""

    code = "archive_bag_maker_left"
    message = _("Whoever asked for this copy may not take records away any more.")
    status = 403


class BagFaulty(ArchiveRefusal):
    """A bag that is damaged, or none, is not read in."""

    code = "archive_bag_faulty"
    message = _(
        "Nothing was read in: the copy is damaged or is not one of Foyer’s. Verify it first."
    )


class MayNotTake(ArchiveRefusal):
    """An access was over before the bag was fetched."""

    code = "archive_may_not_take"
    message = _(
        "This copy holds a record you may not take away any more: the access is over. Make another copy."
    )
    status = 403


class NotFetched(ArchiveRefusal):
    """What nobody fetched is nowhere else."""

    code = "archive_not_fetched"
    message = _("Fetch the copy first, and keep it in another place.")
    status = 409


class RecordGoneMeanwhile(ArchiveRefusal):
    """A record was destroyed while it was copied: nothing of it may stay."""

    code = "archive_record_gone_meanwhile"
    message = _("A record was destroyed while it was copied. Make the copy again.")


class FileChangedMeanwhile(ArchiveRefusal):
    """A file was something else when it was copied than a moment before."""

    code = "archive_file_changed_meanwhile"
    message = _("%(number)s: a file changed while it was copied. Check the files, then copy again.")
