"""The whole file of a client, and of a contact, in their forms. (001-03, 001-04, 001-05, 002-12)"""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from foyer.clients.models import Client, ClientPolicy, Contact, ManagerChange, Referral
from foyer.clients.services.tiers import change_tier
from foyer.core.models import NumberSeries
from foyer.privacy.enums import ConsentChannel, ConsentPurpose
from foyer.privacy.services.consents import give_consent
from tests.client_forms import client_form, contact_form, rows
from tests.conftest import LogIn
from tests.factories import (
    ClientFactory,
    ClientFeedbackFactory,
    ContactFactory,
    ContactPointFactory,
    DealFactory,
    IncentiveFactory,
    ReferralFactory,
    UserFactory,
    VisitFactory,
    VoucherFactory,
)
from tests.factories.clients import credit_code

pytestmark = pytest.mark.django_db
CLIENTS = "/admin/snippets/clients/client/"
CONTACTS = "/admin/snippets/clients/contact/"
POLICY = "/admin/settings/clients/clientpolicy/1/"
POLICY_FORM = {
    "account_managers_see": "own",
    "number_pattern": "KH{year}-{n:4}",
    "next_number": "12",
    "currency": "TWD",
    "spend_regular": "100000",
    "spend_key": "600000",
    "deals_regular": "2",
    "deals_key": "6",
    "spend_weight": "3",
    "deals_weight": "2",
    "potential_weight": "1",
    "regular_from": "25",
    "key_from": "65",
    "screening_pass": "60",
}


class TestTheFormOfAClient:
    def test_leaves_no_client_without_a_number(self, log_in: LogIn) -> None:
        client = ClientFactory(number="C000001")

        address = f"{CLIENTS}edit/{client.pk}/"
        browser = log_in("Administrators")
        hint = "留空则自动取下一个编号。"
        answer = browser.post(address, client_form(number=" "))

        assert answer.context["form"].errors == {"number": ["每位客户都有编号，请填写。"]}
        assert hint in browser.get(f"{CLIENTS}add/").content.decode()
        assert hint not in browser.get(address).content.decode()
        assert Client.objects.get().number == "C000001"

    def test_keeps_all_five_kinds_of_facts(self, log_in: LogIn) -> None:
        sent = client_form(
            short_name="江南文化",
            name_en="Jiangnan Culture",
            legal_representative="沈知行",
            credit_code="9135 0100 m000 100y 43",
            business_scope="会议及展览服务",
            industry="传媒",
            size="medium",
            stand_style="新中式",
            facilities="同声传译",
            event_form="闭门研讨",
            interests="宋代美学",
            topics="文旅融合",
            annual_spend="480000",
            deals_a_year="4",
            potential="high",
            source="fair",
            source_note="春季文博会",
            collection="face_to_face",
            **rows(
                "addresses",
                {"kind": "registered", "text": "杭州市拱墅区运河路1号"},
                {"kind": "visiting", "text": "杭州市上城区清波街2号"},
            ),
            **rows(
                "needs",
                {
                    "show_type": "新品发布会",
                    "scale": "两百人",
                    "theme": "明前新茶",
                    "period": "2027年春",
                },
            ),
            **rows(
                "research_notes",
                {"noted_on": "2026-09-01", "source": "interview", "text": "希望秋季办闭门茶会"},
            ),
        )

        answer = log_in("Account managers").post(f"{CLIENTS}add/", sent)

        assert answer.status_code == 302, answer.context["form"].errors
        client = Client.objects.get()
        assert (client.credit_code, client.annual_spend) == ("91350100M000100Y43", Decimal(480000))
        assert [(row.kind, row.text) for row in client.addresses.all()] == [
            ("registered", "杭州市拱墅区运河路1号"),
            ("visiting", "杭州市上城区清波街2号"),
        ]
        assert [need.theme for need in client.needs.all()] == ["明前新茶"]
        assert [note.noted_on for note in client.research_notes.all()] == [date(2026, 9, 1)]
        page = log_in("Management").get(f"{CLIENTS}inspect/{client.pk}/").content.decode()
        shown = ("沈知行", "清波街2号", "明前新茶", "宋代美学", "春季文博会", "闭门茶会")
        assert [word for word in shown if word not in page] == []

    def test_begins_a_history_with_the_account_manager(self, log_in: LogIn) -> None:
        manager = UserFactory(role="Account managers")

        log_in(user=manager).post(f"{CLIENTS}add/", client_form(account_manager=str(manager.pk)))

        change = ManagerChange.objects.get()
        assert (change.client, change.before, change.after) == (Client.objects.get(), None, manager)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": ""}, "name"),
            ({"credit_code": "91350100M000100Y44"}, "credit_code"),
            ({"credit_code": "9135"}, "credit_code"),
            ({"credit_code": credit_code(77)}, "credit_code"),
            ({"business_number": "00501502"}, "business_number"),
            ({"business_number": "22099131"}, "business_number"),
            ({"number": "C7"}, "number"),
            ({"annual_spend": "-1"}, "annual_spend"),
            ({"collection": "third_party"}, "provenance"),
            ({"collection": "third_party", "provenance": "名录"}, "provenance"),
            ({"collection": "third_party", "legal_basis": "published"}, "provenance"),
        ],
    )
    def test_says_beside_the_field_what_cannot_be(
        self, log_in: LogIn, change: dict[str, str], field: str
    ) -> None:
        ClientFactory(number="C7", credit_code=credit_code(77), business_number="22099131")

        answer = log_in("Account managers").post(f"{CLIENTS}add/", client_form(**change))

        assert answer.context["form"].errors.keys() == {field}
        assert Client.objects.count() == 1

    def test_loses_nothing_that_was_written_when_a_row_is_wrong(self, log_in: LogIn) -> None:
        sent = client_form(
            name_en="Jiangnan Culture", **rows("addresses", {"kind": "visiting", "text": ""})
        ) | {"addresses-0-kind": "registered"}

        answer = log_in("Account managers").post(f"{CLIENTS}add/", sent)

        assert answer.status_code == 200
        assert "Jiangnan Culture" in answer.content.decode()
        assert not Client.objects.exists()

    def test_lets_people_be_found_by_their_clients_new_name(self, log_in: LogIn) -> None:
        contact = ContactFactory(client=ClientFactory(name="旧名公司"))

        log_in("Administrators").post(
            f"{CLIENTS}edit/{contact.client_id}/",
            client_form(name="青云传媒", number=contact.client.number),
        )

        assert list(Contact.objects.matching("青云")) == [contact]

    def test_is_only_offered_to_who_keeps_clients(self, log_in: LogIn) -> None:
        client = ClientFactory()

        assert log_in("Management").get(f"{CLIENTS}edit/{client.pk}/").status_code == 302


