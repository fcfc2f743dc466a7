import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from foyer.clients.enums import Tier
from foyer.guests.enums import DeskDetail, DeskMode, GuestSource
from foyer.guests.models import Desk, Guest, SignIn
from foyer.guests.services.attended import NotAttended, require_shift
from foyer.guests.services.fleet import lock_desk
from foyer.guests.services.pairing import set_pin
from foyer.guests.services.sign_in import undo_sign_in
from foyer.guests.services.striking_off import strike_off
from tests.factories import (
    ClientFactory,
    ContactFactory,
    DeskFactory,
    GuestFactory,
    SignInFactory,
)
from tests.factories.guests import PIN
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(event) -> Tablet:
    """An attended tablet at which a shift has begun."""
    tablet = Tablet(DeskFactory(event=event, paired=True, mode=DeskMode.ATTENDED))
    tablet.shift = tablet.post("/shift", {"pin": PIN}).json()["shift"]
    return tablet


@pytest.fixture
def guest(event) -> Guest:
    return GuestFactory(
        event=event, name="王若谷", table="松 3", seat="5", dietary_notes="不吃花生", party_limit=2
    )


def ask(tablet: Tablet, guest: Guest, path: str = "", **more):
    body = {
        "shift": tablet.shift,
        "checkpoint": tablet.checkpoint.pk,
        "code": guest.code_sealed,
    }
    return tablet.post(f"/guest{path}", body | more)


class TestShift:
    def test_begins_with_the_pin_at_an_attended_tablet_only(self, table: Tablet, desk: Desk):
        wrong = table.post("/shift", {"pin": "0000"})
        elsewhere = Tablet(desk).post("/shift", {"pin": PIN})

        assert (wrong.json()["code"], elsewhere.json()["code"]) == ("pin_wrong", "not_attended")

    def test_is_asked_for_by_every_act_and_ends_with_a_new_pin(
        self, table: Tablet, guest: Guest, administrator
    ):
        paths = ("", "/undo", "/companion", "/swap")
        more = {"id": str(uuid.uuid4()), "name": "沈星河", "reason": "误扫"}
        held = table.shift
        for shift in ("", "x", held + "x"):
            table.shift = shift
            for path in paths:
                assert ask(table, guest, path, **more).json()["code"] == "not_attended"

        table.shift = held
        assert ask(table, guest).status_code == 200
        set_pin(desk=table.desk, pin="97531", by=administrator)
        assert ask(table, guest).json()["code"] == "not_attended"
        assert not SignIn.objects.exists()

    def test_shows_nothing_and_does_nothing_while_the_desk_is_closed(
        self, table: Tablet, guest: Guest, administrator, now
    ):
        table.scan(guest, party=1)
        lock_desk(desk=table.desk, by=administrator, at=now)
        more = {"id": str(uuid.uuid4()), "reason": "误扫", "name": "沈星河"}

        told = [ask(table, guest, path, **more) for path in ("", "/undo", "/companion", "/swap")]
        told.append(table.get("/search", {"q": guest.name}))

        assert [one.json()["code"] for one in told] == ["desk_locked"] * 5
        assert SignIn.objects.standing().get().party == 1

    def test_of_one_desk_is_none_at_another(self, table: Tablet, event):
        other = Desk.objects.get(
            pk=DeskFactory(event=event, paired=True, mode=DeskMode.ATTENDED).pk
        )

        with pytest.raises(NotAttended):
            require_shift(desk=other, shift=table.shift)


class TestCard:
    def test_shows_what_the_desk_allows_and_nothing_more(self, table: Tablet, guest: Guest):
        usual = ask(table, guest).json()
        Desk.objects.filter(pk=table.desk.pk).update(shows=["dietary_notes", "phone", "email"])
        other = ask(table, guest).json()

        assert usual["name"] == "王若谷"
        assert usual["details"] == {
            "form_of_address": guest.get_form_of_address_display(),
            "company": f"{guest.company} · {guest.title}",
            "place": "松 3 · 5",
        }
        assert other["details"] == {"dietary_notes": "不吃花生"}
        told = {"ref", "name", "details", "party_limit", "party", "signed_in_at", "badges"}
        assert set(other) == told

    def test_flags_what_staff_should_know(self, table: Tablet, event):
        contact = ContactFactory(client=ClientFactory(tier=Tier.KEY))
        guest = GuestFactory(event=event, contact=contact, replied_no=True)

        assert ask(table, guest).json()["details"]["flags"] == "重点客户 · 曾回复不来"

    def test_is_of_guests_of_this_event_only(self, table: Tablet):
        assert ask(table, GuestFactory()).status_code == 404

    def test_by_a_hit_of_the_search_signs_in_without_the_phone(self, table: Tablet, guest: Guest):
        [hit] = table.get("/search", {"q": "若谷"}).json()["hits"]
        scan = {
            "id": str(uuid.uuid4()),
            "checkpoint": table.checkpoint.pk,
            "ref": hit["ref"],
            "party": 1,
        }

        card = ask(table, guest, code="", ref=hit["ref"]).json()
        refused = table.post("/sign-ins", scan | {"shift": "x"})
        made = table.post("/sign-ins", scan | {"shift": table.shift})

        assert (card["name"], card["party"]) == ("王若谷", 0)
        assert refused.json()["code"] == "not_attended"
        assert made.json()["result"] == "welcome"


