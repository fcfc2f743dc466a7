"""The companies and people the house looks after."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory
from stdnum.cn import uscc

from foyer.clients.enums import (
    AddressKind,
    ClientKind,
    Collection,
    LegalBasis,
    PhotoConsent,
    PointKind,
    Potential,
    ResearchSource,
    Size,
    Source,
    Tier,
)
from foyer.clients.models import (
    Client,
    ClientAddress,
    ClientNeed,
    Contact,
    ContactPoint,
    ResearchNote,
)
from foyer.core.enums import FormOfAddress
from tests.factories import names


def credit_code(n: int) -> str:
    """Return the n-th 统一社会信用代码; its check character fits."""
    body = f"91330100MA{n:06d}X"
    return body + uscc.calc_check_digit(body)


class ClientFactory(DjangoModelFactory[Client]):
    """A regular client without an account manager; `full` fills the whole form."""

    class Meta:
        model = Client

    class Params:
        key = factory.Trait(tier=Tier.KEY)
        prospect = factory.Trait(tier=Tier.PROSPECT)
        person = factory.Trait(
            kind=ClientKind.PERSON, name=factory.Sequence(names.person), industry=""
        )
        bought = factory.Trait(
            collection=Collection.THIRD_PARTY,
            provenance="行业协会名录，2026年合作协议第三条",
            legal_basis=LegalBasis.PUBLISHED,
        )
        full = factory.Trait(
            name_en=factory.Sequence(lambda n: f"Jiangnan Silk Road Culture {n}"),
            legal_representative=factory.Sequence(names.person),
            credit_code=factory.Sequence(credit_code),
            business_scope="组织文化艺术交流活动；会议及展览服务",
            size=Size.MEDIUM,
            source=Source.FAIR,
            source_note="2026年春季文博会",
            collection=Collection.FACE_TO_FACE,
            stand_style="新中式，木构，暖光",
            facilities="同声传译、八十五英寸屏两块",
            event_form="闭门研讨配茶席",
            interests="宋代美学",
            topics="文旅融合",
            annual_spend=Decimal("480000.00"),
            deals_a_year=4,
            potential=Potential.HIGH,
        )

    number = factory.Sequence(lambda n: f"C9{n:05d}")
    name = factory.Sequence(names.company)
    short_name = ""
    industry = "文化旅游"
    tier = Tier.REGULAR


class ClientAddressFactory(DjangoModelFactory[ClientAddress]):
    """The office of a client."""

    class Meta:
        model = ClientAddress

    client = factory.SubFactory(ClientFactory)
    kind = AddressKind.VISITING
    text = factory.Sequence(lambda n: f"杭州市上城区清波街{n + 1}号")


class ClientNeedFactory(DjangoModelFactory[ClientNeed]):
    """A show a client plans."""

    class Meta:
        model = ClientNeed

    client = factory.SubFactory(ClientFactory)
    show_type = "新品发布会"
    scale = "三百平方米，两百人"
    theme = "明前新茶"
    period = "2027年春"
    place = "听松厅"


class ResearchNoteFactory(DjangoModelFactory[ResearchNote]):
    """What a client wished for in an interview."""

    class Meta:
        model = ResearchNote

    client = factory.SubFactory(ClientFactory)
    noted_on = date(2026, 9, 1)
    source = ResearchSource.INTERVIEW
    text = "希望秋季办一场二十人以内的闭门茶会。"


class ContactFactory(DjangoModelFactory[Contact]):
    """A person at a client, with a phone and an e-mail address."""

    class Meta:
        model = Contact

    class Params:
        full = factory.Trait(
            since=date(2021, 3, 1),
            wechat=factory.Sequence(lambda n: f"wx_jiangnan_{n}"),
            lunar_birthday="08-03",
            festivals=["spring-festival", "mid-autumn"],
            interests="围棋、徒步",
            taboos="不吃牛羊肉",
            photo_consent=PhotoConsent.GIVEN,
            photo_consent_on=date(2026, 9, 20),
            photo_consent_how="秋季雅集签到时书面同意",
        )

    client = factory.SubFactory(ClientFactory)
    name = factory.Sequence(names.person)
    form_of_address = FormOfAddress.MS
    title = "总经理"
    phone = factory.Sequence(names.phone)
    email = factory.Sequence(lambda n: f"contact{n}@example.com")


class ContactPointFactory(DjangoModelFactory[ContactPoint]):
    """A second phone of a contact; `mail` makes it an e-mail address."""

    class Meta:
        model = ContactPoint

    class Params:
        mail: Any = factory.Trait(
            kind=PointKind.EMAIL,
            label="私人",
            value=factory.Sequence(lambda n: f"further{n}@example.com"),
        )

    contact = factory.SubFactory(ContactFactory)
    kind = PointKind.PHONE
    label = "助理"
    value = factory.Sequence(lambda n: f"139{n:08d}")
