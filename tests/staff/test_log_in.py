"""Logging in: limits before the password is looked at, a new session, the reader's language. (SEC-08, SEC-10)"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as house
from django.db import connection
from django.test import Client
from wagtail.users.models import UserProfile

from foyer.core.models import Throttle, User
from foyer.staff.services.limits import (
    LOG_IN_BY_ACCOUNT,
    LOG_IN_BY_ADDRESS,
    LOG_IN_IN_ALL,
)
from tests.factories import UserFactory
from tests.factories.core import PASSWORD
from tests.staff.door import LOG_IN, CountingHasher, is_in, type_in

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "203.0.113.7", "198.51.100.4"


@pytest.fixture
def hashing(settings) -> type[CountingHasher]:
    """Counts how often a password is looked at."""
    settings.PASSWORD_HASHERS = ["tests.staff.door.CountingHasher"]
    return CountingHasher


@pytest.fixture
def reception(hashing) -> User:
    return UserFactory(role="Reception", username="xu.anran")


def fail(times: int, name: str, *, address: str = HERE) -> list[int]:
    """Fail to log in from a browser nobody knows; return the answers' codes."""
    return [type_in(Client(), name, "wrong", address=address).status_code for _n in range(times)]


class TestTooManyAttempts:
    def test_at_one_account_are_refused_whatever_network_they_come_from(self, reception):
        codes = [fail(1, reception.username, address=f"203.0.113.{n}")[0] for n in range(11)]

        assert codes == [200] * LOG_IN_BY_ACCOUNT.attempts + [429]

    def test_from_one_network_are_refused_whatever_account_they_try(self, reception):
        codes = [fail(1, f"nobody{n}")[0] for n in range(21)]

        assert codes == [200] * LOG_IN_BY_ADDRESS.attempts + [429]
        assert fail(1, "nobody", address=ELSEWHERE) == [200]

    def test_from_one_household_count_together_though_each_has_an_address_of_its_own(self):
        codes = [
            fail(1, f"nobody{n}", address=f"2001:db8:1:2::{n:x}")[0]
            for n in range(1, LOG_IN_BY_ADDRESS.attempts + 2)
        ]

        assert codes[-1] == 429
        assert fail(1, "nobody", address="2001:db8:1:3::1") == [200]

    def test_of_all_together_are_refused_though_networks_and_accounts_differ(self, reception):
        codes = [
            fail(1, f"nobody{n}", address=f"10.0.{n // 200}.{n % 200}")[0]
            for n in range(LOG_IN_IN_ALL.attempts + 1)
        ]

        assert codes == [200] * LOG_IN_IN_ALL.attempts + [429]

    def test_are_refused_before_the_password_is_looked_at_be_it_right_or_wrong(
        self, reception, hashing
    ):
        hashing.looked_at = 0
        fail(LOG_IN_BY_ACCOUNT.attempts, reception.username)

        wrong = type_in(Client(), reception.username, "wrong")
        right = type_in(Client(), reception.username, PASSWORD)

        assert (wrong.status_code, right.status_code) == (429, 429)
        assert hashing.looked_at == LOG_IN_BY_ACCOUNT.attempts

    def test_are_counted_for_a_name_however_it_is_written(self, reception):
        spellings = ("xu.anran", "XU.ANRAN", " xu.anran", "ｘｕ．ａｎｒａｎ")
        for n in range(LOG_IN_BY_ACCOUNT.attempts):
            fail(1, spellings[n % len(spellings)], address=f"203.0.113.{n}")

        assert fail(1, reception.username, address=ELSEWHERE) == [429]

    def test_are_refused_the_same_way_for_an_account_that_does_not_exist(self, reception):
        answers = []
        for name in (reception.username, "nobody"):
            codes = [fail(1, name, address=f"203.0.113.{n}")[0] for n in range(11)]
            page = type_in(Client(), name, PASSWORD, address=ELSEWHERE).content.decode()
            answers.append((codes, page.count("w-field__error"), "分钟后再试" in page))

        assert answers[0] == answers[1]

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [
            ("zh-CN", "尝试次数过多，请在15分钟后再试。"),
            ("zh-TW", "嘗試次數過多，請於15分鐘後再試。"),
            ("en", "Too many attempts. Please try again in 15 minutes."),
        ],
    )
    def test_are_told_for_how_long_to_wait_in_the_readers_language(
        self, reception, language, sentence
    ):
        fail(LOG_IN_BY_ACCOUNT.attempts, reception.username)

        client = Client(headers={"accept-language": language})
        response = type_in(client, reception.username, PASSWORD)

        assert response.status_code == 429
        assert 880 < int(response["Retry-After"]) <= 900
        assert sentence in response.content.decode()
        assert f'value="{reception.username}"' in response.content.decode()

    def test_are_counted_in_the_database_when_the_cache_is_away(self, reception, settings):
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": "redis://127.0.0.1:1/0",
            }
        }

        codes = fail(LOG_IN_BY_ACCOUNT.attempts + 1, reception.username)

        assert codes == [200] * LOG_IN_BY_ACCOUNT.attempts + [429]

    def test_keep_no_name_and_no_address(self, reception):
        fail(1, reception.username)

        kept = " ".join(Throttle.objects.values_list("key", flat=True))
        assert Throttle.objects.count() == 3
        assert not [plain for plain in (reception.username, HERE) if plain in kept]


