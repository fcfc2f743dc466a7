"""The form a file is handed in with."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from foyer.core.spreadsheets.files import MEGABYTE, Limits
from foyer.core.spreadsheets.refusals import EmptyFile, FileTooLarge


class UploadForm(forms.Form):
    """A file; what is in it is looked at by the reader."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "An Excel workbook (.xlsx), a CSV file or vCards (.vcf) of at most 25 MB and 100,000 rows."
        ),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt,.vcf"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse an empty or oversized file before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not file.size:
            raise forms.ValidationError(str(EmptyFile()), code=EmptyFile.code)
        if file.size > Limits().size:
            refusal = FileTooLarge(megabytes=Limits().size // MEGABYTE)
            raise forms.ValidationError(str(refusal), code=refusal.code)
        return file
