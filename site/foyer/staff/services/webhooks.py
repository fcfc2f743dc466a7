"""Telling other programs what happened: written down with the act itself, sent until it is taken. (security 5, SEC-13)

A room calls `tell` inside the transaction of its act. Each message keeps its id through every try, so
that whoever is told twice can know; a worker that dies while sending leaves it due again.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.enums import JobStatus
from foyer.core.jobs import JobRun, start_job
from foyer.core.models import Job, User
from foyer.core.refusals import Refusal
from foyer.staff.models import DeliveryStatus, Webhook, WebhookDelivery

from .webhook_notice import tell_stopped
from .webhook_wire import check_address, post, sign

SEND = "staff.send_webhooks"
KEPT = timedelta(days=30)
STOPS_AFTER = timedelta(days=3)  # of failing without one success
_LEASE = timedelta(
    seconds=60
)  # longer than any exchange: then a dead worker's message is due again
_GONE = 410
_MOST = 200  # in one pass
# Pauses between tries, as Standard Webhooks proposes; after the last the message is given up.
_PAUSES = tuple(
    timedelta(seconds=n) for n in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)


class DeliveryNotOver(Refusal):
    """It is being tried as it is."""

    code = "delivery_not_over"
    message = _("This message is still being tried.")


@transaction.atomic
def make_webhook(
    *, name: str, url: str, events: Collection[str], by: User, at: datetime
) -> tuple[Webhook, str]:
    """Register an address and return it with its secret, which is shown this once.

    Raises:
        AddressRefused: nothing is sent there.
    """
    check_address(url)
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    webhook = Webhook.objects.create(
        name=name, url=url, events=sorted(events), secret=secret, created_at=at, created_by=by
    )
    log(webhook, "foyer.staff.make_webhook", user=by)
    return webhook, secret


@transaction.atomic
def switch_webhook(*, webhook: Webhook, on: bool, by: User, at: datetime) -> None:
    """Switch an address on or off; one that is on again begins afresh."""
    row = Webhook.objects.filter(pk=webhook.pk)
    row.update(is_active=on, failing_since=None, stopped_at=None)
    if on:
        _start(at)
    log(webhook, f"foyer.staff.{'start' if on else 'stop'}_webhook", user=by)


@transaction.atomic
def replay(*, delivery: WebhookDelivery, by: User, at: datetime) -> None:
    """Send a message again, under the same id.

    Raises:
        DeliveryNotOver: it is being tried anyway.
    """
    over = WebhookDelivery.objects.filter(pk=delivery.pk).exclude(status=DeliveryStatus.WAITING)
    if not over.update(status=DeliveryStatus.WAITING, attempts=0, next_at=at):
        raise DeliveryNotOver
    log(delivery.webhook, "foyer.staff.replay_webhook", user=by)
    _start(at)


@transaction.atomic
def tell(event: str, data: Mapping[str, Any], *, at: datetime) -> None:
    """Write down that something happened, for every address that wants to know; sent once that is committed.

    Args:
        event: a `WebhookEvent`.
        data: ids and addresses of the API, never anything about a person.
        at: when it happened.
    """
    wanted = [hook for hook in Webhook.objects.filter(is_active=True) if event in hook.events]
    if not wanted:
        return
    body = json.dumps({"type": str(event), "timestamp": at.isoformat(), "data": dict(data)})
    message_id = f"msg_{secrets.token_hex(16)}"
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(
            webhook=hook, message_id=message_id, event=event, body=body, created_at=at, next_at=at
        )
        for hook in wanted
    )
    _start(at)


def send_due(run: JobRun) -> None:
    """Try every message whose time has come; after one failure the others of that address wait."""
    failed: set[int] = set()
    due = _due(run.now()).order_by("pk").select_related("webhook")
    for step, delivery in enumerate(due[:_MOST], 1):
        if delivery.webhook_id not in failed and not _try(delivery, run.now()):
            failed.add(delivery.webhook_id)
        run.advance(step)


def resume(*, at: datetime) -> None:
    """Start sending where something is due and nobody is at it."""
    open_jobs = Job.objects.filter(kind=SEND, status__in=(JobStatus.WAITING, JobStatus.RUNNING))
    if _due(at).exists() and not open_jobs.exists():
        start_job(kind=SEND, arguments={}, by=None, at=at)


def purge_deliveries(*, at: datetime) -> int:
    """Forget the messages that are long over; return how many."""
    old = WebhookDelivery.objects.filter(created_at__lt=at - KEPT)
    return old.exclude(status=DeliveryStatus.WAITING).delete()[0]


def _due(at: datetime) -> Any:
    waiting = WebhookDelivery.objects.filter(status=DeliveryStatus.WAITING, next_at__lte=at)
    return waiting.filter(webhook__is_active=True)


def _start(at: datetime) -> None:
    if not Job.objects.filter(kind=SEND, status=JobStatus.WAITING, run_after=None).exists():
        start_job(kind=SEND, arguments={}, by=None, at=at)


def _try(delivery: WebhookDelivery, at: datetime) -> bool:
    """Try one message, unless another worker has taken it; tell whether its address is well."""
    row = WebhookDelivery.objects.filter(pk=delivery.pk)
    mine = row.filter(status=DeliveryStatus.WAITING, next_at=delivery.next_at)
    if not mine.update(next_at=at + _LEASE, attempts=F("attempts") + 1, tried_at=at):
        return True
    body, hook = delivery.body.encode(), delivery.webhook
    timestamp = int(at.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Foyer",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(
            secret=hook.secret, message_id=delivery.message_id, timestamp=timestamp, body=body
        ),
    }
    reply = post(hook.url, body=body, headers=headers)
    if not reply.error:
        row.update(status=DeliveryStatus.DELIVERED, next_at=None, answered=reply.status, error="")
        Webhook.objects.filter(pk=hook.pk).exclude(failing_since=None).update(failing_since=None)
        return True
    values: dict[str, Any] = {"answered": reply.status, "error": reply.error[:300]}
    if delivery.attempts < len(_PAUSES):
        values["next_at"] = at + _PAUSES[delivery.attempts]
    else:
        values |= {"next_at": None, "status": DeliveryStatus.FAILED}
    row.update(**values)
    _note_failure(hook, at, gone=reply.status == _GONE)
    return False


def _note_failure(hook: Webhook, at: datetime, *, gone: bool) -> None:
    """Write down since when an address fails; one that failed for days, or is gone, is switched off."""
    row = Webhook.objects.filter(pk=hook.pk, is_active=True)
    row.filter(failing_since=None).update(failing_since=at)
    over = row if gone else row.filter(failing_since__lte=at - STOPS_AFTER)
    if over.update(is_active=False, stopped_at=at):
        log(hook, "foyer.staff.stop_webhook")
        tell_stopped(hook, at=at)
