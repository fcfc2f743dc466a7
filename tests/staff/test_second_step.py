"""The second step of logging in: setting it up, taking it, losing the phone. (SEC-21)"""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from foyer.core.models import HousePolicy, User
from foyer.staff.models import RecoveryCode, SecondStep
from foyer.staff.services import one_time_codes
from foyer.staff.services.limits import CODE_NOW, CODE_TODAY
from foyer.staff.services.second_step import CodeWrong, check_code
from tests.factories import SecondStepFactory, UserFactory
from tests.factories.core import PASSWORD
from tests.staff.door import CODE, LOG_IN, SET_UP, is_in, type_in

pytestmark = pytest.mark.django_db
RESET = "/admin/users/{}/second-step/"


@pytest.fixture
def manager(db) -> User:
    """An account manager with a second step; `manager.second_step.secret` is what the phone knows."""
    user = UserFactory(role="Account managers")
    SecondStepFactory(user=user)
    return user


def code_of(user: User, *, later: int = 0) -> str:
    """Return what the phone shows, some seconds from now."""
    at = timezone.now() + timedelta(seconds=later)
    return one_time_codes.code_at(user.second_step.secret, at=at)


def halfway(user: User) -> Client:
    """Return a browser in which the password was right."""
    client = Client()
    assert type_in(client, user.username, PASSWORD)["Location"] == CODE
    return client


def secret_shown(page: str) -> str:
    """Return the key a page offers to type into the app."""
    found = re.search(r"data-secret>([A-Z2-7 ]+)<", page)
    assert found
    return found[1].replace(" ", "")


def codes_shown(page: str) -> list[str]:
    """Return the recovery codes a page shows."""
    return re.findall(r"<li>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</li>", page)


def set_up(client: Client, **data: str) -> tuple[str, str]:
    """Set a second step up; return its secret and the page that answers."""
    page = client.get(SET_UP).content.decode()
    secret = secret_shown(page)
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert sealed
    code = one_time_codes.code_at(secret, at=timezone.now())
    answer = client.post(SET_UP, {"sealed": sealed[1], "code": code} | data)
    return secret, answer.content.decode()


def require_of(role: str) -> None:
    """Let the house policy ask a second step of a role."""
    HousePolicy.load().second_step_roles.add(Group.objects.get(name=role))


