"""Who did what, when, to which record: kept and told, without a word about a person. (SEC-16)"""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import ModelLogEntry

from foyer.core.audit import note
from foyer.core.logs import LineFormatter, RedactFilter
from foyer.core.models import User
from foyer.guests.services.striking_off import strike_off_all
from foyer.staff.services.limits import LOG_IN_BY_ACCOUNT
from tests.factories import (
    ContactFactory,
    DeskFactory,
    GuestFactory,
    SecondStepFactory,
    UserFactory,
)
from tests.factories.core import PASSWORD
from tests.guests.test_guest_export import wish
from tests.staff.door import CODE, type_in

pytestmark = pytest.mark.django_db
Trail = Callable[..., list[dict[str, Any]]]
CANARY = {"name": "王金丝雀", "phone": "13912345678", "email": "canary@example.com"}


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All the house writes, as it is written."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    handler.addFilter(RedactFilter())
    handler.setFormatter(LineFormatter())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def trail(written, django_capture_on_commit_callbacks) -> Trail:
    """Do something; return the lines of the audit trail that tell of it."""

    def _trail(act: Callable[[], object]) -> list[dict[str, Any]]:
        written.truncate(0)
        written.seek(0)
        with django_capture_on_commit_callbacks(execute=True):
            act()
        lines = [json.loads(line) for line in written.getvalue().splitlines()]
        return [
            {key: value for key, value in line.items() if key not in ("at", "level", "logger")}
            for line in lines
            if line["logger"] == "foyer.audit"
        ]

    return _trail


@pytest.fixture
def reception() -> User:
    return UserFactory(role="Reception", username="xu.anran", last_name="许", first_name="金丝雀")


def events(lines: list[dict[str, Any]]) -> list[str]:
    return [str(line["message"]) for line in lines]


class TestTheTrail:
    def test_tells_of_logging_in_and_out(self, trail, reception):
        client = Client()

        came = trail(lambda: type_in(client, reception.username, PASSWORD))
        left = trail(lambda: client.post("/admin/logout/"))

        about = {"by": reception.pk, "kind": "core.user", "record": str(reception.pk)}
        assert came == [{"message": "foyer.staff.log_in"} | about]
        assert left == [{"message": "foyer.staff.log_out"} | about]

    def test_tells_of_a_failure_at_an_account_and_at_a_name_nobody_has(self, trail, reception):
        known = trail(lambda: type_in(Client(), reception.username, "wrong"))
        unknown = trail(lambda: type_in(Client(), "nobody", "wrong"))

        assert (events(known), known[0]["user"]) == (["log_in.failed"], reception.pk)
        assert (events(unknown), "user" in unknown[0]) == (["log_in.failed"], False)
        assert known[0]["origin"] == unknown[0]["origin"] != "127.0.0.1"

    def test_tells_of_attempts_that_were_refused(self, trail, reception):
        for _n in range(LOG_IN_BY_ACCOUNT.attempts):
            type_in(Client(), reception.username, "wrong")

        assert events(trail(lambda: type_in(Client(), reception.username, PASSWORD))) == [
            "log_in.refused"
        ]

    def test_tells_of_a_wrong_second_step(self, trail, reception):
        SecondStepFactory(user=reception)
        client = Client()
        type_in(client, reception.username, PASSWORD)

        assert trail(lambda: client.post(CODE, {"code": "000000"})) == [
            {"message": "second_step.failed", "user": reception.pk}
        ]

    @pytest.mark.parametrize(
        ("path", "view"),
        [
            ("/admin/users/", "wagtailusers_users:index"),
            ("/admin/snippets/clients/contact/", "wagtailsnippets_clients_contact:list"),
            ("/admin/groups/", "wagtailusers_groups:index"),
        ],
    )
    def test_tells_of_a_door_that_stayed_closed(self, trail, log_in, reception, path, view):
        client = log_in(user=reception)

        assert trail(lambda: client.get(path)) == [
            {"message": "access.denied", "by": reception.pk, "view": view}
        ]

    def test_tells_of_a_door_closed_to_a_script(self, trail, log_in, reception):
        client = log_in(user=reception)
        script = {"x-requested-with": "XMLHttpRequest"}

        lines = trail(lambda: client.get("/admin/users/", headers=script))

        assert events(lines) == ["access.denied"]

    def test_says_nothing_of_doors_that_opened(self, trail, log_in, reception):
        client = log_in(user=reception)

        assert trail(lambda: (client.get("/admin/"), client.get("/admin/guests/"))) == []

    def test_tells_of_pairing_and_revoking_a_tablet(self, trail, log_in):
        desk, client = DeskFactory(), log_in("Reception")

        lines = trail(
            lambda: (
                client.post(f"/admin/guests/desks/{desk.pk}/pair/"),
                client.post(f"/admin/guests/desks/{desk.pk}/revoke/"),
            )
        )

        assert events(lines) == ["foyer.desk.pairing_code", "foyer.desk.revoke"]
        assert {(line["kind"], line["record"]) for line in lines} == {("guests.desk", str(desk.pk))}

    def test_tells_of_an_export(self, trail, log_in):
        guest, client = GuestFactory(**CANARY), log_in("Account managers")

        lines = trail(lambda: client.post(f"/admin/guests/{guest.event_id}/export/", wish()))

        assert events(lines) == ["foyer.guest.export"]

    def test_tells_of_each_guest_an_act_upon_many_reached(self, trail, administrator, now):
        guests = GuestFactory.create_batch(2)

        told = trail(lambda: strike_off_all(guests=guests, by=administrator, at=now))

        assert told == [
            {
                "message": "foyer.guest.strike_off",
                "by": administrator.pk,
                "kind": "guests.guest",
                "record": str(guest.pk),
            }
            for guest in guests
        ]


