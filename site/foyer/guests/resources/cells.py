"""What each cell of a guest list may hold, on import-export's resource layer. (000-07)"""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django.utils.translation import gettext
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from foyer.core.enums import FormOfAddress, Language
from foyer.core.imports.cells import (
    CellWidget,
    ChoiceWidget,
    EmailWidget,
    MarkWidget,
    NotesWidget,
    PhoneWidget,
    TextWidget,
)
from foyer.core.imports.words import FORMS_OF_ADDRESS, LANGUAGES
from foyer.guests.models import Guest
from foyer.guests.services.known_guests import FIELDS
from foyer.guests.services.staff_words import StaffWords


class PartyWidget(Widget):
    """How many people may come."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> int:
        """Return the number; refuse what is none."""
        text = unicodedata.normalize("NFKC", value).strip().rstrip("人位名")
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 999):
            raise ValueError(
                gettext("“%(text)s” is not a number of people. Enter a whole number from 1 to 999.")
                % {"text": value.strip()[:60]}
            )
        return int(text)


class HostWidget(CellWidget):
    """One member of staff, by name, e-mail address or user name. (000-14)"""

    staff: StaffWords

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> int:
        """Return whom it means; refuse what means nobody, or several."""
        found = self.staff.find(value)
        if len(found) == 1:
            return next(iter(found))
        words = (
            gettext("Several members of staff are called “%(text)s”. Enter the user name.")
            if found
            else gettext(
                "Nobody of the staff is called “%(text)s”. Enter a name, e-mail address or user name as "
                "their account has it, or leave the cell empty."
            )
        )
        raise ValueError(words % {"text": value.strip()[:60]})


class GuestListResource(ModelResource):
    """Says what each column is and how it is cleaned; written in sets, see `guest_import`."""

    name = Field(attribute="name", column_name="name", widget=TextWidget())
    latin_name = Field(attribute="latin_name", column_name="latin_name", widget=TextWidget())
    form_of_address = Field(
        attribute="form_of_address",
        column_name="form_of_address",
        widget=ChoiceWidget(FORMS_OF_ADDRESS, FormOfAddress),
    )
    company = Field(attribute="company", column_name="company", widget=TextWidget())
    title = Field(attribute="title", column_name="title", widget=TextWidget())
    phone = Field(attribute="phone", column_name="phone", widget=PhoneWidget())
    email = Field(attribute="email", column_name="email", widget=EmailWidget())
    language = Field(
        attribute="language", column_name="language", widget=ChoiceWidget(LANGUAGES, Language)
    )
    party_limit = Field(attribute="party_limit", column_name="party_limit", widget=PartyWidget())
    table = Field(attribute="table", column_name="table", widget=MarkWidget())
    seat = Field(attribute="seat", column_name="seat", widget=MarkWidget())
    dietary_notes = Field(
        attribute="dietary_notes", column_name="dietary_notes", widget=NotesWidget()
    )
    host_id = Field(attribute="host_id", column_name="host_id", widget=HostWidget())

    class Meta:
        model = Guest
        fields: ClassVar = FIELDS

    def __init__(self, staff: StaffWords) -> None:
        super().__init__()
        self.fields["host_id"].widget.staff = staff
