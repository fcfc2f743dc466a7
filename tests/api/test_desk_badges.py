"""Badges handed out to a tablet: on arrival once, again when staff ask, and never a second sign-in."""

import uuid

import pytest

from foyer.guests.enums import CardKind, DeskMode
from foyer.guests.models import Desk, Guest, Printing, SignIn
from foyer.guests.services.codes import qr_text
from tests.factories import CardDesignFactory, DeskFactory, GuestFactory
from tests.factories.guests import PIN
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


@pytest.fixture
def tablet(event) -> Tablet:
    """A paired tablet whose desk prints badges."""
    return Tablet(DeskFactory(event=event, prints_badges=True, paired=True))


@pytest.fixture
def table(event) -> Tablet:
    """An attended tablet whose desk prints badges, at which a shift has begun."""
    desk = DeskFactory(event=event, mode=DeskMode.ATTENDED, prints_badges=True, paired=True)
    tablet = Tablet(desk)
    tablet.shift = tablet.post("/shift", {"pin": PIN}).json()["shift"]
    return tablet


def arrive(tablet: Tablet, guest: Guest) -> str:
    """Let a guest in and return the scan's id."""
    answer = tablet.scan(guest).json()
    assert answer["result"] == "welcome"
    return answer["id"]


def ask(tablet: Tablet, scan_id: str, print_id: str | None = None):
    return tablet.post("/badges", {"id": print_id or str(uuid.uuid4()), "sign_in": scan_id})


def ask_again(tablet: Tablet, guest: Guest, print_id: str | None = None, **more):
    about = {
        "id": print_id or str(uuid.uuid4()),
        "shift": tablet.shift,
        "checkpoint": tablet.checkpoint.pk,
        "code": guest.code_sealed,
    }
    return tablet.post("/guest/badge", about | more)


class TestABadgeOnArrival:
    def test_is_handed_out_in_its_exact_size_and_written_down(self, tablet: Tablet, event):
        design = CardDesignFactory(is_usual=True)
        guest = GuestFactory(event=event, name="王小明", company="江南丝路文化有限公司")

        answer = ask(tablet, arrive(tablet, guest))

        badge = answer.json()
        assert answer.status_code == 200
        assert "@page { size: 90mm 60mm; margin: 0; }" in badge["css"]
        assert "王小明" in badge["html"]
        assert "江南丝路文化有限公司" in badge["html"]
        assert "style=" not in badge["html"]  # the tablet's content policy would refuse it
        assert answer["Cache-Control"] == "no-store"
        kept = Printing.objects.get()
        assert (kept.guest, kept.desk, kept.design, kept.kind, kept.is_reprint) == (
            guest,
            tablet.desk,
            design,
            CardKind.BADGE,
            False,
        )

    def test_comes_again_where_the_answer_was_lost_and_is_written_down_once(
        self, tablet: Tablet, guest: Guest
    ):
        scan_id, print_id = arrive(tablet, guest), str(uuid.uuid4())

        first, repeat = (ask(tablet, scan_id, print_id).json() for _turn in range(2))

        assert first == repeat
        assert Printing.objects.count() == 1

    def test_is_refused_a_guest_who_has_one_whatever_is_scanned(self, tablet: Tablet, guest: Guest):
        scan_id = arrive(tablet, guest)
        ask(tablet, scan_id)

        again = ask(tablet, scan_id)

        assert (again.status_code, again.json()["code"]) == (409, "printed_already")
        assert tablet.scan(guest).json()["result"] == "already"
        assert (Printing.objects.count(), SignIn.objects.count()) == (1, 1)

    def test_is_refused_where_the_desk_prints_none(self, desk: Desk, guest: Guest):
        plain = Tablet(desk)

        refused = ask(plain, arrive(plain, guest))

        assert (refused.status_code, refused.json()["code"]) == (403, "prints_nothing")
        assert not Printing.objects.exists()

    def test_is_refused_for_whom_this_desk_has_not_let_in(
        self, tablet: Tablet, desk: Desk, guest: Guest
    ):
        elsewhere = arrive(Tablet(desk), guest)
        mine = arrive(tablet, GuestFactory(event=guest.event))
        SignIn.objects.filter(scan_id=mine).update(undone_at="2026-01-01T10:00Z", undo_reason="误")

        answers = [ask(tablet, scan) for scan in (elsewhere, mine, str(uuid.uuid4()))]

        assert [a.json()["code"] for a in answers] == ["arrival_unknown"] * 3
        assert not Printing.objects.exists()

    def test_is_refused_a_revoked_tablet_and_a_stranger(self, tablet: Tablet, guest: Guest):
        scan_id = arrive(tablet, guest)
        Desk.objects.update(token_hash=None)

        assert ask(tablet, scan_id).json()["code"] == "desk_revoked"
        tablet.token = ""
        assert ask(tablet, scan_id).status_code == 401
        assert ask_again_without_token(tablet).status_code == 401

    @pytest.mark.parametrize("path", ["/badges", "/guest/badge"])
    @pytest.mark.parametrize(
        "body",
        [b"", b"[]", b'{"id": "x"}', b'{"id": null, "sign_in": 7}', b'{"sign_in": "\\u0000"}'],
    )
    def test_takes_rubbish_for_what_it_is(self, tablet: Tablet, path: str, body: bytes):
        answer = tablet.post(path, body)

        assert 400 <= answer.status_code < 500
        assert answer["Content-Type"] == "application/problem+json"

    def test_asks_the_database_as_often_for_a_guest_with_a_client(
        self, tablet: Tablet, event, django_assert_max_num_queries
    ):
        CardDesignFactory(is_usual=True)
        scans = [arrive(tablet, GuestFactory(event=event)) for _n in range(2)]
        ask(tablet, scans[0])

        with django_assert_max_num_queries(12):
            assert ask(tablet, scans[1]).status_code == 200


def ask_again_without_token(tablet: Tablet):
    return tablet.post("/guest/badge", {})


class TestABadgePrintedAgain:
    def test_signs_nobody_in_and_holds_the_same_code(self, table: Tablet, guest: Guest):
        first = ask(table, arrive(table, guest)).json()

        again = ask_again(table, guest)

        assert again.json()["html"] == first["html"]
        assert SignIn.objects.count() == 1
        assert list(Printing.objects.order_by("pk").values_list("is_reprint", flat=True)) == [
            False,
            True,
        ]
        guest.refresh_from_db()
        assert qr_text(guest.code_sealed)  # the code is the one the guest came with
        card = table.post(
            "/guest",
            {
                "shift": table.shift,
                "checkpoint": table.checkpoint.pk,
                "code": guest.code_sealed,
            },
        ).json()
        assert card["badges"] == 2

    def test_is_one_printing_however_often_the_same_question_comes(
        self, table: Tablet, guest: Guest
    ):
        ask(table, arrive(table, guest))
        print_id = str(uuid.uuid4())

        for _turn in range(3):
            assert ask_again(table, guest, print_id).status_code == 200

        assert Printing.objects.filter(is_reprint=True).count() == 1

    def test_needs_staff_at_the_tablet(self, table: Tablet, guest: Guest):
        assert ask_again(table, guest, shift="x").json()["code"] == "not_attended"
        assert not Printing.objects.exists()

    def test_is_refused_for_another_events_guest(self, table: Tablet):
        refused = ask_again(table, GuestFactory())

        assert (refused.status_code, refused.json()["code"]) == (404, "guest_unknown")
        assert not Printing.objects.exists()
