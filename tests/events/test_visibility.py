"""Who may find an event's page."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from wagtail.models import Page, PageViewRestriction, Site

from foyer.events.enums import Visibility
from foyer.events.models import EventPage
from tests.factories import UserFactory
from tests.factories.pages import EventPageFactory

pytestmark = pytest.mark.django_db
HIDDEN = ["unlisted", "invitation"]


def read(url: str) -> tuple[int, str]:
    """Status and text of an address as a stranger reads it."""
    response = Client().get(url)
    text = response.content.decode()
    if "json" in response["Content-Type"]:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return response.status_code, text


@pytest.fixture(params=HIDDEN)
def hidden(request: Any) -> EventPage:
    """A page that is not public, beside one that is."""
    EventPageFactory(title="人人可见之会")
    page: EventPage = EventPageFactory(title="暗香之会", **{request.param: True})
    return page


class TestHiddenPage:
    @pytest.mark.parametrize(
        "url",
        [
            "/zh-hans/",
            "/zh-hans/events/",
            "/api/v3/pages/?limit=50",
            "/api/v3/pages/?type=events.EventPage",
            "/api/foyer/v1/events",
        ],
    )
    def test_is_in_no_listing(self, hidden: EventPage, url: str) -> None:
        status, text = read(url)

        assert status == 200
        assert "人人可见之会" in text
        assert "暗香" not in text

    @pytest.mark.parametrize("word", ["暗香之会", "暗香", "evening"])
    def test_is_found_by_no_search(self, hidden: EventPage, word: str) -> None:
        call_command("update_index", verbosity=0)

        status, text = read(f"/api/v3/pages/?search={word}")

        assert status == 200
        assert hidden.slug not in text
        assert "暗香" not in text

    def test_is_not_in_the_sitemap(self, hidden: EventPage) -> None:
        assert f"/{hidden.slug}/" not in read("/sitemap.xml")[1]

    def test_is_not_given_out_by_its_id_path_or_number(self, hidden: EventPage) -> None:
        urls = [
            f"/api/v3/pages/{hidden.pk}/",
            f"/api/v3/pages/find/?id={hidden.pk}",
            f"/api/v3/pages/find/?html_path=/events/{hidden.slug}/",
            f"/api/foyer/v1/events/{hidden.event.number}",
        ]

        assert [read(url)[0] for url in urls] == [404, 404, 404, 404]

    def test_stays_hidden_after_each_way_of_saving(self, hidden: EventPage) -> None:
        hidden.save_revision().publish()
        hidden.copy(update_attrs={"slug": "a-copy", "title": "暗香之会又一"}, keep_live=True)
        hidden.save()

        assert "暗香" not in read("/api/v3/pages/?limit=50")[1]
        assert "暗香" not in read("/zh-hans/events/")[1]
        assert PageViewRestriction.objects.filter(page_id=hidden.pk).count() == 1

    def test_is_listed_once_it_is_public(self, hidden: EventPage) -> None:
        hidden.visibility = Visibility.PUBLIC
        hidden.save_revision().publish()

        assert "暗香之会" in read("/zh-hans/events/")[1]
        assert read(f"/api/v3/pages/{hidden.pk}/")[0] == 200

    def test_is_not_opened_by_a_draft_that_would_open_it(self, hidden: EventPage) -> None:
        hidden.visibility = Visibility.PUBLIC
        hidden.save_revision()

        assert read(f"/api/v3/pages/{hidden.pk}/")[0] == 404
        assert "暗香" not in read("/zh-hans/events/")[1]


class TestUnlistedPage:
    def test_opens_by_its_address(self) -> None:
        page = EventPageFactory(title="暗香之会", unlisted=True)

        assert read(page.url)[0] == 200
        assert read(f"{page.url}calendar.ics")[0] == 200

    def test_below_a_private_page_asks_for_a_log_in(self) -> None:
        page = EventPageFactory(unlisted=True)
        PageViewRestriction.objects.create(
            page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN
        )

        assert read(page.url)[0] == 302
        assert read(f"{page.url}calendar.ics")[0] == 404


class TestInvitationPage:
    def test_is_not_there_for_strangers(self) -> None:
        page = EventPageFactory(title="暗香之会", invitation=True)

        for url in (page.url, f"{page.url}calendar.ics"):
            status, text = read(url)
            assert status == 404
            assert "暗香" not in text

    def test_is_not_there_for_staff_without_a_hand_in_it(self, log_in: Any) -> None:
        page = EventPageFactory(invitation=True)

        assert log_in("Finance").get(page.url).status_code == 404

    def test_is_there_for_those_who_edit_it_also_as_a_preview(self, log_in: Any) -> None:
        page = EventPageFactory(invitation=True)
        client = log_in(user=UserFactory(is_superuser=True))

        assert client.get(page.url).status_code == 200
        assert client.get(f"/admin/pages/{page.pk}/view_draft/").status_code == 200

    def test_is_served_to_a_guest_whose_pass_was_checked(self) -> None:
        page = EventPageFactory(title="暗香之会", invitation=True)
        request = RequestFactory().get("/i/CODE")
        request.user = UserFactory()

        response = page.serve_invited(request).render()

        assert "暗香之会" in response.content.decode()


class TestPrivacyPanel:
    def test_cannot_be_set_on_an_event_page(self, log_in: Any) -> None:
        page = EventPageFactory()
        client = log_in(user=UserFactory(is_superuser=True))

        response = client.get(f"/admin/pages/{page.pk}/privacy/")

        assert response.status_code == 302
        assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


class TestApiOfPages:
    def test_tells_the_facts_of_the_event(self) -> None:
        page = EventPageFactory()

        facts = json.loads(read(f"/api/v3/pages/{page.pk}/")[1])["event_facts"]

        assert facts["number"] == page.event.number
        assert facts["status"] == "announced"
        assert facts["type"]["name"] == page.event.type.name
        assert facts["venue"]["name"] == page.event.venue.name
        assert facts["starts_at"].endswith("Z")

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_is_only_read(self, method: str) -> None:
        page = EventPageFactory()

        response = getattr(Client(), method)(f"/api/v3/pages/{page.pk}/")

        assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
        assert response.json()["code"] == "read_only"
        assert Page.objects.filter(pk=page.pk).exists()

    def test_answers_head_and_options(self) -> None:
        assert Client().head("/api/v3/pages/").status_code == 200
        assert Client().options("/api/v3/pages/")["Allow"] == "GET, HEAD, OPTIONS"

    @pytest.mark.parametrize("path", ["images/", "documents/", "sites/", "schema/", "snippets/"])
    def test_names_no_files_and_no_insides_to_strangers(self, path: str, log_in: Any) -> None:
        assert Client().get(f"/api/v3/{path}").status_code in (401, 404)
        session = log_in(user=UserFactory(is_superuser=True))
        assert session.get(f"/api/v3/{path}").status_code in (401, 404)

    def test_describes_writing_only_where_tokens_may_write(self, settings: Any) -> None:
        def told() -> tuple[set[str], str]:
            document = Client().get("/api/v3/openapi.json").json()
            methods = {method for path in document["paths"].values() for method in path}
            return methods, json.dumps(document["info"]).lower()

        methods, words = told()
        assert methods == {"get"}
        assert "write" not in words

        settings.API_WRITES = True

        assert {"post", "patch", "delete"} <= told()[0]

    def test_has_an_openapi_document_and_no_page_from_elsewhere(self, settings: Any) -> None:
        assert Client().get("/api/v3/openapi.json").json()["openapi"].startswith("3.1")
        assert Client().get("/api/v3/docs/").status_code == 404

        settings.WAGTAILAPI_DOCS_ENABLED = False

        assert Client().get("/api/v3/openapi.json").status_code == 404
        assert Site.objects.count() == 1
