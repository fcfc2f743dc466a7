"""Who may open which address of the admin. (SEC-01, SEC-09)"""

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.utils import timezone

from foyer.core.roles import ROLES
from tests.factories import UserFactory
from tests.security.addresses import address, admin_patterns, body, build_world
from tests.security.roles_table import ANYBODY, LETTERS, MAY_OPEN, NOT_ASKED

pytestmark = [
    pytest.mark.django_db,
    # the translations report of wagtail-localize pages through a list it does not order
    pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning"),
    # Wagtail leaves the picture it has just made for a preview to the garbage collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]

# Rows that looking at the admin leaves behind: who is logged in, small pictures, open editors.
LEFT_BY_LOOKING = {
    "sessions.Session",
    "wagtailimages.Rendition",
    "wagtailadmin.EditingSession",
    "wagtailcore.PageSubscription",
    "wagtailusers.UserProfile",
    "archive.RecordView",  # who opened what
    "privacy.ViewLogEntry",  # who opened what
}
ELSEWHERE = ("/admin/login/", "/zh-hans/", "/en/", "/zh-hant/")


def opens(client: Client, pattern: str, world: dict[str, str]) -> bool:
    """Tell whether an address opens: shown, or led on to somewhere that is not the way out."""
    url = address(pattern, world)
    response = client.get(url)
    if response.status_code == 405:  # takes only POST: an empty one shows whether it is let in
        with transaction.atomic():
            response = client.post(url, body(pattern, world))
            transaction.set_rollback(True)
    assert response.status_code < 500, url
    if response.status_code in (301, 302):
        return response["Location"] != "/admin/" and not response["Location"].startswith(ELSEWHERE)
    return response.status_code in (200, 201, 400)


def rows() -> dict[str, int]:
    """Count every table."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in LEFT_BY_LOOKING
    }


@pytest.fixture
def world(db) -> dict[str, str]:
    return build_world(at=timezone.now())


class TestTheTable:
    def test_has_a_row_for_every_address_of_the_admin_and_no_other(self):
        assert set(admin_patterns()) - NOT_ASKED == set(MAY_OPEN)

    def test_names_every_role(self):
        assert tuple(LETTERS) == ROLES


class TestAnAdminAddress:
    @pytest.mark.parametrize("role", ROLES)
    def test_opens_for_exactly_the_roles_of_the_table(self, role, world, log_in):
        client = log_in(role)
        letter = LETTERS[role]
        before = rows()

        opened = {pattern: opens(client, pattern, world) for pattern in MAY_OPEN}

        assert opened == {pattern: letter in who for pattern, who in MAY_OPEN.items()}
        assert rows() == before  # looked at, and nothing written

    def test_opens_for_no_stranger(self, world, client):
        opened = {pattern for pattern in MAY_OPEN if opens(client, pattern, world)}

        assert opened == ANYBODY

    def test_opens_for_nobody_who_has_no_role(self, world, client):
        client.force_login(UserFactory())

        opened = {pattern for pattern in MAY_OPEN if opens(client, pattern, world)}

        assert opened == ANYBODY
