"""A letter as an invented client would receive it, to look at while its words are written; nothing is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils.timezone import localtime

from foyer.bookings.agreed import write_quote
from foyer.bookings.enums import BookingStatus, Occasion
from foyer.bookings.models import Booking, LetterText
from foyer.core.days import house_day
from foyer.core.enums import Language
from foyer.fees.enums import Currency, FeeUnit, LineKind
from foyer.fees.pricing.quote import Line, Quote
from foyer.fees.pricing.tariff import Tariff, Words
from foyer.venues.enums import Layout
from foyer.venues.models import Room, Venue

_SECRET: Final = "0" * 26  # nobody's: the client's page does not know it
_PEOPLE: Final = {
    Language.ZH_HANS: ("陆知微", "江南文化传播有限公司", "新品发布会", "航班调整，改期举行"),
    Language.ZH_HANT: ("林若蘭", "雲嶺茶業股份有限公司", "新品發表會", "航班異動，改期舉行"),
    Language.EN: ("Ann Lee", "Bright Harbour Design", "Product launch", "Put off to another day"),
}
_HOURS: Final = 3
_PRICE: Final = Decimal(1200)
_DEPOSIT: Final = Decimal(2000)


def sample_booking(*, text: LetterText, at: datetime) -> Booking:
    """Return an invented booking of the house's first room, as it stands on the occasion of a text."""
    language = Language(text.language or Language.ZH_HANS)
    name, company, theme, reason = _PEOPLE[language]
    starts_at = localtime(at + timedelta(days=21)).replace(hour=14, minute=0, second=0)
    ended = text.occasion in (Occasion.CANCELLED, Occasion.REJECTED)
    quote = _sample_quote(at + timedelta(days=21))
    return Booking(
        number=f"B{house_day(at).year}-0000",
        status=BookingStatus.OFFERED,
        room=_sample_room(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=_HOURS),
        heads=80,
        layout=Layout.THEATRE,
        theme=theme,
        asker_name=name,
        asker_company=company,
        asker_email="client@example.com",
        language=language,
        agreed=write_quote(quote),
        currency=quote.currency,
        total=quote.total,
        reply_by=at + timedelta(days=2),
        reason=reason if ended else "",
        cancel_fee=quote.total / 2 if text.occasion == Occasion.CANCELLED else Decimal(0),
        secret_sealed=_SECRET,
    )


def _sample_room() -> Room:
    first = Room.objects.select_related("venue").first()
    return first or Room(
        venue=Venue(name="江南会馆", name_zh_hant="江南會館", name_en="Jiangnan House"),
        name="听松厅",
        name_zh_hant="聽松廳",
        name_en="Pine Hall",
        capacity=120,
    )


def _sample_quote(at: datetime) -> Quote:
    tariff = Tariff(
        number=1,
        words=Words("收费标准", "收費標準", "Fee schedule"),
        valid_from=house_day(at),
        valid_until=None,
    )
    line = Line(
        day=house_day(at),
        kind=LineKind.ROOM,
        key="sample",
        words=Words("场租", "場租", "Room"),
        unit=FeeUnit.HOUR,
        quantity=_HOURS,
        price=_PRICE,
        amount=_PRICE * _HOURS,
        tax_rate=Decimal(0),
        version=tariff.number,
    )
    deposit = Line(
        day=house_day(at),
        kind=LineKind.DEPOSIT,
        key="deposit",
        words=Words("押金", "保證金", "Deposit"),
        unit=FeeUnit.USE,
        quantity=1,
        price=_DEPOSIT,
        amount=_DEPOSIT,
        tax_rate=Decimal(0),
        version=tariff.number,
    )
    return Quote(
        currency=Currency.CNY,
        versions=(tariff,),
        lines=(line,),
        deposits=(deposit,),
        total=line.amount,
        deposit=deposit.amount,
        tax_within=Decimal(0),
    )
