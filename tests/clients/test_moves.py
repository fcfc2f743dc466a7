"""People who change their employer. (001-04)"""

from datetime import date

import pytest

from foyer.clients.models import Contact, Employment
from foyer.clients.services.moves import (
    MovedBeforeTheyCame,
    SameClient,
    move_contact,
    refresh_company,
)
from foyer.core.models import User
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact() -> Contact:
    return ContactFactory(
        client=ClientFactory(name="云岭茶业"),
        title="市场总监",
        since=date(2020, 3, 1),
        name="王小明",
    )


@pytest.fixture
def by() -> User:
    return UserFactory(role="Account managers")


class TestMoveContact:
    def test_keeps_the_old_position_with_its_dates(self, contact: Contact, by: User) -> None:
        old, new = contact.client, ClientFactory(name="海川会展")

        move_contact(contact=contact, to=new, title="副总裁", on=date(2026, 11, 1), by=by)

        moved = Contact.objects.get()
        assert (moved.client, moved.title, moved.since) == (new, "副总裁", date(2026, 11, 1))
        former = Employment.objects.get()
        assert (former.client, former.company, former.title) == (old, "云岭茶业", "市场总监")
        assert (former.since, former.until) == (date(2020, 3, 1), date(2026, 11, 1))
        assert list(Contact.objects.matching("海川")) == [moved]
        assert list(Contact.objects.matching("云岭")) == []

    def test_leads_to_no_client_too_and_from_none(self, contact: Contact, by: User) -> None:
        new = ClientFactory()
        move_contact(contact=contact, to=None, title="", on=date(2026, 11, 1), by=by)
        alone = Contact.objects.get()
        assert (alone.client, alone.since) == (None, None)

        move_contact(contact=alone, to=new, title="顾问", on=date(2026, 11, 5), by=by)

        assert Employment.objects.count() == 1
        assert Contact.objects.get().client == new

    def test_refuses_what_cannot_be(self, contact: Contact, by: User) -> None:
        with pytest.raises(SameClient):
            move_contact(contact=contact, to=contact.client, title="", on=date(2026, 1, 1), by=by)
        with pytest.raises(MovedBeforeTheyCame):
            move_contact(contact=contact, to=None, title="", on=date(2020, 2, 29), by=by)

        assert not Employment.objects.exists()

    def test_outlives_the_old_client(self, contact: Contact, by: User) -> None:
        old = contact.client
        move_contact(contact=contact, to=None, title="", on=date(2026, 11, 1), by=by)

        old.delete()

        former = Employment.objects.get()
        assert (former.client, former.company) == (None, "云岭茶业")


class TestRefreshCompany:
    def test_lets_people_be_found_by_the_new_name_of_their_client(self, contact: Contact) -> None:
        client = contact.client
        client.name = "云岭文化"
        client.save()

        refresh_company(client=client)

        assert list(Contact.objects.matching("岭文化")) == [contact]


class TestTheMovePage:
    def test_moves_and_shows_the_former_position(self, log_in: LogIn, contact: Contact) -> None:
        browser, new = log_in("Account managers"), ClientFactory(name="海川会展")

        browser.post(
            f"/admin/clients/contacts/{contact.pk}/move/",
            {"client": new.pk, "title": "副总裁", "on": "2026-11-01"},
        )

        page = browser.get(f"/admin/snippets/clients/contact/inspect/{contact.pk}/")
        assert "云岭茶业 · 市场总监 · 2020-03-01 – 2026-11-01" in page.content.decode()

    def test_says_why_not(self, log_in: LogIn, contact: Contact) -> None:
        answer = log_in("Account managers").post(
            f"/admin/clients/contacts/{contact.pk}/move/",
            {"client": contact.client_id, "on": "2026-11-01"},
        )

        assert len(answer.context["form"].non_field_errors()) == 1

    def test_is_the_only_way_from_one_client_to_another(
        self, log_in: LogIn, contact: Contact
    ) -> None:
        page = log_in("Administrators").get(f"/admin/snippets/clients/contact/edit/{contact.pk}/")

        assert "client" not in page.context["form"].fields
