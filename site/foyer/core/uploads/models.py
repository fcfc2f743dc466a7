"""What is known of a file that was handed in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .clean_file import NAME_LENGTH, CleanFile
from .fields import PrivateFileField, drop_file
from .kinds import FileKind


class PrivateFile(models.Model):
    """A file kept where no address leads to, and who handed it in (内部文件).

    A room inherits from it, adds what the file belongs to, and says who may see it.
    """

    file = PrivateFileField(_("file"), editable=False)
    file_name = models.CharField(_("file name"), max_length=NAME_LENGTH, editable=False)
    file_kind = models.CharField(
        _("kind of file"), max_length=4, choices=FileKind.choices, editable=False
    )
    size = models.PositiveIntegerField(_("size"), editable=False)
    added_at = models.DateTimeField(_("added at"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def content_type(self) -> str:
        """The name of the file's kind for browsers."""
        return FileKind(self.file_kind).content_type

    def take(self, clean: CleanFile) -> None:
        """Hold another file from the next save on; the one held before goes once that is committed."""
        drop_file(self.file)
        self.file = clean.content
        self.file_name, self.file_kind = clean.name, clean.kind.value
        self.size = clean.size
