"""Many visits at once, each filed, corrected or taken away as by hand, at the cost of a few statements. (003-15)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from foyer.clients.models import Contact, DueDecision, Visit
from foyer.core.history import log_each
from foyer.core.imports.sets import change_rows
from foyer.core.models import User

from .due_decisions import close_fulfilled, open_again
from .fulfilling import fulfilled_by, open_items, reckon_anew
from .visits import CLOSING, FIELDS

_MET = Visit.contacts.through


class Filed(NamedTuple):
    """A visit that `begin_visit` has looked at, with whom it was."""

    visit: Visit
    contacts: Sequence[Contact]


class Corrected(NamedTuple):
    """A visit with changes `correct` has written into it, with whom it was and what was changed."""

    visit: Visit
    contacts: Sequence[Contact]
    changed: Mapping[str, Any]


def file_visits(filed: Sequence[Filed], *, by: User, at: datetime) -> None:
    """Keep visits and close what they fulfil. Called inside a transaction. (001-12)

    Raises:
        IntegrityError: another program's number was taken meanwhile.
    """
    if not filed:
        return
    visits = [one.visit for one in filed]
    told = _by_client(visits)
    before = open_items(told, at=at)
    Visit.objects.bulk_create(visits)
    _meet((one.visit, one.contacts) for one in filed)
    data = [{"client": visit.client_id, "mode": visit.mode} for visit in visits]
    log_each(visits, "foyer.visit.file", by=by, at=at, data=data)
    close_fulfilled(closings=fulfilled_by(told, before=before, at=at), by=by, at=at)


def change_visits(corrected: Sequence[Corrected], *, by: User, at: datetime) -> None:
    """Keep what was corrected, and what stood there in the log. Called inside a transaction.

    Raises:
        IntegrityError: as above.
    """
    if not corrected:
        return
    moved = [one.visit for one in corrected if CLOSING & one.changed.keys()]
    before = open_items(_by_client(moved), at=at) if moved else []
    for one in corrected:
        one.visit.changed_at = at
    write_visits([one.visit for one in corrected])
    met = [(one.visit, one.contacts) for one in corrected if "contacts" in one.changed]
    meet_again(met)
    logged = [one for one in corrected if one.changed]
    data = [{"changed": one.changed} for one in logged]
    log_each([one.visit for one in logged], "foyer.visit.change", by=by, at=at, data=data)
    if moved:
        reckon_anew(visits=moved, before=before, by=by, at=at)


def write_visits(visits: Sequence[Visit]) -> None:
    """Write everything a person or an import may write of some visits."""
    names = (*FIELDS, "happened_on", "external_id", "changed_at")
    fields: list[Any] = [Visit._meta.get_field(name) for name in names]
    rows = (
        (
            [field.get_db_prep_save(field.pre_save(visit, False), connection) for field in fields],
            visit.pk,
        )
        for visit in visits
    )
    change_rows(Visit, [field.column for field in fields], rows)


def meet_again(met: Sequence[tuple[Visit, Sequence[Contact]]]) -> None:
    """Say anew whom some visits were with."""
    if met:
        _MET.objects.filter(visit__in=[visit.pk for visit, _contacts in met]).delete()
        _meet(met)


def restore_visits(restored: Sequence[Corrected], *, by: User | None, at: datetime) -> None:
    """Write visits as they were before an import; its log stays, and what they close is reckoned anew."""
    moved = [one.visit for one in restored if one.changed]
    before = open_items(_by_client(moved), at=at) if moved else []
    for one in restored:
        one.visit.changed_at = at
    write_visits([one.visit for one in restored])
    meet_again([(one.visit, one.contacts) for one in restored])
    if moved and by:
        reckon_anew(visits=moved, before=before, by=by, at=at)


def drop_visits(visits: Sequence[Visit], *, by: User | None, at: datetime) -> None:
    """Take visits away that an import had filed: what they closed is due again."""
    if by:
        open_again(visits=visits, by=by, at=at)
    Visit.objects.filter(pk__in=[visit.pk for visit in visits]).delete()


def decided_since(pks: Sequence[int]) -> set[int]:
    """Return the visits about whose next day, or return call, somebody has decided."""
    decided = DueDecision.objects.filter(about__in=pks).exclude(
        outcome="", postponed_to=None, assignee=None
    )
    return set(decided.exclude(closed_by_visit__in=pks).values_list("about", flat=True))


def _meet(met: Any) -> None:
    rows = [
        _MET(visit_id=visit.pk, contact_id=contact.pk)
        for visit, people in met
        for contact in people
    ]
    _MET.objects.bulk_create(rows)


def _by_client(visits: Sequence[Visit]) -> dict[int, list[Visit]]:
    told: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        told[visit.client_id].append(visit)
    return dict(told)
