"""The fee page: what is in force, what comes, how it changed; the calculator; files; the API. (004-21)"""

import io
from datetime import UTC, date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from foyer.core import page_cache
from foyer.core.days import house_day, start_of
from foyer.core.page_cache import stamp
from foyer.fees.models import FeeSchedule
from tests.factories import FeeScheduleFactory, RoomFactory
from tests.factories.fee_pages import fee_page
from tests.factories.pages import EventPageFactory

pytestmark = pytest.mark.django_db
PAGE = "/zh-hans/fees/"
API = "/api/foyer/v1/fees"


def in_days(count: int) -> date:
    """The day so many days from today."""
    return house_day(timezone.now()) + timedelta(days=count)


def read(url: str, **headers: str) -> BeautifulSoup:
    """An address as a stranger reads it."""
    response = Client().get(url, headers=headers)
    assert response.status_code == 200, response.content[:500]
    return BeautifulSoup(response.content, "html.parser")


def moment(day: date, clock: str) -> str:
    """A moment as the browser sends it."""
    return f"{day.isoformat()}T{clock}"


@pytest.fixture
def room() -> Any:
    """The room that is priced."""
    return RoomFactory(name="听松厅", name_zh_hant="聽松廳", name_en="Pine Hall", capacity=60)


@pytest.fixture
def schedules(room: Any) -> list[FeeSchedule]:
    """Three versions: over, in force, coming in ten days."""
    lines = [
        {"room": room, "key": "aa01", "unit": "hour", "amount": Decimal(300)},
        {"room": room, "key": "aa02", "unit": "half_day", "amount": Decimal(1000)},
        {"kind": "equipment", "key": "bb01", "unit": "piece", "amount": Decimal("150.50")},
        {"kind": "deposit", "key": "dd01", "name": "押金", "unit": "use", "amount": Decimal(500)},
    ]
    first = FeeScheduleFactory(
        approved=True,
        name="2025年收费标准",
        valid_from=in_days(-300),
        valid_until=in_days(-100),
        items=lines,
    )
    second = FeeScheduleFactory(
        approved=True,
        name="2026年收费标准",
        name_en="Fees 2026",
        valid_from=in_days(-99),
        replaces=first,
        items=[lines[0] | {"amount": Decimal(330)}, *lines[1:]],
        discounts=[{"key": "ee01", "percent": Decimal(10)}],
    )
    third = FeeScheduleFactory(
        approved=True,
        name="下季收费标准",
        valid_from=in_days(10),
        replaces=second,
        reason="灯光更新",
        items=[lines[0] | {"amount": Decimal(360)}, lines[1] | {"amount": Decimal(900)}, lines[3]],
    )
    return [first, FeeSchedule.objects.get(pk=second.pk), third]


@pytest.fixture
def page(schedules: Any) -> Any:
    """The page, with fees to show."""
    return fee_page()


class TestPage:
    def test_shows_what_is_in_force_what_comes_and_the_way_to_what_was(self, page: Any) -> None:
        FeeScheduleFactory(name="草稿不可见", valid_from=in_days(100))

        shown = read(PAGE)

        assert shown.select_one("#fees-now").text == "2026年收费标准"
        assert "¥330.00" in shown.select_one("section[aria-labelledby=fees-now]").text
        assert "下季收费标准" in shown.select_one(".fees__next").text
        assert "¥360.00" in shown.select_one(".fees__next").text
        assert "2025年收费标准" in shown.select_one(".fees__earlier").text
        assert "草稿不可见" not in shown.text

    def test_has_every_version_and_its_history_in_words(self, page: Any) -> None:
        history = read(f"{PAGE}history/")

        changes = [
            " ".join(one.text.split())
            for one in history.select("section:first-of-type .fee-change")
        ]
        assert changes == [
            "更贵 听松厅 · 小时 ¥330.00 → ¥360.00 +9.1 %",
            "更便宜 听松厅 · 半天 ¥1,000.00 → ¥900.00 −10 %",
            "取消 投影机 · 件／天 ¥150.50",
            "取消 优惠“公益活动” 公益活动 · −10 % · 仅场地",
        ]
        assert "灯光更新" in history.text
        assert "2025年收费标准" in read(f"{PAGE}versions/1/").select_one("h1").text
        assert Client().get(f"{PAGE}versions/9/").status_code == 404

    def test_costs_the_same_with_one_price_and_with_many(
        self, page: Any, django_assert_max_num_queries: Any
    ) -> None:
        client = Client()
        client.get(PAGE)
        stamp.move()

        with django_assert_max_num_queries(18):
            client.get(PAGE)

    def test_says_that_nothing_is_in_force(self, db: None) -> None:
        fee_page()

        assert "今天没有生效的收费标准" in read(PAGE).text

    def test_stands_in_menu_and_map(self, page: Any) -> None:
        assert PAGE in [link["href"] for link in read("/zh-hans/").select(".header__link")]
        assert f"{PAGE}</loc>" in Client().get("/sitemap.xml").content.decode()


