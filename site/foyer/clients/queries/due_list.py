"""What is due, in one list: the sources, what was decided, and what a row of the list shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from foyer.clients.care_enums import DueGroup, DueKind, VisitMode
from foyer.clients.models import CarePolicy, Client, Contact, DueDecision, Visit
from foyer.core.models import User

from .due_items import DueItem, DueKey, DueScope, NotDue
from .due_sources import SOURCES, Source

# A decision older than this is about nothing that any source still yields.
_REMEMBERED = timedelta(days=150)
_PERSONAL = frozenset({DueKind.BIRTHDAY})
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class _Decision:
    outcome: str
    postponed_to: date | None
    assignee: int | None
    client: int | None


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing due with what a person needs to do it."""

    item: DueItem
    group: DueGroup
    client: Client | None
    contact: Contact | None
    last_on: date | None
    last_mode: str
    overdue_days: int


def due_items(
    scope: DueScope, *, policy: CarePolicy, today: date, sources: Sequence[Source] = SOURCES
) -> list[DueItem]:
    """Return what is overdue, due today or due within a week, each thing once, the longest waiting first.

    The number of queries does not depend on the number of clients.
    """
    decisions = _decisions(scope, today)
    handed = {
        decision.client
        for decision in decisions.values()
        if decision.assignee == scope.manager is not None and not decision.outcome
    }
    wide = replace(scope, also=frozenset(client for client in handed if client))
    found: dict[str, DueItem] = {}
    for source in sources:
        for item in source(wide, policy, today):
            key = str(item.key)
            decision = decisions.get(key)
            if decision and decision.outcome:
                continue
            left = item.decided(decision.postponed_to, decision.assignee) if decision else item
            if left.group(today) and _belongs(left, scope):
                found[key] = left
    return sorted(found.values(), key=lambda item: item.order(today))


def visible_to(user: User, items: Iterable[DueItem]) -> list[DueItem]:
    """Return the items a member of staff may see: birthdays only with the right to see personal data."""
    if user.has_perm("clients.view_sensitive_contact"):
        return list(items)
    return [item for item in items if item.kind not in _PERSONAL]


def find_due(key: str, *, user: User, policy: CarePolicy, today: date) -> DueItem:
    """Return one thing due that a member of staff may decide about.

    Raises:
        NotDue: it is not due any more, or it is none of their business.
    """
    read = DueKey.read(key)
    client = (
        read.client
        or Contact.objects.filter(pk=read.contact).values_list("client", flat=True).first()
    )
    scope = DueScope(client=client) if client else DueScope(nobody=True)
    items = visible_to(user, due_items(scope, policy=policy, today=today))
    item = next((item for item in items if item.key == read), None)
    if item is None or not may_decide(user, item):
        raise NotDue
    return item


def may_decide(user: User, item: DueItem) -> bool:
    """Tell whether something due is a member of staff's to decide: theirs, their client's, or any."""
    if item.manager == user.pk or user.has_perm("clients.view_all_due"):
        return True
    return Client.objects.filter(pk=item.client or 0, account_manager=user).exists()


def counts(items: Iterable[DueItem], today: date) -> Counter[DueGroup]:
    """Return how many items are overdue, due today, and due within a week."""
    return Counter(group for item in items if (group := item.group(today)))


def counts_by_manager(items: Iterable[DueItem], today: date) -> dict[int | None, Counter[DueGroup]]:
    """Return the same for each member of staff; None: nobody's clients."""
    found: dict[int | None, Counter[DueGroup]] = {}
    for item in items:
        if group := item.group(today):
            found.setdefault(item.manager, Counter())[group] += 1
    return found


def due_rows(items: Sequence[DueItem], today: date) -> list[DueRow]:
    """Return items with their clients, the people to speak to, and the last contact, in two queries."""
    clients = {client.pk: client for client in _clients({item.client for item in items})}
    persons = {item: _person(item, clients) for item in items}
    contacts = Contact.objects.select_related("client").in_bulk(
        {pk for pk in persons.values() if pk}
    )
    rows = []
    for item in items:
        client = clients.get(item.client or 0)
        rows.append(
            DueRow(
                item=item,
                group=item.group(today) or DueGroup.SOON,
                client=client,
                contact=contacts.get(persons[item] or 0),
                last_on=getattr(client, "last_on", None),
                last_mode=_mode_label(getattr(client, "last_mode", None)),
                overdue_days=max((today - item.due_on).days, 0),
            )
        )
    return rows


def _mode_label(mode: str | None) -> str:
    return str(VisitMode(mode).label) if mode else ""


def _person(item: DueItem, clients: dict[int, Any]) -> int | None:
    """Return whom to speak to: the person it is about, else who was met last, else the main contact, else the first."""
    client = clients.get(item.client or 0)
    if item.contact or client is None:
        return item.contact
    met: int | None = client.last_met or client.first_contact
    return met


def _clients(pks: set[int | None]) -> Iterable[Client]:
    last = Visit.objects.standing().filter(client=OuterRef("pk")).order_by("-happened_at", "-pk")
    met = Visit.contacts.through.objects.filter(
        visit__client=OuterRef("pk"), visit__struck_out_at=None
    ).order_by("-visit__happened_at", "pk")
    theirs = Contact.objects.filter(client=OuterRef("pk")).order_by("pk")
    main = theirs.filter(pk=OuterRef("main_contact"))
    return (
        Client.objects.filter(pk__in=[pk for pk in pks if pk])
        .select_related("account_manager")
        .annotate(
            last_on=Subquery(last.values("happened_on")[:1]),
            last_mode=Subquery(last.values("mode")[:1]),
            last_met=Subquery(met.values("contact")[:1]),
            first_contact=Coalesce(
                Subquery(main.values("pk")[:1]), Subquery(theirs.values("pk")[:1])
            ),
        )
    )


def _belongs(item: DueItem, scope: DueScope) -> bool:
    if scope.manager is not None:
        return item.manager == scope.manager
    return item.manager is None if scope.nobody else True


def _decisions(scope: DueScope, today: date) -> dict[str, _Decision]:
    """Return what was decided about what the sources may yield, by key.

    What was handed to somebody who has left, or sees nothing due any more, is the account manager's again.
    """
    able = User.objects.with_perm("clients.view_due", backend=_BACKEND)
    handed = Case(When(assignee__in=able.values("pk"), then=F("assignee")))
    alive = DueDecision.objects.filter(
        Q(closed_on=None) | Q(closed_on__gte=today - _REMEMBERED)
    ).order_by()
    if scope.client is not None:
        branches = [alive.filter(client=scope.client), alive.filter(contact__client=scope.client)]
    elif scope.among is not None:
        branches = [
            alive.filter(client__in=scope.among),
            alive.filter(contact__client__in=scope.among),
        ]
    elif scope.manager is not None:
        branches = [
            alive.filter(client__account_manager=scope.manager),
            alive.filter(contact__client__account_manager=scope.manager),
            alive.filter(assignee=scope.manager),
        ]
    else:
        branches = [alive]
    rows = [
        branch.annotate(whose=Coalesce("contact__client", F("client")), whom=handed).values_list(
            "key", "outcome", "postponed_to", "whom", "whose"
        )
        for branch in branches
    ]
    found = rows[0].union(*rows[1:]).order_by() if len(rows) > 1 else rows[0]
    return {key: _Decision(*values) for key, *values in found}
