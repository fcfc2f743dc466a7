"""Telling administrators that an address that failed for days was switched off. (SEC-13)"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.users.models import UserProfile

from foyer.core.context_processors import describe_house
from foyer.core.jobs import JobRun, start_job
from foyer.core.languages import known_language
from foyer.core.mail import Letter, NotNow, Postbox, Undelivered, address_of
from foyer.core.models import HousePolicy, User
from foyer.staff.models import Webhook

TELL = "staff.tell_webhook_stopped"
_AGAIN_AFTER = timedelta(minutes=10)


def tell_stopped(webhook: Webhook, *, at: datetime) -> None:
    """Write down that whoever may switch it on again is to be told."""
    holds = Q(groups__permissions__codename="change_webhook") | Q(is_superuser=True)
    users = User.objects.filter(holds, is_active=True).exclude(email="").distinct()
    told = list(users.order_by("pk").values_list("pk", flat=True))
    if told:
        start_job(kind=TELL, arguments={"webhook": webhook.pk, "users": told}, by=None, at=at)


def send_notices(run: JobRun) -> None:
    """Send one letter to each account of a job; while the mail server is away, later."""
    webhook = Webhook.objects.filter(pk=run.arguments["webhook"]).first()
    users = run.arguments["users"] if webhook else []
    with Postbox() as postbox:
        for step in range(run.step, len(users)):
            user = User.objects.filter(pk=users[step], is_active=True).first()
            if webhook and user and user.email:
                _post(postbox, webhook, user, run)
            run.advance(step + 1)


def _post(postbox: Postbox, webhook: Webhook, user: User, run: JobRun) -> None:
    try:
        postbox.send(_letter(webhook, user))
    except NotNow:
        run.postpone(run.now() + _AGAIN_AFTER)
    except Undelivered:
        return  # the page of the webhook says it too


def _letter(webhook: Webhook, user: User) -> Letter:
    with override(known_language(UserProfile.get_for_user(user).preferred_language)):
        context = {
            "webhook": webhook,
            "url": settings.PUBLIC_URL + reverse("staff:webhook", args=[webhook.pk]),
            "house": describe_house(HousePolicy.load()),
        }
        return Letter(
            subject=_("Webhook “%(name)s” has been switched off") % {"name": webhook.name},
            body=render_to_string("mail/webhook_stopped.txt", context),
            to=[address_of(name=str(user), email=user.email)],
        )
