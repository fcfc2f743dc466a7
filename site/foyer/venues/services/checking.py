"""Checking the equipment of a room before its use. (004-15)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.uploads.clean_file import CleanFile
from foyer.venues.enums import FaultSeverity
from foyer.venues.models import CheckLine, EquipmentCheck, EquipmentItem, Occupation, Room
from foyer.venues.queries.checks import ToCheck, lines_to_check

from .faults import WordsMissing, report_fault


class SheetChanged(Refusal):
    """What stands in the room is not what the sheet listed, or something was not ticked."""

    code = "sheet_changed"
    message = _(
        "The equipment of this room has changed meanwhile. What you ticked is kept; tick what is new as well."
    )


class PieceMissing(Refusal):
    """Which of the hired pieces failed is not said."""

    code = "piece_missing"
    message = _("Say which of the hired pieces does not work.")


class NothingToCheck(Refusal):
    """There is nothing in the room."""

    code = "nothing_to_check"
    message = _("No equipment is kept in this room, and none was hired for this use.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found on one line.

    Attributes:
        passed: whether it works.
        what: what is wrong.
        severity: whether it can still be used.
        item: which of the hired pieces failed.
        photo: what `UploadField` gave.
    """

    passed: bool
    what: str = ""
    severity: str = FaultSeverity.SERIOUS
    item: EquipmentItem | None = None
    photo: CleanFile | None = None


@transaction.atomic
def check_equipment(
    *,
    room: Room,
    answers: Mapping[str, Answer],
    by: User,
    at: datetime,
    occupation: Occupation | None = None,
    note: str = "",
) -> EquipmentCheck:
    """Keep a check sheet; every line that failed is reported as a fault in the same step.

    Args:
        room: the room.
        answers: what was found, by the keys of `lines_to_check`.
        by: who checked.
        at: the moment.
        occupation: the use it is for; None: the room by itself, now.
        note: what else was noticed.

    Raises:
        NothingToCheck: there is nothing in the room.
        SheetChanged: a line is missing.
        PieceMissing: which of the hired pieces failed is not said.
        WordsMissing: a failure without words.
    """
    lines = lines_to_check(room, occupation)
    if not lines:
        raise NothingToCheck
    if not {line.key for line in lines} <= set(answers):
        raise SheetChanged
    sheet = EquipmentCheck.objects.create(
        room=room,
        occupation=occupation,
        purpose=occupation.title if occupation else "",
        starts_at=occupation.starts_at if occupation else at,
        checked_at=at,
        checked_by=by,
        note=note.strip(),
    )
    for line in lines:
        _keep_line(sheet, line, answers[line.key], by=by, at=at)
    log(sheet, "foyer.equipment.check", user=by)
    return sheet


def _keep_line(
    sheet: EquipmentCheck, line: ToCheck, answer: Answer, *, by: User, at: datetime
) -> None:
    item = line.item or answer.item
    fault = None
    if not answer.passed:
        if item is None:
            raise PieceMissing
        if not answer.what.strip():
            raise WordsMissing
        reported = report_fault(
            item=item,
            what=answer.what,
            severity=answer.severity,
            photo=answer.photo,
            by=by,
            at=at,
        )
        fault = reported.fault
    CheckLine.objects.create(
        check_sheet=sheet,
        item=item,
        label=line.label,
        quantity=line.quantity,
        is_hired=line.hire is not None,
        passed=answer.passed,
        fault=fault,
        note="" if answer.passed else answer.what.strip(),
    )
