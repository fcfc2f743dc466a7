"""A client who lost the link has it mailed to the address on record. (CASES 1; security 19)"""

from datetime import timedelta

import pytest

from foyer.cases.models import CaseLetter
from foyer.cases.services.letters import write_letter
from foyer.cases.services.looking_up import mail_link
from foyer.cases.services.secrets import case_url
from foyer.core.models import HousePolicy
from tests.cases.test_steps import WEDNESDAY
from tests.factories import CaseFactory, ContactFactory

pytestmark = pytest.mark.django_db
MAIL = "ming@client.example"


def asked(client, number: str, email: str, lang: str = "en"):
    return client.post(f"/c/?lang={lang}", {"act": "mail", "number": number, "email": email})


def links() -> list[CaseLetter]:
    return list(CaseLetter.objects.filter(occasion="link"))


class TestALostLink:
    @pytest.mark.parametrize(
        ("language", "word"), [("zh-hans", "链接"), ("zh-hant", "連結"), ("en", "link")]
    )
    def test_is_mailed_to_the_address_on_record_in_its_language(self, client, language, word):
        case = CaseFactory(email=MAIL, language=language)

        asked(client, f" {case.number.lower()} ", " Ming@Client.Example ")

        [letter] = links()
        mail = write_letter(letter, HousePolicy.load())
        assert (letter.case, letter.to) == (case, None)
        assert [address.rpartition("<")[2].strip(">") for address in mail.to] == [MAIL]
        assert case_url(case) in mail.body
        assert word in mail.subject

    def test_goes_to_the_contact_of_a_case_taken_by_phone(self, client):
        case = CaseFactory(contact=ContactFactory(email=MAIL))

        asked(client, case.number, MAIL)

        assert [letter.case for letter in links()] == [case]

    def test_is_answered_the_same_for_right_wrong_and_unknown(self, client):
        case = CaseFactory(email=MAIL)
        silent = CaseFactory(email="")

        answers = {
            asked(client, number, email).content.decode().partition("<main")[2].partition("csrf")[0]
            for number, email in (
                (case.number, MAIL),
                (case.number, "other@client.example"),
                (silent.number, MAIL),
                ("K2026-9999", MAIL),
            )
        }

        assert len(answers) == 1
        assert MAIL not in answers.pop()
        assert [letter.case for letter in links()] == [case]

    def test_is_not_mailed_to_an_address_that_was_looked_up_for_what_came_in_by_itself(
        self, client
    ):
        case = CaseFactory(channel="form", contact=ContactFactory(email=MAIL))

        asked(client, case.number, MAIL)

        assert links() == []

    def test_is_mailed_five_times_a_day_at_most_and_once_a_minute(self):
        case = CaseFactory(email=MAIL, at=WEDNESDAY)

        for minute in (0, 0, 1, 2, 3, 4, 5):
            mail_link(number=case.number, email=MAIL, at=WEDNESDAY + timedelta(minutes=minute))

        assert len(links()) == 4  # two of the five counted were asked for in one minute
        mail_link(number=case.number, email=MAIL, at=WEDNESDAY + timedelta(days=1, minutes=1))
        assert len(links()) == 5

    def test_is_limited_for_whoever_asks(self, client):
        codes = [asked(client, f"K2026-{n:04d}", MAIL).status_code for n in range(11)]

        assert codes == [200] * 10 + [429]

    def test_says_what_is_wrong_with_what_was_typed(self, client):
        response = asked(client, "K2026-0001", "ming@")

        assert response.context["link_form"].errors.keys() == {"email"}
        assert "K2026-0001" in response.content.decode()
