"""Numbers that states give to companies."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from foyer.clients.company_numbers import check_business_number, check_credit_code, compact
from foyer.clients.models import Client
from tests.factories import ClientFactory


class TestCheckCreditCode:
    @pytest.mark.parametrize(
        "code",
        [
            "91350100M000100Y43",  # the example of GB 32100-2015
            "91110000600037341L",
            "1210000040000456X6",  # a public institution
            "N2330100MF00000019",  # a village collective: the first place is a letter
        ],
    )
    def test_lets_a_true_code_pass(self, code: str) -> None:
        check_credit_code(code)

    @pytest.mark.parametrize(
        ("code", "reason"),
        [
            ("91350100M000100Y4", "length"),
            ("91350100M000100Y433", "length"),
            ("91350100MO00100Y43", "signs"),  # an O for a 0
            ("9135O100M000100Y43", "signs"),
            ("91A50100M000100Y43", "region"),
            ("91350100M000100Y44", "checksum"),
            ("91350100M000010Y43", "checksum"),  # two have changed places
            ("９1350100M000100Y43", "signs"),  # a wide digit, unless it was made compact first
        ],
    )
    def test_refuses_what_is_none_and_says_why(self, code: str, reason: str) -> None:
        with pytest.raises(ValidationError) as refused:
            check_credit_code(code)

        assert refused.value.code == reason


class TestCheckBusinessNumber:
    @pytest.mark.parametrize(
        "number",
        [
            "00501503",
            "22099131",
            "10458575",  # seventh digit 7: its product counts as one
            "00501508",  # divisible by five alone: given out since 2023
        ],
    )
    def test_lets_a_true_number_pass(self, number: str) -> None:
        check_business_number(number)

    @pytest.mark.parametrize(
        ("number", "reason"),
        [
            ("0050150", "length"),
            ("005015033", "length"),
            ("0050150A", "length"),
            ("０0501503", "length"),
            ("00501502", "checksum"),
            ("05001503", "checksum"),
        ],
    )
    def test_refuses_what_is_none_and_says_why(self, number: str, reason: str) -> None:
        with pytest.raises(ValidationError) as refused:
            check_business_number(number)

        assert refused.value.code == reason


@pytest.mark.django_db
class TestACompanyNumber:
    def test_is_kept_without_what_people_type_between(self) -> None:
        client = ClientFactory(credit_code=" 9135 0100-m000 100y ４3 ", business_number="0050 1503")

        client.refresh_from_db()

        assert (client.credit_code, client.business_number) == ("91350100M000100Y43", "00501503")
        assert compact("91350100-ｍ000100y43") == "91350100M000100Y43"

    def test_is_found_however_it_is_typed(self) -> None:
        client = ClientFactory(credit_code="91350100M000100Y43")
        ClientFactory(full=True)

        for typed in ("91350100M000100Y43", "9135 0100 m000100y43", "91350100m0"):
            assert list(Client.objects.matching(typed)) == [client], typed

    @pytest.mark.parametrize("field", ["credit_code", "business_number"])
    def test_belongs_to_one_client_alone(self, field: str) -> None:
        value = {"credit_code": "91350100M000100Y43", "business_number": "00501503"}[field]
        ClientFactory(**{field: value})
        ClientFactory.create_batch(2, **{field: ""})

        with pytest.raises(IntegrityError), transaction.atomic():
            ClientFactory(**{field: value})

    @pytest.mark.parametrize(
        "values", [{"credit_code": "9135"}, {"business_number": "005"}], ids=["short", "shorter"]
    )
    def test_is_whole_or_not_there(self, values: dict[str, str]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            ClientFactory(**values)
