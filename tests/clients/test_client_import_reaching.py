"""Several phones and e-mails of a contact in one cell of a list, or on one card. (IMPORT 5)"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from foyer.clients.enums import PointKind
from foyer.clients.forms.reaching import usable_phone
from foyer.clients.models import Client, Contact, ContactPoint
from tests.clients.import_wizard import ClientWizard, client_rows, everything, said, verdicts, work
from tests.conftest import LogIn
from tests.corpus.files import cards
from tests.factories import ClientFactory, ContactFactory

pytestmark = pytest.mark.django_db
HEADERS = "客户名称,联系人,手机,邮箱"


def points() -> list[tuple[str, str]]:
    return list(ContactPoint.objects.order_by("pk").values_list("kind", "value"))


def imported(wizard: ClientWizard, rows: bytes, name: str = "名单.csv") -> Any:
    batch = wizard.checked(rows)
    wizard.confirm(batch)
    work()
    return batch


class TestACell:
    @pytest.mark.parametrize(
        ("cell", "phone", "further"),
        [
            ("13800001234/13900005678", "13800001234", ["13900005678"]),
            ("13800001234 13900005678", "13800001234", ["13900005678"]),
            (
                "13800001234、021-55556667；13900005678",
                "13800001234",
                ["021-55556667", "13900005678"],
            ),
            ("13800001234 ::: 13900005678", "13800001234", ["13900005678"]),
            ("021 55556667 13800001234", "021 55556667", ["13800001234"]),
            ("138 0000 1234", "138 0000 1234", []),
            ("021-55556667/8", "021-55556667/8", []),
            ("021/55556667", "021/55556667", []),
            ("+86 138 0000 1234 转 12", "+86 138 0000 1234 转 12", []),
        ],
    )
    def test_with_several_phones_keeps_each_for_itself(
        self, log_in: LogIn, cell: str, phone: str, further: list[str]
    ) -> None:
        wizard = ClientWizard(log_in("Administrators"))

        batch = imported(wizard, client_rows(f"松涧会,林若兰,{cell},", headers=HEADERS))

        assert verdicts(batch) == ["new"]
        assert Contact.objects.get().phone == phone
        assert points() == [("phone", value) for value in further]
        found = [Contact.objects.matching(one).count() for one in (phone, *further)]
        assert found == [1] * (1 + len(further))
        assert ["电话" in one for one in said(batch, 2)["notes"]] == ([True] if further else [])

    def test_with_several_addresses_keeps_each_for_itself(self, log_in: LogIn) -> None:
        wizard = ClientWizard(log_in("Administrators"))

        batch = imported(
            wizard, client_rows("松涧会,林若兰,,a@b.cn ::: c@b.cn；d@b.cn", headers=HEADERS)
        )

        assert (Contact.objects.get().email, points()) == (
            "a@b.cn",
            [("email", "c@b.cn"), ("email", "d@b.cn")],
        )
        again = wizard.checked(
            client_rows("松涧会,林若兰,,a@b.cn ::: c@b.cn；d@b.cn", headers=HEADERS)
        )
        assert verdicts(batch) == ["new"]
        assert verdicts(again) == ["same"]

    @pytest.mark.parametrize("cell", ["021-5555666713800001234", "电话12345abc", "1234"])
    def test_that_is_no_phone_is_refused_by_list_form_and_program_alike(
        self, log_in: LogIn, cell: str
    ) -> None:
        wizard = ClientWizard(log_in("Administrators"))

        batch = wizard.checked(client_rows(f"松涧会,林若兰,{cell},", headers=HEADERS))

        assert verdicts(batch) == ["error"]
        with pytest.raises(ValidationError):
            usable_phone(cell)


class TestACard:
    def test_comes_in_with_nothing_cut_off(self, log_in: LogIn) -> None:
        wizard = ClientWizard(log_in("Administrators"))
        card = cards(
            "FN:林若兰",
            "ORG:松涧会;市场部",
            *(f"TEL;TYPE=WORK:0571888866{n:02}" for n in range(4)),
            "TEL;TYPE=CELL:13900005678",
            *(f"EMAIL:lin{n}@example.com" for n in range(3)),
            "ADR;TYPE=WORK:;;虹桥路1号;上海;;200000;中国",
            "NOTE:爱喝龙井\\n不坐靠窗",
            "NICKNAME:兰兰",
            "UID:123",
        )

        imported(wizard, card, "名片.vcf")

        kept = Contact.objects.get()
        assert (kept.phone, kept.email) == ("13900005678", "lin0@example.com")
        assert points() == [
            *(("phone", f"0571888866{n:02}") for n in range(4)),
            *(("email", f"lin{n}@example.com") for n in (1, 2)),
        ]
        assert kept.preferences.split("\n") == ["市场部", "爱喝龙井", "不坐靠窗", "NICKNAME: 兰兰"]
        assert [one.text for one in Client.objects.get().addresses.all()] == [
            "中国上海虹桥路1号 200000"
        ]

    def test_of_a_birthday_without_its_year_brings_the_person_and_says_so(
        self, log_in: LogIn
    ) -> None:
        wizard = ClientWizard(log_in("Administrators"))

        batch = imported(wizard, cards("FN:林若兰", "ORG:松涧会", "BDAY:--0501"), "名片.vcf")

        assert Contact.objects.get().birthday is None
        assert ["05-01" in note for note in said(batch, 1)["notes"]] == [True]


class TestWhatWentOut:
    def test_of_further_phones_and_the_day_at_the_client_comes_in_again(
        self, log_in: LogIn
    ) -> None:
        wizard = ClientWizard(log_in("Administrators"))
        headers = "客户名称,联系人,其他电话和邮箱,在本单位任职起始"
        row = '松涧会,林若兰,"13700001111\nc@b.cn",2024-03-01'

        batch = imported(wizard, client_rows(row, headers=headers))

        kept = Contact.objects.get()
        assert verdicts(batch) == ["new"]
        assert points() == [("phone", "13700001111"), ("email", "c@b.cn")]
        assert kept.since == date(2024, 3, 1)
        assert verdicts(wizard.checked(client_rows(row, headers=headers))) == ["same"]

    def test_as_cards_comes_in_again_unchanged(self, log_in: LogIn) -> None:
        lin = ContactFactory(
            client=ClientFactory(name="松涧会"),
            full=True,
            name="林若兰",
            phone="13900005678",
            taboos="不吃香菜\n不喝酒",
            preferences="",
            language="en",
        )
        ContactPoint.objects.create(contact=lin, kind="phone", value="057188886666")
        ContactPoint.objects.create(contact=lin, kind="email", value="lin2@example.com")
        browser = log_in("Administrators")
        page = browser.get("/admin/clients/contacts/export/")
        columns = [key for key, _label in page.context["form"].fields["columns"].choices]
        wish = {"purpose": "核对", "kind": "vcf", "language": "zh-hans", "columns": columns}
        before = everything()

        data = b"".join(browser.post("/admin/clients/contacts/export/", wish).streaming_content)
        batch = ClientWizard(browser).checked(data, name="cards.vcf")

        assert (verdicts(batch), said(batch, 1)["changes"]) == (["same"], [])
        assert everything() == before


class TestAnUndo:
    @pytest.fixture
    def batch(self, log_in: LogIn) -> tuple[ClientWizard, Any]:
        wizard = ClientWizard(log_in("Administrators"))
        rows = client_rows("松涧会,林若兰,13900005678/13911112222,", headers=HEADERS)
        return wizard, imported(wizard, rows)

    def test_takes_further_phones_back(self, batch: tuple[ClientWizard, Any]) -> None:
        wizard, one = batch

        wizard.undo(one)
        work()

        assert (points(), Contact.objects.count()) == ([], 0)

    def test_keeps_and_names_a_contact_whose_further_phone_was_corrected(
        self, batch: tuple[ClientWizard, Any]
    ) -> None:
        wizard, one = batch
        point = ContactPoint.objects.get()
        point.value, point.label = "13911113333", "秘书"
        point.save()

        wizard.undo(one)
        work()

        assert points() == [("phone", "13911113333")]
        assert Contact.objects.count() == 1
        assert one.rows.get().outcome == "kept"

    def test_keeps_a_corrected_further_phone_of_a_contact_that_was_there(
        self, log_in: LogIn
    ) -> None:
        ContactFactory(
            client=ClientFactory(name="松涧会"), name="林若兰", phone="13900005678", title="经理"
        )
        wizard = ClientWizard(log_in("Administrators"))
        headers = f"{HEADERS},职务"
        rows = client_rows("松涧会,林若兰,13900005678/13911112222,,总监", headers=headers)
        one = imported(wizard, rows)
        ContactPoint.objects.filter(kind=PointKind.PHONE).update(label="秘书")

        wizard.undo(one)
        work()

        assert points() == [("phone", "13911112222")]
        assert Contact.objects.get().title == "总监"
        assert one.rows.get().outcome == "kept"

    def test_keeps_a_client_another_program_was_linked_to_since(
        self, batch: tuple[ClientWizard, Any]
    ) -> None:
        wizard, one = batch
        Client.objects.update(external_id="crm-7")

        wizard.undo(one)
        work()

        assert Client.objects.count() == 1
        assert one.rows.get().outcome == "kept"
