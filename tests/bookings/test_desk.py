"""The desk where bookings are worked on: list, file, taking down by phone. (004-02, 004-03)"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.bookings.models import Booking, BookingPolicy
from foyer.bookings.services.changing import Change, change_booking
from foyer.bookings.services.offering import offer_room
from foyer.bookings.services.talking import add_note, write_as_client, write_to_client
from foyer.privacy.models import ViewLogEntry
from foyer.venues.models import Occupation, Room
from tests.factories import BookingFactory, ClientFactory, ContactFactory, RoomFactory, UserFactory
from tests.factories.bookings import in_three_weeks, price_rooms

pytestmark = pytest.mark.django_db
LIST = "/admin/bookings/"
HOUR = timedelta(hours=1)
HOUSE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def desk(log_in):
    return log_in("Venue desk")


@pytest.fixture
def room() -> Room:
    """A hall with a price of 300 an hour."""
    hall = RoomFactory(name="听松厅", capacity=200)
    price_rooms(hall)
    return hall


def sent(booking: Booking, act: str, **values: Any) -> dict[str, Any]:
    """What the form of an act sends, from a page that shows the booking as it is."""
    booking.refresh_from_db()
    return {"act": act, "seen": booking.version} | values


class TestAnswerable:
    def test_is_who_was_named_among_those_who_work_on_bookings(self, desk, room):
        booking = BookingFactory(room=room)
        host = UserFactory(role="Venue desk")
        address = f"{LIST}{booking.pk}/"

        desk.post(address, sent(booking, "assign", owner=host.pk))
        booking.refresh_from_db()
        assert booking.owner == host
        page = desk.post(address, sent(booking, "assign", owner=UserFactory(role="Marketing").pk))
        booking.refresh_from_db()
        assert (page.status_code, booking.owner) == (200, host)


class TestAClientWhoWrote:
    def test_stands_in_a_view_until_somebody_answers(self, desk, room):
        by = UserFactory()
        booking, other = BookingFactory(room=room), BookingFactory(room=room)
        now = timezone.now()
        add_note(booking=other, text="已致电", by=by, at=now)
        write_as_client(booking=booking, text="可否早到一小时？", at=now)
        assert numbers(desk.get(f"{LIST}?view=written")) == [booking.number]
        add_note(booking=booking, text="问过了", by=by, at=now)
        assert numbers(desk.get(f"{LIST}?view=written")) == [booking.number]
        write_to_client(booking=booking, text="可以。", by=by, at=now + HOUR)
        assert numbers(desk.get(f"{LIST}?view=written")) == []
        write_as_client(booking=booking, text="谢谢，那就再早一点？", at=now + 2 * HOUR)
        assert numbers(desk.get(f"{LIST}?view=written")) == [booking.number]
        offer_room(booking=booking, by=by, at=now + 3 * HOUR)
        assert numbers(desk.get(f"{LIST}?view=written")) == []


def times(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    first, last = starts_at.astimezone(HOUSE), ends_at.astimezone(HOUSE)
    return {
        "day": f"{first:%Y-%m-%d}",
        "starts": f"{first:%H:%M}",
        "ends": f"{last:%H:%M}",
        "last_day": f"{last:%Y-%m-%d}",
    }


def shown(page: Any) -> str:
    return page.content.decode()


def numbers(page: Any) -> list[str]:
    return re.findall(r'class="care-name" href="/admin/bookings/\d+/">([^<]+)<', shown(page))


class TestTheList:
    def test_asks_as_often_for_three_bookings_as_for_one(
        self, desk, room, django_assert_num_queries, django_assert_max_num_queries
    ):
        def one(day: int) -> None:
            at = in_three_weeks() + timedelta(days=day)
            times = {"starts_at": at, "ends_at": at + HOUR}
            BookingFactory(room=room, client=ClientFactory(), offered=True, **times)

        one(0)
        desk.get(f"{LIST}?view=all")
        with django_assert_max_num_queries(12) as asked:
            desk.get(f"{LIST}?view=all")
        one(1)
        one(2)

        with django_assert_num_queries(len(asked.captured_queries)):
            page = desk.get(f"{LIST}?view=all")
        assert len(numbers(page)) == 3

    def test_has_saved_views(self, desk, room):
        now = timezone.now()
        BookingPolicy.objects.update(contract_from=Decimal(1))
        day = timedelta(days=1)
        hours = [in_three_weeks() + n * day for n in range(6)]
        made = {
            "new": BookingFactory(room=room, starts_at=hours[0]),
            "lapsing": BookingFactory(room=room, starts_at=hours[1], offered=True),
            "lapsed": BookingFactory(
                room=room, starts_at=hours[2], offered=True, at=now - timedelta(days=9)
            ),
            "contract": BookingFactory(room=room, starts_at=hours[3], confirmed=True),
            "waiting": BookingFactory(room=room, starts_at=hours[3], waits=True),
        }

        for view, booking in made.items():
            assert numbers(desk.get(f"{LIST}?view={view}")) == [booking.number], view
        assert len(numbers(desk.get(f"{LIST}?view=all"))) == 5
        assert numbers(desk.get(f"{LIST}?view=near")) == []

    def test_shows_the_step_at_this_moment(self, desk, room):
        BookingFactory(room=room, offered=True, at=timezone.now() - timedelta(days=9))

        page = shown(desk.get(f"{LIST}?view=all"))

        assert "booking-step--lapsed" in page
        assert "booking-step--offered" not in page

    def test_is_narrowed_down(self, desk, room):
        client = ClientFactory(name="江南文化")
        theirs = BookingFactory(room=room, client=client, phone="13800138042")
        other = BookingFactory(theme="年会", phone="13900139001", name="王小明", company="")

        for query, found in (
            (f"q={theirs.number}", theirs),
            ("q=8042", theirs),
            ("q=年会", other),
            (f"room={other.room.pk}", other),
            (f"client={client.number}", theirs),
        ):
            assert numbers(desk.get(f"{LIST}?view=all&{query}")) == [found.number], query
        for query in ("step=confirmed", "first=2001-01-01&last=2001-01-02", "step=lapsed"):
            assert numbers(desk.get(f"{LIST}?view=all&{query}")) == [], query
        wrong = desk.get(f"{LIST}?view=all&first=nonsense&room=x&p=999")
        assert wrong.status_code == 200
        assert len(numbers(wrong)) == 2

    def test_shows_each_only_what_they_may_see(self, log_in, room):
        manager = UserFactory(role="Account managers")
        theirs = BookingFactory(room=room, client=ClientFactory(account_manager=manager))
        BookingFactory(room=room)

        page = log_in(user=manager).get(f"{LIST}?view=all")

        assert numbers(page) == [theirs.number]

    def test_leaves_the_house_as_it_was_narrowed_down(self, desk, room):
        chosen = BookingFactory(room=room, theme="年会")
        BookingFactory(room=room, theme="论坛")

        answer = desk.post(
            f"{LIST}export/?view=all&q=年会",
            {
                "purpose": "核对",
                "columns": ["number", "theme", "asker_phone"],
                "kind": "csv",
                "language": "zh-hans",
            },
        )

        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert [line.split(",")[0].strip('"') for line in text.splitlines()[1:]] == [chosen.number]
        assert "13800138042" in text
        assert ViewLogEntry.objects.filter(place="export").count() == 1
        assert ModelLogEntry.objects.filter(action="foyer.booking.export").exists()


class TestTakingDown:
    def asked(self, room: Room | None = None, **more: Any) -> dict[str, Any]:
        at = in_three_weeks()
        values = times(at, at + 3 * HOUR) | {"heads": "40", "channel": "phone"}
        values |= {"language": "zh-hans", "asker_name": "陆知微", "asker_phone": "13800138042"}
        return values | ({"room": room.pk} if room else {}) | more

    def test_shows_what_fits_with_its_price_and_why_the_others_do_not(self, desk, room):
        small = RoomFactory(name="墨池书房", capacity=10)

        page = shown(desk.post(f"{LIST}add/", self.asked(look="1")))

        assert "¥900.00" in page
        assert f"“{small.name}”" in page
        assert f'value="{small.pk}" disabled' in page
        assert not Booking.objects.exists()

    def test_takes_down_and_offers_at_once(self, desk, room):
        answer = desk.post(f"{LIST}add/", self.asked(room, take="1", offer="on"))

        booking = Booking.objects.get()
        assert answer["Location"] == f"{LIST}{booking.pk}/"
        assert (booking.status, booking.channel, booking.total) == (
            "offered",
            "phone",
            Decimal(900),
        )

    def test_knows_the_contact_by_their_phone(self, desk, room):
        contact = ContactFactory(client=ClientFactory(), phone="13800138042")

        desk.post(f"{LIST}add/", self.asked(room, take="1"))

        booking = Booking.objects.get()
        assert (booking.contact, booking.client) == (contact, contact.client)

    def test_ranks_what_is_free_instead_and_takes_it_with_one_tap(self, desk, room):
        at = in_three_weeks()
        BookingFactory(room=room, starts_at=at, confirmed=True)
        RoomFactory(name="观云台", capacity=210)
        page = shown(desk.post(f"{LIST}add/", self.asked(room, take="1", theme="年会")))

        offered = re.findall(r'name="instead" value="([^"]+)"', page)
        assert len(offered) >= 2
        assert "年会" in page
        assert Booking.objects.count() == 1
        page = shown(desk.post(f"{LIST}add/", self.asked(room, theme="年会", instead=offered[1])))
        _room, starts, _ends = offered[1].split("|")
        assert f'value="{starts[:10]}"' in page
        assert "年会" in page
        assert "陆知微" in page

    def test_joins_the_waiting_list_of_a_taken_room(self, desk, room):
        BookingFactory(room=room, confirmed=True)

        desk.post(f"{LIST}add/", self.asked(room, take="1", waits="on"))

        assert Booking.objects.waiting().count() == 1

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"starts": "17:00", "ends": "14:00", "last_day": ""}, "结束"),
            ({"day": "2020-01-01", "last_day": ""}, "过去"),
            ({"heads": "201"}, "200"),
            ({"heads": "0"}, "至少"),
            ({"heads": "9" * 30}, "40"),
            ({"starts": "03:00", "ends": "05:00"}, "开放"),
            ({"asker_phone": ""}, "电话"),
            ({"asker_name": ""}, "联系人"),
            ({"day": "nonsense"}, "陆知微"),
            ({"room": "x"}, "会场"),
            ({"asker_email": "x"}, "邮件"),
            ({"instead": "x|y|z"}, "陆知微"),
        ],
    )
    def test_says_what_to_change_and_loses_nothing(self, desk, room, wrong, words):
        taps = {} if "instead" in wrong else {"take": "1"}
        asked = self.asked(room, wishes="讲台左侧留空") | taps | wrong

        page = desk.post(f"{LIST}add/", asked)

        assert page.status_code == 200
        assert words in shown(page)
        assert "讲台左侧留空" in shown(page)
        assert not Booking.objects.exists()


class TestABooking:
    def test_shows_the_price_now_and_then_the_one_agreed(self, desk, room):
        booking = BookingFactory(room=room)
        assert "¥900.00" in shown(desk.get(f"{LIST}{booking.pk}/"))
        offer_room(booking=booking, by=UserFactory(), at=timezone.now())

        page = shown(desk.get(f"{LIST}{booking.pk}/"))

        assert "¥900.00" in page
        assert booking.letters.first().get_occasion_display() in page

    def test_masks_phone_and_mail_and_writes_down_who_saw_them(self, log_in, room):
        booking = BookingFactory(room=room)

        masked = shown(log_in("Reception").get(f"{LIST}{booking.pk}/"))
        assert "*** 8042" in masked
        assert "13800138042" not in masked
        assert not ViewLogEntry.objects.exists()
        plain = shown(log_in("Venue desk").get(f"{LIST}{booking.pk}/"))
        assert "13800138042" in plain
        assert ViewLogEntry.objects.get().columns == "asker_phone, asker_email"

    def test_offers_and_turns_the_chosen_rivals_down(self, desk, room):
        booking, rival, left = (BookingFactory(room=room) for _n in range(3))
        until = (timezone.now() + timedelta(days=2)).astimezone(HOUSE)
        assert rival.title in shown(desk.get(f"{LIST}{booking.pk}/"))

        desk.post(
            f"{LIST}{booking.pk}/",
            sent(
                booking,
                "offer",
                reply_by=f"{until:%Y-%m-%dT%H:%M}",
                turn_down=[rival.pk],
                reason="已先提供他人",
            ),
        )

        for one in (booking, rival, left):
            one.refresh_from_db()
        assert (booking.status, rival.status, left.status) == ("offered", "rejected", "requested")
        assert f"{booking.reply_by.astimezone(HOUSE):%H:%M}" == f"{until:%H:%M}"

    def test_keeps_what_was_typed_where_an_act_is_refused(self, desk, room):
        booking, rival = BookingFactory(room=room), BookingFactory(room=room)

        page = desk.post(
            f"{LIST}{booking.pk}/",
            sent(
                booking,
                "offer",
                reply_by="2020-01-01T10:00",
                turn_down=[rival.pk],
                reason="先到先得",
            ),
        )

        assert page.status_code == 200
        assert "先到先得" in shown(page)
        booking.refresh_from_db()
        assert booking.status == "requested"

    def test_says_what_is_free_instead_of_a_room_that_is_taken(self, desk, room):
        booking = BookingFactory(room=room)
        BookingFactory(room=room, confirmed=True)
        until = timezone.now().astimezone(HOUSE) + timedelta(days=2)

        page = shown(
            desk.post(
                f"{LIST}{booking.pk}/", sent(booking, "offer", reply_by=f"{until:%Y-%m-%dT%H:%M}")
            )
        )

        assert 'id="instead"' in page
        taps = re.search(
            r'name="room" value="(\d+)".*?name="day" value="([^"]+)".*?name="starts" value="([^"]+)"'
            r'.*?name="ends" value="([^"]+)".*?name="last_day" value="([^"]+)"',
            page.split('id="instead"')[1],
            re.DOTALL,
        )
        names = ("room", "day", "starts", "ends", "last_day")
        desk.post(
            f"{LIST}{booking.pk}/",
            sent(booking, "move", **dict(zip(names, taps.groups(), strict=True))),
        )
        booking.refresh_from_db()
        assert f"{booking.starts_at.astimezone(HOUSE):%H:%M}" == taps[3]

    def test_is_led_to_its_end(self, desk, room):
        BookingPolicy.objects.update(contract_from=Decimal(1))
        at = timezone.now() - timedelta(hours=2)
        start = timezone.now().astimezone(HOUSE).replace(hour=8, minute=0, second=0, microsecond=0)
        booking = BookingFactory(
            room=room, starts_at=start + timedelta(days=2), offered=True, at=at
        )
        url = f"{LIST}{booking.pk}/"

        desk.post(url, sent(booking, "accept"))
        refused = desk.post(url, sent(booking, "use"))
        desk.post(url, sent(booking, "sign", signed_by="陆知微", signed_on=f"{start:%Y-%m-%d}"))

        assert refused.status_code == 200
        booking.refresh_from_db()
        assert (booking.status, booking.contract_signed_by) == ("signed", "陆知微")
        page = shown(desk.get(url))
        assert "¥450.00" in page  # the fee of cancelling, two days before
        desk.post(url, sent(booking, "cancel", reason="客户改期", waives_fee="on"))
        booking.refresh_from_db()
        assert (booking.status, booking.cancel_fee) == ("cancelled", 0)

    def test_is_taken_up_again_after_it_lapsed(self, desk, room):
        booking = BookingFactory(room=room, offered=True, at=timezone.now() - timedelta(days=9))

        desk.post(f"{LIST}{booking.pk}/", sent(booking, "take_up"))

        booking.refresh_from_db()
        assert (booking.status, booking.reply_by, booking.occupation) == ("requested", None, None)
        assert not Occupation.objects.exists()

    def test_changes_only_what_was_changed(self, desk, room):
        booking = BookingFactory(room=room, confirmed=True)
        values = times(booking.starts_at, booking.ends_at)
        values |= {"room": room.pk, "heads": 40, "layout": "", "theme": "答谢会", "notes": "内部"}

        desk.post(f"{LIST}{booking.pk}/", sent(booking, "change", **values))
        booking.refresh_from_db()
        assert (booking.status, booking.theme, booking.notes) == ("confirmed", "答谢会", "内部")
        desk.post(f"{LIST}{booking.pk}/", sent(booking, "change", **values | {"heads": 90}))

        booking.refresh_from_db()
        assert (booking.status, booking.heads) == ("requested", 90)

    def test_shows_both_versions_to_the_second_of_two(self, desk, room):
        booking = BookingFactory(room=room)
        seen = booking.version
        change = Change(theme="同事先改了")
        change_booking(booking=booking, change=change, by=UserFactory(), at=timezone.now())

        page = shown(
            desk.post(f"{LIST}{booking.pk}/", {"act": "reject", "seen": seen, "reason": "我写的话"})
        )

        assert "我写的话" in page
        assert "同事先改了" in page
        desk.post(f"{LIST}{booking.pk}/", sent(booking, "reject", reason="我写的话"))
        booking.refresh_from_db()
        assert booking.status == "rejected"

    def test_lets_nobody_act_without_the_right(self, log_in, room):
        booking = BookingFactory(room=room)

        for role, act in (("Marketing", "cancel"), ("Reception", "offer"), ("Reception", "reject")):
            log_in(role).post(f"{LIST}{booking.pk}/", sent(booking, act, reason="x"))

        booking.refresh_from_db()
        assert booking.status == "requested"

    def test_is_told_on_the_clients_timeline(self, log_in, room):
        client = ClientFactory()
        booking = BookingFactory(room=room, client=client)

        page = shown(
            log_in("Management").get(f"/admin/snippets/clients/client/inspect/{client.pk}/")
        )

        assert booking.number in page


class TestTheFirstPage:
    def test_counts_what_is_to_be_done_and_names_todays_uses(
        self, log_in, room, django_assert_num_queries
    ):
        noon = timezone.now().astimezone(HOUSE).replace(hour=12, minute=0, second=0, microsecond=0)
        early = noon - timedelta(days=3)
        used = BookingFactory(
            room=room, starts_at=noon, at=early, confirmed=True, ends_at=noon + HOUR
        )
        BookingFactory(room=room)
        desk = log_in("Venue desk")

        page = shown(desk.get("/admin/"))

        panel = page.split('id="bookings-panel-title"')[1].split("</section>")[0]
        assert used.title in panel
        for view, count in {"new": 1, "lapsing": 0, "near": 1, "contract": 0}.items():
            assert f"<dd>{count}</dd>" in panel.split(f"?view={view}")[1].split("</div>")[0], view


class TestOfferingAnew:
    def test_proposes_the_discount_that_was_granted(self, desk):
        room = RoomFactory(capacity=200)
        schedule = price_rooms(room, discounts=[{"name": "老客户", "percent": Decimal(10)}])
        (discount,) = schedule.discounts.all()
        booking, by, now = BookingFactory(room=room), UserFactory(), timezone.now()
        offer_room(booking=booking, by=by, at=now, discount=discount.key)
        change_booking(booking=booking, change=Change(heads=60), by=by, at=now)

        page = shown(desk.get(f"{LIST}{booking.pk}/"))

        assert f'<option value="{discount.key}" selected' in page


class TestTurningDown:
    def test_of_a_changed_booking_frees_its_room_for_whoever_waits(self, desk, room):
        booking = BookingFactory(room=room, confirmed=True)
        day = timedelta(days=1)
        moved = {"starts_at": booking.starts_at + day, "ends_at": booking.ends_at + day}
        by, now = UserFactory(), timezone.now()
        change_booking(booking=booking, change=Change(**moved), by=by, at=now)
        others = BookingFactory(room=room, confirmed=True)  # what was agreed cannot be had any more
        waiting = BookingFactory(room=room, waits=True, **moved)

        desk.post(f"{LIST}{booking.pk}/", sent(booking, "reject", reason="当日检修"))

        booking.refresh_from_db()
        waiting.refresh_from_db()
        assert (booking.status, booking.occupation, waiting.status) == ("rejected", None, "offered")
        held = set(Occupation.objects.values_list("booking__number", flat=True))
        assert held == {others.number, waiting.number}