class TestAChangeOfRights:
    def form_of(self, user: User, **changes: Any) -> dict[str, Any]:
        return {
            "username": user.username,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "email": user.email,
            "is_active": "on",
            "groups": [group.pk for group in user.groups.all()],
        } | changes

    def test_of_roles_names_the_roles_and_who_gave_them(
        self, trail, log_in, administrator, reception
    ):
        client = log_in(user=administrator)
        finance = Group.objects.get(name="Finance")
        form = self.form_of(reception, groups=[finance.pk])

        lines = trail(lambda: client.post(f"/admin/users/edit/{reception.pk}/", form))

        changes = ModelLogEntry.objects.filter(object_id=str(reception.pk), user=administrator)
        told = changes.filter(action__endswith="_role").values_list("action", "data")
        assert dict(told) == {
            "foyer.staff.give_role": {"roles": ["Finance"]},
            "foyer.staff.take_role": {"roles": ["Reception"]},
        }
        assert {"foyer.staff.give_role", "foyer.staff.take_role"} <= set(events(lines))
        assert {line["by"] for line in lines} == {administrator.pk}

    def test_can_be_read_in_the_history_of_the_account(self, log_in, administrator, reception):
        client = log_in(user=administrator)
        finance = Group.objects.get(name="Finance")
        client.post(
            f"/admin/users/edit/{reception.pk}/", self.form_of(reception, groups=[finance.pk])
        )
        form = self.form_of(reception)
        del form["is_active"]
        client.post(f"/admin/users/edit/{reception.pk}/", form)

        page = client.get(f"/admin/users/history/{reception.pk}/").content.decode()

        for words in ("授予角色：财务部", "撤销角色：前台接待", "账号已停用"):
            assert words in page

    def test_given_to_several_at_once_is_kept_for_each(self, log_in, administrator):
        people = UserFactory.create_batch(2)
        query = "&".join(f"id={user.pk}" for user in people)
        archivist = Group.objects.get(name="Archivist")

        log_in(user=administrator).post(
            f"/admin/bulk/core/user/assign_role/?{query}", {"role": archivist.pk}
        )

        kept = ModelLogEntry.objects.filter(
            action="foyer.staff.give_role", user=administrator, data={"roles": ["Archivist"]}
        )
        assert {entry.object_id for entry in kept} == {str(user.pk) for user in people}

    @pytest.mark.parametrize("way", ["one by one", "in bulk"])
    def test_that_switches_an_account_off_is_kept(self, log_in, administrator, reception, way):
        client, form = log_in(user=administrator), self.form_of(reception)
        del form["is_active"]

        if way == "one by one":
            client.post(f"/admin/users/edit/{reception.pk}/", form)
        else:
            client.post(
                f"/admin/bulk/core/user/set_active_state/?id={reception.pk}",
                {"mark_as_active": "False"},
            )

        reception.refresh_from_db()
        entry = ModelLogEntry.objects.get(action="foyer.staff.change_access")
        assert (reception.is_active, entry.user, entry.data["is_active"]) == (
            False,
            administrator,
            False,
        )

    def test_that_opens_every_door_is_kept(self, log_in, administrator, reception):
        form = self.form_of(reception, is_superuser="on")

        log_in(user=administrator).post(f"/admin/users/edit/{reception.pk}/", form)

        entry = ModelLogEntry.objects.get(action="foyer.staff.change_access")
        assert entry.data == {"is_active": True, "is_superuser": True}

    def test_that_deletes_accounts_in_bulk_is_kept(self, log_in, administrator, reception):
        log_in(user=administrator).post(f"/admin/bulk/core/user/delete/?id={reception.pk}")

        entry = ModelLogEntry.objects.get(action="wagtail.delete")
        assert (entry.object_id, entry.deleted) == (str(reception.pk), True)


class TestALine:
    def test_holds_no_name_phone_or_address_whatever_is_done(
        self, trail, written, log_in, settings
    ):
        settings.DEBUG_PROPAGATE_EXCEPTIONS = False
        guest, contact = GuestFactory(**CANARY), ContactFactory(**CANARY)
        client = log_in("Administrators")
        at = f"/admin/guests/{guest.event_id}/{guest.pk}/"

        trail(
            lambda: (
                client.post(f"{at}new-code/"),
                client.post(f"{at}strike-off/"),
                client.post(f"{at}put-back/"),
                client.get(f"/admin/snippets/clients/contact/inspect/{contact.pk}/"),
                client.get(f"/admin/guests/?q={CANARY['name']}"),
                type_in(Client(), CANARY["email"], "wrong"),
                type_in(Client(), CANARY["name"], "wrong"),
            )
        )

        text = written.getvalue()
        assert text.count("foyer.audit") >= 5
        assert [word for word in (*CANARY.values(), "金丝雀") if word in text] == []

    @pytest.mark.parametrize(
        "name",
        [
            '王小明\r\n{"logger": "foyer.audit", "message": "foyer.staff.log_in"}',
            "x\u2028y\x1b[31m",
            "%s%(levelname)s",
        ],
    )
    def test_stays_one_line_whatever_is_typed(self, trail, written, name):
        lines = trail(lambda: type_in(Client(), name, "wrong"))

        assert events(lines) == ["log_in.failed"]
        assert all(json.loads(line) for line in written.getvalue().split("\n") if line)

    def test_leaves_out_what_is_no_word_of_ours(self, trail):
        lines = trail(lambda: note("a.test", by=7, view="a b", other="王小明", kind="core.user"))

        assert lines == [
            {"message": "a.test", "by": 7, "view": "-", "other": "-", "kind": "core.user"}
        ]
