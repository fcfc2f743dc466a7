"""Guest lists that go out as files."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from foyer.core.spreadsheets.reader import read_table
from foyer.events.models import Event
from tests.factories import (
    GuestFactory,
    SignInFactory,
    UserFactory,
)
from tests.guests.wizard import LIN, WANG, Wizard, rows_file, verdicts


class TestExport:
    def export(self, client: Client, event: Event, kind: str) -> bytes:
        answer = client.post(reverse("guests:export", args=[event.pk]), {"kind": kind})
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        return b"".join(answer.streaming_content)

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_comes_back_unchanged(self, wizard: Wizard, event: Event, kind: str) -> None:
        wizard.imported(rows_file(WANG, LIN, "=HYPERLINK(1),,,+8613711112222,,,,,,,"))
        SignInFactory(guest=event.guests.get(name="王小明"))
        GuestFactory(event=event, cancelled=True)

        data = self.export(wizard.client, event, kind)
        again = wizard.checked(data)

        assert verdicts(again) == ["same", "same", "same"]
        entry = ModelLogEntry.objects.get(action="foyer.guest.export")
        assert entry.data == {"kind": kind, "rows": 3, "phones_and_emails": True}

    def test_masks_phones_for_those_who_may_not_see_them(
        self, wizard: Wizard, event: Event
    ) -> None:
        wizard.imported(rows_file(WANG))
        exporter = UserFactory(role="Reception")
        exporter.user_permissions.add(Permission.objects.get(codename="export_guest"))
        client = Client()
        client.force_login(exporter)

        data = self.export(client, event, "csv")

        cells = read_table(data).rows[1].cells
        assert "13800001234" not in data.decode("utf-8-sig")
        assert "*** 1234" in cells
        assert "w***@example.com" in cells
        assert verdicts(wizard.checked(data)) == ["same"]

    @pytest.mark.parametrize("role", ["Marketing", "Reception", "Venue desk", None])
    def test_is_only_for_those_who_may(
        self, event: Event, log_in: Callable[..., Client], role: str | None
    ) -> None:
        answer = log_in(role).post(reverse("guests:export", args=[event.pk]), {"kind": "csv"})

        assert answer.status_code in (302, 403)
        assert ModelLogEntry.objects.filter(action="foyer.guest.export").count() == 0
