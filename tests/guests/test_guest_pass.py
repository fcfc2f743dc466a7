import re
from xml.etree import ElementTree as ET

import icalendar
import pytest
import zxingcpp
from django.test import Client
from PIL import Image, ImageDraw

from foyer.events.enums import EventStatus, Visibility
from foyer.events.models import Event
from foyer.guests.enums import ReplyState
from foyer.guests.models import Guest, SignIn
from foyer.guests.services import codes
from foyer.guests.views.guest_pass import UNKNOWN_A_MINUTE
from tests.factories import EventFactory, GuestFactory, UserFactory
from tests.factories.pages import EventPageFactory

pytestmark = pytest.mark.django_db
_STEP = re.compile(r"([MmhHvlz])\s*(-?[\d.]+)?\s*(-?[\d.]+)?")


@pytest.fixture
def invited() -> Guest:
    return GuestFactory(
        event=EventFactory(), name="欧阳雅琴", company="瑞禾生物", phone="13812346677", party_limit=2,
        language="zh-hant", table="6", dietary_notes="花生过敏",
    )  # fmt: skip


def path_of(guest: Guest, more: str = "") -> str:
    return codes.pass_path(guest.code_sealed) + more


def picture_of(page: str) -> Image.Image:
    """Draw the page's SVG code: rows of strokes of one module's height on a white ground."""
    svg = re.search(r"<svg[^>]*segno.*?</svg>", page, re.DOTALL)
    assert svg
    root = ET.fromstring(svg[0])
    paths = [node for node in root.iter() if node.tag.endswith("path")]
    strokes = next(node for node in paths if node.get("stroke"))
    size = 80
    image = Image.new("L", (size * 8, size * 8), 255)
    pen, x, y = ImageDraw.Draw(image), 0.0, 0.0
    for command, first, second in _STEP.findall(strokes.get("d")):
        if command in "Mm":
            x, y = (
                (x + float(first), y + float(second))
                if command == "m"
                else (float(first), float(second))
            )
        elif command == "h":
            pen.rectangle(
                [x * 8, (y - 0.5) * 8, (x + float(first)) * 8 - 1, (y + 0.5) * 8 - 1], fill=0
            )
            x += float(first)
    return image


