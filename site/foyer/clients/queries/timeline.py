"""What happened with a client, in one line of time: this room's sources, and those of rooms above. (001-04)

A source yields the latest moments of one kind; a room above this one registers its own:

    @tells_of("guests.view_guest")
    def events(client, user, most): ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from foyer.clients.models import Client, Contact, Employment, Merge, Referral, Visit
from foyer.core.days import start_of
from foyer.core.models import User
from foyer.core.visible import visible

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: when, what it was, what about it, and the page that tells more.

    Attributes:
        page: the name of the page's address, if there is one.
        key: what the address needs.
    """

    at: datetime
    what: str
    about: str = ""
    detail: str = ""
    page: str = ""
    key: int = 0


Source = Callable[[Client, User, int], Iterator[Moment]]
_sources: list[tuple[str, Source]] = []


def tells_of(right: str) -> Callable[[Source], Source]:
    """Register a source of moments: the latest first, no more than asked for.

    Args:
        right: who may see them.
    """

    def register(source: Source) -> Source:
        _sources.append((right, source))
        return source

    return register


def timeline(client: Client, user: User, *, most: int) -> tuple[list[Moment], bool]:
    """Return the latest moments a member of staff may see, and whether there are earlier ones.

    The number of queries does not depend on how much there is.
    """
    found = [
        moment
        for right, source in _sources
        if user.has_perm(right)
        for moment in source(client, user, most + 1)
    ]
    found.sort(key=lambda moment: moment.at, reverse=True)
    return found[:most], len(found) > most


@tells_of("clients.view_visit")
def _visits(client: Client, user: User, most: int) -> Iterator[Moment]:
    visits = Visit.objects.visible_to(user).standing().filter(client=client)
    for visit in visits.select_related("staff")[:most]:
        yield Moment(
            at=visit.happened_at,
            what=str(visit.get_mode_display()),
            about=Truncator(visit.discussion or visit.situation).chars(_LONGEST),
            detail=str(visit.staff or ""),
            page="care:visit",
            key=visit.pk,
        )


@tells_of("clients.view_client")
def _tiers(client: Client, user: User, most: int) -> Iterator[Moment]:
    for change in client.tier_changes.select_related("by")[:most]:
        what = _("Tier changed")
        yield Moment(change.changed_at, what, f"{change} {change.reason}", str(change.by or ""))


@tells_of("clients.view_client")
def _managers(client: Client, user: User, most: int) -> Iterator[Moment]:
    for change in client.manager_changes.select_related("before", "after", "by")[:most]:
        what = _("Handed over")
        yield Moment(change.changed_at, what, f"{change} {change.reason}", str(change.by or ""))


@tells_of("clients.view_client")
def _merges(client: Client, user: User, most: int) -> Iterator[Moment]:
    for merge in Merge.objects.standing().of(client).select_related("by")[:most]:
        yield Moment(merge.merged_at, _("Merged"), merge.name, str(merge.by or ""))


@tells_of("clients.view_client")
def _first_kept(client: Client, user: User, most: int) -> Iterator[Moment]:
    yield Moment(client.created_at, _("Client first kept"))


@tells_of("clients.view_deal")
def _deals(client: Client, user: User, most: int) -> Iterator[Moment]:
    for deal in client.deals.all()[:most]:
        yield Moment(
            at=start_of(deal.done_on),
            what=capfirst(str(deal._meta.verbose_name)),
            about=deal.project,
            detail=f"{deal.amount_text} · {deal.get_payment_display()}",
            page="wagtailsnippets_clients_deal:inspect",
            key=deal.pk,
        )


@tells_of("clients.view_clientdocument")
def _documents(client: Client, user: User, most: int) -> Iterator[Moment]:
    for document in client.documents.select_related("added_by")[:most]:
        yield Moment(
            at=document.added_at,
            what=_("Document added"),
            about=f"{document.file_name} {document.note}".strip(),
            detail=f"{document.get_kind_display()} · {document.added_by or '–'}",
            page="clients:document_file",
            key=document.pk,
        )


@tells_of("clients.view_clientfeedback")
def _feedback(client: Client, user: User, most: int) -> Iterator[Moment]:
    for said in client.feedback.all()[:most]:
        yield Moment(
            at=start_of(said.given_on),
            what=capfirst(str(said._meta.verbose_name)),
            about=f"{said.subject} {Truncator(said.words).chars(_LONGEST)}".strip(),
            detail=str(said.get_way_display()),
            page="wagtailsnippets_clients_clientfeedback:inspect",
            key=said.pk,
        )


@tells_of("clients.view_incentive")
def _incentives(client: Client, user: User, most: int) -> Iterator[Moment]:
    for granted in client.incentives.select_related("granted_by")[:most]:
        yield Moment(
            at=granted.granted_at,
            what=str(granted.get_kind_display()),
            about=granted.detail,
            detail=str(granted.granted_by),
            page="wagtailsnippets_clients_incentive:inspect",
            key=granted.pk,
        )


@tells_of("clients.view_referral")
def _referrals(client: Client, user: User, most: int) -> Iterator[Moment]:
    both = ("referrer_client", "new_client", "referrer_contact__client")
    seen = visible(Referral, user).select_related(*both)
    for referral in seen.brought_by(client)[:most]:
        what = _("Brought a new client")
        yield _referred(referral, what, str(referral.new_client))
    for referral in seen.filter(new_client=client)[:most]:
        yield _referred(referral, _("Came by referral"), str(referral.referrer))


def _referred(referral: Referral, what: str, who: str) -> Moment:
    return Moment(
        at=start_of(referral.referred_on),
        what=what,
        about=who,
        detail=f"{referral.get_state_display()} {referral.reward_text}".strip(),
        page="wagtailsnippets_clients_referral:inspect",
        key=referral.pk,
    )


@tells_of("clients.view_contact")
def _moves(client: Client, user: User, most: int) -> Iterator[Moment]:
    seen = visible(Contact, user)
    moved = Employment.objects.filter(contact__in=seen).select_related("contact")
    for left in moved.filter(client=client)[:most]:
        yield _moved(left, _("Left for another employer"), left.title)
    for came in moved.filter(contact__client=client).exclude(client=client)[:most]:
        yield _moved(came, _("Came from another employer"), str(came))


def _moved(former: Employment, what: str, detail: str) -> Moment:
    return Moment(
        at=start_of(former.until),
        what=what,
        about=former.contact.name,
        detail=detail,
        page="wagtailsnippets_clients_contact:inspect",
        key=former.contact_id,
    )
