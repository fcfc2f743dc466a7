"""What a person decides of doubtful rows of a list of clients. (IMPORT 6)"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foyer.clients.enums import Seeing
from foyer.clients.models import Client, ClientPolicy, Contact
from foyer.core.imports.models import ImportBatch
from foyer.core.models import User
from tests.clients.import_wizard import ClientWizard, client_rows, said, verdicts, work
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.django_db
HEADERS = "客户编号,客户名称,联系人,手机"


def decisions(batch: ImportBatch) -> list[str]:
    return list(batch.rows.order_by("number").values_list("decision", flat=True))


class TestWhatWasDecided:
    def test_stays_decided_when_what_may_be_written_over_is_chosen_afterwards(
        self, log_in: LogIn
    ) -> None:
        known = ClientFactory(name="江南实业", number="K1")
        ContactFactory(client=known, name="林若兰", phone="")
        wizard = ClientWizard(log_in("Administrators"))
        rows = (
            "K2,江南实业,王小明,13800001234",
            "K3,江南实业,王明,13800001235",
            "K4,江南实业,王亮,13800001236",
            "K1,江南实业,林若兰,13800001237",
        )
        batch = wizard.checked(client_rows(*rows, headers=HEADERS))
        for answer in ("new 2", "skip 3", "skip 5"):
            wizard.decide(batch, decide=answer)
        before = decisions(batch)

        wizard.client.post(wizard.url("check", batch), {"overwriting": "empty"})

        batch.refresh_from_db()
        assert before == ["new", "skip", "", "skip"]
        assert (decisions(batch), batch.overwriting) == (before, "empty")
        assert "decided" not in batch.horizon

    def test_is_open_again_where_it_is_no_longer_on_offer(self, log_in: LogIn) -> None:
        ClientFactory(name="江南实业", number="K1")
        wizard = ClientWizard(log_in("Administrators"))
        batch = wizard.checked(client_rows("K2,江南实业,王小明,13800001234", headers=HEADERS))
        wizard.decide(batch, decide="new 2")
        Client.objects.update(name="远山茶业", folded_name="远山茶业")

        wizard.client.post(wizard.url("check", batch), {"overwriting": "empty"})

        assert (verdicts(batch), decisions(batch)) == (["new"], [""])


class TestANumberWrittenOtherwise:
    @pytest.fixture
    def batch(self, log_in: LogIn) -> tuple[ClientWizard, Any]:
        ClientFactory(name="江南实业", number="A-001")
        wizard = ClientWizard(log_in("Administrators"))
        rows = client_rows("a 001,松涧会,王小明,13800001234", headers=HEADERS)
        return wizard, wizard.checked(rows)

    def test_is_asked_about(self, batch: tuple[ClientWizard, Any]) -> None:
        _wizard, one = batch

        assert verdicts(one) == ["possible"]
        assert ["A-001" in reason for reason in said(one, 2)["reasons"]] == [True]

    def test_updates_the_client_and_leaves_its_number_as_it_is(
        self, batch: tuple[ClientWizard, Any]
    ) -> None:
        wizard, one = batch
        wizard.decide(one, decide="update 2")

        wizard.confirm(one)
        work()

        assert [(c.number, c.name) for c in Client.objects.all()] == [("A-001", "松涧会")]
        assert [(c.name, c.company) for c in Contact.objects.all()] == [("王小明", "松涧会")]

    def test_brings_another_client_where_a_person_says_so(
        self, batch: tuple[ClientWizard, Any]
    ) -> None:
        wizard, one = batch
        wizard.decide(one, decide="new 2")

        wizard.confirm(one)
        work()

        assert sorted(c.number for c in Client.objects.all()) == ["A-001", "a 001"]


class TestANamesake:
    """Two people of one name, of whom everything else differs. (IMPORT 6)"""

    HEADERS = "类别,客户名称,联系人,手机,邮箱,生日"
    WANG = "个人,王伟,王伟,13999999999,b@example.com,1995-05-05"

    @pytest.fixture
    def wizard(self, log_in: LogIn) -> ClientWizard:
        known = ClientFactory(name="王伟", kind="person")
        ContactFactory(client=known, name="王伟", phone="13800001234", email="a@example.com")
        return ClientWizard(log_in("Administrators"))

    def test_is_asked_about_and_comes_in_beside_the_other(self, wizard: ClientWizard) -> None:
        batch = wizard.checked(client_rows(self.WANG, headers=self.HEADERS))
        assert verdicts(batch) == ["possible"]

        wizard.decide(batch, decide="new 2")
        wizard.confirm(batch)
        work()

        assert [one.name for one in Client.objects.all()] == ["王伟", "王伟"]
        found = {(one.phone, one.email, one.client_id) for one in Contact.objects.all()}
        first, second = Client.objects.order_by("pk").values_list("pk", flat=True)
        assert found == {
            ("13800001234", "a@example.com", first),
            ("13999999999", "b@example.com", second),
        }

    @pytest.mark.parametrize(
        "row",
        [
            "个人,王伟,王伟,13800001234,b@example.com,1995-05-05",
            "个人,王伟,王伟,13999999999,a@example.com,",
            "个人,王伟,王伟,,,1995-05-05",
        ],
    )
    def test_is_the_same_person_where_a_number_agrees_or_nothing_contradicts(
        self, wizard: ClientWizard, row: str
    ) -> None:
        batch = wizard.checked(client_rows(row, headers=self.HEADERS))

        assert verdicts(batch) == ["update"]

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            (",江南实业,李伟,13999999999,b@example.com,", "possible"),
            (",江南实业,李伟,13999999999,,", "update"),  # a new number alone is no other person
        ],
    )
    def test_at_one_company_is_doubted_where_two_things_differ(
        self, wizard: ClientWizard, row: str, verdict: str
    ) -> None:
        company = ClientFactory(name="江南实业")
        ContactFactory(client=company, name="李伟", phone="13800001235", email="li@example.com")

        batch = wizard.checked(client_rows(row, headers=self.HEADERS))

        assert verdicts(batch) == [verdict]


class TestWhichComesFirstInDays:
    """The day or the month, said of one file and not believed of the next. (IMPORT 5)"""

    HEADERS = "客户名称,联系人,生日"

    def check(self, wizard: ClientWizard, *rows: str, order: str) -> Any:
        batch = wizard.uploaded(client_rows(*rows, headers=self.HEADERS))
        return batch, wizard.check(batch, **{"dates-2": order})

    def test_is_asked_again_where_every_plain_date_says_otherwise(self, log_in: LogIn) -> None:
        wizard = ClientWizard(log_in("Administrators"))
        self.check(wizard, "客户甲,林若兰,3/4/1986", order="day")

        rows = ("客户乙,王小明,3/4/1986", "客户丙,周明,12/25/1986")
        _batch, asked = self.check(wizard, *rows, order="day")

        (asking,) = asked.context["dates"]
        assert (asked.status_code, asking["order"]) == (422, "month")
        _batch, answer = self.check(wizard, *rows, order="month")
        assert answer.status_code == 302

    def test_is_taken_as_said_where_the_dates_speak_for_neither(self, log_in: LogIn) -> None:
        wizard = ClientWizard(log_in("Administrators"))

        batch, answer = self.check(
            wizard,
            "客户乙,王小明,25/12/1986",
            "客户丙,周明,12/25/1986",
            "客户丁,李伟,3/4/1986",
            order="day",
        )
        assert answer.status_code == 302
        wizard.confirm(batch)

        assert Contact.objects.get(name="李伟").birthday == date(1986, 4, 3)


class TestAnImporterWhoLeaves:
    def test_writes_nothing_more_and_a_colleague_goes_on(self, log_in: LogIn) -> None:
        leaver = UserFactory(role="Administrators")
        wizard = ClientWizard(log_in(user=leaver))
        batch = wizard.checked(client_rows("Q1,客户甲,林若兰,13900005678", headers=HEADERS))
        wizard.client.post(wizard.url("check", batch))
        User.objects.filter(pk=leaver.pk).update(is_active=False)

        work()

        batch.refresh_from_db()
        assert (batch.status, Client.objects.count()) == ("stopped", 0)
        colleague = ClientWizard(log_in("Administrators"))
        colleague.confirm(batch)
        assert (batch.status, Client.objects.count()) == ("applied", 1)


class TestUndoing:
    """A row is taken back whole or not at all. (IMPORT 8; 002-27)"""

    ROWS = ("Q1,客户甲,林若兰,13900005678",)

    def test_leaves_a_row_whole_whose_client_somebody_else_looks_after_now(
        self, log_in: LogIn
    ) -> None:
        ClientPolicy.objects.update_or_create(pk=1, defaults={"account_managers_see": Seeing.OWN})
        importer, other = (UserFactory(role="Account managers") for _n in range(2))
        wizard = ClientWizard(log_in(user=importer))
        batch = wizard.imported(client_rows(*self.ROWS, headers=HEADERS))
        Client.objects.update(account_manager=other)

        wizard.undo(batch)

        assert (Client.objects.count(), Contact.objects.count()) == (1, 1)
        assert batch.rows.get().outcome == "kept"
        assert any("其他同事" in words for words in said(batch, 2)["reasons"])

    def test_leaves_the_contact_where_the_client_of_its_row_was_changed_since(
        self, log_in: LogIn
    ) -> None:
        known = ClientFactory(name="江南实业", number="K1", industry="")
        lin = ContactFactory(client=known, name="林若兰", title="经理")
        wizard = ClientWizard(log_in("Administrators"))
        headers = "客户编号,客户名称,行业,联系人,职务"
        batch = wizard.imported(client_rows("K1,江南实业,丝绸,林若兰,总监", headers=headers))
        Client.objects.update(industry="茶业")

        wizard.undo(batch)

        lin.refresh_from_db()
        assert (lin.title, batch.rows.get().outcome) == ("总监", "kept")
