"""Taking the lists of clients and contacts away as files. (security 9, IMPORT 10)"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.storage import storages
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from foyer.clients.enums import FieldKind, FieldOf
from foyer.clients.models import Client, Contact
from foyer.clients.services.custom_fields import of, set_values
from foyer.core.exports import making
from foyer.core.exports.enums import ExportStatus
from foyer.core.exports.making import purge_exports
from foyer.core.exports.models import Export
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import User
from foyer.privacy.models import ViewLogEntry
from foyer.privacy.people import Person
from foyer.privacy.stores.exports import ExportStore
from tests.clients.test_viewsets import queries_of
from tests.clients.test_visibility import permission
from tests.conftest import LogIn
from tests.factories import (
    ClientFactory,
    ContactFactory,
    CustomFieldFactory,
    DealFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CLIENTS, CONTACTS = "/admin/clients/export/", "/admin/clients/contacts/export/"
WISH = {"purpose": "秋季答谢会名单", "kind": "csv", "language": "zh-hans"}


def taken(response: Any) -> list[list[str]]:
    """Return the rows of a CSV file."""
    assert response.streaming, response.context["form"].errors
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture
def long_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every list be too long to be made at once."""
    monkeypatch.setattr(making, "AT_ONCE", 0)


@pytest.fixture
def lead() -> User:
    return UserFactory(role="Management", email="lead@example.com")


def ask_long(browser: Browser) -> Export:
    """Ask for a long list of contacts, and return what the register says."""
    response = browser.post(CONTACTS, WISH | {"columns": ["name", "phone"]})
    assert response.status_code == 302
    export = Export.objects.get()
    assert response["Location"] == f"/admin/exports/{export.pk}/"
    return export


class TestExportingClients:
    @pytest.mark.parametrize(
        "typed", ["139 0000 5678", "１３９００００５６７８", "Lin@Example.com"]
    )
    def test_keeps_no_phone_or_address_that_was_searched_for(
        self, log_in: LogIn, typed: str
    ) -> None:
        ContactFactory(name="林若兰", phone="13900005678", email="lin@example.com")

        rows = taken(
            log_in("Administrators").post(f"{CONTACTS}?q={typed}", WISH | {"columns": ["name"]})
        )

        assert rows[1:] == [["林若兰"]]
        narrowed = Export.objects.get().narrowed
        assert narrowed.startswith("搜索: ")
        assert "***" in narrowed

    def test_takes_what_the_list_is_narrowed_down_to_and_writes_down_who_took_it(
        self, log_in: LogIn, lead: User
    ) -> None:
        ClientFactory(name="=杭州江南", number="K1", key=True)
        ClientFactory(name="苏州东方", prospect=True)
        wish = WISH | {"columns": ["number", "name", "tier"]}

        rows = taken(log_in(user=lead).post(f"{CLIENTS}?tier=key&q=江南", wish))

        assert rows == [["客户编号", "名称", "等级"], ["K1", "'=杭州江南", "重点"]]
        export = Export.objects.get()
        assert (export.by, export.purpose, export.rows, export.kind, export.status) == (
            lead,
            "秋季答谢会名单",
            1,
            "csv",
            ExportStatus.SENT,
        )
        assert export.columns == ["number", "name", "tier"]
        assert "重点" in export.narrowed
        assert "江南" in export.narrowed
        assert export.keys == []
        assert ModelLogEntry.objects.get(action="foyer.client.export").data == {"rows": 1}

    def test_is_a_workbook_of_text_with_headers_in_the_language_chosen(
        self, log_in: LogIn, lead: User
    ) -> None:
        ClientFactory(name="杭州江南", credit_code="", annual_spend=None)
        wish = WISH | {"columns": ["name", "region"], "kind": "xlsx", "language": "en"}

        response = log_in(user=lead).post(CLIENTS, wish)

        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        assert list(book.active.values) == [("Name", "Region"), ("杭州江南", "Domestic")]

    def test_takes_the_ticked_alone(self, log_in: LogIn, lead: User) -> None:
        picked, _other = ClientFactory(name="选中"), ClientFactory(name="未选")

        rows = taken(
            log_in(user=lead).post(f"{CLIENTS}?id={picked.pk}", WISH | {"columns": ["name"]})
        )

        assert rows == [["名称"], ["选中"]]

    def test_remembers_what_was_chosen(self, log_in: LogIn, lead: User) -> None:
        ClientFactory()
        browser = log_in(user=lead)
        first = browser.get(CLIENTS).context["form"]
        wish = WISH | {"columns": ["name", "industry"], "language": "zh-hant"}
        taken(browser.post(CLIENTS, wish))

        again = browser.get(CLIENTS).context["form"]

        assert (first["kind"].value(), "number" in first["columns"].value()) == ("xlsx", True)
        assert again["columns"].value() == ["name", "industry"]
        assert (again["kind"].value(), again["language"].value()) == ("csv", "zh-hant")

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"purpose": " "}, "请写明文件的用途"),
            ({"columns": ["search_text"]}, "请至少选择一列"),
            ({"columns": []}, "请至少选择一列"),
            ({"kind": "vcf"}, "选"),
        ],
    )
    def test_says_what_is_missing_and_takes_nothing(
        self, log_in: LogIn, lead: User, wrong: dict[str, Any], said: str
    ) -> None:
        ClientFactory()

        response = log_in(user=lead).post(CLIENTS, WISH | {"columns": ["name"]} | wrong)

        assert said in response.content.decode()
        assert not Export.objects.exists()

    def test_leads_back_from_a_filter_that_means_nothing(self, log_in: LogIn, lead: User) -> None:
        ClientFactory()

        response = log_in(user=lead).post(f"{CLIENTS}?tier=gold", WISH | {"columns": ["name"]})

        assert response.status_code == 302
        assert not Export.objects.exists()

    def test_has_the_fields_of_the_house_as_columns(self, log_in: LogIn, lead: User) -> None:
        CustomFieldFactory(key="opened", label="开业日", kind=FieldKind.DATE, of=FieldOf.CLIENT)
        CustomFieldFactory(key="secret", label="私密", is_personal=True, of=FieldOf.CLIENT)
        client = ClientFactory(name="甲")
        set_values(client, {"opened": date(2016, 5, 1), "secret": "不外传"}, of(Client))
        client.save()
        lead.groups.clear()
        rights = ("access_admin", "export_client", "view_client")
        lead.user_permissions.set(Permission.objects.filter(codename__in=rights))
        browser = log_in(user=lead)
        columns = ["name", "custom_opened", "custom_secret"]

        blind = browser.post(CLIENTS, WISH | {"columns": columns})
        rows = taken(browser.post(CLIENTS, WISH | {"columns": columns[:2]}))
        lead.user_permissions.add(permission("view_sensitive_contact"))
        seeing = taken(
            log_in(user=User.objects.get(pk=lead.pk)).post(CLIENTS, WISH | {"columns": columns})
        )

        assert blind.context["form"].errors.keys() == {"columns"}
        assert rows == [["名称", "开业日"], ["甲", "2016-05-01"]]
        assert seeing[1] == ["甲", "2016-05-01", "不外传"]
        assert ViewLogEntry.objects.get().columns == "custom_sealed"

    def test_asks_the_database_as_often_for_three_as_for_one(
        self, log_in: LogIn, lead: User
    ) -> None:
        browser = log_in(user=lead)
        ContactFactory(client__account_manager=UserFactory())
        self._asked(browser)
        shown, counted = queries_of(browser, CLIENTS), self._asked(browser)
        ContactFactory.create_batch(2, client__account_manager=UserFactory())

        assert queries_of(browser, CLIENTS) == shown
        assert self._asked(browser) == counted

    @staticmethod
    def _asked(browser: Browser) -> list[int]:
        found = []
        for url in (CLIENTS, CONTACTS):
            columns = [
                key for key, _label in browser.get(url).context["form"].fields["columns"].choices
            ]
            with CaptureQueriesContext(connection) as asked:
                taken(browser.post(url, WISH | {"columns": columns}))
            found.append(len(asked))
        return found


