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
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.jobs import start_job
from foyer.core.models import Job, User
from foyer.core.refusals import Refusal
from foyer.guests.enums import NoticeChannel, NoticeOccasion
from foyer.guests.hosted import is_belated, near_events
from foyer.guests.models import ArrivalPolicy, SignIn, Welcome, WelcomeNotice
from foyer.staff.models import WebhookEvent
from foyer.staff.services.webhooks import tell

POST_NOTICES = "guests.post_notices"
STALE = timedelta(minutes=30)  # what happened longer ago alarms nobody
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
    welcome, _made = Welcome.objects.get_or_create(sign_in=sign_in)
    if not Welcome.objects.filter(pk=welcome.pk, told_at=None).update(told_at=at):
        return False
    host = sign_in.guest.host
    if host and not is_belated(sign_in) and at - sign_in.signed_in_at <= STALE:
        _queue(welcome, [host], NoticeOccasion.ARRIVED, at)
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


def raise_unmet(*, at: datetime) -> int:
    """Tell reception, once, of each guest whose host has not met them in time; return of how many."""
    lead = timedelta(minutes=ArrivalPolicy.load().host_minutes)
    met = Welcome.objects.filter(met_at__isnull=False, sign_in__undone_at=None)
    waiting = (
        Welcome.objects.filter(
            told_at__isnull=False,
            raised_at=None,
            met_at=None,
            sign_in__undone_at=None,
            sign_in__guest__host__isnull=False,
            sign_in__signed_in_at__range=(at - lead - STALE, at - lead),
        )
        .exclude(sign_in__guest__in=met.values("sign_in__guest"))
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
    _queue(welcome, _reception(), NoticeOccasion.UNMET, at)
    log(welcome.sign_in.guest, "foyer.guest.raise_unmet")
    return True


def _reception() -> list[User]:
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
        if user.is_active
        for channel in _channels(user)
    ]
    if notices:
        WelcomeNotice.objects.bulk_create(notices, ignore_conflicts=True)
        start_posting(at=at)


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