@pytest.mark.django_db(transaction=True)
class TestAttemptsAtTheSameMoment:
    def test_have_no_more_passwords_looked_at_than_one_after_the_other(self, hashing):
        reception = UserFactory(role="Reception")
        many = 4 * LOG_IN_BY_ACCOUNT.attempts
        start = threading.Barrier(8)
        hashing.looked_at = 0

        def work(n: int) -> int:
            if n < start.parties:
                start.wait()
            try:
                address = f"203.0.113.{n}"
                return type_in(Client(), reception.username, "wrong", address=address).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(start.parties) as attackers:
            codes = list(attackers.map(work, range(many)))

        assert set(codes) == {200, 429}
        assert codes.count(200) <= LOG_IN_BY_ACCOUNT.attempts
        assert 0 < hashing.looked_at <= LOG_IN_BY_ACCOUNT.attempts


class TestTheRightPassword:
    def test_uses_nothing_up_so_that_a_whole_house_comes_in_from_one_network(self, hashing):
        people = UserFactory.create_batch(LOG_IN_BY_ADDRESS.attempts + 3, role="Reception")

        codes = [
            type_in(Client(), one.username, PASSWORD, address=HERE).status_code for one in people
        ]

        assert set(codes) == {302}

    def test_makes_the_failures_before_it_forgotten(self, reception):
        fail(LOG_IN_BY_ACCOUNT.attempts - 1, reception.username)

        type_in(Client(), reception.username, PASSWORD)

        assert fail(LOG_IN_BY_ACCOUNT.attempts, reception.username, address=ELSEWHERE)[-1] == 200

    def test_is_taken_in_a_full_width_name_too(self, reception):
        client = Client()

        type_in(client, "ｘｕ．ａｎｒａｎ", PASSWORD)

        assert is_in(client)


class TestAKnownBrowser:
    @pytest.fixture
    def own_browser(self, reception) -> Client:
        """A browser in which the account has logged in, and out again."""
        client = Client()
        type_in(client, reception.username, PASSWORD)
        client.post("/admin/logout/")
        return client

    def test_lets_its_owner_in_while_strangers_try_the_account_from_everywhere(
        self, reception, own_browser
    ):
        for n in range(LOG_IN_IN_ALL.attempts + 1):
            fail(1, reception.username, address=f"10.0.{n // 200}.{n % 200}")

        response = type_in(own_browser, reception.username, PASSWORD, address="10.0.0.1")

        assert response.status_code == 302
        assert is_in(own_browser)

    def test_has_a_limit_of_its_own(self, reception, own_browser):
        codes = [
            type_in(own_browser, reception.username, "wrong", address=f"10.0.0.{n}").status_code
            for n in range(11)
        ]

        assert codes == [200] * LOG_IN_BY_ACCOUNT.attempts + [429]

    def test_opens_no_other_account_to_more_attempts(self, own_browser, hashing):
        other = UserFactory(role="Administrators")
        for n in range(LOG_IN_BY_ACCOUNT.attempts):
            type_in(own_browser, other.username, "wrong", address=f"10.0.0.{n}")

        assert type_in(own_browser, other.username, PASSWORD).status_code == 429

    def test_is_no_browser_with_a_cookie_made_up(self, reception, own_browser):
        forged = own_browser.cookies[house.KNOWN_BROWSER_COOKIE_NAME].value[:-1] + "x"
        fail(LOG_IN_BY_ACCOUNT.attempts, reception.username)
        client = Client()
        client.cookies[house.KNOWN_BROWSER_COOKIE_NAME] = forged

        assert type_in(client, reception.username, PASSWORD).status_code == 429


class TestLogIn:
    def test_begins_a_session_with_a_key_nobody_knew_before(self, reception):
        client = Client()
        client.cookies[house.SESSION_COOKIE_NAME] = "chosen-by-an-attacker-0000000000"
        client.get(LOG_IN)

        type_in(client, reception.username, PASSWORD)

        key = client.cookies[house.SESSION_COOKIE_NAME].value
        assert key != "chosen-by-an-attacker-0000000000"
        assert client.session.session_key == key

    def test_leads_on_to_where_somebody_wanted_to_go_but_never_out_of_the_house(self, reception):
        inside = type_in(Client(), reception.username, PASSWORD, next="/admin/guests/")
        outside = type_in(Client(), reception.username, PASSWORD, next="https://evil.example/")

        assert (inside["Location"], outside["Location"]) == ("/admin/guests/", "/admin/")

    @pytest.mark.parametrize("name", ["", "\0", "王" * 300, "a\0b"])
    def test_says_the_same_of_a_name_that_can_be_nobodys(self, name):
        response = type_in(Client(), name, "wrong")

        assert response.status_code == 200

    @pytest.mark.parametrize(
        ("header", "lang", "word"),
        [("zh-CN", "zh-hans", "登录"), ("zh-TW,en", "zh-hant", "登入"), ("en-GB", "en", "Log in")],
    )
    def test_speaks_the_browsers_language(self, header, lang, word):
        page = Client(headers={"accept-language": header}).get(LOG_IN).content.decode()

        assert f'lang="{lang}"' in page
        assert word in page

    def test_speaks_the_language_of_whoever_logged_in_here_last(self, reception):
        UserProfile.objects.create(user=reception, preferred_language="zh-hant")
        client = Client(headers={"accept-language": "en"})
        type_in(client, reception.username, PASSWORD)

        client.post("/admin/logout/")

        assert 'lang="zh-hant"' in client.get(LOG_IN).content.decode()


class TestLogOut:
    def test_ends_the_session_and_empties_the_browsers_cache(self, reception):
        client = Client()
        type_in(client, reception.username, PASSWORD)
        key = client.session.session_key

        response = client.post("/admin/logout/")

        assert response["Clear-Site-Data"] == '"cache"'
        client.cookies[house.SESSION_COOKIE_NAME] = key
        assert not is_in(client)
