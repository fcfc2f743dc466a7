"""When a member of staff leaves, their rights end at once. (002-27)"""

from datetime import datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, ModelLogEntry

from foyer.core.models import User
from foyer.privacy.services.leaving import (
    AlreadyClosed,
    LastAdministrator,
    NotOneself,
    close_account,
)
from tests.factories import ClientFactory, ContactFactory, UserFactory
from tests.factories.core import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(db: None) -> User:
    return UserFactory(role="Management")


class TestCloseAccount:
    def test_ends_every_right_with_the_next_request(
        self, leaver: User, administrator: User, log_in, client: Client, now: datetime
    ):
        working, elsewhere, colleague = (
            log_in(user=leaver),
            log_in(user=leaver),
            log_in("Reception"),
        )
        _token, plain = APIToken.create_token(user=leaver, name="报表")
        program = {"Authorization": f"Bearer {plain}"}
        assert working.get("/admin/").status_code == 200
        assert client.get("/api/v3/images/", headers=program).status_code == 200

        closed = close_account(user=leaver, by=administrator, at=now)

        assert (closed.sessions, closed.tokens, closed.roles) == (2, 1, ("Management",))
        for session in (working, elsewhere):
            assert session.get("/admin/").status_code == 302
        assert colleague.get("/admin/").status_code == 200
        tried = {"username": leaver.username, "password": PASSWORD}
        client.post(reverse("wagtailadmin_login"), tried)
        assert "_auth_user_id" not in client.session
        assert client.get("/api/v3/images/", headers=program).status_code == 401
        assert APIToken.objects.get().revoked_at == now
        assert list(leaver.groups.all()) == []
        assert not leaver.has_usable_password()

    def test_keeps_what_they_did_under_their_name_and_says_who_closed_it(
        self, leaver: User, administrator: User, now: datetime
    ):
        close_account(user=leaver, by=administrator, at=now)

        line = ModelLogEntry.objects.get(action="foyer.user.close")
        assert (line.user, line.object_id) == (administrator, str(leaver.pk))
        assert line.data["roles"] == ["Management"]
        assert User.objects.filter(pk=leaver.pk).exists()

    def test_is_refused_for_oneself_twice_and_for_the_last_administrator(
        self, leaver: User, administrator: User, now: datetime
    ):
        with pytest.raises(NotOneself):
            close_account(user=administrator, by=administrator, at=now)
        with pytest.raises(LastAdministrator):
            close_account(user=administrator, by=leaver, at=now)
        close_account(user=leaver, by=administrator, at=now)
        with pytest.raises(AlreadyClosed):
            close_account(user=leaver, by=administrator, at=now)

        assert administrator.is_active


class TestTheLeaversPage:
    def test_shows_what_they_took_and_closes_with_one_button(
        self, leaver: User, administrator: User, log_in
    ):
        ContactFactory()
        wish = {"purpose": "核对", "columns": ["phone"], "kind": "csv", "language": "zh-hans"}
        took = log_in(user=leaver).post(reverse("clients:export_contacts"), wish)
        assert took.status_code == 200
        url = reverse("privacy:leaver", args=[leaver.pk])
        staff = log_in(user=administrator)

        before = staff.get(url)
        staff.post(url)
        after = staff.get(url)

        assert [line.action for line in before.context["taken"]] == ["foyer.contact.export"]
        assert [line.action for line in after.context["taken"]] == ["foyer.contact.export"]
        leaver.refresh_from_db()
        assert not leaver.is_active
        assert "privacy-form" not in after.content.decode()

    def test_leads_on_to_the_clients_they_still_have(
        self, leaver: User, administrator: User, log_in
    ):
        staff, url = log_in(user=administrator), reverse("privacy:leaver", args=[leaver.pk])
        on = f"{reverse('clients:hand_over')}?from={leaver.pk}"

        without = staff.get(url).content.decode()
        ClientFactory(account_manager=leaver)
        staff.post(url)

        assert on not in without
        assert on in staff.get(url).content.decode()
        assert staff.get(on).context["form"].initial["leaver"] == str(leaver.pk)

    def test_is_reached_from_the_list_of_users(self, leaver: User, log_in):
        shown = log_in("Administrators").get(reverse("wagtailusers_users:index"))

        assert reverse("privacy:leaver", args=[leaver.pk]) in shown.content.decode()

    def test_is_open_to_those_who_keep_accounts_only(self, leaver: User, log_in):
        url = reverse("privacy:leaver", args=[leaver.pk])

        for role in ("Management", "Reception"):
            assert log_in(role).get(url).status_code in (302, 403)
            assert log_in(role).post(url).status_code in (302, 403)
        leaver.refresh_from_db()
        assert leaver.is_active
        assert Session.objects.filter(expire_date__gt=timezone.now()).exists()
