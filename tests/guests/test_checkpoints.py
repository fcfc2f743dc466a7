"""The lists of an event's doors."""

import pytest

from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.services.checkpoints import (
    CheckpointInUse,
    ensure_door_checkpoint,
    remove_checkpoint,
)
from tests.conftest import LogIn
from tests.factories import (
    CheckpointFactory,
    SignInFactory,
)

pytestmark = pytest.mark.django_db


class TestCheckpoints:
    def test_the_door_is_made_once(self, event: Event) -> None:
        assert ensure_door_checkpoint(event=event) == ensure_door_checkpoint(event=event)

        assert event.checkpoints.count() == 1

    def test_one_in_use_stays(self, administrator: User) -> None:
        sign_in = SignInFactory(undone=True)

        with pytest.raises(CheckpointInUse):
            remove_checkpoint(checkpoint=sign_in.checkpoint, by=administrator)


class TestCheckpointsPage:
    def test_are_named_added_and_taken_away_on_one_screen(
        self, event: Event, log_in: LogIn
    ) -> None:
        door = ensure_door_checkpoint(event=event)
        gift = CheckpointFactory(event=event, name="伴手礼")
        page = f"/admin/guests/{event.pk}/checkpoints/"

        answer = log_in("Reception").post(
            page,
            {
                "checkpoints-TOTAL_FORMS": 3,
                "checkpoints-INITIAL_FORMS": 2,
                "checkpoints-0-id": door.pk,
                "checkpoints-0-name": "正门",
                "checkpoints-0-position": 0,
                "checkpoints-1-id": gift.pk,
                "checkpoints-1-name": "伴手礼",
                "checkpoints-1-position": 0,
                "checkpoints-1-DELETE": "on",
                "checkpoints-2-name": "晚宴",
                "checkpoints-2-position": 1,
            },
        )

        assert answer.status_code == 302
        assert list(event.checkpoints.values_list("name", flat=True)) == ["正门", "晚宴"]

    def test_of_the_same_name_are_refused(self, event: Event, log_in: LogIn) -> None:
        CheckpointFactory(event=event, name="晚宴")

        answer = log_in("Reception").post(
            f"/admin/guests/{event.pk}/checkpoints/",
            {
                "checkpoints-TOTAL_FORMS": 1,
                "checkpoints-INITIAL_FORMS": 0,
                "checkpoints-0-name": "晚宴",
                "checkpoints-0-position": 0,
            },
        )

        assert answer.status_code == 200
        assert event.checkpoints.count() == 1
