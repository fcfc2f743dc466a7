"""The morning mail: once a day and person, in their language, with figures and a link, and no names. (001-12)"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from foyer.clients.care_enums import DigestDays, DigestStatus, DueGroup, DueKind
from foyer.clients.models import CarePolicy, DigestChoice, DueDigest
from foyer.clients.queries.due_elsewhere import OtherDue, due_elsewhere
from foyer.clients.queries.due_items import DueItem, DueScope
from foyer.clients.queries.due_list import due_items, visible_to
from foyer.core.context_processors import describe_house
from foyer.core.days import house_day, start_of
from foyer.core.jobs import JobRun, start_job
from foyer.core.languages import HTML_LANG, language_of
from foyer.core.mail import (
    Letter,
    NotNow,
    Postbox,
    Rejected,
    ServerAway,
    Unclear,
    address_of,
    one_line,
)
from foyer.core.models import HousePolicy, Job, User

SEND_DIGESTS = "clients.send_digests"
_AGAIN_AFTER = timedelta(minutes=10)
_SATURDAY = 5


@dataclass(slots=True)
class Mine:
    """What is due by one member of staff, today or before.

    Attributes:
        items: at their clients.
        others: after events.
    """

    items: list[DueItem] = field(default_factory=list)
    others: list[OtherDue] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Tell whether anything is."""
        return bool(self.items or self.others)


def start_digests(*, at: datetime) -> Job | None:
    """Start the morning mails once the house's hour has come, once a day."""
    policy, day = CarePolicy.load(), house_day(at)
    local = timezone.localtime(at, timezone.get_default_timezone())
    rests = policy.digest_days == DigestDays.WEEKDAYS and day.weekday() >= _SATURDAY
    if rests or local.time() < policy.digest_at:
        return None
    if Job.objects.filter(
        kind=SEND_DIGESTS, created_at__gte=start_of(day), arguments__day=day.isoformat()
    ).exists():
        return None
    return start_job(kind=SEND_DIGESTS, arguments={"day": day.isoformat()}, by=None, at=at)


def send_digests(run: JobRun) -> None:
    """Send each member of staff what is due on their list; those with nothing due get nothing.

    A mail is written down before it is handed over, and never handed over twice: one found written down
    by a worker that died may have gone out, and stays unclear.
    """
    day = date.fromisoformat(run.arguments["day"])
    DueDigest.objects.filter(day=day, status=DigestStatus.SENDING).update(
        status=DigestStatus.UNCLEAR
    )
    waiting, later = _waiting(day, run.now()), ""
    run.advance(0, total=len(waiting))
    house = HousePolicy.load()
    with Postbox() as postbox:
        for step, (user, mine) in enumerate(waiting, 1):
            if house_day(run.now()) != day:
                break  # a mail of yesterday helps nobody
            try:
                _send(postbox, user, mine, day, house, run.now())
            except ServerAway as away:
                later = str(away)
                break
            except NotNow as refused:
                later = str(refused)
            run.advance(step)
    if later:
        run.advance(0, result={"later": later})
        run.postpone(run.now() + _AGAIN_AFTER)


def _waiting(day: date, at: datetime) -> list[tuple[User, Mine]]:
    """Return who is to get a mail and has got none, with what is due on their list."""
    lists: defaultdict[int, Mine] = defaultdict(Mine)
    for item in due_items(DueScope(), policy=CarePolicy.load(), today=day):
        if item.manager and item.group(day) != DueGroup.SOON:
            lists[item.manager].items.append(item)
    for other in due_elsewhere(None, at=at):
        for person in other.people if other.due_on <= day else ():
            lists[person.pk].others.append(other)
    unwanted = DigestChoice.objects.filter(wanted=False).values("user")
    told = DueDigest.objects.filter(day=day).values("user")
    users = (
        User.objects.filter(pk__in=lists, is_active=True)
        .exclude(email="")
        .exclude(pk__in=unwanted)
        .exclude(pk__in=told)
        .select_related("wagtail_userprofile")
        .order_by("pk")
    )
    seen = [(user, _seen_by(user, lists[user.pk])) for user in users]
    return [(user, mine) for user, mine in seen if mine]


def _seen_by(user: User, mine: Mine) -> Mine:
    """Return of what is due by somebody what they may see: a right may have gone since it became theirs."""
    items = visible_to(user, mine.items) if user.has_perm("clients.view_due") else []
    return Mine(items, mine.others if user.has_perm("wagtailadmin.access_admin") else [])


def _send(
    postbox: Postbox, user: User, due: Mine, day: date, house: HousePolicy, at: datetime
) -> None:
    """Send one mail, or write down why not.

    Raises:
        NotNow: nothing was handed over, and nothing is written down.
    """
    postbox.open()
    row = _claim(user, day)
    if row is None:
        return
    mine = DueDigest.objects.filter(pk=row.pk)
    try:
        postbox.send(write_digest(user=user, due=due, day=day, house=house))
    except Rejected as refused:
        mine.update(status=DigestStatus.REFUSED, error=str(refused))
    except Unclear as unclear:
        mine.update(status=DigestStatus.UNCLEAR, error=str(unclear))
    except NotNow:
        mine.delete()
        raise
    else:
        mine.update(status=DigestStatus.SENT, sent_at=at)


def _claim(user: User, day: date) -> DueDigest | None:
    """Write the mail down as being sent, unless somebody has already."""
    try:
        with transaction.atomic():
            return DueDigest.objects.create(user=user, day=day)
    except IntegrityError:
        return None


def write_digest(*, user: User, due: Mine, day: date, house: HousePolicy) -> Letter:
    """Return the mail to one member of staff: how much of what is due, and where to look. No names."""
    groups = Counter(item.group(day) for item in due.items)
    late = sum(other.due_on < day for other in due.others)
    overdue, today = (
        groups[DueGroup.OVERDUE] + late,
        groups[DueGroup.TODAY] + len(due.others) - late,
    )
    kinds = Counter(item.kind for item in due.items)
    language = language_of(user)
    with override(language):
        told = [(str(kind.label), kinds[kind]) for kind in DueKind if kinds[kind]]
        if due.others:
            told.append((gettext("Due after events"), len(due.others)))
        subject = _subject(overdue + today, clients_only=not due.others)
        page = "care:due" if user.has_perm("clients.view_due") else "wagtailadmin_home"
        context = {
            "subject": subject,
            "name": str(user),
            "overdue": overdue,
            "today": today,
            "kinds": told,
            "url": settings.PUBLIC_URL + reverse(page),
            "account_url": settings.PUBLIC_URL + reverse("wagtailadmin_account"),
            "house": describe_house(house),
            "lang": HTML_LANG[language],
        }
        text = render_to_string("mail/digest.txt", context)
        html = render_to_string("mail/digest.html", context)
        return Letter(
            subject=one_line(subject),
            body=text,
            to=[address_of(name=str(user), email=user.email)],
            alternatives=[(html, "text/html")],
        )


def _subject(count: int, *, clients_only: bool) -> str:
    if clients_only:
        words = ngettext(
            "%(count)d thing is due at your clients",
            "%(count)d things are due at your clients",
            count,
        )
    else:
        words = ngettext(
            "%(count)d thing is due on your list", "%(count)d things are due on your list", count
        )
    return words % {"count": count}


def forget_digests(*, at: datetime) -> None:
    """Forget which mails went out a quarter ago."""
    DueDigest.objects.filter(day__lt=house_day(at) - timedelta(days=90)).delete()
