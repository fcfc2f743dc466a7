"""Sealed columns. (003-15, 001-29)"""

from datetime import date

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection

from foyer.clients.models import Contact
from foyer.privacy.sealing import SealBroken, seal, unseal
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db
BORN = date(1986, 3, 9)


def stored(contact: Contact, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM clients_contact WHERE id = %s", [contact.pk])
        return cursor.fetchone()[0]


class TestASealedColumn:
    def test_reads_plain_and_lies_sealed(self):
        contact = ContactFactory(name="王小明", phone="13800001234", birthday=BORN)

        contact.refresh_from_db()

        assert (contact.phone, contact.birthday) == ("13800001234", BORN)
        assert {stored(contact, c)[:5] for c in ("phone", "birthday")} == {"enc1:"}

    @pytest.mark.parametrize("typed", ["enc1:12345678", "enc1:", "enc1:0a1b2c3d:AAAA"])
    def test_keeps_and_gives_back_what_only_looks_sealed(self, typed: str):
        contact = ContactFactory()
        contact.phone = typed
        contact.save()

        assert Contact.objects.get(pk=contact.pk).phone == typed
        with pytest.raises(ValidationError):
            contact.clean_fields()

    def test_compares_with_nothing(self):
        with pytest.raises(FieldError):
            Contact.objects.filter(phone="13800001234")


class TestASeal:
    def test_opens_only_at_the_place_it_was_made_for(self):
        sealed = seal("13800001234", place="clients.Contact.phone")

        assert unseal(sealed, place="clients.Contact.phone") == "13800001234"
        with pytest.raises(SealBroken):
            unseal(sealed, place="guests.Guest.phone")
