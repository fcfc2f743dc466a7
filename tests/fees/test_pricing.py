"""What a use costs: properties that hold whatever is asked for, and the cases people argue about."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foyer.core.refusals import Refusal
from foyer.fees.enums import Covers, LineKind
from foyer.fees.pricing import refusals
from foyer.fees.pricing.days import Use, room_days
from foyer.fees.pricing.quote import Asked, Quote, Quoting
from foyer.fees.pricing.tariff import Discount, Price, RoomFacts, Tariff, Words

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
HALL = RoomFacts(1, Words("听松厅", "聽松廳", "Pine Hall"), 60)
TEA = RoomFacts(2, Words("茶室", "茶室", "Tea room"), 12)
MONDAY = date(2026, 6, 1)
SATURDAY = date(2026, 6, 6)


def price(key: str, unit: str, amount: str | int, **more: Any) -> Price:
    """A price of the hall, unless it says otherwise."""
    more = {"kind": "room", "room": HALL} | more
    return Price(
        key=key,
        unit=unit,
        amount=Decimal(amount),
        **{"words": Words(key)} | more,
    )


PRICES = (
    price("hour", "hour", 300, minimum=2),
    price("half", "half_day", 1000, overtime=Decimal(280)),
    price("day", "day", 1800, overtime=Decimal(260)),
    price("evening", "evening", 1500, overtime=Decimal(400)),
    price("day-rest", "day", 2400, days="rest", overtime=Decimal(300)),
    price("day-key", "day", 1600, tier="key"),
    price("tea-hour", "hour", "88.80", room=TEA, tax_rate=Decimal(6)),
    price("projector", "piece", "150.50", kind="equipment", room=None, tax_rate=Decimal(13)),
    price("technician", "hour", 120, kind="service", room=None, minimum=3),
    price("lunch", "person", "68.80", kind="service", room=None, minimum=10, tax_rate=Decimal(6)),
    price("flowers", "use", 260, kind="service", room=None),
    price("organ", "use", 500, kind="equipment", room=HALL),
    price("deposit", "use", 1000, kind="deposit", room=None),
)
DISCOUNTS = (
    Discount("good", Words("公益"), Decimal("12.5"), covers=Covers.ALL),
    Discount("key", Words("重点客户"), Decimal(5), tier="key"),
)
TARIFF = Tariff(3, Words("2026"), date(2026, 1, 1), None, prices=PRICES, discounts=DISCOUNTS)


def at(day: date, hour: int, minute: int = 0, zone: ZoneInfo = SHANGHAI) -> datetime:
    """A moment by the house's clock."""
    return datetime.combine(day, time(hour, minute), zone)


def use(day: date, begin: int, hours: float, room: int = 1, zone: ZoneInfo = SHANGHAI) -> Use:
    """A use that takes so many real hours."""
    start = at(day, begin, zone=zone).astimezone(UTC)
    return Use(room, start, start + timedelta(hours=hours))


def quote(
    *uses: Use,
    heads: int = 8,
    tariffs: tuple[Tariff, ...] = (TARIFF,),
    rest: tuple[date, ...] = (),
    zone: ZoneInfo = SHANGHAI,
    **asked: Any,
) -> Quote:
    """The quote for some uses."""
    return Quoting(
        Asked(tuple(uses), heads, **asked),
        tariffs=tariffs,
        is_rest_day=lambda day: day in rest or day.weekday() > 4,
        zone=zone,
    ).quote()


def told(said: Quote) -> list[tuple[str, str, int, Decimal]]:
    """The lines in short."""
    return [(line.kind, line.key, line.quantity, line.amount) for line in said.lines]


