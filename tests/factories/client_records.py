"""What belongs to a client, and what the house set up about clients."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from foyer.clients.enums import (
    ChannelKind,
    DocumentKind,
    FieldKind,
    FieldOf,
    IncentiveKind,
    PaymentState,
    ReferralState,
    RewardKind,
    VoucherState,
)
from foyer.clients.models import (
    ClientDocument,
    ClientFeedback,
    CustomField,
    Deal,
    Incentive,
    Portrait,
    Referral,
    ScreeningCriterion,
    Voucher,
    VoucherChannel,
)
from tests.factories.clients import ClientFactory, ContactFactory
from tests.factories.core import UserFactory

_AT = datetime(2026, 10, 8, 2, 30, tzinfo=UTC)


class DealFactory(DjangoModelFactory[Deal]):
    """A project carried out for a client, not paid yet."""

    class Meta:
        model = Deal

    class Params:
        paid = factory.Trait(payment=PaymentState.PAID)

    client = factory.SubFactory(ClientFactory)
    project = factory.Sequence(lambda n: f"春茶品鉴会 {n + 1}")
    done_on = date(2026, 4, 18)
    service = "场地与茶席"
    amount = Decimal("86000.00")


class ClientDocumentFactory(DjangoModelFactory[ClientDocument]):
    """A contract kept in a client's file."""

    class Meta:
        model = ClientDocument

    client = factory.SubFactory(ClientFactory)
    kind = DocumentKind.CONTRACT
    note = "有效期至年底"
    file = factory.LazyFunction(lambda: ContentFile("合作条款".encode(), name="file.txt"))
    file_name = "合作协议.txt"
    file_kind = "txt"
    size = 12
    added_at = _AT


class PortraitFactory(DjangoModelFactory[Portrait]):
    """The photo of a contact who agrees to it."""

    class Meta:
        model = Portrait

    contact = factory.SubFactory(ContactFactory, full=True)
    file = factory.django.ImageField(filename="file.jpg", format="JPEG", width=60, height=80)
    file_name = "照片.jpg"
    file_kind = "jpg"
    size = 900
    added_at = _AT


class ClientFeedbackFactory(DjangoModelFactory[ClientFeedback]):
    """What a client said after an event."""

    class Meta:
        model = ClientFeedback

    client = factory.SubFactory(ClientFactory)
    given_on = date(2026, 4, 20)
    subject = "春茶品鉴会"
    score = 5
    words = "茶席的节奏很好，灯光可以再暗一点。"


class IncentiveFactory(DjangoModelFactory[Incentive]):
    """A discount granted to a client."""

    class Meta:
        model = Incentive

    client = factory.SubFactory(ClientFactory)
    kind = IncentiveKind.DISCOUNT
    detail = "会场费九折"
    reason = "连续三年合作"
    granted_at = _AT
    granted_by = factory.SubFactory(UserFactory)


class ReferralFactory(DjangoModelFactory[Referral]):
    """A client who brought another; `by_contact` a person did."""

    class Meta:
        model = Referral

    class Params:
        by_contact: Any = factory.Trait(
            referrer_client=None, referrer_contact=factory.SubFactory(ContactFactory)
        )
        signed = factory.Trait(state=ReferralState.SIGNED, signed_on=date(2026, 9, 1))
        rewarded = factory.Trait(
            state=ReferralState.REWARDED,
            signed_on=date(2026, 9, 1),
            rewarded_on=date(2026, 9, 20),
            reward=RewardKind.POINTS,
            reward_amount=Decimal(500),
        )

    referrer_client = factory.SubFactory(ClientFactory)
    new_client = factory.SubFactory(ClientFactory, prospect=True)
    referred_on = date(2026, 8, 1)


class VoucherChannelFactory(DjangoModelFactory[VoucherChannel]):
    """A bank that hands out vouchers."""

    class Meta:
        model = VoucherChannel

    name = factory.Sequence(lambda n: f"清江银行私人银行部 {n + 1}")
    kind = ChannelKind.BANK


class VoucherFactory(DjangoModelFactory[Voucher]):
    """A voucher that was issued; `used` it was used."""

    class Meta:
        model = Voucher

    class Params:
        used = factory.Trait(state=VoucherState.USED, used_at=_AT)

    channel = factory.SubFactory(VoucherChannelFactory)
    code = factory.Sequence(lambda n: f"K7Q2{n:06d}")
    offer = "双人下午茶体验"
    issued_at = _AT
    issued_by = factory.SubFactory(UserFactory)


class ScreeningCriterionFactory(DjangoModelFactory[ScreeningCriterion]):
    """One thing new clients are looked over for."""

    class Meta:
        model = ScreeningCriterion

    name = factory.Sequence(lambda n: f"合作意愿 {n + 1}")
    weight = 1
    position = factory.Sequence(lambda n: 10 + n)


class CustomFieldFactory(DjangoModelFactory[CustomField]):
    """A text field of clients; traits for the other kinds."""

    class Meta:
        model = CustomField

    class Params:
        number = factory.Trait(kind=FieldKind.NUMBER, label="车位数", label_en="Parking spaces")
        day = factory.Trait(kind=FieldKind.DATE, label="入会日期", label_en="Member since")
        choice = factory.Trait(
            kind=FieldKind.CHOICE,
            label="会员卡",
            label_zh_hant="會員卡",
            label_en="Card",
            options="金卡 | 金卡 | Gold\n银卡 | 銀卡 | Silver",
        )
        yes_no = factory.Trait(
            kind=FieldKind.YES_NO, label="订阅月刊", label_en="Reads our monthly"
        )
        personal = factory.Trait(is_personal=True, label="身份证号", label_en="Identity number")
        of_contacts = factory.Trait(of=FieldOf.CONTACT)

    of = FieldOf.CLIENT
    key = factory.Sequence(lambda n: f"field_{n}")
    kind = FieldKind.TEXT
    label = "车牌"
    label_zh_hant = "車牌"
    label_en = "Car plate"
