"""What is said when something is not there, not open, or broken."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from foyer import urls
from foyer.core.models import HousePolicy
from tests.conftest import LogIn

pytestmark = pytest.mark.django_db


def break_down(request: HttpRequest) -> HttpResponse:
    """A view that fails, with something nobody must read."""
    raise RuntimeError("/srv/secret 13800138000")


def keep_out(request: HttpRequest) -> HttpResponse:
    """A view that is open to nobody."""
    raise PermissionDenied


urlpatterns = [path("breaks-down", break_down), path("keeps-out", keep_out), *urls.urlpatterns]
SAID = {
    404: ("找不到此页面", "找不到此頁面", "This page is not here"),
    403: ("您无权进入此处", "您無權進入此處", "This room is not open to you"),
    500: ("抱歉，我们这边出了问题", "抱歉，我們這邊發生問題", "Something went wrong on our side"),
}


@pytest.fixture
def stranger(settings: Any) -> Client:
    """A visitor of a house with two more doors."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


class TestErrorPage:
    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/zh-hans/nothing/", 404),
            ("/zh-hant/events/nothing/", 404),
            ("/en/nothing/", 404),
            ("/nothing", 404),
            ("/i/NOTHING/AT/ALL", 404),
            ("/documents/99/nothing.pdf", 404),
            ("/media/images/nothing.jpg", 404),
            ("/keeps-out", 403),
            ("/breaks-down", 500),
        ],
    )
    def test_is_said_in_three_languages_and_leads_back(
        self, stranger: Client, address: str, status: int
    ) -> None:
        response = stranger.get(address, follow=True)

        page = BeautifulSoup(response.content, "html.parser")
        parts = {part["lang"]: part for part in page.select("section[lang]")}
        assert response.status_code == status
        assert [parts[lang].h1.text for lang in ("zh-Hans", "zh-Hant", "en")] == list(SAID[status])
        assert [parts[lang].a["href"] for lang in ("zh-Hans", "zh-Hant", "en")] == [
            "/zh-hans/",
            "/zh-hant/",
            "/en/",
        ]
        assert page.find("meta", {"name": "robots"})["content"] == "noindex, nofollow"

    def test_is_headed_by_the_house(self, stranger: Client) -> None:
        HousePolicy.objects.update_or_create(pk=1, defaults={"name": "松涧会"})

        page = BeautifulSoup(stranger.get("/zh-hans/nothing/").content, "html.parser")

        assert page.select_one(".bare__house").text.strip() == "松涧会"
        assert page.title.text == "404 · 松涧会"

    def test_gives_nothing_of_the_house_away(self, stranger: Client) -> None:
        text = stranger.get("/breaks-down").content.decode()

        assert "secret" not in text
        assert "13800138000" not in text
        assert "Traceback" not in text

    def test_keeps_the_content_policy(self, stranger: Client) -> None:
        for address in ("/nothing", "/keeps-out", "/breaks-down"):
            response = stranger.get(address)

            assert "script-src 'self'" in response["Content-Security-Policy"]
            assert "<style" not in response.content.decode()
            assert " style=" not in response.content.decode()

    def test_of_an_expired_form_says_what_to_do(self) -> None:
        response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})

        page = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 403
        assert [title.text for title in page.select("section[lang] h1")] == [
            "表单已过期",
            "表單已過期",
            "This form has expired",
        ]

    @pytest.mark.parametrize(
        ("language", "title"),
        [("zh-CN", "找不到此页面"), ("zh-TW", "找不到此頁面"), ("en", SAID[404][2])],
    )
    def test_of_the_staffs_tool_is_said_in_their_language(
        self, log_in: LogIn, language: str, title: str
    ) -> None:
        response = log_in("Reception").get("/admin/nothing/", headers={"accept-language": language})

        page = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 404
        assert page.h1.text == title
        assert page.main.a["href"] == "/admin/"
