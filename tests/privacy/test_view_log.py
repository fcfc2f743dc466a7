"""Who saw sensitive columns plain is written down, what stood there is not. (001-29, security 12)"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foyer.clients.models import Contact
from foyer.events.models import Event
from foyer.guests.models import Guest
from foyer.privacy.models import ViewLogEntry
from foyer.privacy.people import person_of
from foyer.privacy.services.dossier import show_dossier
from foyer.privacy.services.inspection import find_everywhere
from tests.factories import (
    ClientFactory,
    ContactFactory,
    ContactPointFactory,
    GuestFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
CONTACTS = "wagtailsnippets_clients_contact"


@pytest.fixture
def contact(db: None) -> Contact:
    return ContactFactory(
        name="林若兰", phone="13900005678", email="lin@example.com", birthday=date(1986, 3, 9)
    )


@pytest.fixture
def guest(event: Event) -> Guest:
    return GuestFactory(event=event, name="林若兰", phone="13900005678", email="")


def written() -> list[tuple[Any, ...]]:
    return [
        (one.by.groups.get().name, one.record, one.place, one.columns, one.people)
        for one in ViewLogEntry.objects.order_by("pk")
    ]


def look(client: Client, name: str, *keys: Any, **query: str) -> None:
    response = client.get(reverse(name, args=keys), query)
    assert response.status_code == 200
    if response.streaming:
        list(response.streaming_content)


class TestTheViewLog:
    def test_notes_the_form_and_the_page_of_a_contact(self, log_in, contact: Contact):
        staff = log_in("Account managers")

        look(staff, f"{CONTACTS}:edit", contact.pk)
        look(staff, f"{CONTACTS}:inspect", contact.pk)

        columns = "phone, email, birthday"
        assert written() == [
            ("Account managers", contact, "form", columns, 1),
            ("Account managers", contact, "page", columns, 1),
        ]

    def test_notes_the_page_and_the_form_of_a_guest(self, log_in, event: Event, guest: Guest):
        staff = log_in("Account managers")

        look(staff, "guests:guest", event.pk, guest.pk)
        look(staff, "guests:edit", event.pk, guest.pk)

        assert written() == [
            ("Account managers", guest, "page", "phone", 1),
            ("Account managers", guest, "form", "phone", 1),
        ]

    def test_notes_lists_taken_away_as_one_entry_with_the_number_of_people(
        self, log_in, event: Event, guest: Guest, contact: Contact
    ):
        staff = log_in("Management")
        GuestFactory(event=event)

        wish = {"purpose": "核对", "columns": ["phone"], "kind": "csv", "language": "zh-hans"}
        assert b"".join(staff.post(reverse("clients:export_contacts"), wish).streaming_content)
        guests = wish | {"kind": "xlsx"}
        taken = staff.post(reverse("guests:export", args=[event.pk]), guests)
        assert b"".join(taken.streaming_content)[:2] == b"PK"

        assert [line[1:3] + line[4:] for line in written()] == [
            (None, "export", 1),
            (None, "export", 2),
        ]
        assert [one.record_type.model_class() for one in ViewLogEntry.objects.order_by("pk")] == [
            Contact,
            Guest,
        ]

    def test_notes_phones_shown_in_what_is_due_and_in_the_contact_status_table(self, log_in):
        manager = UserFactory(role="Account managers")
        staff, long_ago = log_in(user=manager), timezone.now() - timedelta(days=61)
        mine = ClientFactory(key=True, account_manager=manager)
        due = ContactFactory(client=mine, phone="13900005678")
        VisitFactory(client=mine, contacts=[due], staff=manager, happened_at=long_ago)

        look(staff, "care:due")
        look(staff, "care:status_table")
        wish = {"purpose": "汇报", "kind": "csv", "language": "en", "columns": ["client", "reach"]}
        b"".join(staff.post(reverse("care:export_status"), wish).streaming_content)

        assert [line[1:] for line in written()] == [
            (None, "list", "phone", 1),
            (None, "list", "phone", 1),
            (None, "export", "phone", 1),
        ]

    def test_notes_further_phones_and_the_sealed_fields_of_the_house(self, log_in):
        client = ClientFactory(account_manager=None, custom_sealed='{"a": "b"}')
        contact = ContactFactory(client=client, phone="", email="", birthday=None)
        ContactPointFactory(contact=contact)
        staff = log_in("Account managers")

        look(staff, f"{CONTACTS}:inspect", contact.pk)
        look(staff, "wagtailsnippets_clients_client:edit", client.pk)

        assert [line[1:4] for line in written()] == [
            (contact, "page", "points"),
            (client, "form", "custom_sealed"),
        ]

    def test_notes_a_dossier_whoever_reads_it(self, contact: Contact, event: Event):
        guest = GuestFactory(event=event, contact=contact, phone="13900005678")
        reader = UserFactory(role="Reception")  # to whom the house gave the right to a dossier

        show_dossier(record=guest, person=person_of(guest), by=reader, at=timezone.now())

        assert {(one.record, one.place) for one in ViewLogEntry.objects.all()} == {
            (contact, "dossier"),
            (guest, "dossier"),
        }

    def test_notes_nothing_where_only_masks_are_shown(
        self, log_in, event: Event, guest: Guest, contact: Contact
    ):
        look(log_in("Account managers"), f"{CONTACTS}:list")
        look(log_in("Account managers"), "guests:list", event.pk)
        look(log_in("Marketing"), f"{CONTACTS}:inspect", contact.pk)
        look(log_in("Reception"), "guests:guest", event.pk, guest.pk)
        look(log_in("Reception"), "guests:edit", event.pk, guest.pk)

        assert written() == []

    def test_holds_no_value(self, log_in, contact: Contact):
        look(log_in("Account managers"), f"{CONTACTS}:edit", contact.pk)

        tables = find_everywhere(("林若兰", "13900005678", "lin@example.com", "1986-03-09")).tables
        assert "privacy_viewlogentry" not in tables
        assert "clients_contact" in tables
