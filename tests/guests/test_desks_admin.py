import re

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.urls import reverse

from foyer.guests.enums import DeskMode
from foyer.guests.models import Desk
from foyer.guests.viewsets.desk import DeskViewSet
from tests.factories import CheckpointFactory, DeskFactory, EventFactory
from tests.tablet import API

pytestmark = pytest.mark.django_db


def page(name: str, desk: Desk) -> str:
    return reverse(f"guests:desk_{name}", args=[desk.pk])


class TestPairPage:
    def test_shows_a_code_once_and_only_when_asked(self, log_in, client: Client, settings):
        settings.PUBLIC_URL = "https://house.example"
        staff, desk = log_in("Reception"), DeskFactory()

        before, shown, after = (
            getattr(staff, verb)(page("pair", desk)) for verb in ("get", "post", "get")
        )

        [code] = re.findall(r"data-pairing-code>([0-9A-Z]{4}-[0-9A-Z]{4})<", shown.content.decode())
        assert "https://house.example/kiosk/" in shown.content.decode()
        for other in (before, after):
            assert "data-pairing-code" not in other.content.decode()
            assert code not in other.content.decode()
        paired = client.post(f"{API}/pair", {"code": code}, content_type="application/json")
        assert paired.status_code == 201

    def test_is_not_kept_by_caches(self, log_in):
        response = log_in("Reception").post(page("pair", DeskFactory()))

        assert "no-store" in response["Cache-Control"]


class TestRevokePage:
    def test_asks_first_and_then_revokes(self, log_in, desk: Desk):
        staff = log_in("Reception")

        staff.get(page("revoke", desk))
        desk.refresh_from_db()
        assert desk.token_hash

        staff.post(page("revoke", desk))
        desk.refresh_from_db()
        assert (desk.token_hash, desk.revoked_at is not None) == (None, True)


class TestPinPage:
    def test_keeps_a_pin_hashed_and_refuses_what_is_none(self, log_in, desk: Desk):
        staff = log_in("Reception")

        for wrong in ("", "123", "12ab", "１２３４", "123456789"):
            assert staff.post(page("pin", desk), {"pin": wrong}).status_code == 200
        desk.refresh_from_db()
        assert check_password("2468", desk.pin_hash)

        assert staff.post(page("pin", desk), {"pin": "97531"}).status_code == 302
        desk.refresh_from_db()
        assert check_password("97531", desk.pin_hash)


class TestRightsOverDesks:
    @pytest.mark.parametrize("name", ["pair", "revoke", "pin"])
    @pytest.mark.parametrize("role", ["Marketing", "Management", "Venue desk", "Finance"])
    def test_are_needed_for_every_page_and_act(self, log_in, desk: Desk, role: str, name: str):
        staff = log_in(role)

        for response in (
            staff.get(page(name, desk)),
            staff.post(page(name, desk), {"pin": "9999"}),
        ):
            assert response.status_code in (302, 403)
        desk.refresh_from_db()
        assert desk.token_hash
        assert not check_password("9999", desk.pin_hash)
        assert not desk.pairing_codes.exists()

    def test_of_a_stranger_are_none(self, client: Client, desk: Desk):
        for name in ("pair", "revoke", "pin"):
            assert client.post(page(name, desk)).status_code == 302
        desk.refresh_from_db()
        assert desk.token_hash


class TestDesksInTheAdmin:
    def url(self, name: str, *args) -> str:
        return reverse(DeskViewSet().get_url_name(name), args=args)

    def test_are_made_with_a_checkpoint_of_their_event(self, log_in):
        staff, door = log_in("Reception"), CheckpointFactory(event=EventFactory(running=True))
        elsewhere = CheckpointFactory(event=EventFactory())
        form = {"name": "一号台", "event": door.event.pk, "mode": DeskMode.SELF_SERVICE}

        refused = staff.post(self.url("add"), form | {"checkpoints": [elsewhere.pk]})
        made = staff.post(self.url("add"), form | {"checkpoints": [door.pk, elsewhere.pk]})

        assert (refused.status_code, made.status_code) == (200, 302)
        assert set(Desk.objects.get().checkpoints.all()) == {door, elsewhere}

    def test_are_listed_with_their_state_and_never_their_secrets(
        self, log_in, desk: Desk, django_assert_max_num_queries
    ):
        staff = log_in("Reception")
        first = staff.get(self.url("list"))
        assert desk.name in first.content.decode()
        with django_assert_max_num_queries(20) as one:
            staff.get(self.url("list"))
        DeskFactory.create_batch(2)
        with django_assert_max_num_queries(len(one)):
            listed = staff.get(self.url("list"))
        edit = staff.get(self.url("edit", desk.pk))

        for text in (listed.content.decode(), edit.content.decode()):
            assert desk.token_hash not in text
            assert desk.pin_hash not in text
