"""Whom the house turns to first, in lists that come in. (001-04)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from foyer.clients.models import Client, Contact
from foyer.clients.services.main_contact import choose_main_contact
from tests.clients.import_wizard import ClientWizard, client_rows, everything, said, verdicts, work
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.django_db
HEADERS = "客户名称,联系人,是否为主要联系人"


def mains() -> dict[str, str | None]:
    """Return the main contact of each client, by name."""
    return dict(Client.objects.values_list("name", "main_contact__name"))


def brought_in(browser: Any, *rows: str, headers: str = HEADERS) -> Any:
    """Return a file that was checked and applied."""
    wizard = ClientWizard(browser)
    batch = wizard.checked(client_rows(*rows, headers=headers))
    wizard.decide(batch, confirm="1")
    work()
    batch.refresh_from_db()
    return batch


class TestTheMainContact:
    def test_comes_in_with_new_clients_and_known_ones(self, log_in: LogIn) -> None:
        silk = ClientFactory(name="江南丝绸")
        ContactFactory(client=silk, name="沈清")
        tea = ClientFactory(name="云岭茶业")
        old = ContactFactory(client=tea, name="周明")
        Client.objects.filter(pk=tea.pk).update(main_contact=old)
        before = everything()
        browser = log_in("Administrators")

        batch = brought_in(
            browser,
            "松风文化,林若兰,",
            "松风文化,顾南薰,是",
            "江南丝绸,沈清,yes",
            "云岭茶业,许安然,√",
            "云岭茶业,周明,",
        )
        after = mains()
        ClientWizard(browser).undo(batch)

        assert verdicts(batch) == ["new", "new", "update", "new", "same"]
        assert after == {"松风文化": "顾南薰", "江南丝绸": "沈清", "云岭茶业": "许安然"}
        assert everything() == before

    def test_is_one_no_more_where_the_list_says_no(self, log_in: LogIn) -> None:
        tea = ClientFactory(name="云岭茶业")
        old, new = (ContactFactory(client=tea, name=name) for name in ("周明", "许安然"))
        Client.objects.filter(pk=tea.pk).update(main_contact=old)
        browser = log_in("Administrators")

        batch = brought_in(browser, "云岭茶业,周明,否", "云岭茶业,许安然,是")

        assert mains() == {"云岭茶业": "许安然"}
        shown = [[list(one) for one in said(batch, row)["changes"]] for row in (2, 3)]
        assert shown == [[["main", "是", "否"]], [["main", "否", "是"]]]
        ClientWizard(browser).undo(batch)
        assert mains() == {"云岭茶业": old.name}
        assert new.pk in Contact.objects.values_list("pk", flat=True)

    def test_is_refused_where_two_are_named_or_nobody_knows_whose(self, log_in: LogIn) -> None:
        wizard = ClientWizard(log_in("Administrators"))

        batch = wizard.checked(
            client_rows(
                "松风文化,林若兰,是",
                "松风文化,顾南薰,是",
                "松风文化,周明,大概",
                ",许安然,是",
                headers=HEADERS,
            )
        )

        assert verdicts(batch) == ["new", "error", "error", "error"]
        assert [said(batch, row)["reasons"] for row in (3, 4, 5)] == [
            ["是否为主要联系人：第 2 行已写了这位客户的另一位主要联系人，请只留一位。"],
            ["是否为主要联系人：无法识别“大概”，请填写以下之一：是、否。"],
            ["是否为主要联系人：请填写这位联系人所属的客户。"],
        ]

    def test_chosen_meanwhile_is_not_written_over(self, log_in: LogIn, now: datetime) -> None:
        tea = ClientFactory(name="云岭茶业")
        first, second = (ContactFactory(client=tea, name=name) for name in ("周明", "许安然"))
        browser, by = log_in("Administrators"), UserFactory(role="Administrators")
        wizard = ClientWizard(browser)
        batch = wizard.checked(client_rows("云岭茶业,周明,是", headers=HEADERS))
        choose_main_contact(contact=second, by=by)

        wizard.decide(batch, confirm="1")
        work()

        assert mains() == {"云岭茶业": "许安然"}
        assert said(batch, 2)["reasons"] == ["检查文件之后，有人修改了这位客户。"]
        assert first.client_id == tea.pk

    def test_chosen_since_is_kept_and_named_when_the_file_is_undone(self, log_in: LogIn) -> None:
        browser, by = log_in("Administrators"), UserFactory(role="Administrators")
        batch = brought_in(browser, "松风文化,林若兰,是", "松风文化,顾南薰,")
        choose_main_contact(contact=Contact.objects.get(name="顾南薰"), by=by)

        ClientWizard(browser).undo(batch)

        assert mains() == {"松风文化": "顾南薰"}
        kept = set(Contact.objects.values_list("name", flat=True))
        assert kept == {"林若兰", "顾南薰"}  # a row stays whole
