"""A session ends: when nothing is done, after some hours, when the account is switched off. (SEC-08)"""

from datetime import timedelta

import pytest
from django.conf import settings as house
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time
from wagtail.admin.models import EditingSession

from foyer.core.models import HousePolicy, User
from foyer.core.ticks import run_due
from tests.factories import EventFactory, UserFactory
from tests.factories.core import PASSWORD
from tests.staff.door import LOG_IN, is_in, type_in

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def clock():
    """The time, which stands still until it is told to go on."""
    with freeze_time(timezone.now()) as clock:
        yield clock


@pytest.fixture
def reception() -> User:
    return UserFactory(role="Reception")


@pytest.fixture
def browser(clock, reception) -> Client:
    """A browser in which the account is logged in."""
    client = Client()
    type_in(client, reception.username, PASSWORD)
    return client


class TestASession:
    def test_ends_when_nothing_was_done_for_an_hour_and_the_page_says_why(self, browser, clock):
        clock.tick(59 * MINUTE)
        at_work = is_in(browser)
        clock.tick(60 * MINUTE)

        response = browser.get("/admin/guests/", follow=True)

        assert at_work
        assert response.redirect_chain == [(f"{LOG_IN}?next=/admin/guests/", 302)]
        assert "因60分钟没有操作，系统已自动退出" in response.content.decode()

    def test_goes_on_as_long_as_somebody_is_at_work_but_no_longer_than_twelve_hours(
        self, browser, clock
    ):
        pages = []
        for _half_hour in range(24):
            pages.append(is_in(browser))
            clock.tick(30 * MINUTE)

        assert pages == [True] * 24
        response = browser.get("/admin/", follow=True)
        assert "登录已满12小时" in response.content.decode()
        assert not is_in(browser)

    def test_is_not_prolonged_by_an_editor_left_open(self, clock):
        marketing, event, browser = UserFactory(role="Marketing"), EventFactory(), Client()
        type_in(browser, marketing.username, PASSWORD)
        opened = EditingSession.objects.create(
            user=marketing, content_object=event, last_seen_at=timezone.now()
        )
        clock.tick(40 * MINUTE)
        answer = browser.post(f"/admin/editing-sessions/ping/events/event/{event.pk}/{opened.pk}/")
        clock.tick(21 * MINUTE)

        assert (answer.status_code, is_in(browser)) == (200, False)

    def test_lasts_as_long_as_the_house_policy_says(self, browser, clock):
        policy = HousePolicy.load()
        policy.idle_minutes, policy.session_hours = 5, 1
        policy.save()

        clock.tick(4 * MINUTE)
        at_work = is_in(browser)
        clock.tick(6 * MINUTE)

        assert (at_work, is_in(browser)) == (True, False)

    def test_outlives_the_browser_only_where_that_was_asked_for(self, clock, reception):
        brief, kept = Client(), Client()
        type_in(brief, reception.username, PASSWORD)
        type_in(kept, reception.username, PASSWORD, remember="on")

        assert not brief.cookies[house.SESSION_COOKIE_NAME]["max-age"]
        assert kept.cookies[house.SESSION_COOKIE_NAME]["max-age"] == house.SESSION_COOKIE_AGE

    def test_ends_at_once_when_the_account_is_switched_off(self, browser, reception):
        before = is_in(browser)

        User.objects.filter(pk=reception.pk).update(is_active=False)

        assert (before, is_in(browser)) == (True, False)

    def test_ends_everywhere_but_here_when_the_password_changes(self, browser, reception):
        elsewhere = Client()
        type_in(elsewhere, reception.username, PASSWORD)
        page = browser.get("/admin/account/")
        data = {
            "name_email-first_name": reception.first_name,
            "name_email-last_name": reception.last_name,
            "name_email-email": reception.email,
            "locale-preferred_language": "zh-hans",
            "theme-theme": "system",
            "theme-density": "default",
            "theme-contrast": "system",
            "theme-keyboard_shortcuts": "on",
            "password-old_password": PASSWORD,
            "password-new_password1": "another-long-password",
            "password-new_password2": "another-long-password",
        }

        response = browser.post("/admin/account/", data)

        assert (page.status_code, response.status_code) == (200, 302)
        assert (is_in(browser), is_in(elsewhere)) == (True, False)
        assert type_in(Client(), reception.username, "another-long-password").status_code == 302

    def test_costs_two_queries_beside_session_and_account(
        self, browser, django_assert_max_num_queries
    ):
        browser.get("/admin/sprite/")

        with django_assert_max_num_queries(4):  # session, account, policy, second step
            browser.get("/admin/sprite/")


class TestASessionOfBefore:
    def test_that_says_not_when_it_began_is_over(self, client, reception):
        client.force_login(reception)
        session = client.session
        del session["staff_began"]
        session.save()

        assert not is_in(client)


class TestTidying:
    def test_deletes_the_sessions_that_are_over(self, browser, clock):
        key = browser.session.session_key
        clock.tick(25 * HOUR)
        fresh = Client()
        type_in(fresh, UserFactory(role="Reception").username, PASSWORD)

        run_due(at=timezone.now())

        left = set(Session.objects.values_list("session_key", flat=True))
        assert key not in left
        assert fresh.session.session_key in left


class TestPersonalPages:
    @pytest.mark.parametrize(
        "path",
        [
            "/admin/",
            "/admin/account/",
            "/admin/account/second-step/",
            "/admin/login/",
            "/admin/login/code/",
        ],
    )
    def test_are_kept_by_no_cache(self, browser, path):
        assert "no-store" in browser.get(path)["Cache-Control"]
