"""A new password for whoever forgot theirs. (SEC-05, SEC-10)"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from foyer.core.jobs import carry_due_jobs
from foyer.core.models import Job, User
from foyer.staff.services.limits import RESET_BY_ADDRESS, RESET_BY_EMAIL, RESET_IN_ALL
from tests.factories import SecondStepFactory, UserFactory
from tests.factories.core import PASSWORD
from tests.smtp import SmtpInbox
from tests.staff.door import CODE, is_in, type_in

pytestmark = pytest.mark.django_db
ASK = "/admin/password_reset/"
NEW = "a-new-long-password"


@pytest.fixture
def reception() -> User:
    return UserFactory(role="Reception", username="xu.anran", email="xu.anran@house.example")


def ask(email: str, *, address: str = "203.0.113.7", language: str = "zh-CN"):
    return Client(headers={"accept-language": language}).post(
        ASK, {"email": email}, REMOTE_ADDR=address
    )


def letters() -> list[mail.EmailMessage]:
    """Let the worker do what waits; return the letters it sent."""
    carry_due_jobs(clock=timezone.now)
    return list(mail.outbox)


def link_in(letter: mail.EmailMessage) -> str:
    """Return the path of the link in a letter."""
    found = re.search(r"http://\S+?(/admin/password_reset/confirm/\S+)", str(letter.body))
    assert found
    return found[1]


def choose(path: str, password: str = NEW, *, client: Client | None = None):
    """Follow a link and choose a password."""
    browser = client or Client()
    landing = browser.get(path)
    form = landing["Location"] if landing.status_code == 302 else path
    return browser.post(form, {"new_password1": password, "new_password2": password})


class TestAsking:
    def test_sends_a_link_that_works_once_and_ends_the_visits_of_the_old_password(self, reception):
        browser = Client()
        type_in(browser, reception.username, PASSWORD)
        ask(reception.email)
        path = link_in(letters()[0])

        first, second = choose(path), choose(path, "yet-another-password")

        assert first["Location"] == f"{ASK}complete/"
        assert second.status_code == 200
        assert "此链接已失效" in second.content.decode()
        assert not is_in(browser)
        assert type_in(Client(), reception.username, NEW).status_code == 302
        assert ModelLogEntry.objects.filter(
            action="foyer.staff.new_password", user=reception
        ).exists()

    def test_names_the_house_and_its_own_address_whatever_host_was_asked(self, reception, settings):
        settings.PUBLIC_URL = "https://club.example"

        Client().post(ASK, {"email": reception.email}, headers={"host": "evil.example"})

        letter = letters()[0]
        assert "https://club.example/admin/password_reset/confirm/" in str(letter.body)
        assert "evil.example" not in str(letter.message())
        assert (letter.to, "xu.anran" in str(letter.body)) == (
            [f"{reception} <{reception.email}>"],
            True,
        )

    @pytest.mark.parametrize(
        ("chosen", "browser", "words"),
        [
            ("", "zh-CN", "重设您在"),
            ("", "zh-TW", "重設您在"),
            ("", "en", "asked for a new password"),
            ("en", "zh-CN", "asked for a new password"),
        ],
    )
    def test_writes_in_the_accounts_language_else_in_the_browsers(
        self, reception, chosen, browser, words
    ):
        UserProfile.objects.create(user=reception, preferred_language=chosen)

        ask(reception.email, language=browser)

        assert words in str(letters()[0].body)

    def test_answers_the_same_after_the_same_work_for_an_address_nobody_has(self, reception):
        ask("warming.up@house.example")
        answers, queries = [], []
        for email in (reception.email, "nobody@house.example"):
            with CaptureQueriesContext(connection) as asked:
                response = ask(email)
            answers.append((response.status_code, response["Location"], response.content))
            queries.append([query["sql"].split()[0] for query in asked])

        assert answers[0] == answers[1]
        assert queries[0] == queries[1]
        assert Job.objects.count() == 3
        assert [letter.to for letter in letters()] == [[f"{reception} <{reception.email}>"]]

    def test_keeps_no_address_in_the_job(self, reception):
        ask(reception.email)

        assert Job.objects.get().arguments == {"users": [reception.pk], "language": "zh-hans"}

    @pytest.mark.parametrize("state", ["switched off", "without a password"])
    def test_sends_nothing_to_an_account_that_cannot_log_in(self, reception, state):
        if state == "switched off":
            reception.is_active = False
        else:
            reception.set_unusable_password()
        reception.save()

        response = ask(reception.email)

        assert response["Location"] == f"{ASK}done/"
        assert letters() == []

    def test_finds_the_account_however_the_address_is_written(self, reception):
        ask(" Xu.Anran@HOUSE.example ")

        assert len(letters()) == 1

    def test_tells_of_an_address_that_is_none(self):
        response = ask("not an address")

        assert response.status_code == 200
        assert not Job.objects.exists()


class TestAskingTooOften:
    def test_for_one_address_is_refused_be_it_known_or_not(self, reception):
        for email in (reception.email, "nobody@house.example"):
            answers = [
                ask(email, address=f"203.0.113.{n}") for n in range(RESET_BY_EMAIL.attempts + 1)
            ]

            assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
            assert 3500 < int(answers[-1]["Retry-After"]) <= 3600
            assert "请在60分钟后再试" in answers[-1].content.decode()

        assert len(letters()) == RESET_BY_EMAIL.attempts

    def test_from_one_network_is_refused_whatever_addresses_it_asks_for(self):
        codes = [
            ask(f"nobody{n}@house.example").status_code
            for n in range(RESET_BY_ADDRESS.attempts + 1)
        ]

        assert codes == [302] * RESET_BY_ADDRESS.attempts + [429]

    def test_in_all_is_refused_though_networks_and_addresses_differ(self):
        codes = [
            ask(f"nobody{n}@house.example", address=f"203.0.113.{n}").status_code
            for n in range(RESET_IN_ALL.attempts + 1)
        ]

        assert codes == [302] * RESET_IN_ALL.attempts + [429]


class TestTheLink:
    @pytest.fixture
    def path(self, reception) -> str:
        ask(reception.email)
        return link_in(letters()[0])

    def test_leads_on_to_an_address_without_its_secret(self, path):
        response = Client().get(path)

        assert response["Location"].endswith("/set-password/")

    def test_is_over_after_an_hour(self, reception):
        with freeze_time(timezone.now()) as clock:
            ask(reception.email)
            path = link_in(letters()[0])
            clock.tick(timedelta(minutes=59))
            early = Client().get(path)
            clock.tick(timedelta(minutes=2))
            late = Client().get(path)

        assert early.status_code == 302
        assert "此链接已失效" in late.content.decode()

    def test_takes_no_weak_password_and_stays_good(self, path):
        client = Client()
        weak = choose(path, "1234567890", client=client)

        assert weak.status_code == 200
        assert choose(path, client=client).status_code == 302

    def test_does_not_spare_the_second_step(self, reception, path):
        SecondStepFactory(user=reception)

        choose(path)

        client = Client()
        assert type_in(client, reception.username, NEW)["Location"] == CODE
        assert not is_in(client)


class TestTheMailServerIsAway:
    def test_so_the_letter_is_sent_when_it_is_back(
        self, reception, smtp_inbox: SmtpInbox, settings
    ):
        there = settings.MAILERS
        settings.MAILERS = {
            "default": there["default"] | {"OPTIONS": there["default"]["OPTIONS"] | {"port": 1}}
        }
        ask(reception.email)
        carry_due_jobs(clock=timezone.now)
        settings.MAILERS = there

        carry_due_jobs(clock=lambda: timezone.now() + timedelta(minutes=2))

        assert len(smtp_inbox.letters) == 1