class TestExportingContacts:
    def test_masks_what_belongs_to_a_colleagues_client(self, log_in: LogIn) -> None:
        manager = UserFactory(role="Account managers")
        manager.user_permissions.add(permission("export_contact"))
        ContactFactory(
            name="乙",
            client=ClientFactory(account_manager=UserFactory()),
            phone="13800001234",
            taboos="花生",
        )
        ContactFactory(
            name="甲",
            client=ClientFactory(account_manager=manager),
            phone="13900005678",
            taboos="羊肉",
        )

        columns = ["name", "phone", "taboos"]
        rows = taken(log_in(user=manager).post(CONTACTS, WISH | {"columns": columns}))

        assert sorted(rows[1:]) == [["乙", "*** 1234", ""], ["甲", "13900005678", "羊肉"]]
        seen = ViewLogEntry.objects.get()
        assert (seen.people, seen.columns) == (1, "phone, taboos")

    def test_goes_out_as_cards_an_address_book_reads(self, log_in: LogIn, lead: User) -> None:
        client = ClientFactory(name="江南; 文化")
        ContactFactory(
            client=client,
            name="欧阳明月",
            title="总监",
            phone="13800001234",
            email="mingyue@example.com",
            birthday=date(1980, 5, 1),
        )
        columns = ["client", "title", "phone", "email", "birthday"]

        response = log_in(user=lead).post(CONTACTS, WISH | {"kind": "vcf", "columns": columns})

        card = b"".join(response.streaming_content).decode()
        assert response["Content-Type"] == "text/vcard; charset=utf-8"
        assert card.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:欧阳明月\r\n")
        assert "ORG:江南\\; 文化\r\n" in card
        assert "TEL;TYPE=cell:13800001234\r\n" in card
        assert "BDAY:19800501\r\n" in card
        assert "LANG" not in card  # not chosen


