"""What every room says of the personal data it keeps. (security 24)"""

import pytest
from django.apps import apps
from django.db import models

from foyer.clients.enums import ClientKind
from foyer.clients.models import Client, Contact, ContactPoint
from foyer.guests.models import Guest
from foyer.privacy.declarations import Anonymise
from foyer.privacy.people import find_people, person_of, sharing_reach
from foyer.privacy.registry import (
    declared_empty,
    purposes,
    registrations,
    stores,
    uncovered,
    unregistered,
)
from tests.factories import ClientFactory, ContactFactory, EventFactory, GuestFactory

HOW = (
    "Register it in personal_data.py of its room: PersonalData(...) when it holds something about a "
    "person, holds_none(..., because=...) when it does not. See foyer.privacy.registry."
)


class TestTheRegistry:
    def test_knows_every_kind_of_record_with_words_in_it_or_a_person_behind_it(self):
        assert unregistered() == [], HOW

    def test_says_of_every_text_column_what_becomes_of_it(self):
        assert uncovered() == [], "Name these columns in blank, marked, values or harmless."

    def test_names_only_columns_there_are(self):
        wrong = [
            f"{entry.label}.{name}"
            for entry in registrations()
            for name in _named_columns(entry)
            if not hasattr(entry.model, name)
        ]

        assert wrong == []

    def test_marks_what_is_anonymised_when_its_time_is_over(self):
        unmarked = [
            entry.label
            for entry in registrations()
            if entry.purpose
            and isinstance(entry.lapse or entry.erase, Anonymise)
            and not (entry.names or entry.erase.marked)
        ]

        assert unmarked == [], "Without a mark these records would be due for ever."

    def test_gives_a_reason_wherever_nothing_is_held(self):
        assert [kind for kind, because in declared_empty().items() if not str(because)] == []

    def test_goes_through_what_leads_to_others_first(self):
        order = [entry.model for entry in registrations()]

        for entry in registrations():
            for column in entry.model._meta.concrete_fields:
                if (entry.model, column.name) == (Client, "main_contact"):
                    continue  # the way back to what leads here, emptied when that goes
                if column.related_model in order and column.related_model is not entry.model:
                    assert order.index(entry.model) < order.index(column.related_model)

    def test_has_one_word_for_each_purpose_and_place(self):
        assert len({purpose.key for purpose in purposes()}) == len(purposes())
        assert len({store.key for store in stores()}) == len(stores())


def _named_columns(entry) -> set[str]:
    rule = (
        entry.erase if isinstance(entry.erase, Anonymise) else getattr(entry.erase, "instead", None)
    )
    named = {*entry.names, *entry.phones, *entry.emails, *entry.handles, *entry.sensitive}
    named |= {*entry.leave_out, *entry.plant}
    return named | (rule.covered if rule else set())


@pytest.mark.django_db
class TestAPerson:
    def test_is_a_contact_with_the_guests_made_of_it(self):
        contact = ContactFactory(name="林若兰")
        guests = GuestFactory.create_batch(2, contact=contact, name="林若兰")
        GuestFactory(contact=ContactFactory())

        for start in (contact, guests[1]):
            person = person_of(start)

            assert person.keys[Contact] == {contact.pk}
            assert person.keys[Guest] == {guest.pk for guest in guests}

    def test_is_known_again_by_phone_or_e_mail_with_the_name_in_either_script(self):
        contact = ContactFactory(name="林若兰", phone="13900005678", email="lin@example.com")
        by_phone = GuestFactory(name="林若蘭", phone="+86 139-0000-5678", email="")
        by_email = GuestFactory(name="林 若兰", phone="", email="LIN@example.com")

        person = person_of(contact)

        assert person.keys[Guest] == {by_phone.pk, by_email.pk}
        assert person.phones == {"13900005678", "+86 139-0000-5678"}

    def test_is_known_again_by_a_further_phone(self):
        contact = ContactFactory(name="林若兰", phone="13900005678")
        ContactPoint.objects.create(contact=contact, kind="phone", value="13700001111")
        guest = GuestFactory(name="林若兰", phone="13700001111")

        person = person_of(contact)

        assert person.keys[Guest] == {guest.pk}
        assert person.phones == {"13900005678", "13700001111"}

    def test_is_nobody_else_who_shares_the_phone_or_the_name(self):
        contact = ContactFactory(name="林若兰", phone="13900005678")
        wife = GuestFactory(name="周敏", phone="13900005678")
        GuestFactory(name="林若兰", phone="13700000000")

        person = person_of(contact)

        assert Guest not in person.keys
        assert sharing_reach(person) == [wife]

    def test_is_a_client_who_is_this_very_person_but_no_company(self):
        private = ContactFactory(client=ClientFactory(name="林若兰"), name="林若兰")
        employed = ContactFactory(client=ClientFactory(name="江南实业"), name="周敏")

        assert person_of(private).keys[type(private.client)] == {private.client_id}
        assert type(employed.client) not in person_of(employed).keys

    def test_is_found_by_what_people_type(self):
        client = ClientFactory(number="C000042")
        contact = ContactFactory(client=client, name="林若兰", phone="13900005678", email="l@a.cn")
        guest = GuestFactory(contact=None, name="林若兰", phone="13900005678")
        ContactFactory()

        for typed, found in (
            ("若兰", [guest, contact]),
            ("lrl", [guest, contact]),
            ("139 0000 5678", [guest, contact]),
            ("5678", [guest, contact]),
            ("l@a.cn", [contact]),
            ("C000042", [contact]),
            ("没有的人", []),
        ):
            assert find_people(typed) == found, typed

    def test_who_is_a_client_without_a_contact_is_found_as_well(self):
        alone = ClientFactory(kind=ClientKind.PERSON, name="赵独立", number="C000051")
        both = ContactFactory(
            client=ClientFactory(kind=ClientKind.PERSON, name="钱有人"), name="钱有人"
        )
        ClientFactory(name="赵独立商贸")

        assert [find_people(typed) for typed in ("赵独", "C000051")] == [[alone]] * 2
        assert find_people("钱有人") == [both]
        assert person_of(both.client).keys == person_of(both).keys

    def test_costs_the_same_however_often_they_were_asked(self, django_assert_max_num_queries):
        contact = ContactFactory()
        GuestFactory(contact=contact, event=EventFactory())
        person_of(contact)
        with django_assert_max_num_queries(40) as one:
            person_of(contact)
        GuestFactory.create_batch(3, contact=contact)

        with django_assert_max_num_queries(len(one)):
            person_of(contact)


class Note(models.Model):
    """A kind of record nobody has spoken for."""

    text = models.TextField()

    class Meta:
        app_label = "tests"
        managed = False

    def __str__(self) -> str:
        return self.text


class TestAModelNobodySpokeFor:
    def test_is_named(self, monkeypatch: pytest.MonkeyPatch):
        known = apps.get_models
        monkeypatch.setattr(apps, "get_models", lambda *a, **k: [*known(*a, **k), Note])

        assert unregistered() == ["tests.Note"]