class TestTheDatabase:
    @pytest.mark.parametrize(
        "values",
        [
            {"collection": "third_party"},
            {"kind": "club"},
            {"size": "giant"},
            {"screening": "pass"},
            {"annual_spend": Decimal(-1)},
        ],
        ids=lambda values: next(iter(values)),
    )
    def test_keeps_no_client_that_cannot_be(self, values: dict[str, object]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            ClientFactory(**values)

    def test_keeps_no_consent_without_when_and_how(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            ContactFactory(photo_consent="given")


class TestDeletingAClient:
    @pytest.mark.parametrize("hanging", [DealFactory, IncentiveFactory, ContactFactory])
    def test_is_refused_while_something_hangs_on_it(self, log_in: LogIn, hanging: type) -> None:
        client = hanging().client
        browser = log_in("Administrators")

        answers = [
            browser.post(f"{CLIENTS}delete/{client.pk}/"),
            browser.post(f"/admin/bulk/clients/client/delete/?id={client.pk}"),
        ]

        assert [answer.status_code for answer in answers] == [409, 302]
        assert Client.objects.filter(pk=client.pk).exists()


class TestDeletingAContact:
    def test_is_for_whoever_looks_after_them_alone(self, log_in: LogIn) -> None:
        me = UserFactory(role="Account managers")
        theirs = ContactFactory(client=ClientFactory(account_manager=UserFactory()))
        mine = ContactFactory(client=ClientFactory(account_manager=me))
        nobodys = ContactFactory(client=None)
        browser = log_in(user=me)

        refused = browser.post(f"{CONTACTS}delete/{theirs.pk}/")
        browser.post("/admin/bulk/clients/contact/delete/?id=all")
        asked = browser.get(f"/admin/bulk/clients/client/delete/?id={theirs.client_id}")

        assert refused.status_code == 302
        assert list(Contact.objects.all()) == [theirs]
        assert {mine.pk, nobodys.pk}.isdisjoint(Contact.objects.values_list("pk", flat=True))
        assert len(asked.context["items_with_no_access"]) == 1

    @pytest.mark.parametrize(
        "act", ["{0}delete/{1}/", "/admin/bulk/clients/contact/delete/?id={1}"]
    )
    def test_is_refused_while_history_hangs_on_them(self, log_in: LogIn, now, act: str) -> None:
        contacts = ContactFactory.create_batch(3)
        visit = VisitFactory(client=contacts[0].client, contacts=contacts[:1])
        give_consent(
            person=contacts[1],
            purpose=ConsentPurpose.MARKETING,
            text="同意",
            language="zh-hans",
            channel=ConsentChannel.PAPER,
            at=now,
        )
        browser = log_in("Administrators")

        for contact in contacts:
            browser.post(act.format(CONTACTS, contact.pk))

        assert list(Contact.objects.order_by("pk")) == contacts[:2]
        assert visit.contacts.count() == 1

    def test_of_a_client_is_refused_while_its_tier_has_a_history(self, log_in: LogIn, now) -> None:
        client, fresh = ClientFactory.create_batch(2)
        change_tier(client=client, to="key", reason="年会", by=UserFactory(), at=now)
        browser = log_in("Administrators")

        said = browser.get(f"{CLIENTS}delete/{client.pk}/").content.decode()
        for one in (client, fresh):
            browser.post(f"{CLIENTS}delete/{one.pk}/")

        assert "这份档案留有历史记录" in said
        assert list(Client.objects.all()) == [client]


class TestTheFormOfAContact:
    def test_keeps_everything_sealed_that_is_personal(self, log_in: LogIn) -> None:
        client = ClientFactory()
        sent = contact_form(
            client=str(client.pk),
            phone="138 0000 1234",
            wechat="Ming_Yue",
            lunar_birthday_month="08",
            lunar_birthday_day="03",
            festivals="mid-autumn",
            interests="围棋",
            photo_consent="given",
            photo_consent_on="2026-09-20",
            photo_consent_how="签到时书面",
            **rows(
                "points",
                {"kind": "phone", "label": "助理", "value": "139 1111 2222"},
                {"kind": "email", "label": "私人", "value": "ming@example.com"},
            ),
        )

        answer = log_in("Account managers").post(f"{CONTACTS}add/", sent)

        assert answer.status_code == 302, answer.context["form"].errors
        contact = Contact.objects.get()
        assert (contact.wechat, contact.lunar_birthday, contact.festivals) == (
            "Ming_Yue",
            "08-03",
            ["mid-autumn"],
        )
        assert [(point.label, point.value) for point in contact.points.all()] == [
            ("助理", "139 1111 2222"),
            ("私人", "ming@example.com"),
        ]

    @pytest.mark.parametrize(
        "typed",
        ["139-1111-2222", "2222", "MING@example.com", "ming_yue", "+86 138 0000 1234"],
    )
    def test_lets_people_be_found_by_every_way_to_reach_them(self, typed: str) -> None:
        contact = ContactFactory(phone="13800001234", wechat="Ming_Yue")
        ContactPointFactory(contact=contact, value="13911112222")
        ContactPointFactory(contact=contact, mail=True, value="ming@example.com")
        ContactPointFactory(contact=ContactFactory(), mail=True, value="room2222@example.com")

        assert list(Contact.objects.matching(typed)) == [contact]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"lunar_birthday_month": "08"}, "lunar_birthday"),
            ({"lunar_birthday_month": "13", "lunar_birthday_day": "01"}, "lunar_birthday"),
            ({"birthday": "2099-01-01"}, "birthday"),
            ({"festivals": "halloween"}, "festivals"),
            ({"photo_consent": "given"}, "photo_consent_on"),
            ({"client": "999999"}, "client"),
        ],
    )
    def test_says_beside_the_field_what_cannot_be(
        self, log_in: LogIn, change: dict[str, str], field: str
    ) -> None:
        answer = log_in("Account managers").post(f"{CONTACTS}add/", contact_form(**change))

        assert answer.context["form"].errors.keys() == {field}
        assert not Contact.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "value"), [("phone", "12"), ("email", "nobody"), ("phone", "")]
    )
    def test_says_beside_a_further_phone_or_e_mail_what_cannot_be(
        self, log_in: LogIn, kind: str, value: str
    ) -> None:
        sent = contact_form(**rows("points", {"kind": kind, "label": "助理", "value": value}))

        answer = log_in("Account managers").post(f"{CONTACTS}add/", sent)

        assert answer.status_code == 200
        assert answer.context["form"].formsets["points"].forms[0].errors.keys() == {"value"}
        assert not Contact.objects.exists()


