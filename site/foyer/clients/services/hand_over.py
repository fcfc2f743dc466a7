"""Handing clients from one account manager to another. (002-27)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, cycle

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from foyer.clients.care_enums import DueOutcome
from foyer.clients.enums import Tier
from foyer.clients.models import Client, DueDecision, ManagerChange
from foyer.core.models import User
from foyer.core.refusals import Refusal

from .tiers import ReasonMissing

_BATCH = 500
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_CLOSEST_FIRST = Case(
    *(When(tier=tier, then=Value(n)) for n, tier in enumerate(Tier.values)),
    output_field=IntegerField(),
)


class NobodyToTakeOver(Refusal):
    """Nobody was named who would look after the clients from now on."""

    code = "nobody_to_take_over"
    message = _("Choose who is to look after these clients from now on.")


class NotAnAccountManager(Refusal):
    """The member of staff named cannot look after clients."""

    code = "not_an_account_manager"
    message = _(
        "%(staff)s cannot look after clients: the account is closed or may not keep clients."
    )


class NothingToHandOver(Refusal):
    """There is no client to hand over, or all are looked after by the person named already."""

    code = "nothing_to_hand_over"
    message = _("There is no client to hand over.")


@dataclass(frozen=True, slots=True)
class Share:
    """What one member of staff would take over."""

    manager: User
    clients: tuple[Client, ...]

    @property
    def tiers(self) -> list[tuple[str, int]]:
        """How many clients of each tier, the closest first."""
        counted = Counter(client.tier for client in self.clients)
        return [(str(Tier(tier).label), counted[tier]) for tier in Tier.values]


def account_managers() -> QuerySet[User]:
    """Return the members of staff who may look after clients: who keeps them, and who hands them over."""
    rights = ("clients.change_client", "clients.hand_over_client")
    able = [User.objects.with_perm(right, backend=_BACKEND).values("pk") for right in rights]
    found = User.objects.filter(Q(pk__in=able[0]) | Q(pk__in=able[1]))
    return found.order_by("last_name", "first_name", "pk")


def share_out(clients: QuerySet[Client], *, to: Sequence[User]) -> list[Share]:
    """Return who would take over which clients: dealt out in turn, tier by tier, so that shares are even.

    The same clients and people always give the same shares: what was shown beforehand is what happens.
    """
    ordered = clients.annotate(closeness=_CLOSEST_FIRST).order_by("closeness", "name", "pk")
    shares: dict[int, list[Client]] = {manager.pk: [] for manager in to}
    for client, manager in zip(ordered, cycle(to), strict=False):
        shares[manager.pk].append(client)
    return [Share(manager, tuple(shares[manager.pk])) for manager in to]


@transaction.atomic
def hand_over(
    *, clients: QuerySet[Client], to: Sequence[User], reason: str, by: User, at: datetime
) -> list[Share]:
    """Hand clients over to one or several account managers; each change is kept with its reason. (002-27)

    Those a person looks after already stay with them and are dealt out to nobody.

    Raises:
        ReasonMissing, NobodyToTakeOver, NotAnAccountManager, NothingToHandOver.
    """
    if not reason.strip():
        raise ReasonMissing
    if not to:
        raise NobodyToTakeOver
    able = set(account_managers().values_list("pk", flat=True))
    for manager in to:
        if manager.pk not in able:
            raise NotAnAccountManager(staff=manager)
    locked = clients.select_for_update(of=("self",))
    shares = share_out(locked.exclude(account_manager__in=to), to=to)
    if not any(share.clients for share in shares):
        raise NothingToHandOver
    for share in shares:
        _hand(share, reason=reason.strip(), by=by, at=at)
    return shares


def hand_over_all(
    *, leaver: User, to: Sequence[User], reason: str, by: User, at: datetime
) -> list[Share]:
    """Hand all files of somebody who leaves over to one or several others, in one act. (002-27)

    What colleagues had handed to the leaver alone goes back to the account managers it came from.

    The caller that also closes the account calls both inside one transaction.

    Raises:
        NotAnAccountManager: the leaver was named as the one to take over.
        ReasonMissing, NobodyToTakeOver, NothingToHandOver.
    """
    if leaver in to:
        raise NotAnAccountManager(staff=leaver)
    clients = Client.objects.filter(account_manager=leaver)
    shares = hand_over(clients=clients, to=to, reason=reason, by=by, at=at)
    DueDecision.objects.filter(assignee=leaver, outcome=DueOutcome.OPEN).update(assignee=None)
    handed = {str(share.manager.pk): len(share.clients) for share in shares}
    log(leaver, "foyer.user.hand_over", user=by, data={"clients": handed})
    return shares


def take_on(*, client: Client, by: User, at: datetime, reason: str) -> list[Share]:
    """Look after a client nobody looks after yet.

    Raises:
        AlreadyLookedAfter: somebody was quicker.
    """
    free = Client.objects.filter(pk=client.pk, account_manager=None)
    try:
        return hand_over(clients=free, to=[by], reason=reason, by=by, at=at)
    except NothingToHandOver as nothing:
        raise AlreadyLookedAfter from nothing


class AlreadyLookedAfter(Refusal):
    """The client has an account manager."""

    code = "already_looked_after"
    message = _("Somebody looks after this client already.")


def note_first_manager(*, client: Client, reason: str, by: User, at: datetime) -> None:
    """Begin the history of a new client's account managers."""
    if client.account_manager:
        ManagerChange.objects.create(
            client=client,
            before=None,
            after=client.account_manager,
            reason=reason,
            changed_at=at,
            by=by,
        )


def _hand(share: Share, *, reason: str, by: User, at: datetime) -> None:
    for clients in batched(share.clients, _BATCH, strict=False):
        ManagerChange.objects.bulk_create(
            ManagerChange(
                client=client,
                before_id=client.account_manager_id,
                after=share.manager,
                reason=reason,
                changed_at=at,
                by=by,
            )
            for client in clients
        )
        Client.objects.filter(pk__in=[client.pk for client in clients]).update(
            account_manager=share.manager
        )
        _log(clients, to=share.manager, by=by, at=at)


def _log(clients: Sequence[Client], *, to: User, by: User, at: datetime) -> None:
    """Write one entry a client into the log, all at once: Wagtail's own way asks twice for each."""
    kind = ContentType.objects.get_for_model(Client)
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(client.pk),
            label=str(client),
            action="foyer.client.hand_over",
            data={"to": to.pk},
            timestamp=at,
            user=by,
        )
        for client in clients
    )
