"""Sending the notices about arrivals: claimed before they are handed over, and never handed over twice. (000-14)"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.users.models import UserProfile

from foyer.core.context_processors import describe_house
from foyer.core.enums import JobStatus
from foyer.core.jobs import JobRun
from foyer.core.languages import HTML_LANG, known_language
from foyer.core.mail import Letter, NotNow, Postbox, Rejected, Unclear, address_of
from foyer.core.models import HousePolicy, Job
from foyer.core.notifier import Notice, house_notifier
from foyer.guests.enums import NoticeChannel, NoticeOccasion, NoticeStatus
from foyer.guests.models import WelcomeNotice

from .welcomes import POST_NOTICES, STALE, start_posting

logger = logging.getLogger(__name__)
_AGAIN_AFTER = timedelta(minutes=1)
_KEPT = timedelta(days=90)


def post_notices(run: JobRun) -> None:
    """Send every notice that waits; one that waited too long lapses, and alarms nobody."""
    waiting = list(
        WelcomeNotice.objects.filter(status=NoticeStatus.QUEUED)
        .select_related("to", "welcome__sign_in__event", "welcome__sign_in__checkpoint")
        .order_by("pk")
    )
    run.advance(0, total=len(waiting))
    away = False
    with Postbox() as postbox:
        for step, notice in enumerate(waiting, 1):
            away = not _post(postbox, notice, run.now()) or away
            run.advance(step)
    if away:
        run.postpone(run.now() + _AGAIN_AFTER)


def settle_notices(*, at: datetime) -> None:
    """Bring to an end what a dead worker left behind, and start what waits; forget what is long over."""
    jobs = Job.objects.filter(kind=POST_NOTICES)
    if not jobs.filter(status=JobStatus.RUNNING).exists():
        claimed = WelcomeNotice.objects.filter(status=NoticeStatus.SENDING)
        claimed.update(status=NoticeStatus.UNCLEAR)
    waits = WelcomeNotice.objects.filter(status=NoticeStatus.QUEUED).exists()
    if waits and not jobs.open().exists():
        start_posting(at=at)
    WelcomeNotice.objects.filter(queued_at__lt=at - _KEPT).delete()


def _post(postbox: Postbox, notice: WelcomeNotice, at: datetime) -> bool:
    """Send one notice, or write down why not; tell whether the way it goes was open."""
    row = WelcomeNotice.objects.filter(pk=notice.pk)
    if at - notice.queued_at > STALE:
        row.filter(status=NoticeStatus.QUEUED).update(status=NoticeStatus.LAPSED)
        return True
    if notice.channel == NoticeChannel.HOUSE:
        _tell_house(row, notice, at)
        return True
    return _mail(postbox, row, notice, at)


def _mail(
    postbox: Postbox, row: QuerySet[WelcomeNotice], notice: WelcomeNotice, at: datetime
) -> bool:
    try:
        postbox.open()
    except NotNow:
        return False
    if not _claimed(row):
        return True
    try:
        postbox.send(_letter(notice))
    except Rejected as refused:
        row.update(status=NoticeStatus.FAILED, error=str(refused)[:300])
    except Unclear as unclear:
        row.update(status=NoticeStatus.UNCLEAR, error=str(unclear)[:300])
    except NotNow:
        row.update(status=NoticeStatus.QUEUED)
        return False
    else:
        row.update(status=NoticeStatus.SENT, sent_at=at)
    return True


def _claimed(row: QuerySet[WelcomeNotice]) -> bool:
    return bool(row.filter(status=NoticeStatus.QUEUED).update(status=NoticeStatus.SENDING))


def _tell_house(row: QuerySet[WelcomeNotice], notice: WelcomeNotice, at: datetime) -> None:
    notifier = house_notifier()
    if notifier is None or not _claimed(row):
        return
    with override(_language(notice)):
        subject, text = _words(notice)
    told = Notice(
        kind=f"guest.{notice.occasion}",
        to=notice.to,
        subject=subject,
        text=text,
        url=page_of(notice),
        happened_at=notice.queued_at
        if notice.occasion == NoticeOccasion.BACK
        else notice.welcome.sign_in.signed_in_at,
    )
    try:
        notifier(told)
    except Exception as reason:  # noqa: BLE001  the house's own code may raise anything
        logger.warning("The house's notifier did not take a notice: %s", type(reason).__name__)
        row.update(status=NoticeStatus.FAILED, error=type(reason).__name__[:300])
    else:
        row.update(status=NoticeStatus.SENT, sent_at=at)


def page_of(notice: WelcomeNotice) -> str:
    """Return the address of the page that shows whom it is about."""
    if notice.occasion in (NoticeOccasion.ARRIVED, NoticeOccasion.BACK):
        path = reverse("guests:mine")
    else:
        path = reverse("guests:arrivals", args=[notice.welcome.sign_in.event_id])
    return f"{settings.PUBLIC_URL}{path}"


def _language(notice: WelcomeNotice) -> str:
    return known_language(UserProfile.get_for_user(notice.to).preferred_language)


def _words(notice: WelcomeNotice) -> tuple[str, str]:
    """Return subject and text; neither names the guest."""
    sign_in = notice.welcome.sign_in
    local = timezone.localtime(sign_in.signed_in_at, timezone.get_default_timezone())
    values = {
        "event": sign_in.event.title_text,
        "time": date_format(local, "TIME_FORMAT"),
        "checkpoint": sign_in.checkpoint.name_text,
    }
    if notice.occasion == NoticeOccasion.ARRIVED:
        return (
            _("A guest of yours has arrived"),
            _("A guest of yours signed in at %(time)s: %(event)s, %(checkpoint)s.") % values,
        )
    if notice.occasion == NoticeOccasion.BACK:
        return (
            _("A guest of yours is back"),
            _("A guest of yours who had left has come back: %(event)s.") % values,
        )
    return (
        _("A guest is waiting for the host"),
        _("A guest signed in at %(time)s and has not been met yet: %(event)s, %(checkpoint)s.")
        % values,
    )


def _letter(notice: WelcomeNotice) -> Letter:
    """Return a notice as a letter in its reader's language."""
    language = _language(notice)
    with override(language):
        subject, text = _words(notice)
        context = {
            "subject": subject,
            "words": text,
            "url": page_of(notice),
            "lang": HTML_LANG[language],
            "house": describe_house(HousePolicy.load()),
        }
        return Letter(
            subject=subject,
            body=render_to_string("mail/arrival.txt", context),
            to=[address_of(name=str(notice.to), email=notice.to.email)],
            alternatives=[(render_to_string("mail/arrival.html", context), "text/html")],
        )
