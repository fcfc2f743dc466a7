"""The alarm when the newest backup is too old: raised once, told once to each administrator. (001-30)"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.users.models import UserProfile

from foyer.core.languages import known_language
from foyer.core.mail import Letter, NotNow, Postbox, Undelivered, address_of, one_line
from foyer.core.models import HousePolicy, User

from .keys import has_backup_key
from .models import BackupAlarm, BackupRun
from .runs import newest_verified

logger = logging.getLogger(__name__)


def backup_trouble(*, at: datetime) -> str:
    """Return in words what is wrong with the house's backups; nothing when the newest is new enough."""
    if settings.BACKUP_DIR is None:
        return _("No backups are made: FOYER_BACKUP_DIR is not set.")
    if not has_backup_key():
        return _("No backups are made: FOYER_BACKUP_KEY is not set.")
    newest = newest_verified()
    if newest is None:
        return _("There is no verified backup yet.")
    if newest.made_at <= at - _patience():
        hours = int((at - newest.made_at).total_seconds() // 3600)
        return _("The newest backup is %(hours)s hours old.") % {"hours": hours}
    return ""


def watch_backups(*, at: datetime) -> None:
    """Raise the alarm once when the newest backup is too old; end it when there is a new one."""
    alarm = BackupAlarm.objects.filter(ended_at=None).first()
    if not _is_too_old(at):
        if alarm:
            BackupAlarm.objects.filter(pk=alarm.pk).update(ended_at=at)
        return
    alarm = alarm or BackupAlarm.objects.create(raised_at=at)
    if alarm.told_at is None and _tell(at):
        BackupAlarm.objects.filter(pk=alarm.pk).update(told_at=at)


def _is_too_old(at: datetime) -> bool:
    """Tell whether the newest is too old; without any, whether the first attempt is."""
    newest = newest_verified()
    first = newest or BackupRun.objects.order_by("made_at").first()
    return first is not None and first.made_at <= at - _patience()


def _patience() -> timedelta:
    return timedelta(hours=HousePolicy.load().backup_hours)


def _tell(at: datetime) -> bool:
    """Write to everybody who may have a backup made; False while the mail server is away."""
    may = Q(groups__permissions__codename="add_backuprun") | Q(is_superuser=True)
    users = User.objects.filter(may, is_active=True).exclude(email="").distinct().order_by("pk")
    try:
        with Postbox() as postbox:
            for user in users:
                _post(postbox, user, at)
    except NotNow:
        return False
    return True


def _post(postbox: Postbox, user: User, at: datetime) -> None:
    try:
        postbox.send(_letter(user, at))
    except NotNow:
        raise
    except Undelivered:
        logger.warning("The alarm about backups could not be sent to account %s", user.pk)


def _letter(user: User, at: datetime) -> Letter:
    with override(known_language(UserProfile.get_for_user(user).preferred_language)):
        words = _(
            "What is lost now cannot be brought back. The list of backups says what went wrong:"
        )
        url = settings.PUBLIC_URL + reverse("backups:list")
        subject = _("%(house)s: the newest backup is too old") % {"house": HousePolicy.load()}
        return Letter(
            subject=one_line(subject),
            body=f"{backup_trouble(at=at)}\n\n{words}\n\n{url}",
            to=[address_of(name=str(user), email=user.email)],
        )