class TestPassPage:
    def test_shows_the_event_in_the_guests_language_and_signs_nobody_in(
        self, client: Client, invited: Guest
    ):
        response = client.get(path_of(invited))

        page = response.content.decode()
        assert response.status_code == 200
        assert '<html lang="zh-Hant"' in page
        assert invited.event.title_zh_hant in page
        assert codes.grouped(invited.code_sealed) in page
        assert not SignIn.objects.exists()

    def test_tells_a_stranger_no_name_phone_company_or_health(self, client: Client, invited: Guest):
        page = client.get(path_of(invited)).content.decode()

        for secret in (invited.name, invited.company, "6677", invited.email, invited.dietary_notes):
            assert secret not in page

    @pytest.mark.parametrize("more", ["", "/calendar.ics", "/event"])
    def test_is_kept_out_of_search_engines_referrers_and_caches(
        self, client: Client, invited: Guest, more: str
    ):
        for code in (invited.code_sealed, "7" * 26):
            response = client.get(f"/i/{code}{more}")
            assert "noindex" in response["X-Robots-Tag"]
            assert response["Referrer-Policy"] == "no-referrer"
            assert response["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    def test_speaks_three_languages(self, client: Client, invited: Guest, language: str):
        response = client.get(path_of(invited), {"lang": language})

        assert response["Content-Language"] == language
        suffix = {"zh-hans": "", "zh-hant": "_zh_hant", "en": "_en"}[language]
        assert getattr(invited.event, f"title{suffix}") in response.content.decode()

    def test_is_reached_from_every_spelling_of_the_code(self, client: Client, invited: Guest):
        here = path_of(invited)
        spellings = [
            f"/I/{invited.code_sealed}",
            here.lower(),
            f"{here}/",
            f"/i/{codes.grouped(invited.code_sealed)}?lang=en",
        ]
        for spelling in spellings:
            response = client.get(spelling)
            assert response.status_code == 302
            assert response["Location"] == here + ("?lang=en" if "?" in spelling else "")

    def test_shows_a_code_that_another_decoder_reads(self, client: Client, invited: Guest):
        page = client.get(path_of(invited)).content.decode()

        [found] = zxingcpp.read_barcodes(picture_of(page))
        assert found.text == codes.qr_text(invited.code_sealed)

    @pytest.mark.parametrize(
        "code", ["7" * 26, "x", "7" * 10_000, "签到", "%00", "..%2Fadmin", "%ED%A0%80"]
    )
    def test_says_of_any_other_code_that_it_is_unknown(self, client: Client, code: str):
        for more in ("", "/calendar.ics", "/event"):
            assert client.get(f"/i/{code}{more}").status_code == 404

    @pytest.mark.parametrize(
        ("change", "event_status", "ended"),
        [
            ("struck off", None, False),
            (None, EventStatus.CANCELLED, False),
            (None, EventStatus.HELD, True),
        ],
    )
    def test_shows_no_code_when_it_no_longer_opens_the_door(
        self, client: Client, invited: Guest, change, event_status, ended
    ):
        if change:
            Guest.objects.filter(pk=invited.pk).update(cancelled_at=invited.code_issued_at)
        if event_status:
            Event.objects.filter(pk=invited.event.pk).update(status=event_status)

        response = client.get(path_of(invited))

        page = response.content.decode()
        assert response.status_code == 200
        assert "<svg" not in page.partition("pass__code")[2]
        assert codes.grouped(invited.code_sealed) not in page
        assert 'method="post"' not in page

    def test_names_the_host_in_letters_the_reader_knows(self, client: Client, invited: Guest):
        invited.event.host = UserFactory(last_name="顾", first_name="清和")
        invited.event.save()

        assert "顾清和" in client.get(path_of(invited, "?lang=zh-hans")).content.decode()
        english = client.get(path_of(invited, "?lang=en")).content.decode()
        assert "Gu Qinghe" in english
        assert "顾清和" not in english

    def test_lets_only_unknown_codes_use_the_limit_of_an_address_up(
        self, client: Client, invited: Guest
    ):
        known = [path_of(invited), path_of(invited, "/calendar.ics")]
        unknown = [f"/i/{'7' * 26}", f"/i/{'7' * 26}/event"]
        for n in range(300):
            assert client.get(known[n % 2]).status_code == 200
        for n in range(UNKNOWN_A_MINUTE):
            assert client.get(unknown[n % 2]).status_code == 404

        for path in [*unknown, *known]:
            refused = client.get(path)
            assert refused.status_code == 429
            assert int(refused["Retry-After"]) > 0

    def test_leads_from_a_page_by_invitation_to_a_calendar_file_that_is_there(
        self, client: Client, invited: Guest
    ):
        EventPageFactory(event=invited.event, visibility=Visibility.INVITATION)

        page = client.get(path_of(invited, "/event"))

        assert page.context_data["calendar_url"] == path_of(invited, "/calendar.ics")
        assert client.get(path_of(invited, "/calendar.ics")).status_code == 200

    def test_gives_a_calendar_entry_that_a_calendar_library_reads(
        self, client: Client, invited: Guest
    ):
        response = client.get(path_of(invited, "/calendar.ics"))

        calendar = icalendar.Calendar.from_ical(response.content)
        [entry] = calendar.walk("VEVENT")
        assert response["Content-Type"].startswith("text/calendar")
        assert entry["SUMMARY"] == invited.event.title_zh_hant
        assert entry.decoded("DTSTART") == invited.event.starts_at.replace(microsecond=0)
        assert invited.name not in response.content.decode()


class TestReplyingOnThePass:
    def test_is_kept_and_thanked_for(self, client: Client, invited: Guest):
        body = {"reply": "yes", "party": "2", "dietary_notes": ""}
        response = client.post(path_of(invited, "?lang=en"), body)

        assert (response.status_code, response["Location"]) == (302, path_of(invited, "?lang=en"))
        invited.refresh_from_db()
        assert (invited.reply, invited.reply_party) == (ReplyState.YES, 2)
        assert invited.dietary_notes == "花生过敏"
        assert "notice--ok" in client.get(path_of(invited)).content.decode()

    def test_may_leave_the_number_out_of_a_no(self, client: Client, invited: Guest):
        assert client.post(path_of(invited), {"reply": "no", "party": ""}).status_code == 302
        invited.refresh_from_db()
        assert invited.reply == ReplyState.NO

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"reply": "yes", "party": ""},
            {"reply": "perhaps", "party": "1"},
            {"reply": "yes", "party": "3"},
            {"reply": "yes", "party": "0"},
            {"reply": "yes", "party": "9" * 40},
            {"reply": "yes", "party": "1", "dietary_notes": "\0"},
            {"reply": "yes", "party": "1", "dietary_notes": "忌" * 501},
        ],
    )
    def test_says_what_is_wrong_with_it(self, client: Client, invited: Guest, body: dict):
        response = client.post(path_of(invited), body)

        assert response.status_code == 422
        assert "field__error" in response.content.decode()
        invited.refresh_from_db()
        assert invited.reply == ReplyState.NONE

    def test_needs_the_pages_own_form(self, invited: Guest):
        strict = Client(enforce_csrf_checks=True)

        assert strict.post(path_of(invited), {"reply": "yes", "party": "1"}).status_code == 403
