"""Whose clients and contacts a member of staff may see, on every screen. (security 12, 002-27)"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client as Browser
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from foyer.clients.enums import Seeing
from foyer.clients.models import Client, ClientPolicy, Contact, Deal
from foyer.clients.services.moves import move_contact
from foyer.core.models import User
from tests.conftest import LogIn
from tests.factories import (
    ClientFactory,
    ClientFeedbackFactory,
    ContactFactory,
    ContactPointFactory,
    DealFactory,
    EventFactory,
    IncentiveFactory,
    ReferralFactory,
    UserFactory,
    VisitFactory,
    VoucherFactory,
)

pytestmark = pytest.mark.django_db

SNIPPETS = "/admin/snippets/clients"
CHOOSE = "/admin/snippets/choose/clients"
SECRET = "云隐山房"  # in the name of everything that must not be seen
ASKED = "云隐"
ASKED = "云隐"
PERSON = "欧阳明月"


@pytest.fixture
def own() -> None:
    """Account managers see only their own clients, and nobody's."""
    ClientPolicy.objects.filter(pk=1).update(account_managers_see=Seeing.UNASSIGNED)


@pytest.fixture
def manager() -> User:
    """The account manager who looks."""
    return UserFactory(role="Account managers", last_name="周", first_name="景明")


@pytest.fixture
def others() -> dict[str, Any]:
    """A client of another account manager with all that belongs to it."""
    colleague = UserFactory(role="Account managers")
    client = ClientFactory(name=f"{SECRET}文化有限公司", account_manager=colleague)
    contact = ContactFactory(
        client=client, name=PERSON, phone="13800001234", email="mingyue@example.com"
    )
    voucher = VoucherFactory(used=True, client=client, holder=SECRET)
    return {
        "client": client,
        "contact": contact,
        "deal": DealFactory(client=client, project=f"{SECRET}开幕"),
        "clientfeedback": ClientFeedbackFactory(client=client, subject=SECRET),
        "incentive": IncentiveFactory(client=client, detail=f"{SECRET}九折"),
        "referral": ReferralFactory(new_client=client),
        "voucher": voucher,
    }


def screens(others: dict[str, Any]) -> Iterator[str]:
    """Yield every address on which one of the records could show."""
    for kind, record in others.items():
        base = f"{SNIPPETS}/{kind}"
        yield f"{base}/"
        yield f"{base}/results/?q={ASKED}"
        for page in ("edit", "inspect", "history", "history-results", "usage", "delete"):
            yield f"{base}/{page}/{record.pk}/"
        yield f"{CHOOSE}/{kind}/"
        yield f"{CHOOSE}/{kind}/results/?q={ASKED}"
        yield f"{CHOOSE}/{kind}/chosen/{record.pk}/"
        yield f"{CHOOSE}/{kind}/chosen-multiple/?id={record.pk}"
        yield f"/admin/bulk/clients/{kind}/delete/?id={record.pk}"
        yield f"/admin/bulk/clients/{kind}/delete/?id=all"
    client, contact = others["client"], others["contact"]
    yield f"{SNIPPETS}/deal/?client={client.pk}"
    yield f"{SNIPPETS}/deal/add/?client={client.pk}"
    yield f"{SNIPPETS}/contact/add/?client={client.pk}"
    yield f"/admin/clients/{client.pk}/take-on/"
    yield f"/admin/clients/{client.pk}/screening/"
    yield f"/admin/clients/contacts/{contact.pk}/move/"
    yield f"/admin/clients/vouchers/{others['voucher'].pk}/convert/"
    yield "/admin/reports/site-history/"
    yield f"/admin/reports/site-history/results/?label={ASKED}"
    yield "/admin/reports/site-history/?export=csv"


def text_of(response: Any) -> str:
    """Return what a screen says, whatever its form."""
    body = b"".join(response) if response.streaming else response.content
    text = str(body.decode("utf-8-sig"))
    if response.headers["Content-Type"] == "application/json":  # which spells Chinese in numbers
        return json.dumps(json.loads(text), ensure_ascii=False)
    return text