class TestBirthdays:
    def test_are_found_by_the_day_they_are_kept_on(self) -> None:
        solar = ContactFactory(birthday=date(1980, 9, 24))
        lunar = ContactFactory(birthday=date(1975, 9, 24), lunar_birthday="08-15")
        ContactFactory(birthday=date(1980, 9, 25))
        ContactFactory()

        by_sun = Contact.objects.with_birthday(days=["09-24"])
        by_both = Contact.objects.with_birthday(days=["09-24"], lunar=["08-15", "08-16"])

        assert list(by_sun) == [solar]
        assert set(by_both) == {solar, lunar}
        assert not Contact.objects.with_birthday().exists()


class TestThePageOfAClient:
    def test_shows_what_belongs_to_it_to_those_with_the_rights(self, log_in: LogIn) -> None:
        client = ClientFactory()
        DealFactory(client=client, project="春茶品鉴会")
        ClientFeedbackFactory(client=client, subject="秋季雅集")
        IncentiveFactory(client=client, detail="会场费九折")
        ReferralFactory(referrer_client=client, new_client=ClientFactory(name="新来的公司"))
        VoucherFactory(used=True, client=client, offer="双人下午茶")
        url = f"{CLIENTS}inspect/{client.pk}/"
        all_of_it = ("春茶品鉴会", "秋季雅集", "会场费九折", "新来的公司", "双人下午茶")

        seen = {
            role: [word for word in all_of_it if word in log_in(role).get(url).content.decode()]
            for role in ("Management", "Marketing", "Finance", "Service desk")
        }

        assert seen == {
            "Management": list(all_of_it),
            "Marketing": ["秋季雅集", "双人下午茶"],
            "Finance": ["春茶品鉴会", "会场费九折", "新来的公司"],
            "Service desk": ["秋季雅集", "双人下午茶"],
        }

    def test_asks_the_database_as_often_for_many_as_for_one(
        self, log_in: LogIn, django_assert_max_num_queries
    ) -> None:
        browser, client = log_in("Administrators"), ClientFactory(full=True)
        url = f"{CLIENTS}inspect/{client.pk}/"

        def fill() -> None:
            contact = ContactFactory(client=client)
            DealFactory(client=client)
            ClientFeedbackFactory(client=client)
            IncentiveFactory(client=client)
            ReferralFactory(referrer_client=client)
            VoucherFactory(used=True, client=client)
            if not Referral.objects.filter(referrer_contact__client=client).exists():
                ReferralFactory(
                    by_contact=True, referrer_contact=contact
                )  # of six, one more is counted

        fill()
        browser.get(url)
        with django_assert_max_num_queries(60) as once:
            browser.get(url)
        fill()
        fill()
        with django_assert_max_num_queries(60) as thrice:
            browser.get(url)

        assert len(thrice) == len(once)


