"""What a client sees and does on their own page. (004-04; BOOKING 3, 6, 8)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any
from unittest.mock import patch

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from foyer.bookings.models import Booking, BookingLetter, BookingPolicy, LetterText
from foyer.bookings.queries.client_page import time_left
from foyer.bookings.services.answering import mark_used, sign_contract
from foyer.bookings.services.changing import Change, change_booking
from foyer.bookings.services.deadlines import keep_deadlines
from foyer.bookings.services.letters import write_letter
from foyer.bookings.services.offering import offer_room, reject_request
from foyer.bookings.services.secrets import booking_path
from foyer.bookings.services.standing import cancellation_fee
from foyer.bookings.services.talking import add_note, write_to_client
from foyer.core.days import house_day
from foyer.core.models import HousePolicy
from foyer.fees.models import FeeSchedule
from foyer.venues.models import Occupation, Room
from tests.factories import BookingFactory, ClientFactory, RoomFactory, UserFactory
from tests.factories.bookings import in_three_weeks, price_rooms

from .conftest import MONDAY
from .test_letters import words_of

pytestmark = pytest.mark.django_db
Ask = Callable[..., Booking]


def read(client: Client, booking: Booking, language: str = "") -> str:
    """Return the page of a booking."""
    return client.get(f"{booking_path(booking)}?lang={language}").content.decode()


def answer(client: Client, booking: Booking, act: str, **values: Any) -> Any:
    """Send an answer as the page that shows the booking now does."""
    booking.refresh_from_db()
    sent = {"act": act, "seen": booking.version} | values
    response = client.post(booking_path(booking), sent, follow=True)
    booking.refresh_from_db()
    return response


def paper_on(page: Any) -> str:
    """Return what stands on the page of a paper."""
    main = BeautifulSoup(page.content, "html.parser").main
    assert main is not None
    return main.get_text(" ", strip=True)


class TestThePage:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("zh-hans", ("听松厅", "收费标准第 1 版", "请于", "还剩 47 小时", "接受", "定金")),
            ("zh-hant", ("聽松廳", "收費標準第 1 版", "請於", "還剩 47 小時", "接受", "訂金")),
            ("en", ("Pine Hall", "fee schedule, version 1", "Please answer by", "47 hours left")),
        ],
    )
    def test_says_what_was_asked_what_it_costs_and_until_when(
        self, client: Client, booked: Ask, language: str, words: tuple[str, ...]
    ) -> None:
        booking = booked(offered=True, at=timezone.now() - timedelta(minutes=5))

        response = client.get(f"{booking_path(booking)}?lang={language}")

        page = response.content.decode()
        assert [word for word in (*words, "¥900.00", booking.number) if word not in page] == []
        assert response["Content-Language"] == language
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"

    def test_keeps_what_is_the_houses_own(self, client: Client, booked: Ask) -> None:
        by = UserFactory(role="Venue desk", last_name="郁", first_name="听荷")
        booking = booked(offered=True, by=by)
        Booking.objects.filter(pk=booking.pk).update(notes="此客户压价")
        add_note(booking=booking, text="可再让五个点", by=by, at=timezone.now())
        write_to_client(booking=booking, text="您好，投影已备", by=by, at=timezone.now())

        page = read(client, booking)

        assert "您好，投影已备" in page
        hidden = ("压价", "让五个点", "13800138042", "lu@jiangnan.example", "郁")
        assert [word for word in hidden if word in page] == []

    @pytest.mark.parametrize("secret", ["7" * 26, "x", "%00", "7" * 300, "李", "../b"])
    def test_knows_no_other_secret(self, client: Client, booked: Ask, secret: str) -> None:
        booked()

        for end in ("", "/letter.pdf", "/contract.pdf", "/booking.ics"):
            assert client.get(f"/b/{secret}{end}").status_code == 404

    def test_acts_on_no_get_and_asks_for_the_token_of_its_form(self, booked: Ask) -> None:
        booking, strict = booked(offered=True), Client(enforce_csrf_checks=True)

        strict.get(booking_path(booking), {"act": "accept", "seen": booking.version})
        assert strict.post(booking_path(booking), {"act": "accept"}).status_code == 403

        booking.refresh_from_db()
        assert booking.status == "offered"

    @pytest.mark.parametrize(
        ("minutes", "words"),
        [
            (30, "剩余不到一小时"),
            (119, "还剩 1 小时"),
            (47 * 60, "还剩 47 小时"),
            (4320, "还剩 3 天"),
        ],
    )
    def test_promises_no_hour_there_is_not(self, minutes: int, words: str) -> None:
        assert time_left(MONDAY + timedelta(minutes=minutes), at=MONDAY) == words

    def test_asks_as_often_for_three_messages_as_for_one(
        self, client: Client, booked: Ask, django_assert_num_queries: Any, django_assert_max_num_queries: Any
    ) -> None:  # fmt: skip
        booking, by = booked(offered=True), UserFactory()
        write_to_client(booking=booking, text="一", by=by, at=timezone.now())
        read(client, booking)
        with django_assert_max_num_queries(25) as asked:
            read(client, booking)
        for word in ("二", "三"):
            write_to_client(booking=booking, text=word, by=by, at=timezone.now())

        with django_assert_num_queries(len(asked.captured_queries)):
            read(client, booking)

    def test_is_limited(self, client: Client, booked: Ask) -> None:
        booking = booked()

        codes = {client.get(booking_path(booking)).status_code for _n in range(61)}

        assert codes == {200, 429}


class TestAnswering:
    def test_accepts_with_one_click_and_says_what_stands_at_the_second(
        self, client: Client, booked: Ask
    ) -> None:
        booking = booked(offered=True)
        seen = booking.version

        first = answer(client, booking, "accept", seen=seen)
        second = answer(client, booking, "decline", seen=seen)

        assert booking.status == "confirmed"
        assert "会场已为您留定" in first.content.decode()
        assert "此前已有答复：已确认" in second.content.decode()
        assert booking.steps.filter(after="confirmed").count() == 1

    def test_declines_with_a_reason_or_without(self, client: Client, booked: Ask) -> None:
        first = booked(offered=True)
        second = booked(offered=True, starts_at=in_three_weeks() + timedelta(days=1))

        answer(client, first, "decline", reason="改在外地举办")
        answer(client, second, "decline")

        assert (first.status, first.reason) == ("declined", "改在外地举办")
        assert (second.status, second.reason) == ("declined", "")

    def test_takes_no_answer_to_an_offer_that_was_changed_meanwhile(
        self, client: Client, booked: Ask
    ) -> None:
        booking = booked(offered=True)
        seen, now = booking.version, timezone.now()
        change_booking(booking=booking, change=Change(heads=150), by=UserFactory(), at=now)
        offer_room(booking=booking, by=UserFactory(), at=now)

        response = answer(client, booking, "accept", seen=seen)

        assert booking.status == "offered"
        assert "其间我们更改了报价" in response.content.decode()
        for seen in ("", "x"):
            answer(client, booking, "accept", seen=seen)
        assert booking.status == "offered"

    def test_lapses_by_time_alone_and_is_asked_for_again(self, client: Client, booked: Ask) -> None:
        booking = booked(offered=True)
        with freeze_time(booking.reply_by + timedelta(seconds=1)):
            late = answer(client, booking, "accept").content.decode()
            page = read(client, booking)
            again = client.post(booking_path(booking), {"act": "again"})
            client.post(booking_path(booking), {"act": "again"})  # a double tap

        assert "现已失效" in late
        assert "报价逾期未答复" in page
        assert 'value="accept"' not in page
        fresh = Booking.objects.exclude(pk=booking.pk).get()
        assert again["Location"] == booking_path(fresh)
        same = ("room_id", "starts_at", "ends_at", "heads", "asker_name", "asker_phone")
        assert [getattr(fresh, name) for name in same] == [getattr(booking, name) for name in same]
        assert (fresh.status, fresh.channel) == ("requested", "online")

    def test_cancels_after_showing_what_it_costs(self, client: Client, booked: Ask) -> None:
        booking = booked(confirmed=True)
        with freeze_time(booking.starts_at - timedelta(days=2)):
            page = read(client, booking)
            refused = answer(client, booking, "cancel", reason="改期", fee="0")
            assert booking.status == "confirmed"
            answer(client, booking, "cancel", reason="", fee="450.00")
            assert booking.status == "confirmed"
            done = answer(client, booking, "cancel", reason="改期", fee="450.00")

        assert "现在取消须支付 ¥450.00" in page
        assert "取消费用其间有变：¥450.00" in refused.content.decode()
        assert (booking.status, booking.cancel_fee) == ("cancelled", 450)
        assert "取消费用：¥450.00" in done.content.decode()
        assert not Occupation.objects.exists()

    def test_offers_no_cancellation_once_it_was_used(self, client: Client, booked: Ask) -> None:
        booking = booked(confirmed=True)
        mark_used(booking=booking, by=UserFactory(), at=booking.starts_at)

        assert 'value="cancel"' not in read(client, booking)

    def test_cancels_nothing_that_has_begun(self, client: Client, booked: Ask) -> None:
        booking = booked(confirmed=True)

        with freeze_time(booking.starts_at):
            fee = str(cancellation_fee(booking, at=timezone.now()))
            page = answer(client, booking, "cancel", reason="未到场", fee=fee)

        assert booking.status == "confirmed"
        assert "已经开始" in page.content.decode()

    def test_cancels_only_what_the_client_saw(self, client: Client, booked: Ask) -> None:
        booking = booked(confirmed=True)
        seen = booking.version
        change = Change(theme="答谢会")
        change_booking(booking=booking, change=change, by=UserFactory(), at=timezone.now())

        answer(client, booking, "cancel", reason="改期", fee="0", seen=seen)

        assert booking.status == "confirmed"


class TestTerms:
    def test_are_those_of_the_offer_whatever_the_house_decides_later(
        self, client: Client, booked: Ask
    ) -> None:
        booking = booked(confirmed=True)
        BookingPolicy.objects.update(
            cancel_free_days=60, cancel_percent=100, payment="一律预付。", payment_en="In advance."
        )

        page = read(client, booking)
        letter = client.get(f"{booking_path(booking)}/letter").content.decode()

        assert "现在取消不收费" in page
        assert "一律预付。" not in page
        assert "一律预付。" not in letter
        answer(client, booking, "cancel", reason="改期", fee="0")
        assert (booking.status, booking.cancel_fee) == ("cancelled", 0)
        fresh = booked(confirmed=True)
        assert "现在取消须支付 ¥900.00" in read(client, fresh)
        assert "一律预付。" in read(client, fresh)


class TestAChangeOfWhatWasAgreed:
    """What was agreed stands until the client accepts something else. (004-04; BOOKING 6)"""

    @pytest.fixture
    def changed(self, booked: Ask) -> Booking:
        """A confirmed booking that was enlarged the day before its use."""
        booking = booked(confirmed=True)
        with freeze_time(booking.starts_at - timedelta(days=1)):
            change_booking(
                booking=booking, change=Change(heads=41), by=UserFactory(), at=timezone.now()
            )
        booking.refresh_from_db()
        return booking

    @pytest.fixture
    def day_before(self, changed: Booking) -> Any:
        """The day before the use."""
        with freeze_time(changed.starts_at - timedelta(hours=23)) as clock:
            yield clock

    def offer(self, booking: Booking) -> None:
        offer_room(booking=booking, by=UserFactory(), at=timezone.now())
        booking.refresh_from_db()

    def test_makes_cancelling_no_cheaper(
        self, client: Client, changed: Booking, day_before: Any
    ) -> None:
        assert "现在取消须支付 ¥450.00" in read(client, changed)

        self.offer(changed)
        assert "现在取消须支付 ¥450.00" in read(client, changed)
        answer(client, changed, "cancel", reason="改期", fee="450.00")

        assert (changed.status, changed.cancel_fee) == ("cancelled", 450)
        assert not Occupation.objects.exists()

    def test_that_is_declined_leaves_it_as_it_was(
        self, client: Client, changed: Booking, day_before: Any
    ) -> None:
        self.offer(changed)

        answer(client, changed, "decline")

        held = Occupation.objects.get()
        assert (changed.status, changed.heads, changed.total) == ("confirmed", 40, 900)
        assert (held.booking, held.lapses_at) == (changed, None)
        assert [one.occasion for one in changed.letters.all()][-1] == "stands"

    @pytest.mark.parametrize("ticks", [True, False])
    def test_that_nobody_answers_leaves_it_as_it_was(
        self, client: Client, changed: Booking, day_before: Any, ticks: bool
    ) -> None:
        self.offer(changed)
        day_before.move_to(changed.reply_by)
        if ticks:
            with patch(
                "foyer.core.business_calendar.hours.BusinessHours.is_open", return_value=True
            ):
                keep_deadlines(at=timezone.now())
            changed.refresh_from_db()
            assert (changed.status, changed.heads) == ("confirmed", 40)
        else:
            assert "此前约定的内容仍然有效" in read(client, changed)

        assert cancellation_fee(changed, at=timezone.now()) == 450
        assert Occupation.objects.get().holds_at(timezone.now())

    def test_that_is_turned_down_leaves_it_as_it_was(
        self, client: Client, changed: Booking, day_before: Any, log_in: Any
    ) -> None:
        desk = log_in("Venue desk")
        sent = {"act": "reject", "seen": changed.version, "reason": "当日检修"}

        desk.post(f"/admin/bookings/{changed.pk}/", sent)

        changed.refresh_from_db()
        assert (changed.status, changed.heads) == ("confirmed", 40)
        assert "当日检修" in read(client, changed)

    def test_ends_without_a_fee_where_its_place_was_given_away(
        self, client: Client, booked: Ask, hall: Room
    ) -> None:
        booking, by, now = booked(confirmed=True), UserFactory(), timezone.now()
        later = booking.starts_at + timedelta(days=1)
        change = Change(starts_at=later, ends_at=later + timedelta(hours=3))
        change_booking(booking=booking, change=change, by=by, at=now)
        booked(confirmed=True)
        self.offer(booking)

        answer(client, booking, "decline")

        assert (booking.status, booking.cancel_fee) == ("declined", 0)
        assert Occupation.objects.count() == 1

    def test_that_is_accepted_takes_its_place(
        self, client: Client, changed: Booking, day_before: Any
    ) -> None:
        self.offer(changed)

        answer(client, changed, "accept")

        assert (changed.status, changed.heads, changed.standing) == ("confirmed", 41, None)


class TestAMoveByTheHouse:
    @pytest.fixture
    def moved(self, booked: Ask) -> Booking:
        """A confirmed booking the house moved by a day."""
        booking = booked(confirmed=True)
        later = booking.starts_at + timedelta(days=1)
        change = Change(starts_at=later, ends_at=later + timedelta(hours=3))
        change_booking(booking=booking, change=change, by=UserFactory(), at=timezone.now())
        booking.refresh_from_db()
        return booking

    def test_is_told_and_stands_on_page_and_paper(self, client: Client, moved: Booking) -> None:
        day = f"{timezone.localtime(moved.starts_at).day}日"
        letter = moved.letters.get(occasion="moved")

        told = write_letter(letter, HousePolicy.load(), timezone.now())
        page = read(client, moved)

        assert told is not None
        assert day in told.subject
        assert "变更后的会场已为您保留" in page
        assert "会场暂未保留" not in page
        assert day in client.get(f"{booking_path(moved)}/letter").content.decode()
        assert client.get(f"{booking_path(moved)}/letter.pdf").status_code == 200

    def test_is_not_told_any_more_once_it_is_offered(self, moved: Booking) -> None:
        offer_room(booking=moved, by=UserFactory(), at=timezone.now())
        letter = BookingLetter.objects.get(occasion="moved")

        assert write_letter(letter, HousePolicy.load(), timezone.now()) is None

    def test_of_an_offer_says_that_the_room_is_held(self, client: Client, booked: Ask) -> None:
        booking = booked(offered=True)
        change_booking(
            booking=booking, change=Change(heads=60), by=UserFactory(), at=timezone.now()
        )
        booking.refresh_from_db()

        assert "会场已为您保留，新的确认函正在准备" in read(client, booking)

    def test_stands_in_a_view_until_it_is_offered(self, moved: Booking, log_in: Any) -> None:
        desk, view = log_in("Venue desk"), "/admin/bookings/?view=changed"
        fresh = BookingFactory(room=moved.room)
        page = desk.get(view).content.decode()
        assert moved.number in page
        assert fresh.number not in page

        offer_room(booking=moved, by=UserFactory(), at=timezone.now())

        assert moved.number not in desk.get(view).content.decode()


class TestPapersOfWhatCameToNothing:
    def test_say_so(self, client: Client, booked: Ask) -> None:
        lapsed = booked(offered=True, at=timezone.now() - timedelta(days=9))
        rejected = booked()
        reject_request(booking=rejected, reason="当日检修", by=UserFactory(), at=timezone.now())

        for booking, word in ((lapsed, "会场保留已到期"), (rejected, "当日检修")):
            where = booking_path(booking)
            assert word in client.get(f"{where}/letter").content.decode()
            assert client.get(f"{where}/letter.pdf")["Content-Type"] == "application/pdf"
            entry = client.get(f"{where}/booking.ics").content
            (event,) = icalendar.Calendar.from_ical(entry).walk("VEVENT")
            assert event["STATUS"] == "CANCELLED"


class TestAskingForSomethingElse:
    def test_changes_nothing_by_itself(self, client: Client, booked: Ask) -> None:
        booking = booked(confirmed=True)
        wished = {"wished_from": "2027-03-01T09:00", "wished_to": "2027-03-01T12:00"}

        answer(client, booking, "message", text="能否改期", wished_heads="60", **wished)

        (word,) = booking.messages.all()
        local = timezone.localtime(word.wished_from)
        assert (word.kind, word.text, word.wished_heads) == ("client", "能否改期", 60)
        assert f"{local:%Y-%m-%d %H:%M}" == "2027-03-01 09:00"
        assert (booking.status, booking.heads) == ("confirmed", 40)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"text": "  "},
            {"text": "改期", "wished_from": "2027-03-01T12:00", "wished_to": "2027-03-01T09:00"},
            {"text": "改期", "wished_heads": "0"},
            {"text": "改期", "wished_from": "明天"},
            {"text": "改期", "wished_from": "0001-01-01T00:00"},
            {"text": "改期", "wished_to": "9999-12-31T23:59"},
        ],
    )
    def test_keeps_what_was_typed_where_something_is_wrong(
        self, client: Client, booked: Ask, wrong: dict[str, str]
    ) -> None:
        booking = booked()

        response = client.post(booking_path(booking), {"act": "message"} | wrong)

        assert response.status_code == 200
        assert not booking.messages.exists()
        assert wrong["text"].strip() in response.content.decode()

    def test_shows_what_else_is_free_and_asks_for_it(
        self, client: Client, booked: Ask, hall: Room
    ) -> None:
        other = RoomFactory(name="望月轩", capacity=180)
        booking = booked()
        reject_request(booking=booking, reason="当日检修", by=UserFactory(), at=timezone.now())

        page = read(client, booking)
        choice = f"{other.pk}@{int(booking.starts_at.timestamp())}"
        client.post(booking_path(booking), {"act": "instead", "choice": choice})

        assert "当日检修" in page
        assert f'value="{choice}"' in page
        fresh = Booking.objects.exclude(pk=booking.pk).get()
        assert (fresh.room, fresh.starts_at) == (other, booking.starts_at)

    def test_takes_no_alternative_that_is_none(self, client: Client, booked: Ask) -> None:
        booking = booked()
        reject_request(booking=booking, reason="检修", by=UserFactory(), at=timezone.now())
        hidden = RoomFactory(name="内部", is_bookable=False)

        for choice in ("", "x", f"{hidden.pk}@{int(booking.starts_at.timestamp())}"):
            response = answer(client, booking, "instead", choice=choice)
            assert "刚刚被预订" in response.content.decode()

        assert Booking.objects.count() == 1

    def test_while_another_holds_the_room_it_is_a_wish_to_the_house(
        self, client: Client, booked: Ask
    ) -> None:
        waiting = booked()
        assert "其他空闲选择" not in read(client, waiting)
        booked(offered=True)
        other = RoomFactory(name="望月轩", capacity=180)

        choice = f"{other.pk}@{int(waiting.starts_at.timestamp())}"
        page = read(client, waiting)
        answer(client, waiting, "instead", choice=choice)

        assert "望月轩" in page
        assert waiting.messages.get().wished_room == other
        assert Booking.objects.count() == 2


class TestFiles:
    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    def test_are_read_back_by_others(self, client: Client, booked: Ask, language: str) -> None:
        booking = booked(client=ClientFactory(tier="key"), confirmed=True, theme="新品发布会")
        where, room = booking_path(booking), {"zh-hant": "聽松廳", "en": "PineHall"}
        name = room.get(language, "听松厅")
        sign = {"zh-hant": "簽名或用印", "en": "Signatureorseal"}.get(language, "签字或盖章")

        letter = client.get(f"{where}/letter.pdf?lang={language}")
        contract = client.get(f"{where}/contract.pdf?lang={language}")
        entry = client.get(f"{where}/booking.ics?lang={language}")

        assert letter["Content-Type"] == contract["Content-Type"] == "application/pdf"
        assert (letter["Cache-Control"], entry["Cache-Control"]) == ("no-store", "no-store")
        assert [w for w in (name, "¥900.00") if w not in words_of(letter.content)] == []
        in_clauses = 0 if language == "en" else 1
        assert words_of(contract.content).count(sign) == 2 + in_clauses
        (event,) = icalendar.Calendar.from_ical(entry.content).walk("VEVENT")
        assert event["DTSTART"].dt == booking.starts_at
        assert "新品发布会" in str(event["SUMMARY"])
        assert event["STATUS"] == "CONFIRMED"

    def test_are_pages_for_print_too(self, client: Client, booked: Ask) -> None:
        booking = booked(client=ClientFactory(tier="key"), confirmed=True)

        for name, word in (("letter", "预订已确认"), ("contract", "违约责任")):
            page = client.get(f"{booking_path(booking)}/{name}").content.decode()
            assert word in page
            assert "¥900.00" in page

    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    def test_stay_as_they_were_agreed_and_signed(
        self, client: Client, booked: Ask, hall: Room, language: str
    ) -> None:
        booking = booked(client=ClientFactory(tier="key", name="江南文化"), confirmed=True)
        sign_contract(
            booking=booking,
            signed_by="陆知微",
            signed_on=timezone.localdate(),
            by=UserFactory(),
            at=timezone.now(),
        )
        urls = [
            f"{booking_path(booking)}/{name}?lang={language}" for name in ("letter", "contract")
        ]
        before = [paper_on(client.get(url)) for url in urls]

        LetterText.objects.update(subject="全新的标题", body="全新的条款")
        BookingPolicy.objects.update(payment="预付全款", cancel_percent=100, cancel_free_days=90)
        Room.objects.filter(pk=hall.pk).update(
            name="改名厅", name_en="Renamed", name_zh_hant="改名"
        )
        Booking.objects.filter(pk=booking.pk).update(asker_company="别的公司", asker_name="别人")

        assert [paper_on(client.get(url)) for url in urls] == before
        pdf = client.get(f"{booking_path(booking)}/contract.pdf?lang={language}")
        assert "全新的" not in words_of(pdf.content)
        assert all("全新" not in page for page in before)

    def test_are_made_anew_by_another_offer(self, client: Client, booked: Ask, hall: Room) -> None:
        booking = booked(confirmed=True)
        later = Change(ends_at=booking.ends_at + timedelta(hours=1))
        by, at = UserFactory(), timezone.now()
        changed = change_booking(booking=booking, change=later, by=by, at=at)
        offer_room(booking=changed, by=by, at=at)

        page = client.get(f"{booking_path(booking)}/letter").content.decode()

        assert "¥1,200.00" in page
        assert "¥900.00" not in page

    def test_of_a_mere_request_there_is_no_letter(self, client: Client, booked: Ask) -> None:
        booking = booked()

        for name in ("letter.pdf", "contract.pdf", "letter", "contract"):
            assert client.get(f"{booking_path(booking)}/{name}").status_code == 404

    def test_name_the_version_of_each_line(self, client: Client, booked: Ask, hall: Room) -> None:
        Room.objects.filter(pk=hall.pk).update(opens_at=time(0), closes_at=time(0))
        day = in_three_weeks()
        next_day, first = (day + timedelta(days=1)), FeeSchedule.objects.get()
        price_rooms(hall, amount=500, valid_from=house_day(next_day), replaces=first)
        hall.refresh_from_db()
        booking = booked(starts_at=day, ends_at=next_day, heads=10, offered=True)

        page = read(client, booking)

        assert "收费标准第 1 版" in page
        assert "收费标准第 2 版" in page


class TestLookUp:
    def test_finds_a_booking_by_number_and_last_four(self, client: Client, booked: Ask) -> None:
        booking = booked()

        found = client.post("/b/", {"number": booking.number.lower(), "last_four": "8042"})

        assert found["Location"] == booking_path(booking)

    def test_answers_the_same_for_wrong_and_unknown(self, client: Client, booked: Ask) -> None:
        booking = booked()

        for number, digits in ((booking.number, "9999"), ("B2026-9999", "8042")):
            page = client.post("/b/", {"number": number, "last_four": digits}).content.decode()
            assert "查不到" in page

    def test_is_limited(self, client: Client, booked: Ask) -> None:
        booking = booked()

        codes = [
            client.post("/b/", {"number": booking.number, "last_four": "9999"}).status_code
            for _n in range(11)
        ]

        assert codes == [200] * 10 + [429]
