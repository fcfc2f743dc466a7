"""Which clients and contacts may be deleted at all, and by whom; the others are merged, or erased. (security 12)"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet

from foyer.clients.models import Client, Contact, DueDecision, ManagerChange, TierChange, Visit
from foyer.clients.models.visibility import looks_after
from foyer.core.models import User
from foyer.privacy.models import Consent


def may_delete(user: User, record: Client | Contact) -> bool:
    """Tell whether a record is somebody's to delete: their own client's, or nobody's."""
    client = record if isinstance(record, Client) else record.client
    return looks_after(user, client.account_manager_id if client else None)


def in_use(records: QuerySet[Any]) -> QuerySet[Any]:
    """Return the records whose deletion would take history along: visits, consents, what was due, who had them.

    The database lets it happen: such rows go with their record, or lose it.
    """
    here = OuterRef("pk")
    if records.model is Client:
        handed_over = ManagerChange.objects.filter(client=here).exclude(before=None)
        return records.filter(
            Exists(TierChange.objects.filter(client=here))
            | Exists(handed_over)
            | Exists(DueDecision.objects.filter(client=here))
        )
    met = Visit.contacts.through.objects.filter(contact=here)
    kind = ContentType.objects.get_for_model(Contact)
    consents = Consent.objects.filter(person_type=kind, person_id=here)
    due = DueDecision.objects.filter(contact=here)
    return records.filter(Exists(met) | Exists(due) | Exists(consents))