class TestThePolicyOfClients:
    def test_reshapes_the_series_of_client_numbers(self, log_in: LogIn) -> None:
        log_in("Management").post(POLICY, POLICY_FORM)
        log_in("Account managers").post(f"{CLIENTS}add/", client_form())

        assert Client.objects.get().number.endswith("-0012")
        assert Client.objects.get().number.startswith("KH20")
        assert ClientPolicy.load().account_managers_see == "own"

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"number_pattern": "KH{year}"}, "number_pattern"),
            ({"number_pattern": "KH{n}{month}"}, "number_pattern"),
            ({"number_pattern": "KH{n"}, "number_pattern"),
            ({"next_number": "0"}, "next_number"),
            ({"key_from": "20"}, "key_from"),
            ({"spend_key": "1"}, "key_from"),
            (
                {"spend_weight": "0", "deals_weight": "0", "potential_weight": "0"},
                "spend_weight",
            ),
            ({"screening_pass": "101"}, "screening_pass"),
        ],
    )
    def test_says_what_cannot_be(self, log_in: LogIn, change: dict[str, str], field: str) -> None:
        answer = log_in("Management").post(POLICY, POLICY_FORM | change)

        assert answer.context["form"].errors.keys() == {field}
        assert not NumberSeries.objects.filter(pattern__startswith="KH").exists()
