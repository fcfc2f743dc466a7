from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from foyer.core.enums import Language
from foyer.core.models import HousePolicy
from foyer.core.placeholders import paragraphs
from foyer.guests.first_wordings import BY_EVENT_TYPE, GENERAL
from foyer.guests.models import InvitationWording
from foyer.guests.wordings import INVITATION, PLACEHOLDERS, values_for
from tests.factories import EventFactory, GuestFactory

EMPTY = dict.fromkeys(PLACEHOLDERS, "")


class TestCheckPlaceholders:
    @pytest.mark.parametrize(
        "text", ["尊敬的{guest}：", "{house}谨订于{date} {time}", "没有占位符"]
    )
    def test_accepts_what_letters_can_fill(self, text: str):
        INVITATION.check(text)

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("尊敬的{name}：", "{name}"),
            ("尊敬的｛guest｝：", "｛guest｝"),
            ("{guest.phone}", "{guest.phone}"),
            ("{0}", "{0}"),
            ("{{guest}}", "{"),
            ("{guest", "{"),
        ],
    )
    def test_names_what_they_cannot(self, text: str, found: str):
        with pytest.raises(ValidationError) as refusal:
            INVITATION.check(text)

        assert refusal.value.params["found"] == found

    @pytest.mark.parametrize("letters", [GENERAL, *BY_EVENT_TYPE.values()])
    def test_accepts_every_letter_of_a_new_house(self, letters: dict[str, tuple[str, str]]):
        for subject, body in letters.values():
            INVITATION.check(subject + body)
        assert set(letters) == set(Language.values)


class TestFill:
    def test_leaves_out_a_line_that_would_say_nothing(self):
        text = "恭候光临。\n着装：{dress_code}\n{host}\n{house} {host}"

        assert INVITATION.fill(text, EMPTY | {"house": "松涧会"}) == "恭候光临。\n松涧会 "

    def test_does_not_fill_what_a_name_contains(self):
        assert (
            INVITATION.fill("{guest}", EMPTY | {"guest": "{house}", "house": "松涧会"}) == "{house}"
        )


class TestParagraphs:
    def test_begins_a_new_one_at_an_empty_line(self):
        assert paragraphs("一\n二\n \n\n三\n") == ["一\n二", "三"]


@pytest.mark.django_db
class TestValuesFor:
    def test_speaks_the_guests_language_in_the_houses_time(self):
        evening = datetime(2026, 12, 6, 11, 30, tzinfo=UTC)
        event = EventFactory(starts_at=evening, title_en="Autumn dinner")
        guest = GuestFactory(event=event, language=Language.EN, name="Ann Lee")

        values = values_for(guest, HousePolicy.load())

        assert (values["event"], values["time"]) == ("Autumn dinner", "19:30")
        assert (values["date"], values["reply_by"]) == (
            "Sunday 6 December 2026",
            "Thursday 3 December 2026",
        )
        assert values["guest"] == "Ms Ann Lee"


class TestInvitationWordingViewSet:
    @pytest.fixture
    def client(self, log_in: object) -> Client:
        client: Client = log_in("Administrators")  # type: ignore[operator]
        return client

    def save(self, client: Client, **values: str) -> object:
        wording = InvitationWording.objects.filter(event_type=None, language="zh-hans").get()
        address = reverse(wording.snippet_viewset.get_url_name("edit"), args=[wording.pk])
        fields = {"event_type": "", "language": "zh-hans", "subject": "诚邀", "body": "{guest}："}
        return client.post(address, fields | values)

    def test_saves_a_letter_with_known_placeholders(self, client: Client):
        self.save(client, body="尊敬的{guest}：\n\n{house}恭候光临。")

        assert InvitationWording.objects.get(subject="诚邀").body.startswith("尊敬的{guest}")

    def test_names_an_unknown_placeholder_and_saves_nothing(self, client: Client):
        response = self.save(client, body="尊敬的{guset}：")

        assert "{guset}" in response.content.decode()  # type: ignore[attr-defined]
        assert not InvitationWording.objects.filter(subject="诚邀").exists()

    def test_has_a_letter_for_every_kind_of_event_and_language_from_the_start(self, client: Client):
        listing = client.get(reverse(InvitationWording.snippet_viewset.get_url_name("list")))

        assert listing.status_code == 200
        assert InvitationWording.objects.count() == 18
