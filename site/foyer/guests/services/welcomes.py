"""Meeting the guests who have a host, and telling host and reception in time. (000-14)

The door writes nothing but the sign-in (decision 0006). What follows is found by a pass every few seconds:
it claims each arrival once, and in the same transaction writes down the notices and the messages to other
programs; jobs send them. What was heard of late is shown with its own time, and alarms nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.jobs import start_job
from foyer.core.models import Job, User
from foyer.core.refusals import Refusal
from foyer.guests.enums import NoticeChannel, NoticeOccasion
from foyer.guests.hosted import BELATED_FROM, is_belated, near_events
from foyer.guests.models import ArrivalPolicy, Departure, SignIn, Welcome, WelcomeNotice
from foyer.staff.models import WebhookEvent
from foyer.staff.services.webhooks import tell

POST_NOTICES = "guests.post_notices"
STALE = timedelta(minutes=30)  # what happened longer ago alarms nobody
_PASS = timedelta(seconds=10)  # a host is told no later than this after the sign-in
_MOST = 200  # arrivals in one pass; the next follows in seconds


class AlreadyMet(Refusal):
    """Somebody was quicker."""

    code = "already_met"
    message = _("%(guest)s has been met already.")


class NotHere(Refusal):
    """The sign-in was undone, or the guest has no host any more."""

    code = "not_here"
    message = _("This sign-in has been undone, or the guest has no host any more.")


@transaction.atomic
def confirm_met(*, sign_in: SignIn, by: User, at: datetime) -> Welcome:
    """Write down that the house has met a guest who came: who did, and when.

    Raises:
        NotHere: the sign-in was undone, or nobody hosts this guest.
        AlreadyMet: somebody else was quicker.
    """
    guest = sign_in.guest
    if sign_in.undone_at or guest.host_id is None:
        raise NotHere
    welcome, _made = Welcome.objects.get_or_create(sign_in=sign_in)
    standing = Welcome.objects.filter(sign_in__guest=guest, sign_in__undone_at=None)
    if standing.filter(met_at__isnull=False).exists():
        raise AlreadyMet(guest=guest.name)
    if not Welcome.objects.filter(pk=welcome.pk, met_at=None).update(met_at=at, met_by=by):
        raise AlreadyMet(guest=guest.name)
    log(guest, "foyer.guest.meet", user=by)
    welcome.refresh_from_db()
    return welcome


def may_confirm(user: User, sign_in: SignIn) -> bool:
    """Tell whether a member of staff may say that a guest was met: their host, and whoever signs guests in."""
    return sign_in.guest.host_id == user.pk or user.has_perm("guests.add_signin")


def tell_arrivals(*, at: datetime) -> int:
    """Tell of each guest with a host who has come, once; return how many."""
    told = Welcome.objects.filter(told_at__isnull=False, sign_in__undone_at=None)
    # Who waits and is given another host by then arrives for that one now.
    told = told.filter(Q(told_to=F("sign_in__guest__host")) | Q(met_at__isnull=False))
    fresh = (
        SignIn.objects.standing()
        .filter(event__in=near_events(at=at).order_by(), guest__host__isnull=False)
        .exclude(guest__in=told.values("sign_in__guest"))
        .select_related("guest__host", "event")
        .order_by("signed_in_at", "pk")
    )
    first = {row.guest_id: row for row in reversed(fresh[:_MOST])}
    return sum(_tell_arrival(row, at) for row in first.values())


@transaction.atomic
def _tell_arrival(sign_in: SignIn, at: datetime) -> bool:
    host = sign_in.guest.host
    assert host is not None  # noqa: S101  asked for guests who have one
    welcome, _made = Welcome.objects.get_or_create(sign_in=sign_in)
    mine = Welcome.objects.filter(Q(told_at=None) | ~Q(told_to=host), pk=welcome.pk)
    if not mine.update(told_at=at, told_to=host, raised_at=None):
        return False
    if not is_belated(sign_in) and (welcome.told_at or at - sign_in.signed_in_at <= STALE):
        _tell_host(welcome, host, at)
    tell(
        WebhookEvent.GUEST_ARRIVED,
        {
            "sign_in": sign_in.pk,
            "guest": sign_in.guest_id,
            "host": sign_in.guest.host_id,
            "event": sign_in.event.number,
            "checkpoint": sign_in.checkpoint_id,
            "signed_in_at": sign_in.signed_in_at.isoformat(),
            "heard_at": sign_in.heard_at.isoformat(),
            "url": guest_page(sign_in),
        },
        at=at,
    )
    return True


def _tell_host(welcome: Welcome, host: User, at: datetime) -> None:
    """Tell a host; where there is no way to, reception learns at once that nobody comes by themselves."""
    if is_reachable(host):
        _queue(welcome, [host], NoticeOccasion.ARRIVED, at)
    else:
        _raise(welcome, at)


def tell_returns(*, at: datetime) -> int:
    """Tell hosts of guests who had left and have come back; return of how many."""
    told = Welcome.objects.filter(
        sign_in__guest=OuterRef("guest"), back_told_at__gte=OuterRef("returned_at")
    )
    back = (
        Departure.objects.filter(
            ~Exists(told),
            event__in=near_events(at=at).order_by(),
            returned_at__range=(at - STALE, at),
            guest__host__isnull=False,
            changed_at__lte=F("returned_at") + BELATED_FROM,
        )
        .select_related("guest__host")
        .order_by("pk")
    )
    return sum(_tell_return(one, at) for one in back[:_MOST])


@transaction.atomic
def _tell_return(departure: Departure, at: datetime) -> bool:
    guest = departure.guest
    theirs = Welcome.objects.filter(sign_in__guest=guest, sign_in__undone_at=None)
    welcome = theirs.exclude(told_at=None).order_by("pk").first()
    if welcome is None or guest.host is None:
        return False
    mine = Welcome.objects.filter(pk=welcome.pk).exclude(back_told_at__gte=departure.returned_at)
    if not mine.update(back_told_at=at):
        return False
    welcome.notices.filter(occasion=NoticeOccasion.BACK).delete()  # of an earlier return
    _queue(welcome, [guest.host], NoticeOccasion.BACK, at)
    return True


def raise_unmet(*, at: datetime) -> int:
    """Tell reception, once, of each guest whose host has not met them in time; return of how many.

    Who has another host by now waits for that one from when they were told; who has left waits no more.
    """
    lead = timedelta(minutes=ArrivalPolicy.load().host_minutes)
    met = Welcome.objects.filter(met_at__isnull=False, sign_in__undone_at=None)
    gone = Departure.objects.filter(returned_at=None, guest__host__isnull=False)
    waiting = (
        Welcome.objects.filter(
            told_at__range=(at - lead - STALE, at - lead + _PASS),
            raised_at=None,
            met_at=None,
            sign_in__undone_at=None,
            sign_in__guest__host__isnull=False,
            sign_in__signed_in_at__lte=at - lead,
        )
        .exclude(sign_in__guest__in=met.values("sign_in__guest"))
        .exclude(sign_in__guest__in=gone.values("guest"))
        .select_related("sign_in__guest")
        .order_by("pk")
    )
    late = [one for one in waiting[:_MOST] if not is_belated(one.sign_in)]
    return sum(_raise(one, at) for one in late)


@transaction.atomic
def _raise(welcome: Welcome, at: datetime) -> bool:
    mine = Welcome.objects.filter(pk=welcome.pk, raised_at=None, met_at=None)
    if not mine.update(raised_at=at):
        return False
    _queue(welcome, reception(), NoticeOccasion.UNMET, at)
    log(welcome.sign_in.guest, "foyer.guest.raise_unmet")
    return True


def reception() -> list[User]:
    """Return who is told of guests that wait."""
    holds = {
        "groups__permissions__codename": "hear_unmet",
        "groups__permissions__content_type__app_label": "guests",
    }
    return list(User.objects.filter(is_active=True, **holds).distinct().order_by("pk"))


def _queue(
    welcome: Welcome, people: Iterable[User], occasion: NoticeOccasion, at: datetime
) -> None:
    """Write down whom to tell, by every way there is; a job sends it once this is committed."""
    notices = [
        WelcomeNotice(welcome=welcome, to=user, occasion=occasion, channel=channel, queued_at=at)
        for user in people
        if is_reachable(user)
        for channel in _channels(user)
    ]
    if notices:
        WelcomeNotice.objects.bulk_create(notices, ignore_conflicts=True)
        start_posting(at=at)


def is_reachable(user: User) -> bool:
    """Tell whether there is any way to tell a member of staff of a guest."""
    return user.is_active and bool(_channels(user))


def _channels(user: User) -> list[NoticeChannel]:
    house = [NoticeChannel.HOUSE] if settings.NOTIFIER else []
    return [NoticeChannel.MAIL, *house] if user.email else house


def start_posting(*, at: datetime) -> None:
    """Start sending, unless a job that has not begun will do so."""
    waiting = Job.objects.open().filter(kind=POST_NOTICES, claim="", run_after=None)
    if not waiting.exists():
        start_job(kind=POST_NOTICES, arguments={}, by=None, at=at)


def guest_page(sign_in: SignIn) -> str:
    """Return the address of the guest's page in the staff's tool."""
    path = reverse("guests:guest", args=[sign_in.event_id, sign_in.guest_id])
    return f"{settings.PUBLIC_URL}{path}"
