"""Nothing of one event is reached through the addresses of another. (SEC-02)"""

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.models import ImportBatch
from foyer.events.models import Event
from foyer.guests.models import Checkpoint, Guest, SignIn
from foyer.guests.resources import GUEST_LIST, scope_of
from tests.factories import (
    CheckpointFactory,
    DeskFactory,
    EventFactory,
    GuestFactory,
    RideFactory,
    SignatureFactory,
    SignInConflictFactory,
    SignInFactory,
    UserFactory,
)
from tests.guests.test_guest_export import wish
from tests.security.addresses import address, admin_patterns, body, build_world
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db
# What an address may name, and how `build_world` calls it.
RECORDS = {
    "event_pk": "event",
    "pk": "guest",
    "sign_in_pk": "sign_in",
    "conflict_pk": "conflict",
    "answer_pk": "answer",
    "ride_pk": "ride",
    "batch_pk": "batch",
}
_KEYS = re.compile(r"<int:(\w+)>")


def nested_patterns() -> list[str]:
    """Return the admin's addresses that name an event and a record of it."""
    found = [pattern for pattern in admin_patterns() if "event_pk" in pattern]
    return [pattern for pattern in found if len(_KEYS.findall(pattern)) > 1]


@pytest.fixture
def other() -> Event:
    """An event with nothing in common with the world's."""
    return EventFactory(running=True)


def records_of(event: Event) -> dict[str, str]:
    """Return one record of each kind of an event."""
    sign_in = SignInFactory(guest=GuestFactory(event=event))
    batch = ImportBatch.objects.create(
        target=GUEST_LIST.key,
        scope=scope_of(event),
        status=ImportStatus.APPLIED,
        by=UserFactory(),
        language="zh-hans",
        file_name="嘉宾名单.csv",
        created_at=timezone.now(),
    )
    found = {
        "event": event,
        "guest": sign_in.guest,
        "sign_in": sign_in,
        "conflict": SignInConflictFactory(guest=sign_in.guest),
        "answer": SignatureFactory(answer__guest=sign_in.guest).answer,
        "ride": RideFactory(guest=sign_in.guest),
        "batch": batch,
    }
    return {name: str(record.pk) for name, record in found.items()}


class TestARecordOfOneEvent:
    def test_is_looked_for_at_every_address_there_is(self):
        patterns = nested_patterns()

        assert len(patterns) >= 17
        assert {key for pattern in patterns for key in _KEYS.findall(pattern)} == set(RECORDS)

    def test_is_not_found_beside_a_record_of_another_be_it_read_or_acted_upon(self, log_in, other):
        world, foreign = build_world(at=timezone.now()), records_of(other)
        client = log_in("Administrators")

        answers = {}
        for pattern in nested_patterns():
            for key in _KEYS.findall(pattern):  # one foreign key at a time
                mixed = world | {RECORDS[key]: foreign[RECORDS[key]]}
                url = address(pattern, mixed)
                acted = client.post(url, body(pattern, mixed)).status_code
                answers[url] = (client.get(url).status_code, acted)

        assert len(answers) > 2 * len(nested_patterns())
        found = [answer for answer in answers.items() if set(answer[1]) - {404, 405}]
        assert found == []
        assert (405, 405) not in answers.values()


class TestKeysInAForm:
    @pytest.mark.parametrize(
        "act", [{"act": "table", "table": "松 1"}, {"act": "strike_off"}, {"act": "invite"}]
    )
    def test_of_another_events_guest_are_passed_over(self, log_in, other, act):
        mine, stranger = GuestFactory(event=other, table="松 9"), GuestFactory(table="松 9")
        client, page = log_in("Administrators"), f"/admin/guests/{other.pk}/bulk/"
        form = act | {"guest": [mine.pk, stranger.pk]}

        asked = client.post(page, form)
        if asked.status_code == 200:  # most acts are asked about once more
            client.post(page, form | {"seen": asked.context["selection"].mark})

        untouched = [
            guest.table == "松 9" and guest.cancelled_at is None and not guest.invitations.exists()
            for guest in Guest.objects.filter(pk__in=(mine.pk, stranger.pk)).order_by("pk")
        ]
        assert untouched == [False, True]

    def test_of_another_events_checkpoint_change_nothing(self, log_in, other):
        mine, foreign = CheckpointFactory(event=other), CheckpointFactory()
        client = log_in("Administrators")

        for point in (foreign, mine):
            form = {
                "checkpoints-TOTAL_FORMS": "1",
                "checkpoints-INITIAL_FORMS": "1",
                "checkpoints-0-id": point.pk,
                "checkpoints-0-name": "改了",
                "checkpoints-0-position": "1",
            }
            client.post(f"/admin/guests/{other.pk}/checkpoints/", form)

        kept = dict(Checkpoint.objects.values_list("pk", "name"))
        assert kept == {mine.pk: "改了", foreign.pk: foreign.name}

    def test_of_another_events_checkpoint_sign_nobody_in(self, log_in, other):
        guest, mine = GuestFactory(event=other), CheckpointFactory(event=other)
        client, url = log_in("Administrators"), f"/admin/guests/{other.pk}/{guest.pk}/sign-in/"

        for point in (CheckpointFactory(), mine):
            client.post(url, {"checkpoint": point.pk, "party": 1})

        assert SignIn.objects.get().checkpoint == mine


class TestWhatAnEventShows:
    NAME, PHONE = "王金丝雀", "13912345678"

    @pytest.fixture
    def stranger(self) -> Guest:
        guest: Guest = GuestFactory(event__running=True, name=self.NAME, phone=self.PHONE)
        SignInFactory(guest=guest)
        return guest

    @pytest.mark.parametrize(
        "page", ["", "board/", "board/figures/", "muster/", "checkpoints/", "contacts/"]
    )
    def test_holds_no_guest_of_another(self, log_in, other, stranger, page):
        GuestFactory(event=other, name="李安")

        shown = log_in("Administrators").get(f"/admin/guests/{other.pk}/{page}").content.decode()

        assert self.NAME not in shown
        assert stranger.greeting not in shown

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_is_exported_without_the_guests_of_another(self, log_in, other, stranger, kind):
        GuestFactory(event=other, name="李安")
        client = log_in("Administrators")

        files = [_exported(client, event, kind) for event in (other, stranger.event)]

        assert [("李安" in text, self.NAME in text) for text in files] == [
            (True, False),
            (False, True),
        ]


class TestATablet:
    @pytest.fixture
    def tablet(self, other) -> Tablet:
        return Tablet(DeskFactory(event=other, paired=True))

    def test_learns_nothing_of_the_guests_of_another_event(self, tablet):
        stranger: Guest = GuestFactory(event__running=True, name="王金丝雀", phone="13912345678")

        answers: list[Any] = [
            tablet.get("/search", {"q": "金丝雀"}),
            tablet.get("/board"),
            tablet.get(),
            tablet.scan(stranger),
        ]

        assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
        assert answers[3].json()["result"] == "other_event"
        assert not [answer.content for answer in answers if "金丝雀" in answer.content.decode()]
        assert not SignIn.objects.exists()

    def test_writes_to_no_list_of_another_event(self, tablet, other):
        guest, foreign = GuestFactory(event=other), CheckpointFactory()

        response = tablet.scan(guest, checkpoint=foreign.pk)

        assert response.status_code == 403
        assert not SignIn.objects.exists()


def _exported(client: Client, event: Event, kind: str) -> str:
    """Return what an export says."""
    response: Any = client.post(f"/admin/guests/{event.pk}/export/", wish(kind=kind))
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return content.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
