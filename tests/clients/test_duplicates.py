"""Clients and contacts that may be kept twice. (001-04)"""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from foyer.clients.company_names import folded_company
from foyer.clients.enums import PointKind, Seeing
from foyer.clients.models import Client, ClientPolicy, Contact, ContactPoint
from foyer.clients.queries.duplicates import suspects, suspicions
from foyer.clients.services.distinct import keep_apart
from foyer.core.models import User
from tests.client_forms import client_form
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/clients/duplicates/"
CONTACTS = "/admin/clients/contacts/duplicates/"
ADD = "/admin/snippets/clients/client/add/"


@pytest.fixture
def reader() -> User:
    return UserFactory(role="Management")


class TestAFoldedCompanyName:
    @pytest.mark.parametrize(
        ("name", "folded"),
        [
            ("上海江南文化（集团）有限公司", "上海江南文化"),
            ("上海江南文化集團股份有限公司", "上海江南文化"),
            ("上海 江南文化有限责任公司", "上海江南文化"),
            ("Jiangnan Culture Co., Ltd.", "jiangnanculture"),
            ("ＪＩＡＮＧＮＡＮ　Culture Inc.", "jiangnanculture"),
            ("Cisco", "cisco"),
            ("有限公司", "有限公司"),
            ("Limited", "limited"),
            ("——", "——"),
        ],
    )
    def test_leaves_out_script_case_marks_and_legal_form(self, name: str, folded: str) -> None:
        assert folded_company(name) == folded


def pairs(kind: type[Client | Contact], reader: User) -> set[tuple[str, str, str]]:
    """Return what is suspected: two names, and the reasons."""
    with override("en"):
        found = suspicions(kind, reader, list(suspects(kind, reader)), younger=True)
    names = {record.pk: record.name for record in kind.objects.all()}
    return {
        (names[pk], suspicion.other.name, " · ".join(suspicion.reasons))
        for pk, others in found.items()
        for suspicion in others
    }


class TestClientsKeptTwice:
    def test_share_name_number_or_a_contacts_phone_or_mail(self, reader: User) -> None:
        ClientFactory(name="云岭茶业有限公司", number="C-01")
        ClientFactory(name="雲嶺茶業（集團）股份有限公司", number="X1")
        ClientFactory(name="海川会展", number="ｃ０１")
        ContactFactory(client=ClientFactory(name="听松"), phone="13800001111", email="a@b.cn")
        ContactFactory(client=ClientFactory(name="观潮"), phone="+86 138 0000 1111", email="A@b.cn")
        ContactFactory(client=None, phone="13800001111")
        ClientFactory(name="无关")

        assert pairs(Client, reader) == {
            ("云岭茶业有限公司", "雲嶺茶業（集團）股份有限公司", "the same name"),
            ("云岭茶业有限公司", "海川会展", "the same number, written otherwise"),
            (
                "听松",
                "观潮",
                "a contact with the same phone · a contact with the same e-mail address",
            ),
        }

    def test_are_not_suggested_again_once_they_are_said_to_be_two(
        self, reader: User, now: datetime
    ) -> None:
        one, other = ClientFactory.create_batch(2, name="云岭茶业")

        keep_apart(one=other, other=one, by=reader, at=now)
        keep_apart(one=one, other=other, by=reader, at=now)

        assert list(suspects(Client, reader)) == []
        assert suspicions(Client, reader, [one, other]) == {one.pk: [], other.pk: []}
        assert ModelLogEntry.objects.filter(action="foyer.client.keep_apart").count() == 1

    def test_name_nobody_the_reader_may_not_see(self, log_in: LogIn) -> None:
        policy = ClientPolicy.load()
        policy.account_managers_see = Seeing.OWN
        policy.save()
        browser = log_in("Account managers")
        me = User.objects.latest("pk")
        mine = ClientFactory(name="云岭茶业", account_manager=me)
        ContactFactory(client=mine, phone="13800001111")
        secret = ClientFactory(name="云岭茶业有限公司", account_manager=UserFactory())
        ContactFactory(client=secret, phone="13800001111", name="密友")

        seen = [
            browser.get(url).content.decode()
            for url in (PAGE, CONTACTS, f"/admin/snippets/clients/client/inspect/{mine.pk}/")
        ]

        assert not [page for page in seen if "云岭茶业有限公司" in page or "密友" in page]
        assert not [page for page in seen if "not-the-same" in page]


