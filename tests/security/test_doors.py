"""One door for everybody who has a password: no address of the house lets anybody in beside it. (SEC-10, SEC-21)"""

from collections.abc import Iterator

import pytest
from django.contrib.auth.views import LoginView, PasswordResetView
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from foyer.staff.views.log_in import LogInView
from foyer.staff.views.new_password import AskView
from tests.factories import SecondStepFactory, UserFactory
from tests.factories.core import PASSWORD
from tests.staff.door import is_in

pytestmark = pytest.mark.django_db


def classes_of_views(resolver: URLResolver, seen: set[str], prefix: str = "") -> Iterator[type]:
    """Yield the class behind every address that can be reached: of two at one address, the first."""
    for part in resolver.url_patterns:
        path = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from classes_of_views(part, seen, path)
        elif isinstance(part, URLPattern) and path not in seen:
            seen.add(path)
            if found := getattr(part.callback, "view_class", None):
                yield found


class TestLoggingIn:
    def test_has_one_page_and_asking_for_a_password_another(self):
        found = list(classes_of_views(get_resolver(), set()))

        doors = {one for one in found if issubclass(one, (LoginView, PasswordResetView))}
        assert doors == {LogInView, AskView}

    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    def test_is_not_done_at_wagtails_page_for_readers(self, language):
        user = UserFactory(role="Reception")
        SecondStepFactory(user=user)
        client = Client()

        response = client.post(
            f"/{language}/_util/login/?next=/{language}/",
            {"username": user.username, "password": PASSWORD},
        )

        assert response["Location"] == f"/admin/login/?next=/{language}/"
        assert not is_in(client)
