"""Clients with their contacts, in one sheet."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from foyer.clients.enums import FieldOf, Seeing, Tier
from foyer.clients.models import (
    Client,
    ClientPolicy,
    Contact,
    ContactPoint,
    ManagerChange,
    TierChange,
)
from foyer.core.imports.corrections import row_header
from foyer.core.imports.enums import ImportStatus, Overwriting
from foyer.core.models import User
from tests.factories import UserFactory
from tests.factories.client_records import CustomFieldFactory
from tests.factories.clients import ClientFactory, ContactFactory, credit_code

from .import_wizard import ClientWizard, client_rows, everything, said, verdicts

LogIn = Callable[..., Browser]
FULL = (
    "客户编号,客户名称,统一社会信用代码,行业,规模,等级,客户经理,年消费,联系人,称呼,职务,手机,"
    "电话2,邮箱,生日,忌口"
)


@pytest.fixture
def manager(db: None) -> User:
    return UserFactory(role="Account managers", username="xu", last_name="许", first_name="安然")


@pytest.fixture
def wizard(log_in: LogIn) -> ClientWizard:
    return ClientWizard(log_in("Administrators"))


@pytest.fixture
def own(log_in: LogIn, manager: User) -> ClientWizard:
    """An account manager who sees only their own clients."""
    ClientPolicy.objects.update_or_create(pk=1, defaults={"account_managers_see": Seeing.OWN})
    return ClientWizard(log_in(user=manager))


class TestImport:
    def test_brings_clients_and_their_contacts_in_and_says_unchanged_the_second_time(
        self, wizard: ClientWizard, manager: User
    ) -> None:
        data = client_rows(
            f"A7,江南实业有限公司,{credit_code(1)},丝绸,20 to 99 people,重点,许安然,"
            '"480,000 元",王小明,先生,总经理,13800001234,021-55556666,wang@example.com,'
            "民國75年5月1日,不吃香菜",
            ",松澗會,,,,,,,林若蘭,女士,,13900005678,,,,",
            "A7,江南實業有限公司,,,,,,,周 明,,助理,13700001111,,,1990年2月3日,",
            headers=FULL,
        )

        batch = wizard.imported(data)

        assert batch.status == ImportStatus.APPLIED, verdicts(batch)
        silk, pine = Client.objects.order_by("pk")
        assert (silk.number, silk.name, silk.industry) == ("A7", "江南实业有限公司", "丝绸")
        assert (silk.size, silk.tier, silk.annual_spend) == ("small", Tier.KEY, Decimal(480000))
        assert (silk.account_manager, pine.number) == (manager, "C000001")
        assert list(Client.objects.matching("jiangnan")) == [silk]
        assert list(Client.objects.matching("C0000")) == [pine]
        wang, lin, zhou = Contact.objects.order_by("pk")
        assert [one.client for one in (wang, lin, zhou)] == [silk, pine, silk]
        assert (wang.name, wang.form_of_address, wang.title) == ("王小明", "mr", "总经理")
        assert (wang.phone, wang.email, wang.taboos) == (
            "13800001234",
            "wang@example.com",
            "不吃香菜",
        )
        assert (wang.birthday, zhou.birthday) == (date(1986, 5, 1), date(1990, 2, 3))
        assert list(Contact.objects.matching("13700001111")) == [zhou]
        assert list(Contact.objects.with_birthday(days=["05-01"])) == [wang]
        assert list(Contact.objects.matching("江南").order_by("pk")) == [wang, zhou]
        assert ContactPoint.objects.get().value == "021-55556666"
        assert ManagerChange.objects.get().after == manager
        assert ModelLogEntry.objects.get(action="foyer.client.import").data["rows"] == 3
        assert set(verdicts(wizard.checked(data))) == {"same"}

    def test_gives_back_everything_it_changed(self, wizard: ClientWizard, manager: User) -> None:
        known = ClientFactory(number="A7", name="江南实业", industry="茶", tier=Tier.REGULAR)
        wang = ContactFactory(client=known, name="王小明", phone="13800001234", title="经理")
        before = everything()
        data = client_rows(
            "A7,江南实业有限公司,,丝绸,,重点,xu,,王小明,,总经理,13800001234,021-55556666,,,",
            "A7,,,,,,,,新来的,,,13700001111,,,,",
            ",松涧会,,,,,,,林若兰,,,,,,,",
            headers=FULL,
        )

        batch = wizard.imported(data)
        known.refresh_from_db()
        wang.refresh_from_db()
        changed = (known.name, known.tier, known.account_manager, wang.title)
        histories = (TierChange.objects.count(), ManagerChange.objects.count())
        wizard.undo(batch)

        assert changed == ("江南实业有限公司", Tier.KEY, manager, "总经理")
        assert histories == (1, 1)
        assert batch.status == ImportStatus.UNDONE
        assert everything() == before
        assert (TierChange.objects.count(), ManagerChange.objects.count()) == (0, 0)
        assert ContactPoint.objects.count() == 0

    def test_lets_what_it_renames_be_compared_by_the_new_name(self, wizard: ClientWizard) -> None:
        known = ClientFactory(number="A7", name="江南实业")

        wizard.imported(client_rows("A7,钱塘实业有限公司,,,,,,,,,,,,,,", headers=FULL))

        known.refresh_from_db()
        assert (known.name, known.folded_name) == ("钱塘实业有限公司", "钱塘实业")

    def test_keeps_what_was_changed_or_used_since_when_it_is_undone(
        self, wizard: ClientWizard
    ) -> None:
        batch = wizard.imported(client_rows("松涧会,林若兰,,,", "江南,王小明,,,", "听雨,周明,,,"))
        Contact.objects.filter(name="林若兰").update(title="会长")
        ContactFactory(client=Client.objects.get(name="江南"), name="后来的人")

        wizard.undo(batch)

        assert set(Client.objects.values_list("name", flat=True)) == {"松涧会", "江南"}
        kept = {"林若兰", "王小明", "后来的人"}  # a row stays whole
        assert set(Contact.objects.values_list("name", flat=True)) == kept
        assert batch.tally["kept"] == 2

    def test_fills_the_fields_of_the_house(self, wizard: ClientWizard) -> None:
        CustomFieldFactory(key="car_plate", label="车牌")
        CustomFieldFactory(
            of=FieldOf.CONTACT, key="child", label="子女", label_zh_hant="子女", is_personal=True
        )
        headers = "客户名称,联系人,车牌,子女"

        batch = wizard.imported(client_rows("松涧会,林若兰,沪A12345,一女", headers=headers))

        assert batch.status == ImportStatus.APPLIED
        assert Client.objects.get().custom == {"car_plate": "沪A12345"}
        contact = Contact.objects.get()
        assert (contact.custom, contact.custom_sealed) == ({}, '{"child": "一女"}')
        again = client_rows("松涧会,林若兰,沪B00001,两女", headers=headers)
        changes = said(wizard.checked(again), 2)["changes"]
        assert changes == [
            ["custom_car_plate", "沪A12345", "沪B00001"],
            ["contact_custom_child", "一女", "两女"],
        ]


class TestVerdicts:
    def test_tell_new_update_unchanged_duplicate_possible_and_error_apart(
        self, wizard: ClientWizard
    ) -> None:
        known = ClientFactory(name="江南实业有限公司", industry="茶")
        ContactFactory(client=known, name="王小明", phone="13800001234", email="")
        data = client_rows(
            "松涧会,林若兰,13900005678,,",
            "江南實業有限公司,王小明,138 0000 1234,,茶",
            "江南实业,周明,,,",
            "松涧会有限公司,林若蘭,,,",
            "松涧会,,,,",
            "江南实业集团,孙五,,,",
            "松涧会,赵六,,,餐饮",
            ",,13512345678,,",
            "听雨,钱七,12,,",
        )

        batch = wizard.checked(data)

        assert verdicts(batch) == [
            *("new", "same", "new", "duplicate", "duplicate"),
            *("possible", "error", "error", "error"),
        ]
        assert said(batch, 5)["reasons"] == ["与第2行是同一位联系人。"]
        assert "第2行" in said(batch, 8)["reasons"][0]

    def test_asks_when_a_name_is_much_the_same_and_does_as_told(self, wizard: ClientWizard) -> None:
        known = ClientFactory(name="江南实业集团有限公司", industry="茶")
        data = client_rows("江南实业股份有限公司,王小明,,,丝绸", "江南实业股份有限公司,周明,,,")

        merged = wizard.checked(data)
        wizard.decide(merged, decide="update 2")
        wizard.confirm(merged)

        known.refresh_from_db()
        assert (Client.objects.count(), known.industry) == (1, "丝绸")
        assert set(known.contacts.values_list("name", flat=True)) == {"王小明", "周明"}
        wizard.undo(merged)
        apart = wizard.checked(data)
        wizard.decide(apart, decide="new 2")
        wizard.confirm(apart)
        assert Client.objects.count() == 2
        assert known.contacts.count() == 0

    def test_leaves_the_contacts_of_an_undecided_client_out(self, wizard: ClientWizard) -> None:
        ClientFactory(name="江南实业集团有限公司")
        data = client_rows("江南实业股份有限公司,王小明,,,", "江南实业股份有限公司,周明,,,")

        batch = wizard.imported(data)

        assert Contact.objects.count() == 0
        assert "第2行" in said(batch, 3)["reasons"][0]

    def test_refuse_what_changed_after_the_check(self, wizard: ClientWizard) -> None:
        known = ClientFactory(name="江南实业", industry="茶")
        batch = wizard.checked(client_rows("江南实业,,,,丝绸", "松涧会,林若兰,,,"))
        Client.objects.filter(pk=known.pk).update(industry="瓷")
        ClientFactory(name="松涧会有限公司")

        wizard.confirm(batch)

        assert Client.objects.count() == 2
        assert set(batch.rows.values_list("outcome", flat=True)) == {"refused"}

    @pytest.mark.parametrize(
        ("chosen", "industry"),
        [
            ({"overwriting": Overwriting.EMPTY}, "茶"),
            ({"overwriting": Overwriting.CHOSEN, "column": ["industry"]}, "丝绸"),
        ],
    )
    def test_write_over_only_what_a_person_allows(
        self, wizard: ClientWizard, chosen: dict[str, str], industry: str
    ) -> None:
        known = ClientFactory(name="江南实业", industry="茶")
        wang = ContactFactory(client=known, name="王小明", email="old@example.com")
        batch = wizard.checked(client_rows("江南实业,王小明,,new@example.com,丝绸"))

        wizard.decide(batch, **chosen)
        wizard.confirm(batch)

        known.refresh_from_db()
        wang.refresh_from_db()
        assert (known.industry, wang.email) == (industry, "old@example.com")

    def test_know_a_contact_without_a_company_again(self, wizard: ClientWizard) -> None:
        wang = ContactFactory(name="王小明", phone="13800001234", title="")

        batch = wizard.imported(
            client_rows("王小明,13800001234,董事", "李四,,", headers="姓名,手机,职务")
        )

        wang.refresh_from_db()
        assert (verdicts(batch), wang.title) == (["update", "new"], "董事")
        assert Contact.objects.get(name="李四").client is None


class TestRights:
    def test_an_account_manager_learns_nothing_of_others_clients(
        self, own: ClientWizard, manager: User
    ) -> None:
        other = ClientFactory(
            number="A7", name="江南实业", industry="茶", account_manager=UserFactory()
        )
        ContactFactory(client=other, name="王小明", phone="13800001234")
        data = client_rows(
            "A7,,王小明,13800001234,丝绸",
            ",松涧会,林若兰,13800001234,",
            ",,李四,,",
            headers="客户编号,客户名称,联系人,手机,行业",
        )

        batch = own.checked(data)
        page = own.client.get(own.url("check", batch)).content.decode()
        own.confirm(batch)

        assert verdicts(batch) == ["error", "new", "error"]
        assert "江南实业" not in page
        other.refresh_from_db()
        assert other.industry == "茶"
        assert Client.objects.get(name="松涧会").account_manager == manager

    def test_neither_tier_nor_account_manager_change_without_the_right(
        self, own: ClientWizard, manager: User
    ) -> None:
        mine = ClientFactory(name="江南实业", account_manager=manager, tier=Tier.REGULAR)
        UserFactory(role="Account managers", username="lin")
        headers = "客户名称,等级,客户经理,行业"

        batch = own.imported(
            client_rows("江南实业,重点,lin,丝绸", "松涧会,重点,,", headers=headers)
        )

        mine.refresh_from_db()
        assert (mine.tier, mine.account_manager, mine.industry) == (Tier.REGULAR, manager, "丝绸")
        assert Client.objects.get(name="松涧会").tier == Tier.PROSPECT
        assert len(said(batch, 2)["notes"]) == 2
        assert len(said(batch, 3)["notes"]) == 1

    def test_sealed_fields_of_a_colleagues_client_stay_sealed(
        self, log_in: LogIn, manager: User
    ) -> None:
        client = ClientFactory(name="江南实业", account_manager=UserFactory())
        wang = ContactFactory(client=client, name="王小明", phone="13800001234", title="经理")
        wizard = ClientWizard(log_in(user=manager))

        batch = wizard.checked(
            client_rows("江南实业,王小明,13700000000,总经理", headers="客户名称,联系人,手机,职务")
        )
        page = wizard.client.get(wizard.url("check", batch)).content.decode()
        wizard.confirm(batch)

        wang.refresh_from_db()
        assert (wang.phone, wang.title) == ("13800001234", "总经理")
        assert "13800001234" not in page

    def test_a_file_is_seen_by_whoever_handed_it_in(
        self, wizard: ClientWizard, own: ClientWizard, log_in: LogIn
    ) -> None:
        batch = own.imported(client_rows("松涧会,林若兰,,,"))
        colleague = ClientWizard(log_in("Account managers"))

        assert colleague.client.get(colleague.url("result", batch)).status_code == 404
        assert batch.file_name not in colleague.client.get(colleague.url("upload")).content.decode()
        assert wizard.client.get(wizard.url("result", batch)).status_code == 200

    def test_a_file_corrects_only_ones_own(self, own: ClientWizard, log_in: LogIn) -> None:
        first = own.checked(client_rows("松涧会,林若兰,12,,"))
        data = client_rows(
            "松涧会,林若兰,13900005678,2",
            headers=f"客户名称,联系人,手机,{row_header(first.pk)}",
        )
        colleague = ClientWizard(log_in("Account managers"))

        assert own.uploaded(data).corrects == first
        assert colleague.uploaded(data).corrects is None

    def test_the_list_of_clients_leads_there(self, wizard: ClientWizard, log_in: LogIn) -> None:
        url = reverse(Client.snippet_viewset.get_url_name("list"))

        assert wizard.url("upload") in wizard.client.get(url).content.decode()
        assert wizard.url("upload") not in log_in("Marketing").get(url).content.decode()


class TestHeaders:
    @pytest.mark.parametrize(
        ("headers", "meanings"),
        [
            (
                "名,姓,公司,职务,商务电话,住宅电话,移动电话,电子邮件地址,电子邮件 2 地址,生日",
                "given_name,family_name,company,title,phone_2,phone_3,phone,email,email_2,birthday",
            ),
            (
                "First Name,Last Name,Company,Job Title,Business Phone,Mobile Phone,E-mail Address",
                "given_name,family_name,company,title,phone_2,phone,email",
            ),
            (
                "First Name,Last Name,Organization Name,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value",
                "given_name,family_name,company,email,email_2,phone",
            ),
            (
                "客戶名稱,統一編號,負責業務,聯絡人,行動電話,電子信箱,客戶等級",
                "company,business_number,account_manager,name,phone,email,tier",
            ),
            ("Client number,Name,Industry,Tier", "number,company,industry,tier"),
            ("Name,Company,Mobile", "name,company,phone"),
        ],
    )
    def test_are_known_in_three_languages_and_from_outlook_and_google(
        self, wizard: ClientWizard, headers: str, meanings: str
    ) -> None:
        batch = wizard.uploaded(
            client_rows(",".join("x" for _ in headers.split(",")), headers=headers)
        )

        assert list(wizard.mapping(batch).values()) == meanings.split(",")


class TestQueries:
    def test_are_as_many_for_three_rows_as_for_thirty(self, wizard: ClientWizard) -> None:
        used = []
        for start, count in ((0, 1), (50, 3), (100, 30)):
            rows = [
                f"客户{n}有限公司,人{n},{13800000000 + n},,茶" for n in range(start, start + count)
            ]
            batch = wizard.uploaded(client_rows(*rows))
            with CaptureQueriesContext(
                connection,
            ) as captured:
                wizard.check(batch)
                wizard.confirm(batch)
            used.append(len(captured))

        assert used[1] == used[2]