class TestSettingRight:
    def test_undoes_a_sign_in_with_a_reason(self, table: Tablet, guest: Guest):
        table.scan(guest, party=1)

        nothing_said = ask(table, guest, "/undo")
        undone = ask(table, guest, "/undo", reason="误扫")
        again = ask(table, guest, "/undo", reason="误扫")

        assert nothing_said.json()["code"] == "reason_missing"
        assert (undone.json()["party"], again.json()["code"]) == (0, "already_undone")
        assert SignIn.objects.get().undo_reason == "误扫"

    def test_counts_a_companion_in_though_the_invitation_was_for_fewer(
        self, table: Tablet, guest: Guest
    ):
        tap, next_tap = ({"id": str(uuid.uuid4())} for _n in range(2))
        before = ask(table, guest, "/companion", **tap)
        table.scan(guest, party=2)

        after, repeat = (ask(table, guest, "/companion", **tap).json() for _n in range(2))

        assert before.json()["code"] == "not_in"
        assert (after["party"], after["party_limit"]) == (3, 3)
        assert (repeat["party"], repeat["party_limit"]) == (3, 3)
        table.desk.event.capacity = 3
        table.desk.event.save()
        assert ask(table, guest, "/companion", **next_tap).json()["code"] == "house_full"
        assert ask(table, guest, "/companion", **tap).json()["party"] == 3
        other = SignInFactory(guest__event=guest.event, checkpoint=table.checkpoint).guest
        assert ask(table, other, "/companion", **tap).json()["code"] == "id_reused"

    def test_lets_another_in_in_a_guests_place_once_and_keeps_both_on_record(
        self, table: Tablet, guest: Guest
    ):
        who = {"id": str(uuid.uuid4()), "name": " 沈星河 ", "company": "云岭茶业有限公司"}

        nameless = ask(table, guest, "/swap", id=who["id"], name=" ")
        first, repeat = (ask(table, guest, "/swap", **who) for _n in range(2))

        assert nameless.json()["code"] == "name_missing"
        assert first.json()["result"] == repeat.json()["result"] == "welcome"
        guest.refresh_from_db()
        comes = SignIn.objects.get().guest
        assert (comes.name, comes.in_place_of) == ("沈星河", guest)
        assert (comes.table, comes.source) == ("松 3", GuestSource.SUBSTITUTE)
        assert guest.cancelled_at is not None
        assert ask(table, comes).json()["details"]["flags"] == "代替王若谷"

    def test_lets_nobody_in_in_the_place_of_who_is_in_or_before_the_doors_open(
        self, table: Tablet, guest: Guest, event, now
    ):
        SignInFactory(guest=guest)
        who = {"id": str(uuid.uuid4()), "name": "沈星河"}
        assert ask(table, guest, "/swap", **who).json()["code"] == "in_already"

        absent = GuestFactory(event=event)
        event.doors_at, event.starts_at = now + timedelta(hours=1), now + timedelta(hours=2)
        event.ends_at = now + timedelta(hours=4)
        event.save()
        assert ask(table, absent, "/swap", **who).json()["result"] == "not_open"
        absent.refresh_from_db()
        assert absent.cancelled_at is None
        assert not Guest.objects.filter(in_place_of=absent).exists()

    def test_lets_one_in_on_an_invitation_and_nobody_on_one_that_was_struck_off(
        self, table: Tablet, guest: Guest, event, administrator, now
    ):
        struck = GuestFactory(event=event)
        strike_off(guest=struck, by=administrator, at=now)

        def swap(one: Guest):
            return ask(table, one, "/swap", id=str(uuid.uuid4()), name="沈星河").json()

        first, second, third = swap(guest), swap(guest), swap(struck)

        assert first["result"] == "welcome"
        assert (second["code"], third["code"]) == ("place_taken", "place_taken")
        assert SignIn.objects.count() == 1

    @pytest.mark.parametrize("where", ["tablet", "admin"])
    def test_gives_the_place_back_when_the_substitutes_sign_in_is_undone(
        self, table: Tablet, guest: Guest, administrator, now, where
    ):
        ask(table, guest, "/swap", id=str(uuid.uuid4()), name="沈星河")
        comes = Guest.objects.get(in_place_of=guest)

        if where == "tablet":
            ask(table, comes, "/undo", reason="误扫")
        else:
            undo_sign_in(sign_in=SignIn.objects.get(), by=administrator, at=now, reason="误扫")

        assert table.scan(comes).json()["result"] == "cancelled"
        assert table.scan(guest, party=1).json()["result"] == "welcome"

    def test_is_about_lists_of_this_desk_only(self, table: Tablet, guest: Guest):
        other = SignInFactory(guest=guest).checkpoint

        refused = ask(table, guest, "/undo", checkpoint=other.pk, reason="误扫")

        assert refused.json()["code"] == "checkpoint_not_allowed"
        assert SignIn.objects.standing().exists()


class TestDeskForm:
    def test_keeps_what_staff_may_see_and_refuses_what_is_not_declared(self, log_in, desk: Desk):
        staff = log_in("Reception")
        page = reverse("wagtailsnippets_guests_desk:edit", args=[desk.pk])
        form = {
            "name": desk.name,
            "event": desk.event_id,
            "checkpoints": [point.pk for point in desk.checkpoints.all()],
            "mode": DeskMode.ATTENDED,
            "shows": [DeskDetail.HOST, DeskDetail.DIETARY_NOTES],
        }

        assert staff.post(page, form | {"shows": ["phone"]}).status_code == 200
        assert staff.post(page, form).status_code == 302

        desk.refresh_from_db()
        assert (desk.mode, sorted(desk.shows)) == ("attended", ["dietary_notes", "host"])