class TestMidnight:
    """The page switches by itself at midnight of the day by the house's clock, kept answers included."""

    @pytest.mark.parametrize("ticks", [False, True])
    def test_brings_the_next_version_without_anybody_doing_anything(
        self, page: Any, schedules: Any, ticks: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(page_cache, "KEEP_FOR", 10.0**9)  # a kept answer stands for ever
        midnight = start_of(schedules[2].valid_from)
        client, urls = Client(), (PAGE, API)
        with freeze_time(midnight - timedelta(seconds=2)) as clock:
            before = [client.get(url).content.decode() for url in urls]
            assert all("ETag" in client.get(url) for url in urls)
            etags = [client.get(url)["ETag"] for url in urls]
            clock.move_to(midnight + timedelta(seconds=1))
            if ticks:
                call_command("tick")
            after = [client.get(url).content.decode() for url in urls]
            again = [
                client.get(url, headers={"If-None-Match": etag}).status_code
                for url, etag in zip(urls, etags, strict=True)
            ]

        assert 'id="fees-now">2026年收费标准' in before[0]
        assert 'id="fees-now">下季收费标准' in after[0]
        assert ('"version": 2' in before[1], '"version": 3' in after[1]) == (True, True)
        assert again == [200, 200]

    def test_of_another_zone_changes_nothing(self, page: Any, schedules: Any) -> None:
        before = start_of(schedules[2].valid_from) - timedelta(seconds=2)

        with freeze_time(before):
            assert "2026年收费标准" in read(PAGE).select_one("#fees-now").text

    def test_makes_every_kept_page_old_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(page_cache, "KEEP_FOR", 10.0**9)
        event_page = EventPageFactory()
        client = Client()
        with freeze_time(start_of(in_days(5)) - timedelta(seconds=5)) as clock:
            client.get(event_page.url)
            assert "ETag" in client.get(event_page.url)
            held = stamp.now()
            clock.move_to(start_of(in_days(5)))

            assert stamp.now() != held


class TestCalculator:
    def ask(self, room: Any, **asked: Any) -> BeautifulSoup:
        told = {
            "room": room.pk,
            "heads": 20,
            "from": moment(in_days(3), "09:00"),
            "to": moment(in_days(3), "13:00"),
        }
        query = "&".join(f"{name}={value}" for name, value in (told | asked).items())
        return read(f"{PAGE}?{query}")

    def test_tells_every_line_and_the_version(self, page: Any, room: Any) -> None:
        shown = self.ask(room, **{"x-bb01": 2, "discount": "ee01"})

        quote = " ".join(shown.select_one(".quote").text.split())
        for words in (
            "听松厅",
            "1 × ¥1,000.00 / 半天",
            "2 × ¥150.50 / 件／天",
            "−¥100.00",
            "¥1,201.00",
            "¥500.00",
            "2026年收费标准，第2版",
        ):
            assert words in quote
        assert shown.select_one(".quote__total td").text == "¥1,201.00"

    def test_takes_the_version_of_the_day(self, page: Any, room: Any) -> None:
        day = in_days(12)

        shown = self.ask(room, **{"from": moment(day, "09:00"), "to": moment(day, "10:00")})

        assert shown.select_one(".quote__total td").text == "¥360.00"
        assert "下季收费标准，第3版" in shown.select_one(".quote").text

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            ({"heads": 61}, "“听松厅”最多容纳60人"),
            ({"heads": 0}, "至少一人"),
            ({"to": "2099-01-01T09:00"}, "一次最多计算31天"),
            ({"from": "2020-01-01T09:00", "to": "2020-01-01T10:00"}, "这个时间已经过去"),
            ({"to": moment(in_days(3), "08:00")}, "结束时间必须晚于开始时间"),
            ({"x-bb01": -1}, "0"),
            ({"from": "", "to": "nonsense"}, "有效的日期"),
        ],
    )
    def test_says_what_to_change_and_loses_nothing(
        self, page: Any, room: Any, asked: dict[str, Any], words: str
    ) -> None:
        shown = self.ask(room, **{"x-bb01": 2} | asked)

        faults = " ".join(one.text for one in shown.select(".field__error, .notice--stop"))
        assert words in faults
        assert shown.select_one(".quote") is None
        kept = {"heads": "20", "x-bb01": "2"} | {name: str(value) for name, value in asked.items()}
        for name in ("heads", "x-bb01"):
            assert shown.select_one(f"[name='{name}']")["value"] == kept[name]

    def test_names_what_is_no_longer_offered(self, page: Any, room: Any) -> None:
        day = in_days(12)

        shown = self.ask(
            room,
            **{"from": moment(day, "09:00"), "to": moment(day, "10:00"), "x-bb01": 1},
        )

        assert "“投影机”" in shown.select_one(".notice--stop").text

    def test_is_never_kept(self, page: Any, room: Any) -> None:
        client = Client()
        for _look in range(2):
            response = client.get(f"{PAGE}?room={room.pk}&heads=3")

        assert "ETag" not in response


