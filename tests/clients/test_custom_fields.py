"""Fields the house adds itself, without code."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from foyer.clients.enums import FieldKind
from foyer.clients.models import Client, Contact, CustomField
from foyer.clients.services import custom_fields
from foyer.clients.services.custom_fields import (
    AlreadyRemoved,
    CustomValuesWrong,
    NotRemoved,
    remove_field,
    restore_field,
)
from tests.client_forms import client_form
from tests.conftest import LogIn
from tests.factories import ClientFactory, ContactFactory, CustomFieldFactory, UserFactory

pytestmark = pytest.mark.django_db
CLIENTS = "/admin/snippets/clients/client/"
CONTACTS = "/admin/snippets/clients/contact/"
FIELDS = "/admin/snippets/clients/customfield/"
FIELD = {"of": "client", "key": "plate", "kind": "text", "label": "车牌", "position": "0"}


class TestClean:
    @pytest.mark.parametrize(
        ("kind", "given", "meant"),
        [
            ("text", "  浙A 88888 ", "浙A 88888"),
            ("number", "１２.50", Decimal("12.50")),
            ("number", Decimal(3), Decimal(3)),
            ("day", "2026-11-08", date(2026, 11, 8)),
            ("day", date(2026, 11, 8), date(2026, 11, 8)),
            ("choice", "金卡", "金卡"),
            ("choice", "gold", "金卡"),
            ("choice", "銀卡", "银卡"),
            ("yes_no", "是", True),
            ("yes_no", "No", False),
            ("yes_no", True, True),
            ("yes_no", False, False),
            ("yes_no", "", None),
            ("text", "", None),
        ],
    )
    def test_returns_what_was_meant(self, kind: str, given: Any, meant: Any) -> None:
        field = CustomFieldFactory(**{} if kind == "text" else {kind: True})

        assert custom_fields.clean(field, given) == meant

    @pytest.mark.parametrize(
        ("kind", "given"),
        [("number", "很多"), ("day", "2026-02-30"), ("choice", "铜卡"), ("yes_no", "也许")],
    )
    def test_refuses_what_is_none(self, kind: str, given: str) -> None:
        field = CustomFieldFactory(**{kind: True})

        with pytest.raises(ValidationError):
            custom_fields.clean(field, given)

    def test_asks_for_what_must_be_there(self) -> None:
        field = CustomFieldFactory(is_required=True)

        with pytest.raises(ValidationError):
            custom_fields.clean(field, " ")


class TestSetValues:
    def test_keeps_each_kind_and_gives_it_back(self) -> None:
        fields = [
            CustomFieldFactory(key="plate"),
            CustomFieldFactory(key="places", number=True),
            CustomFieldFactory(key="since", day=True),
            CustomFieldFactory(key="card", choice=True),
            CustomFieldFactory(key="monthly", yes_no=True),
        ]
        client, given = ClientFactory(), ["浙A88888", "2.5", "2026-11-08", "Silver", "否"]

        custom_fields.set_values(
            client, dict(zip([field.key for field in fields], given, strict=True)), fields
        )
        client.save()

        kept = custom_fields.values(Client.objects.get(), custom_fields.of(Client), plain=False)
        assert kept == {
            "plate": "浙A88888",
            "places": Decimal("2.5"),
            "since": date(2026, 11, 8),
            "card": "银卡",
            "monthly": False,
        }

    def test_changes_what_is_named_and_leaves_the_rest(self) -> None:
        fields = [CustomFieldFactory(key="plate"), CustomFieldFactory(key="club")]
        client = ClientFactory(custom={"plate": "浙A1", "club": "围棋", "gone": "旧值"})

        custom_fields.set_values(client, {"plate": ""}, fields)

        assert client.custom == {"club": "围棋", "gone": "旧值"}

    def test_puts_in_nothing_when_something_is_wrong(self) -> None:
        fields = [
            CustomFieldFactory(key="plate"),
            CustomFieldFactory(key="places", number=True),
            CustomFieldFactory(key="card", choice=True, is_required=True),
        ]
        client = ClientFactory()

        with pytest.raises(CustomValuesWrong) as refused:
            custom_fields.set_values(
                client, {"plate": "浙A1", "places": "两个"}, fields, whole=True
            )

        assert refused.value.params["errors"].keys() == {"places", "card"}
        assert client.custom == {}

    def test_seals_what_is_personal(self) -> None:
        field = CustomFieldFactory(key="id_number", personal=True)
        client = ClientFactory()

        custom_fields.set_values(client, {"id_number": "330106198005011234"}, [field])
        client.save()

        with connection.cursor() as cursor:
            cursor.execute("SELECT custom, custom_sealed FROM clients_client")
            row = cursor.fetchone()
        assert "330106198005011234" not in "".join(map(str, row))
        kept = Client.objects.get()
        assert custom_fields.values(kept, [field], plain=True) == {
            "id_number": "330106198005011234"
        }
        assert custom_fields.values(kept, [field], plain=False) == {}


class TestShown:
    def test_speaks_the_readers_language(self) -> None:
        card, monthly = CustomFieldFactory(choice=True), CustomFieldFactory(yes_no=True)

        shown = {}
        for language in ("zh-hans", "zh-hant", "en"):
            with translation.override(language):
                shown[language] = (
                    card.label_text,
                    custom_fields.shown(card, "银卡"),
                    custom_fields.shown(monthly, True),
                )

        assert shown == {
            "zh-hans": ("会员卡", "银卡", "是"),
            "zh-hant": ("會員卡", "銀卡", "是"),
            "en": ("Card", "Silver", "Yes"),
        }


class TestRemoveField:
    def test_keeps_what_was_entered_until_it_is_restored(self, now: datetime) -> None:
        field, by = CustomFieldFactory(key="plate"), UserFactory()
        ClientFactory(custom={"plate": "浙A88888"})

        remove_field(field=field, by=by, at=now)
        assert custom_fields.of(Client) == ()
        with pytest.raises(AlreadyRemoved):
            remove_field(field=field, by=by, at=now)
        restore_field(field=field, by=by)
        with pytest.raises(NotRemoved):
            restore_field(field=field, by=by)

        client = Client.objects.get()
        assert custom_fields.values(client, custom_fields.of(Client), plain=False) == {
            "plate": "浙A88888"
        }

    def test_outlives_a_form_sent_meanwhile(self, log_in: LogIn, now: datetime) -> None:
        field = CustomFieldFactory(key="plate")
        client = ClientFactory(custom={"plate": "浙A88888"})
        remove_field(field=field, by=UserFactory(), at=now)

        log_in("Administrators").post(
            f"{CLIENTS}edit/{client.pk}/",
            client_form(name="改名", number=client.number, custom_plate=""),
        )

        kept = Client.objects.get()
        assert (kept.name, kept.custom) == ("改名", {"plate": "浙A88888"})


class TestTheFormOfAClient:
    def test_keeps_words_as_they_were_written(self, log_in: LogIn) -> None:
        CustomFieldFactory(key="stand")
        words = "展位（Ａ馆），三层：①号\n靠窗…"
        client = ClientFactory(custom={"stand": words})
        browser = log_in("Administrators")
        address = f"{CLIENTS}edit/{client.pk}/"

        page = browser.get(address).content.decode()
        browser.post(
            address,
            client_form(
                name="改名", number=client.number, custom_stand=words.replace("\n", "\r\n")
            ),
        )

        assert f">\n{words}</textarea>" in page
        kept = Client.objects.get()
        assert (kept.name, kept.custom) == ("改名", {"stand": words})

    def test_holds_the_fields_of_the_house(self, log_in: LogIn) -> None:
        CustomFieldFactory(key="card", choice=True)
        CustomFieldFactory(key="places", number=True, is_required=True)
        CustomFieldFactory(key="id_number", personal=True)
        browser = log_in("Account managers")

        page = browser.get(f"{CLIENTS}add/").content.decode()
        wrong = browser.post(f"{CLIENTS}add/", client_form(custom_places="", custom_card="铜卡"))
        browser.post(
            f"{CLIENTS}add/",
            client_form(custom_places="3", custom_card="金卡", custom_id_number="330106"),
        )

        assert "会员卡" in page
        assert page.count('name="custom_card"') == 1
        assert wrong.context["form"].errors.keys() == {"custom_places", "custom_card"}
        client = Client.objects.get()
        assert client.custom == {"places": 3, "card": "金卡"}
        assert client.custom_sealed == '{"id_number": "330106"}'

    def test_shows_personal_ones_to_those_who_may_see_them_alone(self, log_in: LogIn) -> None:
        CustomFieldFactory(key="id_number", personal=True)
        client = ClientFactory(
            custom_sealed='{"id_number": "330106198005011234"}', account_manager=UserFactory()
        )
        urls = [f"{CLIENTS}{page}/{client.pk}/" for page in ("inspect", "edit")]

        masked = "".join(log_in("Account managers").get(url).content.decode() for url in urls)
        plain = [log_in("Administrators").get(url).content.decode() for url in urls]

        assert "330106198005011234" not in masked
        assert all("330106198005011234" in page for page in plain)

    def test_leaves_sealed_what_the_writer_cannot_see(self, log_in: LogIn) -> None:
        CustomFieldFactory(key="id_number", personal=True)
        client = ClientFactory(
            custom_sealed='{"id_number": "330106"}', account_manager=UserFactory()
        )

        log_in("Account managers").post(
            f"{CLIENTS}edit/{client.pk}/", client_form(custom_id_number="")
        )

        assert Client.objects.get().custom_sealed == '{"id_number": "330106"}'


class TestTheList:
    def test_has_their_columns_and_is_narrowed_by_them(self, log_in: LogIn) -> None:
        CustomFieldFactory(key="card", choice=True, in_list=True, in_filters=True)
        CustomFieldFactory(key="places", number=True, in_filters=True)
        CustomFieldFactory(key="since", day=True, in_filters=True)
        CustomFieldFactory(key="monthly", yes_no=True, in_filters=True)
        CustomFieldFactory(key="plate", in_filters=True)
        ClientFactory(
            name="甲公司",
            custom={
                "card": "金卡",
                "places": 3,
                "since": "2026-05-01",
                "monthly": True,
                "plate": "浙A88888",
            },
        )
        ClientFactory(
            name="乙公司",
            custom={"card": "银卡", "places": 1, "since": "2020-05-01", "monthly": False},
        )
        browser = log_in("Management")

        whole = browser.get(CLIENTS).content.decode()
        narrowed = [
            browser.get(f"{CLIENTS}results/", asked).content.decode()
            for asked in (
                {"custom_card": "金卡"},
                {"custom_places_min": "2"},
                {"custom_places_min": "2.5", "custom_places_max": "3"},
                {"custom_since_from": "2026-01-01", "custom_since_to": "2026-12-31"},
                {"custom_monthly": "True"},
                {"custom_plate": "8888"},
            )
        ]

        assert "金卡" in whole
        assert "银卡" in whole
        assert all("甲公司" in page and "乙公司" not in page for page in narrowed)

    def test_of_contacts_has_them_too(self, log_in: LogIn) -> None:
        CustomFieldFactory(key="club", of_contacts=True, label="兴趣小组", in_list=True)
        ContactFactory(custom={"club": "围棋组"})

        page = log_in("Marketing").get(CONTACTS).content.decode()

        assert "兴趣小组" in page
        assert "围棋组" in page
        assert custom_fields.of(Client) == ()
        assert [field.key for field in custom_fields.of(Contact)] == ["club"]


class TestTheFormOfAField:
    def test_makes_a_field_that_stands_in_the_forms_at_once(self, log_in: LogIn) -> None:
        browser = log_in("Administrators")

        browser.post(f"{FIELDS}add/", FIELD)

        assert "车牌" in browser.get(f"{CLIENTS}add/").content.decode()

    def test_fixes_key_kind_and_seal_when_it_is_made(self, log_in: LogIn) -> None:
        field = CustomFieldFactory(key="plate", personal=True)

        log_in("Administrators").post(
            f"{FIELDS}edit/{field.pk}/",
            FIELD | {"key": "other", "kind": "number", "label": "车牌号"},
        )

        kept = CustomField.objects.get()
        assert (kept.key, kept.kind, kept.is_personal, kept.label) == (
            "plate",
            FieldKind.TEXT,
            True,
            "车牌号",
        )

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"key": "车牌"}, "key"),
            ({"key": "Plate"}, "key"),
            ({"key": "name"}, "key"),
            ({"key": "x" * 31}, "key"),
            ({"key": "taken"}, "key"),
            ({"label": ""}, "label"),
            ({"kind": "choice"}, "options"),
            ({"kind": "choice", "options": "金卡\n金卡"}, "options"),
            ({"is_personal": "on", "in_filters": "on"}, "is_personal"),
        ],
    )
    def test_says_what_cannot_be(self, log_in: LogIn, change: dict[str, str], field: str) -> None:
        CustomFieldFactory(key="taken")

        answer = log_in("Administrators").post(f"{FIELDS}add/", FIELD | change)

        assert answer.context["form"].errors.keys() == {field}

    def test_is_removed_and_restored_by_administrators_alone(self, log_in: LogIn) -> None:
        field = CustomFieldFactory(key="plate")
        browser = log_in("Administrators")

        refused = log_in("Management").post(f"/admin/clients/fields/{field.pk}/remove/")
        browser.post(f"/admin/clients/fields/{field.pk}/remove/")
        browser.get("/admin/")  # where it is told
        gone = browser.get(f"{CLIENTS}add/").content.decode()
        browser.post(f"/admin/clients/fields/{field.pk}/restore/")

        assert refused.status_code == 302
        assert "车牌" not in gone
        assert "车牌" in browser.get(f"{CLIENTS}add/").content.decode()


class TestAField:
    @pytest.mark.parametrize(
        "values",
        [{"key": "", "label": "空"}, {"label": ""}, {"personal": True, "in_list": True}],
    )
    def test_is_never_kept_half(self, values: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            CustomFieldFactory(**values)


class TestTheChoicesOfAField:
    @pytest.mark.parametrize("personal", [False, True])
    def test_stay_while_records_hold_them(self, log_in: LogIn, personal: bool) -> None:
        field = CustomFieldFactory(key="card", choice=True, is_personal=personal)
        client = ClientFactory()
        custom_fields.set_values(client, {"card": "金卡"}, [field])
        client.save()
        browser = log_in("Administrators")
        sent = {"label": field.label, "position": "0", "key": "card", "of": "client"}
        address = f"{FIELDS}edit/{field.pk}/"

        refused = browser.post(address, sent | {"options": "银卡 | 銀卡 | Silver"})
        answer = browser.post(address, sent | {"options": "金卡 | 金卡 | Golden\n铜卡"})

        errors = refused.context["form"].errors
        assert errors == {"options": ["有记录填的是“金卡”。请保留它，或先把那里改选别的。"]}
        assert answer.status_code == 302
        kept = CustomField.objects.get()
        assert [value for value, _label in kept.choices("en")] == ["金卡", "铜卡"]
