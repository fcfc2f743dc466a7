"""The lists of an event: door, dinner, gift."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.events.models import Event
from foyer.guests.models import Checkpoint

DOOR = {"name": "门口签到", "name_zh_hant": "門口簽到", "name_en": "Door"}


class CheckpointInUse(Refusal):
    """Guests or tablets hang on this list."""

    code = "checkpoint_in_use"
    message = _("%(checkpoint)s is in use: guests have signed in there, or a tablet works for it.")


@transaction.atomic
def ensure_door_checkpoint(*, event: Event) -> Checkpoint:
    """Return the first list of an event; it is made when the event has none yet.

    Calling it again changes nothing, and two callers at once make one list.
    """
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    first = event.checkpoints.order_by("position", "pk").first()
    return first or event.checkpoints.create(**DOOR)


@transaction.atomic
def remove_checkpoint(*, checkpoint: Checkpoint, by: User) -> None:
    """Take away a list nobody has used.

    Raises:
        CheckpointInUse: there are sign-ins, undone ones included, or tablets.
    """
    if checkpoint.sign_ins.exists() or checkpoint.desks.exists():
        raise CheckpointInUse(checkpoint=checkpoint.name_text)
    log(checkpoint.event, "foyer.checkpoint.remove", user=by, data={"id": checkpoint.pk})
    checkpoint.delete()