@pytest.mark.usefixtures("long_list")
class TestALongList:
    def test_is_made_behind_the_scenes_and_told_of_with_a_link(
        self, log_in: LogIn, lead: User
    ) -> None:
        ContactFactory(name="甲", phone="13800001234")
        browser = log_in(user=lead)
        export = ask_long(browser)
        waiting = browser.get(f"/admin/exports/{export.pk}/status/").json()

        carry_due_jobs(clock=timezone.now)

        assert (waiting["finished"], waiting["total"]) == (False, 1)
        assert f"/admin/exports/{export.pk}/" in mail.outbox[0].body
        assert mail.outbox[0].to[0].endswith("<lead@example.com>")
        page = browser.get(f"/admin/exports/{export.pk}/").content.decode()
        assert f"/admin/exports/{export.pk}/file/" in page
        rows = taken(browser.get(f"/admin/exports/{export.pk}/file/"))
        assert rows[1:] == [["甲", "13800001234"]]
        assert ModelLogEntry.objects.filter(action="foyer.export.fetch").count() == 1

    def test_lies_sealed_and_opens_for_nobody_else(self, log_in: LogIn, lead: User) -> None:
        ContactFactory(name="甲")
        export = ask_long(log_in(user=lead))
        carry_due_jobs(clock=timezone.now)
        export.refresh_from_db()

        with storages["private"].open(export.file) as file:
            assert file.read().startswith(b"enc1:")
        for way in ("", "status/", "file/"):
            other = log_in("Administrators").get(f"/admin/exports/{export.pk}/{way}")
            assert other.status_code == 404

    def test_dies_after_an_hour(self, log_in: LogIn, lead: User) -> None:
        ContactFactory()
        browser = log_in(user=lead)
        export = ask_long(browser)
        carry_due_jobs(clock=timezone.now)
        Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        name = Export.objects.get().file

        late = browser.get(f"/admin/exports/{export.pk}/file/")
        purge_exports(at=timezone.now())

        assert late.status_code == 302
        assert Export.objects.get().status == ExportStatus.OVER
        assert not storages["private"].exists(name)
        assert browser.get(f"/admin/exports/{export.pk}/").status_code == 200

    def test_is_not_made_for_those_who_lost_the_right_meanwhile(
        self, log_in: LogIn, lead: User
    ) -> None:
        ContactFactory()
        ask_long(log_in(user=lead))
        lead.groups.clear()

        carry_due_jobs(clock=timezone.now)

        assert Export.objects.get().status == ExportStatus.FAILED
        assert not mail.outbox

    def test_goes_when_a_person_in_it_is_erased(self, log_in: LogIn, lead: User) -> None:
        contact, other = ContactFactory(), ContactFactory()
        ask_long(log_in(user=lead))
        Export.objects.update(keys=[contact.pk])
        carry_due_jobs(clock=timezone.now)
        name = Export.objects.get().file

        untouched = ExportStore().erase(Person(keys={Contact: {other.pk}}))
        erased = ExportStore().erase(Person(keys={Contact: {contact.pk}}))

        assert (untouched, erased) == (0, 1)
        assert not storages["private"].exists(name)


class TestTheRegister:
    def test_tells_who_took_what_and_why_and_changes_nothing(
        self, log_in: LogIn, lead: User
    ) -> None:
        ClientFactory(key=True)
        taken(log_in(user=lead).post(f"{CLIENTS}?tier=key", WISH | {"columns": ["name"]}))
        export = Export.objects.get()

        listed = log_in("Administrators").get("/admin/core/export/").content.decode()
        one = log_in("Administrators").get(f"/admin/core/export/inspect/{export.pk}/")

        assert "秋季答谢会名单" in listed
        assert "重点" in one.content.decode()
        for kind, shown in (("client", True), ("contact", False), ("gold", False)):
            page = log_in("Management").get("/admin/core/export/", {"target": kind})
            assert ("秋季答谢会名单" in page.content.decode()) == shown
        assert log_in("Marketing").get("/admin/core/export/").status_code == 302
        assert Contact.objects.count() == 0


class TestDeals:
    def test_go_out_as_the_list_is_narrowed_down_and_stand_in_the_register(
        self, log_in: LogIn
    ) -> None:
        silk = ClientFactory(name="=江南丝绸", number="C1")
        DealFactory(client=silk, project="秋季展台", amount="480000.5", done_on=date(2026, 5, 1))
        DealFactory(client__name="海川")
        browser = log_in("Management")
        address = f"/admin/clients/deals/export/?client={silk.pk}"
        columns = ["client_number", "client", "project", "done_on", "amount", "currency"]

        asked = browser.get(f"/admin/snippets/clients/deal/?client={silk.pk}&export=csv")
        rows = taken(browser.post(address, WISH | {"columns": columns}))

        assert asked["Location"] == address
        assert rows[1:] == [["C1", "'=江南丝绸", "秋季展台", "2026-05-01", "480000.50", "CNY"]]
        export = Export.objects.get()
        assert (export.target, export.rows, export.purpose) == ("deal", 1, "秋季答谢会名单")
        assert "江南丝绸" in export.narrowed
        assert log_in("Account managers").get(address).status_code == 302
