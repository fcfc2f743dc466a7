"""What a person decides of doubtful rows of a list of clients. (IMPORT 6)"""

from __future__ import annotations

from typing import Any

import pytest

from foyer.clients.models import Client, Contact
from foyer.core.imports.models import ImportBatch
from tests.clients.import_wizard import ClientWizard, client_rows, said, verdicts, work
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory

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
