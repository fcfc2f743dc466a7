"""Steps and verdicts of imports."""

from enum import nonmember

from django.db import models
from django.utils.translation import pgettext_lazy


class ImportStatus(models.TextChoices):
    """Where one imported file stands."""

    UPLOADED = "uploaded", pgettext_lazy("import status", "Uploaded")
    CHECKING = "checking", pgettext_lazy("import status", "Being checked")
    CHECKED = "checked", pgettext_lazy("import status", "Checked")
    APPLYING = "applying", pgettext_lazy("import status", "Being applied")
    STOPPED = "stopped", pgettext_lazy("import status", "Stopped")
    APPLIED = "applied", pgettext_lazy("import status", "Applied")
    UNDOING = "undoing", pgettext_lazy("import status", "Being undone")
    UNDONE = "undone", pgettext_lazy("import status", "Undone")

    AT_WORK = nonmember(("checking", "applying", "undoing"))
    SETTLED = nonmember(("stopped", "applied", "undone"))
    UNDOABLE = nonmember(("stopped", "applied"))


class RowVerdict(models.TextChoices):
    """What an import would do with one row. (IMPORT 6)"""

    NEW = "new", pgettext_lazy("import verdict", "New")
    UPDATE = "update", pgettext_lazy("import verdict", "Update")
    SAME = "same", pgettext_lazy("import verdict", "Unchanged")
    POSSIBLE = "possible", pgettext_lazy("import verdict", "Possible duplicate")
    DUPLICATE = "duplicate", pgettext_lazy("import verdict", "Duplicate")
    ERROR = "error", pgettext_lazy("import verdict", "Error")

    APPLIES = nonmember(("new", "update"))
    BAD = nonmember(("duplicate", "error"))


class Decision(models.TextChoices):
    """What a person decided for one row: a possible duplicate, or a row to be left out."""

    NONE = "", pgettext_lazy("import decision", "Not decided")
    SKIP = "skip", pgettext_lazy("import decision", "Leave out")
    UPDATE = "update", pgettext_lazy("import decision", "Update that record")
    NEW = "new", pgettext_lazy("import decision", "Create a new record")


class Overwriting(models.TextChoices):
    """Which fields of known records an import may write over."""

    ALL = "all", pgettext_lazy("import overwriting", "Every field the file has")
    EMPTY = "empty", pgettext_lazy("import overwriting", "Only fields that are empty")
    CHOSEN = "chosen", pgettext_lazy("import overwriting", "Only the columns ticked")


class RowOutcome(models.TextChoices):
    """What became of one row."""

    WAITING = "", pgettext_lazy("import outcome", "Not applied")
    APPLIED = "applied", pgettext_lazy("import outcome", "Applied")
    REFUSED = "refused", pgettext_lazy("import outcome", "Not applied: changed meanwhile")
    UNDONE = "undone", pgettext_lazy("import outcome", "Undone")
    KEPT = "kept", pgettext_lazy("import outcome", "Kept: changed since the import")
    MENDED = "mended", pgettext_lazy("import outcome", "Corrected in a later file")
