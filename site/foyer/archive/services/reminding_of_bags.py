"""Reminding the archivists that no copy of what is new lies on a second medium. (000-28)"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from foyer.archive.models import ArchivePolicy
from foyer.core.jobs import JobRun, start_job
from foyer.core.languages import language_of
from foyer.core.mail import Letter, NotNow, Postbox, Undelivered, address_of, one_line
from foyer.core.models import HousePolicy, Job, User

from .bags import EXPORT, last_complete, new_since
from .holders import holders

logger = logging.getLogger(__name__)
REMIND: Final = "archive.remind_of_bag"
_AGAIN: Final = timedelta(days=7)
_AGAIN_AFTER: Final = timedelta(minutes=10)


def bag_is_due(*, at: datetime) -> bool:
    """Tell whether something new was filed, and no copy of all that is new was made for too long."""
    days = timedelta(days=ArchivePolicy.load().bag_every_days)
    last = last_complete()
    if last is not None and last.made_at > at - days:
        return False
    new = new_since()
    return new.exists() if last else new.filter(filed_at__lte=at - days).exists()


def remind_of_bag(*, at: datetime) -> None:
    """Have the archivists reminded, once a week at most."""
    if Job.objects.filter(kind=REMIND, created_at__gt=at - _AGAIN).exists() or not bag_is_due(
        at=at
    ):
        return
    people = list(holders(EXPORT).order_by("pk").values_list("pk", flat=True))
    start_job(kind=REMIND, arguments={"to": people}, by=None, at=at, total=len(people))


def send_reminders(run: JobRun) -> None:
    """Write to each; a letter that may have gone out is never sent again."""
    people, count = run.arguments["to"], new_since().count()
    with Postbox() as postbox:
        for step in range(run.step, len(people)):
            user = (
                User.objects.select_related("wagtail_userprofile").filter(pk=people[step]).first()
            )
            run.advance(step + 1)
            if user is None or not user.is_active or not user.email:
                continue
            try:
                postbox.open()
                postbox.send(_letter(user, count))
            except NotNow:
                run.advance(step)
                run.postpone(run.now() + _AGAIN_AFTER)
            except Undelivered:
                logger.warning("A reminder of the second medium could not be sent")


def _letter(user: User, count: int) -> Letter:
    with override(language_of(user)):
        subject = _("%(house)s: a copy of the archive is due") % {"house": HousePolicy.load()}
        words = ngettext(
            "%(count)d record is new or changed since the last copy for a second medium. Make one, fetch it, "
            "and keep it in another place:",
            "%(count)d records are new or changed since the last copy for a second medium. Make one, fetch it, "
            "and keep it in another place:",
            count,
        )
        url = settings.PUBLIC_URL + reverse("archive:bags")
        return Letter(
            subject=one_line(subject),
            body=f"{words % {'count': count}}\n\n{url}\n",
            to=[address_of(name=str(user), email=user.email)],
        )
