"""Who may bring a file, and who sees what is in it."""

from collections.abc import Callable

import pytest
from django.test import Client

from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.models import ImportBatch
from foyer.events.models import Event
from tests.factories import (
    EventFactory,
    GuestFactory,
)
from tests.guests.wizard import LIN, WANG, Wizard, rows_file, verdicts


class TestRights:
    @pytest.mark.parametrize("role", ["Reception", "Venue desk", "Management", "Finance", None])
    def test_only_those_who_may_import_see_any_step(
        self, event: Event, wizard: Wizard, log_in: Callable[..., Client], role: str | None
    ) -> None:
        batch = wizard.checked(rows_file(WANG))
        stranger = Wizard(log_in(role), event)

        for step in ("preview", "check", "progress", "status", "result", "errors"):
            assert stranger.client.get(stranger.url(step, batch)).status_code in (302, 403), step
        stranger.client.post(stranger.url("check", batch))
        stranger.client.post(stranger.url("undo", batch))
        stranger.upload(rows_file(LIN))

        batch.refresh_from_db()
        assert batch.status == ImportStatus.CHECKED
        assert ImportBatch.objects.count() == 1

    def test_another_events_file_is_not_found(self, wizard: Wizard) -> None:
        batch = wizard.checked(rows_file(WANG))
        wizard.event = EventFactory()

        for step in ("preview", "check", "progress", "status", "result", "errors"):
            assert wizard.client.get(wizard.url(step, batch)).status_code == 404, step

    def test_phones_of_guests_are_hidden_from_those_who_may_not_see_them(
        self, event: Event, log_in: Callable[..., Client]
    ) -> None:
        GuestFactory(event=event, name="林若蘭", company="松涧会", phone="13666667777", email="")
        marketing = Wizard(log_in("Marketing"), event)
        other = Wizard(log_in("Marketing"), event)
        batch = marketing.checked(rows_file("林若蘭,松涧会,13900005678", headers="姓名,单位,手机"))

        own = marketing.client.get(marketing.url("check", batch)).content.decode()
        others = other.client.get(other.url("check", batch)).content.decode()

        assert verdicts(batch) == ["update"]
        assert "13666667777" not in own + others
        assert "13900005678" in own
        assert "13900005678" not in others
        for step in ("preview", "errors"):  # the file as it is
            assert marketing.client.get(marketing.url(step, batch)).status_code == 200, step
            assert other.client.get(other.url(step, batch)).status_code == 302, step
        assert other.client.post(other.url("preview", batch), {"check": "1"}).status_code == 302
