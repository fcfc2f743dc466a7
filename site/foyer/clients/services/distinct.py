"""Saying that two records which look alike are not the same. (001-04)"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log

from foyer.clients.models import Client, Contact, DistinctClients, DistinctContacts
from foyer.core.models import User


@transaction.atomic
def keep_apart(*, one: Client | Contact, other: Client | Contact, by: User, at: datetime) -> None:
    """Remember that two clients, or two contacts, are not the same; said again it changes nothing."""
    first, second = sorted((one, other), key=lambda record: record.pk)
    model = DistinctClients if isinstance(one, Client) else DistinctContacts
    said = model._default_manager.filter(
        Q(first=first, second=second) | Q(first=second, second=first)
    )
    if said.exists():
        return
    model._default_manager.create(first=first, second=second, by=by, said_at=at)
    log(one, f"foyer.{one._meta.model_name}.keep_apart", user=by, data={"other": other.pk})