class TestAnAccountManagerWhoSeesOnlyTheirOwn:
    def test_reads_nothing_of_a_colleagues_client_on_any_screen(
        self, log_in: LogIn, manager: User, others: dict[str, Any], own: None
    ) -> None:
        for record in others.values():
            log(record, "wagtail.edit", user=UserFactory())
        browser = log_in(user=manager)

        told = {
            url: word
            for url in screens(others)
            for word in (SECRET, PERSON, "13800001234", "1234")
            if word in text_of(browser.get(url))
        }

        assert told == {}

    def test_reads_all_of_it_when_the_policy_lets_them(
        self, log_in: LogIn, manager: User, others: dict[str, Any]
    ) -> None:
        browser = log_in(user=manager)

        for kind in ("client", "deal", "clientfeedback", "incentive", "voucher"):
            assert SECRET in text_of(browser.get(f"{SNIPPETS}/{kind}/")), kind
            page = f"{SNIPPETS}/{kind}/inspect/{others[kind].pk}/"
            assert SECRET in text_of(browser.get(page)), kind
        assert PERSON in text_of(browser.get(f"{CHOOSE}/contact/"))

    def test_still_reads_their_own_and_those_of_nobody(
        self, log_in: LogIn, manager: User, others: dict[str, Any], own: None
    ) -> None:
        mine = ClientFactory(name="松风雅集", account_manager=manager)
        ContactFactory(client=mine, name="王小明")
        ClientFactory(name="无主之地", account_manager=None)
        ContactFactory(client=None, name="散客李雷")
        browser = log_in(user=manager)

        clients = text_of(browser.get(f"{SNIPPETS}/client/"))
        contacts = text_of(browser.get(f"{SNIPPETS}/contact/"))

        assert "松风雅集" in clients
        assert "无主之地" in clients
        assert "王小明" in contacts
        assert "散客李雷" in contacts

    def test_reads_not_even_those_of_nobody_where_the_policy_is_strict(
        self, log_in: LogIn, manager: User
    ) -> None:
        ClientPolicy.objects.filter(pk=1).update(account_managers_see=Seeing.OWN)
        free = ClientFactory(name="无主之地", account_manager=None)
        browser = log_in(user=manager)

        page = text_of(browser.get(f"{SNIPPETS}/client/"))

        assert "无主之地" not in page
        assert browser.get(f"{SNIPPETS}/client/inspect/{free.pk}/").status_code == 404

    def test_cannot_write_what_they_cannot_see(
        self, log_in: LogIn, manager: User, others: dict[str, Any], own: None
    ) -> None:
        browser, client, contact = log_in(user=manager), others["client"], others["contact"]

        answers = [
            browser.post(f"{SNIPPETS}/client/edit/{client.pk}/", {"name": "改名"}),
            browser.post(f"{SNIPPETS}/contact/edit/{contact.pk}/", {"name": "改名"}),
            browser.post(f"{SNIPPETS}/deal/delete/{others['deal'].pk}/"),
            browser.post(f"/admin/bulk/clients/contact/delete/?id={contact.pk}"),
            browser.post(f"/admin/clients/contacts/{contact.pk}/move/", {"on": "2026-11-01"}),
            browser.post(f"/admin/clients/{client.pk}/take-on/", {"reason": "想要"}),
        ]

        assert [answer.status_code for answer in answers] == [404] * 6
        assert Client.objects.get(pk=client.pk).name == f"{SECRET}文化有限公司"
        assert Contact.objects.get(pk=contact.pk).client == client
        assert Deal.objects.filter(pk=others["deal"].pk).exists()

    def test_reads_what_they_wrote_of_a_client_handed_on_and_nothing_new_of_it(
        self, log_in: LogIn, manager: User, others: dict[str, Any], own: None
    ) -> None:
        met = ContactFactory(client=others["client"], name="旧识")
        visit = VisitFactory(client=others["client"], staff=manager, contacts=[met])
        browser, page = log_in(user=manager), f"/admin/care/visits/{visit.pk}/"

        shown = text_of(browser.get(page))
        answers = [browser.get(f"{page}edit/"), browser.post(f"{page}edit/", {"mode": "phone"})]
        answers.append(browser.post(f"{page}strike-out/", {"reason": "想删"}))

        assert visit.discussion in shown
        assert "/edit/" not in shown.split("<main")[1]
        assert [answer.status_code for answer in answers] == [302] * 3
        assert not any(PERSON in text_of(browser.get(answer.url)) for answer in answers)
        visit.refresh_from_db()
        assert (visit.mode, visit.struck_out_at) == ("phone", None)

    def test_cannot_hang_a_record_on_a_client_they_cannot_see_nor_learn_its_name(
        self, log_in: LogIn, manager: User, others: dict[str, Any], own: None
    ) -> None:
        browser, client = log_in(user=manager), others["client"]
        sent = {"project": "试探", "done_on": "2026-11-01", "amount": "1", "currency": "CNY"}

        answer = browser.post(
            f"{SNIPPETS}/deal/add/", sent | {"payment": "open", "client": client.pk}
        )
        moved = browser.post(
            f"/admin/clients/contacts/{ContactFactory(client=None).pk}/move/",
            {"client": client.pk, "on": "2026-11-01"},
        )

        assert answer.context["form"].errors.keys() == {"client"}
        assert SECRET not in text_of(answer)
        assert moved.context["form"].errors.keys() == {"client"}
        assert SECRET not in text_of(moved)
        assert Deal.objects.filter(project="试探").count() == 0

    def test_is_offered_no_contact_of_a_colleague_for_a_guest_list(
        self, log_in: LogIn, manager: User, others: dict[str, Any], own: None
    ) -> None:
        event = EventFactory()
        browser = log_in(user=manager)
        url = f"/admin/guests/{event.pk}/contacts/"

        shown = text_of(browser.get(url))
        browser.post(url, {"contact": [others["contact"].pk]})
        browser.post(url, {"all": "1"})

        assert PERSON not in shown
        assert not event.guests.filter(contact=others["contact"]).exists()

    def test_takes_no_client_of_a_colleague_away_in_a_file(
        self, log_in: LogIn, manager: User, others: dict[str, Any], own: None
    ) -> None:
        for right in ("export_client", "export_contact", "export_deal"):
            manager.user_permissions.add(permission(right))
        browser = log_in(user=manager)

        wish = {"purpose": "核对", "columns": ["name"], "kind": "csv", "language": "zh-hans"}
        picked = f"?id={others['client'].pk}&id={others['contact'].pk}"
        files = [
            text_of(browser.post("/admin/clients/deals/export/", wish | {"columns": ["client"]})),
            *(
                text_of(browser.post(f"/admin/clients/{page}export/{query}", wish))
                for page in ("", "contacts/")
                for query in ("", picked)
            ),
        ]

        assert not any(word in file for file in files for word in (SECRET, PERSON))

    def test_sees_both_sides_of_a_referral_or_nothing_of_it(
        self, manager: User, others: dict[str, Any], own: None
    ) -> None:
        mine = ClientFactory(account_manager=manager)
        half = ReferralFactory(referrer_client=others["client"], new_client=mine)
        whole = ReferralFactory(
            referrer_client=mine, new_client=ClientFactory(account_manager=manager)
        )

        seen = list(type(half).objects.visible_to(manager))

        assert seen == [whole]