class TestFiles:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("zh-hans", ("2026年收费标准", "听松厅", "投影机", "四舍五入到¥0.01")),
            ("zh-hant", ("聽松廳", "2026年收费标准", "每一日按當日生效的那一版收費")),
            ("en", ("Pine Hall", "Fees 2026", "half day")),
        ],
    )
    def test_in_pdf_are_read_back_by_another_program(
        self, schedules: Any, language: str, words: tuple[str, ...]
    ) -> None:
        fee_page(language)

        response = Client().get(f"/{language}/fees/versions/2/pdf/")

        assert response["Content-Type"] == "application/pdf"
        file = PdfDocument(response.content)
        text = "".join(page.get_textpage().get_text_bounded() for page in file)
        said = "".join(text.split())
        for word in (*words, "330.00", "1,000.00", "150.50"):
            assert "".join(word.split()) in said

    def test_in_a_workbook_hold_every_price_as_text(self, page: Any) -> None:
        response = Client().get(f"{PAGE}versions/2/xlsx/")

        sheet = load_workbook(io.BytesIO(response.content)).active
        rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert rows[1][:5] == [
            "2",
            in_days(-99).isoformat(),
            in_days(9).isoformat(),
            "会场",
            "听松厅",
        ]
        assert [row[8] for row in rows[1:]] == [
            "¥330.00",
            "¥1,000.00",
            "¥150.50",
            "¥500.00",
            "−10 %",
        ]

    def test_on_paper_are_a_page_of_their_own(self, page: Any) -> None:
        printed = read(f"{PAGE}versions/3/print/")

        assert "下季收费标准" in printed.select_one("h1").text
        assert printed.select_one("[data-print]")

    def test_are_not_made_of_drafts_or_of_other_kinds(self, page: Any) -> None:
        client = Client()

        assert client.get(f"{PAGE}versions/7/pdf/").status_code == 404
        assert client.get(f"{PAGE}versions/2/docx/").status_code == 404


class TestApi:
    def test_tells_the_fees_of_a_day(self, schedules: Any) -> None:
        client = Client()

        answers = [
            client.get(API, {"on": day.isoformat(), "lang": "en"}).json()
            for day in (in_days(-150), in_days(9), in_days(10))
        ]

        assert [(one["version"], one["prices"][0]["amount"]) for one in answers] == [
            (1, "300.00"),
            (2, "330.00"),
            (3, "360.00"),
        ]
        assert (answers[1]["name"], answers[1]["prices"][0]["name"]) == ("Fees 2026", "Pine Hall")
        assert client.get(API, {"on": "1999-01-01"}).status_code == 404
        assert client.get(API, {"on": "1999-13-01"}).status_code == 422

    def test_is_kept_and_may_be_asked_after(self, schedules: Any) -> None:
        client = Client()
        client.get(API)
        etag = client.get(API)["ETag"]

        assert client.get(API, headers={"If-None-Match": etag}).status_code == 304

    def test_lists_versions_without_drafts_at_a_constant_cost(
        self, schedules: Any, django_assert_num_queries: Any
    ) -> None:
        FeeScheduleFactory(valid_from=in_days(400))
        with django_assert_num_queries(1):
            said = Client().get(f"{API}/versions?x=1").json()

        assert [(one["version"], one["standing"], one["replaces"]) for one in said["versions"]] == [
            (3, "coming", 2),
            (2, "in-force", 1),
            (1, "over", None),
        ]
        assert Client().get(f"{API}/versions/3").json()["reason"] == "灯光更新"

    def test_quotes_as_the_page_does(self, schedules: Any, room: Any) -> None:
        asked = {
            "room": room.pk,
            "from": _utc(in_days(3), 9),
            "to": _utc(in_days(3), 13),
            "heads": 20,
            "extra": ["bb01:2"],
            "discount": "ee01",
        }

        said = Client().get(f"{API}/quote", asked).json()

        assert (said["total"], said["deposit"], said["versions"]) == ("1201.00", "500.00", [2])
        assert sum(Decimal(line["amount"]) for line in said["lines"]) == Decimal(said["total"])
        refused = Client().get(f"{API}/quote", asked | {"heads": 99})
        assert (refused.status_code, refused.json()["code"]) == (422, "fees_too_many_heads")
        malformed = Client().get(f"{API}/quote", asked | {"extra": ["x"]})
        assert malformed.status_code == 422


def _utc(day: date, hour: int) -> str:
    return (start_of(day) + timedelta(hours=hour)).astimezone(UTC).isoformat()
