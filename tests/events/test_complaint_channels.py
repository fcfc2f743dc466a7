"""Where a client turns to when something went wrong: one address, on every surface of the house. (001-18)"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foyer.core.models import HousePolicy
from foyer.events.models import ComplaintChannelsPage, HomePage
from foyer.guests.services.codes import pass_url
from tests.factories import CaseFactory, GuestFactory, UserFactory
from tests.factories.forms import FormPageFactory

pytestmark = pytest.mark.django_db

CHANNELS = [
    ("phone", {"line": "0571 5550 0118", "hours": "每天 10:00–22:00"}),
    ("wechat", {"line": "松涧会"}),
    ("email", {"line": "care@example.com"}),
    ("desk", {"line": "一楼服务台"}),
]


def publish(language: str = "zh-hans", **words: object) -> ComplaintChannelsPage:
    """Publish the page as marketing does."""
    home = HomePage.objects.get(locale__language_code=language)
    form = words.pop("form", None)
    channels = [*CHANNELS, ("form", {"form": form})] if form else CHANNELS
    given = {"title": "投诉渠道", "slug": "complaints", "next_steps": "<p>一天之内联系您。</p>"}
    page = ComplaintChannelsPage(**given | words, locale=home.locale, channels=channels)
    home.add_child(instance=page)
    return page


class TestComplaintsAddress:
    def test_leads_to_the_page_in_the_language_preferred(self) -> None:
        publish()
        publish("en", title="Complaints")

        english = Client().get("/complaints/", headers={"Accept-Language": "en"})
        asked = Client().get("/complaints/?lang=zh-hans", headers={"Accept-Language": "en"})
        unwritten = Client().get("/complaints/?lang=zh-hant")

        assert english["Location"] == "/en/complaints/"
        assert asked["Location"] == unwritten["Location"] == "/zh-hans/complaints/"

    def test_says_the_essentials_before_anybody_wrote_the_page(self) -> None:
        HousePolicy.objects.update_or_create(pk=1, defaults={"hotline": "0571 5550 0118"})

        response = Client().get("/complaints/?lang=en")

        text = response.content.decode()
        assert (response.status_code, response["Content-Language"]) == (200, "en")
        assert 'href="tel:057155500118"' in text
        assert 'href="/c/"' in text

    def test_does_not_lead_to_a_draft(self) -> None:
        page = publish()
        page.unpublish()

        assert Client().get("/complaints/").status_code == 200


class TestComplaintChannelsPage:
    def test_lists_every_channel_and_what_comes_next(self) -> None:
        form = FormPageFactory(title="投诉与建议", slug="complaint")
        publish(form=form)

        text = Client().get("/zh-hans/complaints/").content.decode()

        for shown in (
            'href="tel:057155500118"',
            "每天 10:00–22:00",
            "松涧会",
            'href="mailto:care@example.com"',
            "一楼服务台",
            f'href="/f/{form.slug}"',
            "一天之内联系您。",
            'href="/c/?lang=zh-hans"',
        ):
            assert shown in text
        assert text.count("<svg") > text.count("channel__line") - 5  # the form's code is drawn
        assert 'aria-label="扫描二维码：投诉与建议"' in text

    def test_leaves_out_a_form_that_is_not_published(self) -> None:
        form = FormPageFactory(title="投诉与建议", slug="complaint")
        publish(form=form)
        form.unpublish()

        text = Client().get("/zh-hans/complaints/").content.decode()

        assert "/f/complaint" not in text
        assert text.count('class="channel"') == len(CHANNELS)

    def test_asks_no_more_of_the_database_for_four_channels_than_for_one(self) -> None:
        page = publish()
        Client().get(page.url)
        with CaptureQueriesContext(connection) as four:
            Client().get(f"{page.url}?fresh=1")
        page.channels = CHANNELS[:1]
        page.save_revision().publish()
        Client().get(page.url)
        with CaptureQueriesContext(connection) as one:
            Client().get(f"{page.url}?fresh=2")

        assert len(four) == len(one)


class TestEverySurface:
    def test_leads_to_the_channels(self) -> None:
        guest, case = GuestFactory(), CaseFactory()
        secrets = [pass_url(guest.code_sealed), f"/c/{case.secret_sealed}", "/c/", "/zh-hans/"]

        for address in secrets:
            assert 'href="/complaints/?lang=zh-hans"' in Client().get(address).content.decode()

    def test_shows_the_code_where_a_guest_stands_at_a_tablet(self) -> None:
        text = Client().get("/kiosk/").content.decode()

        assert "/complaints/" in text
        assert 'class="result__code"' in text


class TestPoster:
    def test_shows_the_code_and_the_channels_in_three_languages(self, client: Client) -> None:
        publish()
        publish("en", title="Complaints")
        client.force_login(UserFactory(role="Reception"))

        text = client.get("/admin/events/complaints/poster/").content.decode()

        assert "127.0.0.1:8000/complaints/" in text
        assert text.count("<section lang=") == 3
        assert text.count("0571 5550 0118") == 2  # nobody has written it in Traditional Chinese
        assert "投訴與建議" in text
        assert text.count("<svg") == 1

    def test_is_offered_beside_the_page(self, client: Client) -> None:
        page = publish()
        client.force_login(UserFactory(role="Marketing"))

        text = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()

        assert "/admin/events/complaints/poster/" in text
