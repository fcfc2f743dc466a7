"""The first administrator of an empty house. (SEC-20)"""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from foyer.core.models import User
from foyer.staff.models import FirstLink
from tests.factories import UserFactory
from tests.house import House, house
from tests.staff.door import is_in, type_in

__all__ = ["house"]

pytestmark = pytest.mark.django_db
NEW = "a-new-long-password"
ACCOUNT = {
    "username": "xu.anran",
    "last_name": "许",
    "first_name": "安然",
    "email": "xu.anran@house.example",
    "password1": NEW,
    "password2": NEW,
}


def link(**options) -> str:
    """Return the path of the link the command prints."""
    said = StringIO()
    call_command("first_admin", stdout=said, **options)
    found = re.search(r"http://\S+?(/admin/first/\S+/)", said.getvalue())
    return found[1] if found else ""


class TestAnEmptyHouse:
    def test_has_nobody_with_a_password(self):
        assert not User.objects.exists()

    def test_gets_its_first_administrator_by_a_link_that_works_once(self):
        path, browser = link(), Client()

        page = browser.get(path)
        response = browser.post(path, ACCOUNT)
        again = Client().post(path, ACCOUNT | {"username": "somebody.else"})

        assert (page.status_code, response.status_code, again.status_code) == (200, 302, 404)
        assert is_in(browser)
        user = User.objects.get()
        assert (str(user), user.is_superuser) == ("许安然", True)
        assert [group.name for group in user.groups.all()] == ["Administrators"]
        assert type_in(Client(), "xu.anran", NEW).status_code == 302

    @pytest.mark.parametrize(
        "change",
        [
            {"password2": "another"},
            {"password1": "1234567890", "password2": "1234567890"},
            {"email": ""},
        ],
    )
    def test_keeps_nothing_of_a_form_that_is_refused_and_the_link_stays_good(self, change):
        path = link()

        response = Client().post(path, ACCOUNT | change)

        assert response.status_code == 422
        assert 'value="xu.anran"' in response.content.decode()
        assert not User.objects.exists()
        assert Client().post(path, ACCOUNT).status_code == 302

    def test_takes_no_rights_from_the_form(self):
        Client().post(
            link(), ACCOUNT | {"is_staff": "on", "groups": "1", "logged_out_at": "2030-01-01"}
        )

        user = User.objects.get()
        assert (user.is_staff, user.logged_out_at) == (False, None)


class TestTheLink:
    def test_is_over_after_two_hours_or_with_a_newer_one(self):
        old, new = link(), link()

        assert Client().get(old).status_code == 404
        assert Client().get(new).status_code == 200
        with freeze_time(timezone.now() + timedelta(hours=2)):
            assert Client().get(new).status_code == 404

    def test_is_kept_only_as_a_hash_and_told_to_nobody(self):
        path = link()

        response = Client().get(path)

        token = path.split("/")[3]
        assert len(token) >= 43
        assert token not in FirstLink.objects.get().token_hash
        assert response["Referrer-Policy"] == "same-origin"
        assert 'content="noindex"' in response.content.decode()

    def test_made_up_opens_nothing_and_says_so_in_words(self):
        link()

        response = Client().get("/admin/first/made-up/")

        assert response.status_code == 404
        assert "此链接已失效" in response.content.decode()

    def test_is_void_as_soon_as_there_is_an_administrator(self):
        path = link()
        UserFactory(is_superuser=True)

        assert Client().get(path).status_code == 404
        assert Client().post(path, ACCOUNT).status_code == 404
        assert User.objects.count() == 1


class TestTheCommand:
    @pytest.mark.parametrize("who", [{"is_superuser": True}, {"role": "Administrators"}])
    def test_refuses_where_there_is_an_administrator_and_serve_says_nothing(self, who):
        UserFactory(**who)

        with pytest.raises(CommandError):
            call_command("first_admin")
        assert link(if_empty=True) == ""

    @pytest.mark.parametrize(
        "who", [{"is_superuser": True, "is_active": False}, {"role": "Reception"}]
    )
    def test_helps_where_nobody_is_left_who_may_make_accounts(self, who):
        UserFactory(**who)

        assert link(if_empty=True)


class TestServe:
    @pytest.mark.django_db(transaction=True)
    def test_prints_the_link_where_nobody_can_log_in(self, house: House):
        house.open_doors()
        served = house.start("serve", "--port", "0")
        log = house.folder / "log"

        house.wait_for(lambda: "/admin/first/" in log.read_text(), "no link was printed")

        served.terminate()
        served.wait(60)
