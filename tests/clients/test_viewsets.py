"""Clients and contacts in the staff's tool."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from foyer.clients.models import Client, ClientPolicy, Contact
from tests.client_forms import client_form, contact_form
from tests.conftest import LogIn
from tests.factories import (
    ClientFactory,
    ClientFeedbackFactory,
    ContactFactory,
    CustomFieldFactory,
    DealFactory,
    IncentiveFactory,
    ReferralFactory,
    UserFactory,
    VoucherFactory,
)

pytestmark = pytest.mark.django_db

CLIENTS = "/admin/snippets/clients/client/"
CONTACTS = "/admin/snippets/clients/contact/"
CHOOSE = "/admin/snippets/choose/clients/contact/"
SEEING = ("Management", "Marketing", "Account managers", "Service desk", "Administrators")
BLIND = ("Reception", "Venue desk", "Finance", "Archivist")


def queries_of(browser: Browser, page: str) -> int:
    """Return how often a page asks the database, when nothing is asked for the first time."""
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(page).status_code == 200
    return len(asked)


class TestContactList:
    def test_shows_phones_and_addresses_masked_to_everybody(self, log_in: LogIn) -> None:
        ContactFactory(name="欧阳明月", phone="13800001234", email="mingyue@example.com")

        page = log_in("Administrators").get(CONTACTS).content.decode()

        assert "欧阳明月" in page
        assert "*** 1234" in page
        assert "m***@example.com" in page
        assert "13800001234" not in page
        assert "mingyue@" not in page

    @pytest.mark.parametrize(
        "typed",
        [
            "阳明",
            "歐陽",
            "ouyang",
            "oymy",
            "1234",
            "+86 138-0000-1234",
            "MingYue@example.com",
            "江南文化",
        ],
    )
    def test_finds_people_as_people_type(self, log_in: LogIn, typed: str) -> None:
        client = ClientFactory(name="杭州江南文化传媒有限公司")
        ContactFactory(
            client=client, name="欧阳明月", phone="13800001234", email="mingyue@example.com"
        )
        ContactFactory(name="李雷", client=ClientFactory(name="苏州东方"))

        page = log_in("Marketing").get(f"{CONTACTS}results/", {"q": typed}).content.decode()

        assert "欧阳明月" in page
        assert "李雷" not in page

    def test_asks_the_database_as_often_for_three_as_for_one(self, log_in: LogIn) -> None:
        browser = log_in("Administrators")
        ContactFactory(client=ClientFactory(account_manager=UserFactory()))
        one = queries_of(browser, CONTACTS)
        ContactFactory.create_batch(2, client__account_manager=UserFactory())

        three = queries_of(browser, CONTACTS)

        assert three == one

    @pytest.mark.parametrize("typed", ["\0", "长" * 30_000, "%", "'"])
    def test_survives_whatever_is_typed(self, log_in: LogIn, typed: str) -> None:
        assert log_in("Marketing").get(CONTACTS, {"q": typed}).status_code == 200

    def test_is_exported_by_those_with_the_right_alone(self, log_in: LogIn) -> None:
        ContactFactory(name="=HYPERLINK", phone="13800001234")

        refused = log_in("Account managers").get(CONTACTS, {"export": "csv"})
        led_on = log_in("Management").get(CONTACTS, {"export": "csv", "language": "en"})

        assert refused["Location"] == "/admin/"
        assert led_on["Location"] == "/admin/clients/contacts/export/?language=en"


class TestContactForm:
    def test_has_no_sealed_field_for_those_who_may_not_see_it(self, log_in: LogIn) -> None:
        contact = ContactFactory(
            phone="13800001234", email="a@example.com", birthday=date(1980, 5, 1)
        )
        staff = UserFactory()
        staff.user_permissions.set(
            Permission.objects.filter(
                codename__in=["access_admin", "change_contact", "view_contact"]
            )
        )
        browser = log_in(user=staff)
        page = f"{CONTACTS}edit/{contact.pk}/"

        shown = browser.get(page).content.decode()
        kept = browser.post(
            page,
            {
                "name": "新名字",
                "language": "en",
                "phone": "",
                "email": "x@example.com",
            },
        )

        assert kept.status_code == 302
        assert "13800001234" not in shown
        assert 'name="phone"' not in shown
        contact.refresh_from_db()
        assert (contact.name, contact.phone, contact.email, contact.birthday) == (
            "新名字",
            "13800001234",
            "a@example.com",
            date(1980, 5, 1),
        )

    @pytest.mark.parametrize(
        ("field", "value"), [("phone", "12"), ("email", "nobody"), ("name", "")]
    )
    def test_says_what_cannot_be(self, log_in: LogIn, field: str, value: str) -> None:
        answer = log_in("Account managers").post(f"{CONTACTS}add/", contact_form(**{field: value}))

        assert answer.status_code == 200
        assert answer.context["form"].errors.keys() == {field}
        assert not Contact.objects.exists()


class TestContactInspect:
    def test_masks_for_those_who_may_not_see(self, log_in: LogIn) -> None:
        contact = ContactFactory(phone="13800001234", birthday=date(1980, 5, 1))
        page = f"{CONTACTS}inspect/{contact.pk}/"

        masked = log_in("Marketing").get(page).content.decode()
        plain = log_in("Service desk").get(page).content.decode()

        assert "13800001234" not in masked
        assert "1980" not in masked
        assert "13800001234" in plain


class TestContactChooser:
    @pytest.mark.parametrize("role", BLIND)
    def test_tells_nothing_to_those_who_may_not_see_contacts(
        self, log_in: LogIn, role: str
    ) -> None:
        contact = ContactFactory(name="欧阳明月")
        browser = log_in(role)

        for page in (
            CHOOSE,
            f"{CHOOSE}results/",
            f"{CHOOSE}chosen/{contact.pk}/",
            f"{CHOOSE}chosen-multiple/?id={contact.pk}",
            CONTACTS,
            f"{CONTACTS}inspect/{contact.pk}/",
            f"{CONTACTS}history/{contact.pk}/",
            f"{CONTACTS}usage/{contact.pk}/",
            f"/admin/bulk/clients/contact/delete/?id={contact.pk}",
        ):
            answer = browser.get(page)
            assert "欧阳明月" not in answer.content.decode(), page

        assert browser.get(CHOOSE).status_code in (302, 403)

    @pytest.mark.parametrize("role", SEEING)
    def test_finds_as_people_type(self, log_in: LogIn, role: str) -> None:
        ContactFactory(name="欧阳明月")
        ContactFactory(name="李雷")

        answer = log_in(role).get(f"{CHOOSE}results/", {"q": "oymy"}).content.decode()

        assert "欧阳明月" in answer
        assert "李雷" not in answer


class TestClientForm:
    def test_gives_the_next_number_when_none_is_written(self, log_in: LogIn) -> None:
        browser = log_in("Account managers")

        browser.post(f"{CLIENTS}add/", client_form())
        browser.post(f"{CLIENTS}add/", client_form(number="VIP-1", name="苏州东方"))
        browser.post(f"{CLIENTS}add/", client_form(name="上海外滩"))

        numbers = Client.objects.order_by("pk").values_list("number", flat=True)
        assert list(numbers) == ["C000001", "VIP-1", "C000002"]

    def test_refuses_a_number_that_is_taken(self, log_in: LogIn) -> None:
        ClientFactory(number="C000007")

        answer = log_in("Account managers").post(
            f"{CLIENTS}add/", client_form(name="苏州东方", number="C000007")
        )

        assert answer.context["form"].errors.keys() == {"number"}


class TestClientList:
    def test_is_narrowed_down(self, log_in: LogIn) -> None:
        manager = UserFactory()
        ClientFactory(
            name="杭州江南文化传媒有限公司", key=True, account_manager=manager, industry="传媒"
        )
        ClientFactory(name="苏州东方", account_manager=UserFactory(), industry="金融")

        page = (
            log_in("Finance")
            .get(CLIENTS, {"tier": "key", "account_manager": manager.pk, "industry": "传媒"})
            .content.decode()
        )

        assert "杭州江南文化传媒有限公司" in page
        assert "苏州东方" not in page

    def test_asks_the_database_as_often_for_three_as_for_one(self, log_in: LogIn) -> None:
        browser = log_in("Administrators")
        ClientFactory(account_manager=UserFactory())
        one = queries_of(browser, CLIENTS)
        for _i in range(2):
            ClientFactory(account_manager=UserFactory())

        three = queries_of(browser, CLIENTS)

        assert three == one <= 13  # a superuser's eleven, and two for rights of their own

    def test_asks_the_database_eleven_times_for_a_superuser(self, log_in: LogIn) -> None:
        ClientFactory(account_manager=UserFactory(), industry="传媒")
        browser = log_in(user=UserFactory(role="Administrators", is_superuser=True))

        # One of them for the menu: superusers have of the archive only what they were given.
        assert queries_of(browser, CLIENTS) <= 11

    def test_offers_what_came_within_the_minute_once_it_is_asked_for(self, log_in: LogIn) -> None:
        browser = log_in("Administrators")
        browser.get(CLIENTS)
        manager = UserFactory()
        ClientFactory(name="云岭茶业", account_manager=manager, industry="茶")
        ClientFactory(name="海川会展")

        page = browser.get(CLIENTS, {"account_manager": manager.pk, "industry": "茶"})

        assert "云岭茶业" in page.content.decode()
        assert "海川会展" not in page.content.decode()

    @pytest.mark.parametrize(
        ("asked", "most"),
        [
            ("", 12),  # the segments one may open among them
            ("?q=江南", 12),
            ("?tier=key&region=domestic", 12),
            ("?ordering=-industry", 12),
            ("?custom_card=金卡", 12),
            ("?industry=传媒", 13),  # the industries there are, to say which was chosen
        ],
    )
    def test_is_searched_narrowed_and_sorted_with_few_questions(
        self, log_in: LogIn, asked: str, most: int
    ) -> None:
        ClientPolicy.objects.update(account_managers_see="unassigned")
        CustomFieldFactory(key="card", choice=True, in_list=True, in_filters=True)
        manager = UserFactory(role="Account managers")
        ClientFactory(key=True, account_manager=manager, industry="传媒", custom={"card": "金卡"})
        browser = log_in(user=manager)

        assert queries_of(browser, f"{CLIENTS}results/{asked}") <= most

    @pytest.mark.parametrize("kind", ["deal", "clientfeedback", "incentive", "referral", "voucher"])
    def test_of_what_belongs_to_clients_costs_the_same_for_three_as_for_one(
        self, log_in: LogIn, kind: str
    ) -> None:
        factory = {
            "deal": DealFactory,
            "clientfeedback": ClientFeedbackFactory,
            "incentive": IncentiveFactory,
            "referral": ReferralFactory,
            "voucher": VoucherFactory,
        }[kind]
        browser = log_in("Administrators")
        factory()
        one = queries_of(browser, f"/admin/snippets/clients/{kind}/")
        factory.create_batch(2)

        three = queries_of(browser, f"/admin/snippets/clients/{kind}/")

        assert three == one

    @pytest.mark.parametrize(
        "address",
        [
            "client/?created_at_from=0001-01-01&created_at_to=9999-12-31",
            "client/?last_visit_from=0001-01-01&last_visit_to=9999-12-31",
            *(f"{kind}/?client=abc" for kind in ("deal", "clientfeedback", "voucher", "incentive")),
            "deal/?client=99999999999999999999",
        ],
    )
    def test_stands_whatever_its_address_says(self, log_in: LogIn, address: str) -> None:
        ClientFactory(name="云岭茶业")

        answer = log_in("Administrators").get(f"/admin/snippets/clients/{address}")

        assert answer.status_code == 200

    def test_is_not_exported_by_those_who_only_look(self, log_in: LogIn) -> None:
        for role in ("Marketing", "Finance", "Account managers", "Service desk"):
            assert log_in(role).get(CLIENTS, {"export": "xlsx"}).status_code == 302
