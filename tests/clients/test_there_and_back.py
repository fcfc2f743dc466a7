"""What goes out as a file comes in again, and nothing changes. (IMPORT 10)"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Q

from foyer.clients.enums import AddressKind, Festival, FieldKind, FieldOf, PhotoConsent, Tier
from foyer.clients.models import Client, ClientAddress, Contact
from foyer.clients.services.custom_fields import of, set_values
from tests.clients.import_wizard import ClientWizard, everything, said, verdicts
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory, CustomFieldFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGES = {"clients": "/admin/clients/export/", "contacts": "/admin/clients/contacts/export/"}
LANGUAGES = ("zh-hans", "zh-hant", "en")


@pytest.fixture
def house(db: None) -> None:
    """Two clients with all that is kept of them, cells that look like formulas among it."""
    CustomFieldFactory(of=FieldOf.CLIENT, key="card", choice=True)
    CustomFieldFactory(of=FieldOf.CONTACT, key="since", kind=FieldKind.DATE, label="入会日")
    manager = UserFactory(role="Account managers", last_name="许", first_name="安然")
    silk = ClientFactory(
        full=True, tier=Tier.KEY, account_manager=manager, annual_spend=Decimal("480000.50")
    )
    set_values(silk, {"card": "金卡"}, of(Client))
    silk.save()
    for kind in AddressKind:
        ClientAddress.objects.create(client=silk, kind=kind, text=f"+{kind} 路 1 号；2 楼")
    ClientAddress.objects.create(client=silk, kind=AddressKind.VISITING, text="虹桥路 2 号")
    ClientFactory(name="=cmd|'/c calc'!A1", short_name="+86", industry="@SUM(1)")
    lin = ContactFactory(
        client=silk,
        name="林若兰",
        title="-1+1",
        phone="13900005678",
        email="lin@example.com",
        wechat="lin_ruolan",
        birthday=date(1986, 3, 9),
        lunar_birthday="12-30",
        festivals=[Festival.MID_AUTUMN, Festival.CHRISTMAS],
        taboos="不吃香菜\n不喝酒",
        photo_consent=PhotoConsent.GIVEN,
        photo_consent_on=date(2026, 3, 1),
        photo_consent_how="春茶会上书面签字",
    )
    set_values(lin, {"since": "2020-02-29"}, of(Contact))
    lin.save()
    Client.objects.filter(pk=silk.pk).update(main_contact=lin)
    ContactFactory(client=silk, name="Édouard O'Neill", phone="", email="")


def full_of_lines() -> Q:
    """Return the condition that means the client whose facts are all filled."""
    return Q(tier=Tier.KEY)


@pytest.mark.usefixtures("house")
class TestAList:
    @pytest.mark.parametrize("kind", ["xlsx", "csv"])
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("what", PAGES)
    def test_comes_back_unchanged_in_every_language_and_format(
        self, log_in: LogIn, what: str, language: str, kind: str
    ) -> None:
        staff = log_in("Administrators")
        columns = [name for name, _label in self._form(staff, what).fields["columns"].choices]
        wish = {"purpose": "核对", "kind": kind, "language": language, "columns": columns}
        before = everything()

        answer = staff.post(PAGES[what], wish)
        data = b"".join(answer.streaming_content)
        batch = ClientWizard(staff).checked(data, name=f"{what}.{kind}")

        assert set(verdicts(batch)) == {"same"}, [said(batch, n) for n in range(2, 4)]
        assert everything() == before

    def test_comes_back_unchanged_though_a_program_ends_lines_otherwise(
        self, log_in: LogIn
    ) -> None:
        Client.objects.filter(full_of_lines()).update(business_scope="一、会议\r\n二、展览")
        name = Client.objects.get(full_of_lines()).name
        CustomFieldFactory(of=FieldOf.CLIENT, key="stand", label="展位")
        Client.objects.filter(full_of_lines()).update(custom={"stand": "Ａ馆：\n三层"})

        batch = ClientWizard(log_in("Administrators")).checked(
            f'客户名称,经营范围,展位\n{name},"一、会议\n二、展览","Ａ馆：\r\n三层"\n'.encode()
        )

        assert verdicts(batch) == ["same"], said(batch, 2)

    @staticmethod
    def _form(staff: Any, what: str) -> Any:
        return staff.get(PAGES[what]).context["form"]