def permission(codename: str) -> Any:
    """Return one permission of the clients room."""
    return Permission.objects.get(codename=codename, content_type__app_label="clients")


class TestWhoMaySeeEveryClient:
    @pytest.mark.parametrize(
        "role", ["Management", "Marketing", "Service desk", "Finance", "Administrators"]
    )
    def test_sees_them_whatever_the_policy(
        self, log_in: LogIn, role: str, others: dict[str, Any], own: None
    ) -> None:
        assert SECRET in text_of(log_in(role).get(f"{SNIPPETS}/client/"))

    def test_goes_on_reading_in_the_history_what_was_deleted(
        self, log_in: LogIn, own: None
    ) -> None:
        client = ClientFactory(name="旧日茶行")
        log(client, "wagtail.delete", user=UserFactory(), deleted=True)
        client.delete()

        page = text_of(log_in("Management").get("/admin/reports/site-history/"))

        assert "旧日茶行" in page


class TestWhatIsSealed:
    """Another manager's people: visible by policy, but not plain. (003-15)"""

    @pytest.fixture
    def contact(self) -> Contact:
        contact = ContactFactory(
            client=ClientFactory(account_manager=UserFactory()),
            name=PERSON,
            phone="13800001234",
            email="mingyue@example.com",
            wechat="mingyue_2019",
            birthday=date(1980, 5, 1),
            lunar_birthday="08-03",
        )
        ContactPointFactory(contact=contact, value="13911112222")
        return contact

    PLAIN = ("13800001234", "mingyue", "1980", "八月初三", "13911112222")

    def test_is_masked_to_a_colleague_and_stands_in_no_form_of_theirs(
        self, log_in: LogIn, manager: User, contact: Contact
    ) -> None:
        browser = log_in(user=manager)

        pages = [
            text_of(browser.get(f"{SNIPPETS}/contact/{page}/{contact.pk}/"))
            for page in ("inspect", "edit", "history", "usage")
        ]

        assert [word for page in pages for word in self.PLAIN if word in page] == []
        assert PERSON in pages[0]
        assert 'name="phone"' not in pages[1]
        assert "points-TOTAL_FORMS" not in pages[1]

    def test_is_plain_to_who_looks_after_them_and_to_who_sees_every_client(
        self, log_in: LogIn, contact: Contact
    ) -> None:
        answers = [
            text_of(browser.get(f"{SNIPPETS}/contact/inspect/{contact.pk}/"))
            for browser in (
                log_in(user=self._in_role(contact.client.account_manager)),
                log_in("Service desk"),
            )
        ]

        assert all(word in answer for answer in answers for word in self.PLAIN)

    def test_is_not_written_over_by_a_colleagues_form(
        self, log_in: LogIn, manager: User, contact: Contact
    ) -> None:
        sent = {
            "name": "欧阳明月",
            "language": "zh-hans",
            "title": "董事长",
            "phone": "",
            "email": "x@example.com",
            "birthday": "",
            "points-TOTAL_FORMS": "0",
            "points-INITIAL_FORMS": "0",
        }

        kept = log_in(user=manager).post(f"{SNIPPETS}/contact/edit/{contact.pk}/", sent)

        assert kept.status_code == 302
        contact = Contact.objects.get(pk=contact.pk)
        assert (contact.title, contact.phone, contact.birthday) == (
            "董事长",
            "13800001234",
            date(1980, 5, 1),
        )
        assert [point.value for point in contact.points.all()] == ["13911112222"]

    def test_is_masked_in_the_file_of_who_may_not_see_it(
        self, log_in: LogIn, manager: User, contact: Contact
    ) -> None:
        manager.user_permissions.add(permission("export_contact"))
        ContactFactory(client=ClientFactory(account_manager=manager), phone="13900005678")

        wish = {"purpose": "核对", "columns": ["phone"], "kind": "csv", "language": "zh-hans"}

        file = text_of(log_in(user=manager).post("/admin/clients/contacts/export/", wish))

        assert "13800001234" not in file
        assert "*** 1234" in file
        assert "13900005678" in file

    def test_stays_out_of_the_log(self, contact: Contact) -> None:
        move_contact(
            contact=contact,
            to=None,
            title="",
            on=timezone.localdate(),
            by=UserFactory(),
        )

        entries = json.dumps(list(_entries(contact)), ensure_ascii=False, default=str)

        assert not any(word in entries for word in ("13800001234", "mingyue@", "mingyue_"))

    @staticmethod
    def _in_role(user: User) -> User:
        user.groups.add(Group.objects.get(name="Account managers"))
        return user


def _entries(contact: Contact) -> Any:
    return ModelLogEntry.objects.filter(object_id=str(contact.pk)).values("label", "data")


def test_a_chooser_of_a_browser_without_rights_is_closed(log_in: LogIn) -> None:
    browser: Browser = log_in("Reception")

    assert browser.get(f"{CHOOSE}/deal/").status_code in (302, 403)


def test_a_chooser_makes_no_record(log_in: LogIn) -> None:
    browser: Browser = log_in("Account managers")

    answers = [
        ask(f"{CHOOSE}/{kind}/create/")
        for kind in ("client", "contact", "deal")
        for ask in (browser.get, browser.post)
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
