"""The one person at a client whom the house turns to first. (001-04)"""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from wagtail.models import ModelLogEntry

from foyer.clients.models import CarePolicy, Client, Contact
from foyer.clients.queries.due_items import DueScope
from foyer.clients.queries.due_list import due_items, due_rows
from foyer.clients.services.comparing import GONE, compare
from foyer.clients.services.main_contact import OfNoClient, choose_main_contact
from foyer.clients.services.merging import merge, undo_merge
from foyer.clients.services.moves import move_contact
from foyer.core.models import User
from tests.clients.days import moment
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


@pytest.fixture
def by() -> User:
    return UserFactory(role="Administrators")


@pytest.fixture
def silk() -> Client:
    client: Client = ClientFactory(name="江南丝绸", key=True)
    for name in ("安然", "林若兰", "周明"):
        ContactFactory(client=client, name=name, title="")
    return client


def main_of(client: Client) -> str | None:
    """Return the name of a client's main contact, as the house reads it."""
    kept = Client.objects.select_related("main_contact").get(pk=client.pk)
    contact = kept.main_contact
    return contact.name if contact and kept.has_main(contact) else None


def chosen(client: Client, name: str, *, by: User) -> Contact:
    contact = client.contacts.get(name=name)
    choose_main_contact(contact=contact, by=by)
    return contact


def one(kept, gone, *, by: User, **taken: str):
    kept, gone = (type(record).objects.get(pk=record.pk) for record in (kept, gone))
    seen = compare(kept, gone, user=by).stamp
    at = moment(TODAY)
    return merge(kept=kept, gone=gone, taken=taken, seen=seen, by=by, at=at)


class TestTheMainContact:
    def test_is_one_at_a_time_and_stands_first(self, log_in: LogIn, silk: Client) -> None:
        staff = log_in("Administrators")
        for name in ("周明", "林若兰"):
            contact = silk.contacts.get(name=name)
            asked = staff.get(f"/admin/clients/contacts/{contact.pk}/main/").content.decode()
            staff.post(f"/admin/clients/contacts/{contact.pk}/main/")

        page = staff.get(f"/admin/snippets/clients/client/inspect/{silk.pk}/")
        names = [contact.name for contact in page.context["contacts"]]
        assert "接替周明" in asked
        assert main_of(silk) == "林若兰"
        assert (names[0], sorted(names)) == ("林若兰", ["周明", "安然", "林若兰"])
        assert ModelLogEntry.objects.filter(action="foyer.client.main_contact").count() == 2

        staff.post(f"/admin/clients/contacts/{contact.pk}/main/")

        assert main_of(silk) is None

    def test_is_nobody_of_no_client(self, by: User) -> None:
        with pytest.raises(OfNoClient):
            choose_main_contact(contact=ContactFactory(client=None), by=by)

    def test_is_whom_to_speak_to_until_somebody_was_met(self, silk: Client, by: User) -> None:
        Client.objects.update(created_at=moment(date(2026, 9, 1)))
        lin = chosen(silk, "林若兰", by=by)
        items = due_items(DueScope(client=silk.pk), policy=CarePolicy.load(), today=TODAY)

        (row,) = due_rows(items, TODAY)

        assert row.contact == lin

    def test_is_it_no_more_after_a_move_and_is_not_it_at_the_new_client(
        self, silk: Client, by: User
    ) -> None:
        lin, other = chosen(silk, "林若兰", by=by), ClientFactory()

        move_contact(contact=lin, to=other, title="", on=TODAY, by=by)
        move_contact(contact=Contact.objects.get(pk=lin.pk), to=silk, title="", on=TODAY, by=by)

        assert (main_of(silk), main_of(other)) == (None, None)

    def test_goes_with_the_contact(self, silk: Client, by: User) -> None:
        chosen(silk, "林若兰", by=by).delete()

        assert main_of(silk) is None


class TestMerging:
    def test_of_clients_keeps_one_and_gives_both_back_when_it_is_undone(
        self, silk: Client, by: User
    ) -> None:
        twin = ClientFactory(name="江南丝绸公司")
        ContactFactory(client=twin, name="沈清")
        chosen(silk, "周明", by=by)
        chosen(twin, "沈清", by=by)

        stays = one(silk, twin, by=by)
        after = main_of(silk)
        undo_merge(merge=stays, by=by, at=moment(TODAY))
        taken = one(silk, twin, by=by, main_contact=GONE)

        assert (after, main_of(silk)) == ("周明", "沈清")
        undo_merge(merge=taken, by=by, at=moment(TODAY))
        assert (main_of(silk), main_of(twin)) == ("周明", "沈清")

    def test_of_contacts_makes_the_one_kept_the_main_one(self, silk: Client, by: User) -> None:
        chosen(silk, "周明", by=by)
        kept, gone = silk.contacts.get(name="安然"), silk.contacts.get(name="周明")

        done = one(kept, gone, by=by)
        after = main_of(silk)
        undo_merge(merge=done, by=by, at=moment(TODAY))

        assert (after, main_of(silk)) == ("安然", "周明")


class TestFiles:
    def test_say_who_it_is(self, log_in: LogIn, silk: Client, by: User) -> None:
        chosen(silk, "林若兰", by=by)
        staff = log_in("Administrators")
        wish = {"purpose": "核对", "kind": "csv", "language": "en"}

        def rows(address: str, columns: list[str]) -> list[list[str]]:
            answer = staff.post(address, wish | {"columns": columns})
            text = b"".join(answer.streaming_content).decode("utf-8-sig")
            return list(csv.reader(io.StringIO(text)))[1:]

        clients = rows("/admin/clients/export/", ["name", "main_contact"])
        contacts = rows("/admin/clients/contacts/export/", ["name", "main"])

        assert clients == [["江南丝绸", "林若兰"]]
        assert contacts == [["周明", ""], ["安然", ""], ["林若兰", "yes"]]
