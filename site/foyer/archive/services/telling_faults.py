"""Telling keepers and archivists which files are damaged, lost or sound again: once, and who may know. (000-28)"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from foyer.archive.enums import FileHealth
from foyer.archive.models import ArchiveRecord, IntegrityCheck, RecordFile
from foyer.core.jobs import JobRun, start_job
from foyer.core.languages import language_of
from foyer.core.mail import Letter, NotNow, Postbox, Undelivered, address_of, one_line
from foyer.core.models import HousePolicy, User

from .holders import holders

logger = logging.getLogger(__name__)

TELL: Final = "archive.tell_faults"
_AGAIN_AFTER: Final = timedelta(minutes=10)
_MOST_NAMED: Final = 100


def news_of(check: IntegrityCheck) -> list[dict[str, Any]]:
    """Return what a run found otherwise than the look before: each fault is news once."""
    return [one for one in check.faults if "file" in one and one["was"] != one["health"]]


def tell_of(check: IntegrityCheck, *, at: datetime) -> None:
    """Have the keepers of the records and the archivists told of what is new; harmless without news."""
    files = [one["file"] for one in news_of(check)]
    if not files:
        return
    keepers = ArchiveRecord.objects.filter(files__in=files).order_by().values_list("keeper")
    archivists = holders("view_every_archiverecord").values_list("pk", flat=True)
    people = sorted({pk for (pk,) in keepers} | set(archivists))
    arguments = {"check": check.pk, "to": people}
    start_job(kind=TELL, arguments=arguments, by=None, at=at, total=len(people))


def tell_faults(run: JobRun) -> None:
    """Write to each; a letter that may have gone out is never sent again."""
    check = IntegrityCheck.objects.get(pk=run.arguments["check"])
    people = run.arguments["to"]
    with Postbox() as postbox:
        for step in range(run.step, len(people)):
            user = User.objects.select_related("wagtail_userprofile").filter(pk=people[step])
            letter = _letter(user.first(), check)
            run.advance(step + 1)
            if letter is not None:
                _send(run, postbox, letter, step)


def _send(run: JobRun, postbox: Postbox, letter: Letter, step: int) -> None:
    try:
        postbox.open()
        postbox.send(letter)
    except NotNow:
        run.advance(step)
        run.postpone(run.now() + _AGAIN_AFTER)
    except Undelivered:
        logger.warning("The notice of check %s could not be sent", run.arguments["check"])


def _letter(user: User | None, check: IntegrityCheck) -> Letter | None:
    """Return the letter to somebody; None where there is no address, or nothing they may know of."""
    if user is None or not user.is_active or not user.email:
        return None
    news = news_of(check)
    seen = ArchiveRecord.objects.visible_to(user).order_by().values("pk")
    files = RecordFile.objects.filter(pk__in=[one["file"] for one in news], record__in=seen)
    known = files.select_related("record").in_bulk()
    told = [(known[one["file"]], one) for one in news if one["file"] in known]
    if not told:
        return None
    with override(language_of(user)):
        return _written(user, told)


def _written(user: User, told: list[tuple[RecordFile, dict[str, Any]]]) -> Letter:
    bad = [file for file, one in told if one["health"] in FileHealth.FAULTS]
    if bad:
        subject = ngettext(
            "%(house)s: %(count)d file of the archive is damaged or missing",
            "%(house)s: %(count)d files of the archive are damaged or missing",
            len(bad),
        )
    else:
        subject = ngettext(
            "%(house)s: %(count)d file of the archive is sound again",
            "%(house)s: %(count)d files of the archive are sound again",
            len(told),
        )
    filled = {"house": HousePolicy.load(), "count": len(bad) or len(told)}
    parts = [_("The check of the archive’s files found:")]
    parts += [
        f"· {file.record.number} · {file.name} ({file.version}): {_state(one['health'])}"
        for file, one in told[:_MOST_NAMED]
    ]
    if len(told) > _MOST_NAMED:
        more = ngettext("and %(count)d more.", "and %(count)d more.", len(told) - _MOST_NAMED)
        parts.append(more % {"count": len(told) - _MOST_NAMED})
    if bad:
        parts.append(
            _(
                "What to do: leave the files as they are, take the last copy from the second medium, verify it, "
                "and have the files put back from there or from a backup of the house. The next check tells "
                "you when they are sound again."
            )
        )
    if user.has_perm("archive.view_integritycheck"):
        parts.append(settings.PUBLIC_URL + reverse("archive:checks"))
    return Letter(
        subject=one_line(subject % filled),
        body="\n\n".join(parts) + "\n",
        to=[address_of(name=str(user), email=user.email)],
    )


def _state(health: str) -> str:
    if health == FileHealth.SOUND:
        return _("sound again")
    return str(FileHealth(health).label)