minutes = st.integers(0, 26 * 24 * 4).map(lambda quarter: timedelta(minutes=15 * quarter))
lengths = st.integers(1, 40 * 4).map(lambda quarter: timedelta(minutes=15 * quarter))
one_use = st.builds(
    lambda room, start, length: Use(room, at(MONDAY, 0) + start, at(MONDAY, 0) + start + length),
    st.sampled_from((1, 2)),
    minutes,
    lengths,
)
extras = st.dictionaries(
    st.sampled_from(("projector", "technician", "lunch", "flowers")), st.integers(1, 50)
)
amounts = st.decimals(0, 5000, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    """A version with any prices, with tax or without, in any currency; there is always one by the hour."""
    currency = draw(st.sampled_from(("CNY", "TWD", "HKD")))
    places = Decimal(1) if currency == "TWD" else Decimal("0.01")
    prices = [
        replace(
            one,
            amount=draw(amounts).quantize(places),
            overtime=None if one.overtime is None else draw(amounts).quantize(places),
            tax_rate=draw(st.sampled_from((Decimal(0), Decimal(6), Decimal("8.25")))),
        )
        for one in PRICES
    ]
    return replace(
        TARIFF, currency=currency, prices=tuple(prices), tax_included=draw(st.booleans())
    )


class TestEveryQuote:
    @given(
        uses=st.lists(one_use, min_size=1, max_size=4),
        extra=extras,
        tariff=tariffs(),
        tier=st.sampled_from(("", "key")),
        discount=st.sampled_from(("", "good")),
    )
    @settings(max_examples=300, deadline=None)
    def test_adds_up_to_the_least_unit_whatever_the_order(
        self, uses: list[Use], extra: dict[str, int], tariff: Tariff, tier: str, discount: str
    ) -> None:
        asked = {"extras": extra, "tier": tier, "discount": discount, "tariffs": (tariff,)}
        said = quote(*uses, **asked)
        shuffled = Random(1).sample(uses, len(uses))
        turned = replace(
            tariff,
            prices=tuple(reversed(tariff.prices)),
            discounts=tuple(reversed(tariff.discounts)),
        )
        again = quote(
            *shuffled,
            **asked | {"extras": dict(reversed(extra.items())), "tariffs": (turned,)},
        )

        assert said.total == sum((line.amount for line in said.lines), Decimal(0))
        assert said.deposit == sum((line.amount for line in said.deposits), Decimal(0))
        assert all(isinstance(line.amount, Decimal) for line in said.lines)
        assert all(line.amount == tariff.rounded(line.amount) for line in said.lines)
        assert said.total >= 0
        assert (again.lines, again.total, again.deposits) == (said.lines, said.total, said.deposits)

    @given(whole=one_use, cuts=st.lists(st.integers(1, 159), max_size=6), tariff=tariffs())
    @settings(max_examples=300, deadline=None)
    def test_is_the_same_for_a_time_asked_for_in_parts(
        self, whole: Use, cuts: list[int], tariff: Tariff
    ) -> None:
        places = sorted({whole.start + timedelta(minutes=15 * cut) for cut in cuts})
        inside = [moment for moment in places if moment < whole.end]
        edges = [whole.start, *inside, whole.end]
        parts = [Use(whole.room, begin, end) for begin, end in itertools.pairwise(edges)]

        assert quote(*parts, tariffs=(tariff,)) == quote(whole, tariffs=(tariff,))

    @given(hours=st.integers(1, 15), tariff=tariffs(), begin=st.integers(0, 8))
    @settings(max_examples=200, deadline=None)
    def test_is_never_dearer_for_a_day_that_has_less_in_it(
        self, hours: int, tariff: Tariff, begin: int
    ) -> None:
        without = replace(
            tariff, prices=tuple(one for one in tariff.prices if one.unit != "evening")
        )
        shorter, longer = (
            quote(use(MONDAY, begin, length), tariffs=(without,)).total
            for length in (hours, hours + 1)
        )

        assert shorter <= longer

    @given(whole=one_use)
    def test_loses_no_minute_and_counts_none_twice(self, whole: Use) -> None:
        days = room_days([whole], zone=SHANGHAI)

        assert sum(day.seconds for day in days) == (whole.end - whole.start).total_seconds()
        pieces = sorted(piece for day in days for piece in day.pieces)
        assert all(one[1] <= two[0] for one, two in itertools.pairwise(pieces))


class TestRoom:
    @pytest.mark.parametrize(
        ("begin", "hours", "lines"),
        [
            (9, 1, [("room", "hour", 2, 600)]),  # two hours at least
            (9, 2.25, [("room", "hour", 3, 900)]),  # an hour begun counts
            (9, 4, [("room", "half", 1, 1000)]),
            (9, 5, [("room", "half", 1, 1000), ("overtime", "half", 1, 280)]),
            (9, 7, [("room", "day", 1, 1800)]),
            (8, 10, [("room", "day", 1, 1800), ("overtime", "day", 2, 520)]),
            (18, 4, [("room", "half", 1, 1000)]),  # cheaper than the evening
        ],
    )
    def test_is_charged_the_cheapest_published_way(
        self, begin: int, hours: float, lines: list[Any]
    ) -> None:
        assert told(quote(use(MONDAY, begin, hours))) == [
            (kind, key, count, Decimal(amount)) for kind, key, count, amount in lines
        ]

    def test_has_a_price_of_its_own_on_days_of_rest_holidays_included(self) -> None:
        said = [
            quote(use(day, 9, 8), rest=(date(2026, 6, 19),)).lines[0].key
            for day in (MONDAY, SATURDAY, date(2026, 6, 19))
        ]

        assert said == ["day", "half", "half"]  # two half days are cheaper than a day of rest
        without = replace(
            TARIFF, prices=tuple(one for one in PRICES if one.unit not in ("half_day", "hour"))
        )
        said = [
            quote(use(day, 9, 8), tariffs=(without,), rest=(date(2026, 6, 19),)).lines[0].key
            for day in (MONDAY, SATURDAY, date(2026, 6, 19))
        ]
        assert said == ["day", "day-rest", "day-rest"]

    def test_has_a_price_of_its_own_for_a_tier_also_where_the_day_has_one(self) -> None:
        said = quote(use(SATURDAY, 9, 8), tier="key")

        assert ("room", "day-key", 1, Decimal(1600)) in told(said)

    def test_is_charged_by_the_evening_within_its_hours_and_its_overtime_beyond(self) -> None:
        evening = replace(
            TARIFF, prices=tuple(one for one in PRICES if one.unit in ("evening", "day"))
        )
        cheap = replace(evening.prices[1], amount=Decimal(900))
        evening = replace(evening, prices=(evening.prices[0], cheap))

        assert told(quote(use(MONDAY, 18, 4), tariffs=(evening,)))[0][1] == "evening"
        assert told(quote(use(MONDAY, 18, 5), tariffs=(evening,))) == [
            ("room", "evening", 1, Decimal(900)),
            ("overtime", "evening", 1, Decimal(400)),
        ]

    def test_without_a_price_for_that_time_is_refused(self) -> None:
        evenings = replace(TARIFF, prices=(PRICES[3],))

        with pytest.raises(refusals.NoPrice):
            quote(use(MONDAY, 9, 2), tariffs=(evenings,))


class TestNight:
    def test_from_23_to_2_is_one_use_of_the_day_it_began_on(self) -> None:
        (day,) = room_days([use(MONDAY, 23, 3)], zone=SHANGHAI)

        assert (day.day, day.seconds) == (MONDAY, 3 * 3600)
        assert told(quote(use(MONDAY, 23, 3))) == [("room", "hour", 3, Decimal(900))]

    def test_past_six_is_cut_at_midnight(self) -> None:
        days = room_days([use(MONDAY, 23, 8)], zone=SHANGHAI)

        assert [(day.day, day.seconds // 3600) for day in days] == [
            (MONDAY, 1),
            (MONDAY + timedelta(days=1), 7),
        ]

    def test_that_begins_after_midnight_belongs_to_its_own_day(self) -> None:
        (day,) = room_days([use(MONDAY, 1, 2)], zone=SHANGHAI)

        assert day.day == MONDAY

    def test_of_new_year_is_charged_by_the_old_year_s_version(self) -> None:
        later = replace(TARIFF, number=4, valid_from=date(2027, 1, 1))
        former = replace(TARIFF, valid_until=date(2026, 12, 31))

        said = quote(use(date(2026, 12, 31), 23, 3), tariffs=(former, later))

        assert {line.version for line in said.lines} == {3}


class TestVersionBoundary:
    def test_inside_a_booking_charges_each_day_by_its_own_version(self) -> None:
        dearer = tuple(replace(one, amount=one.amount * 2) for one in PRICES)
        former = replace(TARIFF, valid_until=date(2026, 6, 2))
        later = replace(TARIFF, number=4, valid_from=date(2026, 6, 3), prices=dearer)

        said = quote(
            *(use(date(2026, 6, day), 9, 4) for day in (2, 3)),
            tariffs=(later, former),
            extras={"projector": 1, "flowers": 1},
        )

        rooms = [(line.version, line.amount) for line in said.lines if line.kind == "room"]
        assert rooms == [(3, Decimal(1000)), (4, Decimal(2000))]
        assert [tariff.number for tariff in said.versions] == [3, 4]
        once = [line for line in said.lines if line.key == "flowers"]
        assert [(line.version, line.amount) for line in once] == [(3, Decimal(260))]
        assert [line.version for line in said.deposits] == [3]

    def test_to_another_currency_is_refused(self) -> None:
        former = replace(TARIFF, valid_until=MONDAY)
        later = replace(TARIFF, number=4, valid_from=MONDAY + timedelta(1), currency="HKD")

        with pytest.raises(refusals.CurrencyChanges):
            quote(use(MONDAY, 9, 30), tariffs=(former, later))

    def test_into_a_time_without_fees_is_refused(self) -> None:
        with pytest.raises(refusals.NotInForce):
            quote(use(MONDAY, 9, 30), tariffs=(replace(TARIFF, valid_until=MONDAY),))


class TestClock:
    @pytest.mark.parametrize(
        ("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (MONDAY, 24)]
    )
    def test_counts_the_hours_a_day_really_has(self, day: date, hours: int) -> None:
        whole = Use(1, at(day, 0, zone=NEW_YORK), at(day + timedelta(1), 0, zone=NEW_YORK))

        (one,) = room_days([whole], zone=NEW_YORK)

        assert one.seconds == hours * 3600

    def test_that_is_put_back_in_the_night_charges_the_hour_it_adds(self) -> None:
        start = at(date(2026, 10, 31), 23, zone=NEW_YORK)
        end = at(date(2026, 11, 1), 2, zone=NEW_YORK)

        said = quote(Use(1, start, end), zone=NEW_YORK)

        # 23:00 to 02:00 lasts four hours that night: a half day is cheaper.
        assert told(said) == [("room", "half", 1, Decimal(1000))]

    def test_knows_the_leap_day(self) -> None:
        said = quote(use(date(2028, 2, 28), 9, 4), use(date(2028, 2, 29), 9, 4))

        assert [line.day for line in said.lines] == [date(2028, 2, 28), date(2028, 2, 29)]


class TestExtras:
    def test_are_counted_by_what_they_are_counted_by(self) -> None:
        said = quote(
            use(MONDAY, 9, 4),
            use(MONDAY + timedelta(1), 9, 2),
            heads=20,
            extras={"projector": 2, "technician": 1, "lunch": 1, "flowers": 3},
        )

        counted = [(line.key, line.quantity) for line in said.lines if line.kind != LineKind.ROOM]
        assert counted == [
            ("projector", 2),
            ("flowers", 3),
            ("lunch", 20),
            ("technician", 4),
            ("projector", 2),
            ("lunch", 20),
            ("technician", 3),  # two hours, three at least
        ]

    def test_by_the_person_are_charged_for_as_many_as_are_charged_at_least(self) -> None:
        said = quote(use(MONDAY, 9, 2), heads=4, extras={"lunch": 1})

        assert [line.quantity for line in said.lines if line.key == "lunch"] == [10]


class TestDiscount:
    def test_taken_is_the_one_that_takes_off_most_and_no_other(self) -> None:
        said = quote(use(MONDAY, 9, 4), tier="key", discount="good", extras={"flowers": 1})

        off = [line for line in said.lines if line.kind == LineKind.DISCOUNT]
        assert [(line.key, line.amount) for line in off] == [("good", Decimal("-157.50"))]

    def test_of_a_tier_is_taken_off_the_rooms_by_itself(self) -> None:
        said = quote(use(MONDAY, 9, 4), tier="key", extras={"flowers": 1})

        assert ("discount", "key", 1, Decimal("-50.00")) in told(said)
        assert not [line for line in quote(use(MONDAY, 9, 4)).lines if line.kind == "discount"]

    def test_leaves_deposits_alone(self) -> None:
        assert quote(use(MONDAY, 9, 4), discount="good").deposit == Decimal(1000)


class TestTax:
    def test_is_a_line_of_its_own_where_prices_are_without_it(self) -> None:
        without = replace(TARIFF, tax_included=False)

        said = quote(use(MONDAY, 9, 2, room=2), tariffs=(without,), extras={"projector": 1})

        taxes = [(line.price, line.amount) for line in said.lines if line.kind == LineKind.TAX]
        # 6 % of 2 × 88.80, 13 % of 150.50: halves upwards.
        assert taxes == [(Decimal(6), Decimal("10.66")), (Decimal(13), Decimal("19.57"))]
        assert said.total == Decimal("358.33")

    def test_is_told_where_prices_include_it(self) -> None:
        said = quote(use(MONDAY, 9, 2, room=2))

        assert (said.total, said.tax_within) == (Decimal("177.60"), Decimal("10.05"))

    def test_is_rounded_to_whole_dollars_in_taiwan(self) -> None:
        prices = (price("hour", "hour", 333, tax_rate=Decimal(5)),)
        said = quote(
            use(MONDAY, 9, 1),
            tariffs=(replace(TARIFF, currency="TWD", tax_included=False, prices=prices),),
        )

        assert said.total == Decimal(350)


class TestBadAsking:
    @pytest.mark.parametrize(
        ("asked", "refusal"),
        [
            ({"uses": ()}, refusals.NothingUsed),
            ({"uses": (Use(1, at(MONDAY, 9), at(MONDAY, 9)),)}, refusals.EndsBeforeItBegins),
            ({"uses": (Use(1, at(MONDAY, 9), at(MONDAY, 8)),)}, refusals.EndsBeforeItBegins),
            ({"uses": (use(MONDAY, 9, 2, room=77),)}, refusals.RoomUnknown),
            ({"heads": 61}, refusals.TooManyHeads),
            ({"heads": 0}, refusals.TooFewHeads),
            ({"heads": -3}, refusals.TooFewHeads),
            ({"extras": {"nonsense": 1}}, refusals.ExtraUnknown),
            ({"extras": {"hour": 1}}, refusals.ExtraUnknown),
            ({"extras": {"projector": 0}}, refusals.TooManyOfIt),
            ({"extras": {"projector": -1}}, refusals.TooManyOfIt),
            ({"extras": {"projector": 1001}}, refusals.TooManyOfIt),
            (
                {"extras": {"organ": 1}, "uses": (use(MONDAY, 9, 2, room=2),)},
                refusals.ExtraOfAnotherRoom,
            ),
            ({"discount": "nonsense"}, refusals.DiscountUnknown),
        ],
    )
    def test_is_refused_in_words_that_say_what_to_do(
        self, asked: dict[str, Any], refusal: type[Refusal]
    ) -> None:
        uses = asked.pop("uses", (use(MONDAY, 9, 2),))

        with pytest.raises(refusal) as refused:
            quote(*uses, **asked)

        assert str(refused.value)
        assert "%(" not in str(refused.value)