class TestContactsKeptTwice:
    def test_share_phone_mail_or_name_and_company(self, reader: User) -> None:
        client = ClientFactory(name="云岭茶业")
        ContactFactory(client=client, name="王小明")
        ContactFactory(client=ClientFactory(name="雲嶺茶業有限公司"), name="王 小明")
        ContactFactory(client=ClientFactory(name="海川会展"), name="王小明")
        ContactFactory(client=None, name="李青", phone="13800001111")
        ContactFactory(client=client, name="李菁", phone="138-0000-1111")

        assert pairs(Contact, reader) == {
            ("王小明", "王 小明", "the same name and company"),
            ("李青", "李菁", "the same phone"),
        }


class TestAFurtherPhone:
    def test_is_found_beside_a_first_phone_and_a_further_one(self, reader: User) -> None:
        first = ContactFactory(
            name="李青", client__name="听松", phone="13800001111", email="a@b.cn"
        )
        further = ContactFactory(name="李菁", client__name="观潮", phone="", email="")
        last = ContactFactory(name="王明", client__name="云岭", phone="", email="")
        for contact in (further, last):
            ContactPoint.objects.create(contact=contact, value="+86 138 0000 1111")
        ContactPoint.objects.create(contact=last, kind=PointKind.EMAIL, value="A@B.cn")

        phone, both = "the same phone", "the same phone · the same e-mail address"
        assert pairs(Contact, reader) == {
            ("李青", "李菁", phone),
            ("李青", "王明", both),
            ("李菁", "王明", phone),
        }
        assert {pair[:2] for pair in pairs(Client, reader)} == {
            ("听松", "观潮"),
            ("听松", "云岭"),
            ("观潮", "云岭"),
        }
        assert set(Contact.objects.matching("1111")) == {first, further, last}

    def test_names_nobody_the_reader_may_not_see(self) -> None:
        ClientPolicy.objects.update(account_managers_see="own")
        manager = UserFactory(role="Account managers")
        ContactFactory(client__account_manager=manager, phone="13800001111")
        hidden = ContactFactory(client__account_manager=UserFactory(), phone="")
        ContactPoint.objects.create(contact=hidden, value="13800001111")

        assert pairs(Contact, manager) == pairs(Client, manager) == set()


class TestThePageOfPossibleDuplicates:
    def test_lists_pairs_and_remembers_those_that_are_not_the_same(self, log_in: LogIn) -> None:
        one, other = ClientFactory.create_batch(2, name="云岭茶业")
        browser = log_in("Account managers")

        page = browser.get(PAGE).content.decode()
        answer = browser.post(f"/admin/clients/{one.pk}/not-the-same/{other.pk}/", {"next": PAGE})

        assert page.count(f"/admin/clients/{one.pk}/not-the-same/{other.pk}/") == 1
        assert answer["Location"] == PAGE
        assert "not-the-same" not in browser.get(PAGE).content.decode()

    @pytest.mark.parametrize("url", [PAGE, CONTACTS])
    def test_takes_as_many_queries_for_ten_pairs_as_for_one(
        self, log_in: LogIn, url: str, django_assert_num_queries
    ) -> None:
        def twice(n: int) -> None:
            for _ in range(2):
                ContactFactory(
                    client=ClientFactory(name=f"云岭{n}"), name=f"王{n}", phone=f"1380000{n:04d}"
                )

        browser = log_in("Administrators")
        twice(0)
        browser.get(url)
        with CaptureQueriesContext(connection) as one:
            browser.get(url)
        for n in range(1, 10):
            twice(n)

        with django_assert_num_queries(len(one)):
            page = browser.get(url).content.decode()

        assert page.count("not-the-same") == 10


class TestTheClientPage:
    def test_has_a_notice_for_those_who_may_change_clients(self, log_in: LogIn) -> None:
        one, _other = ClientFactory.create_batch(2, name="云岭茶业")
        url = f"/admin/snippets/clients/client/inspect/{one.pk}/"

        told = [
            "clients-twice" in log_in(role).get(url).content.decode()
            for role in ("Account managers", "Finance")
        ]

        assert told == [True, False]


class TestTheFormOfANewClient:
    def test_warns_once_and_then_keeps_the_client(self, log_in: LogIn) -> None:
        ClientFactory(name="杭州江南文化传媒", number="C000009")
        browser = log_in("Account managers")

        warned = browser.post(ADD, client_form())
        form = warned.context["form"]
        kept = browser.post(ADD, client_form(warned_of=form["warned_of"].value()))

        assert form.errors.keys() == {"name"}
        assert "杭州江南文化传媒 C000009" in warned.content.decode()
        assert 'type="hidden" name="warned_of"' in warned.content.decode()
        assert kept.status_code == 302
        assert Client.objects.count() == 2

    def test_says_nothing_of_a_client_nobody_has_seen(self, log_in: LogIn) -> None:
        ClientFactory(name="别家")

        answer = log_in("Account managers").post(ADD, client_form())

        assert answer.status_code == 302