class TestTheSecondStep:
    def test_is_asked_for_after_the_right_password_and_the_admin_stays_closed_until_then(
        self, manager
    ):
        client = halfway(manager)

        before = is_in(client)
        response = client.post(CODE, {"code": code_of(manager)})

        assert (before, response.status_code, response["Location"]) == (False, 302, "/admin/")
        assert is_in(client)

    def test_takes_a_code_of_the_half_minute_before_or_after(self, manager):
        for later in (-30, 0, 30):
            manager.second_step.last_window = 0
            manager.second_step.save()

            assert (
                halfway(manager).post(CODE, {"code": code_of(manager, later=later)}).status_code
                == 302
            )

    @pytest.mark.parametrize("later", [-90, 90])
    def test_takes_no_older_and_no_later_one(self, manager, later):
        client = halfway(manager)

        response = client.post(CODE, {"code": code_of(manager, later=later)})

        assert (response.status_code, is_in(client)) == (422, False)

    def test_takes_a_code_once_though_it_still_shows(self, manager):
        code = code_of(manager)
        halfway(manager).post(CODE, {"code": code})

        again = halfway(manager)
        response = again.post(CODE, {"code": code})

        assert (response.status_code, is_in(again)) == (422, False)
        assert "每组只能用一次" in response.content.decode()

    def test_reads_digits_as_people_and_input_methods_write_them(self, manager):
        code = code_of(manager)
        wide = "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in code)

        response = halfway(manager).post(CODE, {"code": f" {wide[:3]} {wide[3:]} "})

        assert response.status_code == 302

    def test_leads_on_to_where_somebody_wanted_to_go(self, manager):
        client = Client()
        type_in(client, manager.username, PASSWORD, next="/admin/guests/")

        response = client.post(CODE, {"code": code_of(manager)})

        assert response["Location"] == "/admin/guests/"

    def test_begins_a_session_with_a_new_key_at_each_of_the_two_steps(self, manager):
        client = Client()
        client.get(LOG_IN)
        keys = [client.session.session_key]

        type_in(client, manager.username, PASSWORD)
        keys.append(client.session.session_key)
        client.post(CODE, {"code": code_of(manager)})
        keys.append(client.session.session_key)

        assert len(set(keys)) == 3

    def test_is_refused_after_five_wrong_codes_be_the_sixth_right_or_wrong(self, manager):
        client = halfway(manager)
        wrong = [
            client.post(CODE, {"code": "000000"}).status_code for _n in range(CODE_NOW.attempts)
        ]

        response = halfway(manager).post(CODE, {"code": code_of(manager)})

        assert wrong == [422] * CODE_NOW.attempts
        assert response.status_code == 429
        assert 880 < int(response["Retry-After"]) <= 900
        assert "请在15分钟后再试" in response.content.decode()

    def test_is_refused_for_a_day_after_twenty(self, manager):
        with freeze_time(timezone.now()) as clock:
            for _quarter in range(CODE_TODAY.attempts // CODE_NOW.attempts):
                client = halfway(manager)
                for _n in range(CODE_NOW.attempts):
                    client.post(CODE, {"code": "000000"})
                clock.tick(timedelta(minutes=16))

            response = halfway(manager).post(CODE, {"code": code_of(manager)})

        assert response.status_code == 429
        assert int(response["Retry-After"]) > 3600

    def test_is_not_reached_without_the_password_nor_ten_minutes_after_it(self, manager):
        stranger = Client().get(CODE)
        with freeze_time(timezone.now()) as clock:
            client = halfway(manager)
            clock.tick(timedelta(minutes=11))

            late = client.post(CODE, {"code": code_of(manager)})

        assert (stranger["Location"], late["Location"]) == (LOG_IN, LOG_IN)
        assert not is_in(client)

    @pytest.mark.parametrize("change", ["disabled", "new password"])
    def test_is_not_reached_when_the_account_has_changed_in_between(self, manager, change):
        client = halfway(manager)
        manager.is_active = change != "disabled"
        if change == "new password":
            manager.set_password("another-long-password")
        manager.save()

        response = client.post(CODE, {"code": code_of(manager)})

        assert response["Location"] == LOG_IN
        assert not is_in(client)

    def test_speaks_the_language_of_the_account(self, manager):
        UserProfile.objects.create(user=manager, preferred_language="zh-hant")

        page = halfway(manager).get(CODE).content.decode()

        assert "兩步驟驗證" in page


@pytest.mark.django_db(transaction=True)
class TestACodeTypedTwiceAtOnce:
    @pytest.mark.parametrize("kind", ["app", "recovery"])
    def test_is_taken_once(self, kind):
        step = SecondStepFactory(user=UserFactory(role="Reception"), recovery_codes=1)
        now = timezone.now()
        code = (
            step.recovery[0] if kind == "recovery" else one_time_codes.code_at(step.secret, at=now)
        )
        start = threading.Barrier(4)

        def work(_n: int) -> bool:
            start.wait()
            try:
                check_code(user=step.user, code=code, at=now)
            except CodeWrong:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(start.parties) as typists:
            taken = list(typists.map(work, range(start.parties)))

        assert taken.count(True) == 1


class TestRecoveryCodes:
    @pytest.fixture
    def codes(self, manager) -> list[str]:
        SecondStep.objects.all().delete()
        codes: list[str] = SecondStepFactory(user=manager, recovery_codes=10).recovery
        manager.refresh_from_db()
        return codes

    def test_stand_in_for_the_phone_once_each(self, manager, codes):
        first, again, other = halfway(manager), halfway(manager), halfway(manager)

        answers = [
            first.post(f"{CODE}?recovery", {"code": codes[3]}),
            again.post(f"{CODE}?recovery", {"code": codes[3]}),
            other.post(f"{CODE}?recovery", {"code": f" {codes[4].lower().replace('-', ' ')} "}),
        ]

        assert [answer.status_code for answer in answers] == [302, 422, 302]
        assert (is_in(first), is_in(again)) == (True, False)
        assert ModelLogEntry.objects.filter(action="foyer.staff.use_recovery_code").count() == 2

    def test_of_somebody_else_open_nothing(self, manager, codes):
        stranger = UserFactory(role="Reception")
        SecondStepFactory(user=stranger)

        response = halfway(stranger).post(CODE, {"code": codes[0]})

        assert response.status_code == 422

    def test_are_kept_only_as_hashes(self, codes):
        kept = " ".join(RecoveryCode.objects.values_list("code_hash", flat=True))

        assert not [code for code in codes if code.replace("-", "") in kept or code in kept]

    def test_are_replaced_by_new_ones_and_the_former_die(self, manager, codes):
        client = halfway(manager)
        client.post(CODE, {"code": codes[0]})

        page = client.post(f"{SET_UP}codes/").content.decode()

        fresh = codes_shown(page)
        assert len(fresh) == 10
        answers = [
            halfway(manager).post(CODE, {"code": code}).status_code for code in (codes[1], fresh[0])
        ]
        assert answers == [422, 302]


class TestSettingUp:
    @pytest.fixture
    def user(self) -> User:
        return UserFactory(role="Reception")

    @pytest.fixture
    def client(self, client, user) -> Client:
        type_in(client, user.username, PASSWORD)
        return client

    def test_gives_ten_recovery_codes_this_once_and_asks_for_the_code_from_then_on(
        self, client, user
    ):
        secret, page = set_up(client)

        codes = codes_shown(page)
        assert len(set(codes)) == 10
        assert is_in(client)
        step = SecondStep.objects.get(user=user)
        assert step.secret == secret
        assert halfway(user).post(CODE, {"code": codes[0]}).status_code == 302
        assert not [
            code for code in codes if code in client.get("/admin/account/").content.decode()
        ]

    def test_keeps_the_secret_sealed(self, client):
        secret, _page = set_up(client)

        with connection.cursor() as cursor:
            cursor.execute("SELECT secret FROM staff_secondstep")
            kept = cursor.fetchone()[0]
        assert kept.startswith("enc1:")
        assert secret not in kept

    def test_draws_a_picture_of_what_the_app_needs(self, client):
        page = client.get(SET_UP).content.decode()

        assert "<svg" in page
        assert len(secret_shown(page)) == 32

    def test_takes_no_code_that_was_used_to_set_up(self, client, user):
        secret, _page = set_up(client)

        code = one_time_codes.code_at(secret, at=timezone.now())
        assert halfway(user).post(CODE, {"code": code}).status_code == 422

    def test_keeps_nothing_on_a_wrong_code_and_shows_the_same_picture_again(self, client):
        secret, page = set_up(client, code="000000")

        assert secret_shown(page) == secret
        assert "验证码不对" in page
        assert not SecondStep.objects.exists()

    def test_takes_no_secret_that_was_sealed_for_somebody_else(self, client):
        other = Client()
        stranger = UserFactory(role="Reception")
        type_in(other, stranger.username, PASSWORD)
        foreign = other.get(SET_UP).content.decode()
        sealed = re.search(r'name="sealed" value="([^"]+)"', foreign)
        code = one_time_codes.code_at(secret_shown(foreign), at=timezone.now())

        for made_up in (sealed[1], "enc1:x:y", "", "AAAA"):
            response = client.post(SET_UP, {"sealed": made_up, "code": code})
            assert (response.status_code, response["Location"]) == (302, SET_UP)
        assert not SecondStep.objects.exists()

    def test_asks_for_the_password_again_when_somebody_has_been_away(self, client):
        with freeze_time(timezone.now() + timedelta(minutes=20)):
            without = set_up(client)[1]
            wrong = set_up(client, password="wrong")[1]
            right = set_up(client, password=PASSWORD)[1]

        assert [bool(codes_shown(page)) for page in (without, wrong, right)] == [False, False, True]
        assert "密码不对" in wrong

    def test_ends_the_visits_begun_without_it(self, client, user):
        elsewhere = Client()
        type_in(elsewhere, user.username, PASSWORD)

        set_up(client)

        assert (is_in(client), is_in(elsewhere)) == (True, False)

    def test_is_undone_by_removing_it(self, client, user):
        set_up(client)

        response = client.post(f"{SET_UP}remove/")

        assert response["Location"] == "/admin/account/"
        assert type_in(Client(), user.username, PASSWORD)["Location"] == "/admin/"
        assert list(
            ModelLogEntry.objects.filter(action__contains="second_step")
            .order_by("timestamp")
            .values_list("action", "user")
        ) == [
            ("foyer.staff.set_up_second_step", user.pk),
            ("foyer.staff.remove_second_step", user.pk),
        ]


class TestARoleThatNeedsASecondStep:
    def test_finds_the_house_closed_until_it_is_set_up(self):
        require_of("Account managers")
        client, user = Client(), UserFactory(role="Account managers")
        type_in(client, user.username, PASSWORD)

        led = {path: client.get(path) for path in ("/admin/", "/admin/guests/", "/admin/users/")}
        asked = client.get("/admin/guests/", headers={"x-requested-with": "XMLHttpRequest"})
        page = client.get(SET_UP).content.decode()

        assert {path: (answer.status_code, answer["Location"]) for path, answer in led.items()} == (
            dict.fromkeys(led, (302, SET_UP))
        )
        assert asked.status_code == 403
        assert "您的角色登录时须有两步验证" in page
        assert "data-wagtail-sidebar" not in page
        set_up(client)
        assert is_in(client)

    def test_is_a_stranger_outside_the_admin_until_then(self):
        require_of("Reception")
        client, user = Client(), UserFactory(role="Reception")
        type_in(client, user.username, PASSWORD)

        response = client.get("/zh-hans/")

        assert response.context["request"].user.is_anonymous

    def test_may_always_leave(self):
        require_of("Reception")
        client, user = Client(), UserFactory(role="Reception")
        type_in(client, user.username, PASSWORD)

        response = client.post("/admin/logout/")

        assert response["Location"] == LOG_IN

    def test_is_led_there_at_once_when_the_policy_changes_during_a_visit(self):
        client, user = Client(), UserFactory(role="Reception")
        type_in(client, user.username, PASSWORD)
        before = is_in(client)

        require_of("Reception")

        assert (before, is_in(client)) == (True, False)

    def test_leaves_other_roles_alone(self):
        require_of("Account managers")
        client, user = Client(), UserFactory(role="Reception")

        type_in(client, user.username, PASSWORD)

        assert is_in(client)

    def test_is_an_administrators_too_where_a_superuser_has_no_role(self):
        require_of("Administrators")
        client, user = Client(), UserFactory(is_superuser=True)

        type_in(client, user.username, PASSWORD)

        assert client.get("/admin/")["Location"] == SET_UP

    def test_is_named_in_the_house_policy_in_the_readers_language(self, log_in):
        policy = HousePolicy.load()

        page = log_in("Administrators").get(f"/admin/settings/core/housepolicy/{policy.pk}/")

        assert "须两步验证的角色" in page.content.decode()
        assert "客户经理" in page.content.decode()


class TestResetting:
    def test_lets_a_colleague_in_with_the_password_alone_and_logs_them_out_everywhere(
        self, manager, administrator, log_in
    ):
        browser = halfway(manager)
        browser.post(CODE, {"code": code_of(manager)})
        office = log_in(user=administrator)

        page = office.get(RESET.format(manager.pk))
        response = office.post(RESET.format(manager.pk))

        assert (page.status_code, response["Location"]) == (200, "/admin/users/")
        assert not is_in(browser)
        assert type_in(Client(), manager.username, PASSWORD)["Location"] == "/admin/"
        entry = ModelLogEntry.objects.get(action="foyer.staff.reset_second_step")
        assert (entry.user, entry.object_id) == (administrator, str(manager.pk))

    @pytest.mark.parametrize("role", ["Management", "Account managers", "Reception"])
    def test_is_for_administrators_alone(self, manager, log_in, role):
        response = log_in(role).post(RESET.format(manager.pk))

        assert response["Location"] == "/admin/"
        assert SecondStep.objects.filter(user=manager).exists()

    def test_is_not_for_ones_own(self, administrator, log_in):
        SecondStepFactory(user=administrator)
        client = halfway(administrator)
        client.post(CODE, {"code": code_of(administrator)})

        response = client.post(RESET.format(administrator.pk))

        assert response["Location"] == "/admin/"
        assert SecondStep.objects.filter(user=administrator).exists()

    def test_is_offered_in_the_list_of_users_at_the_same_cost_for_one_as_for_three(
        self, manager, log_in
    ):
        client = log_in("Administrators")
        client.get("/admin/users/")

        with CaptureQueriesContext(connection) as one:
            page = client.get("/admin/users/")
        for _n in range(2):
            SecondStepFactory(user=UserFactory(role="Marketing"))
        with CaptureQueriesContext(connection) as three:
            pages = client.get("/admin/users/")

        assert page.content.decode().count("/second-step/") == 1
        assert pages.content.decode().count("/second-step/") == 3
        assert len(three) == len(one)
