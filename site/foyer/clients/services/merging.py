"""Two clients, or two contacts, become one; and are parted again. (001-04)"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.enums import PointKind
from foyer.clients.models import (
    Client,
    Contact,
    ContactPoint,
    Employment,
    ManagerChange,
    Merge,
    TierChange,
)
from foyer.core.days import house_day
from foyer.core.fields import SearchTextField
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.privacy.fields import BlindIndexField

from .comparing import GONE, Line, Record, hand_over_refused, lines, side_taken, stamp
from .linked import (
    CannotBecomeOne,
    Moves,
    as_json,
    counted,
    from_image,
    image,
    is_there,
    keep_again,
    links,
)
from .moves import refresh_company

_SCREENED = ("screening", "screening_score", "screened_at")
_FURTHER = {"phone": PointKind.PHONE, "email": PointKind.EMAIL}
_DERIVED = (SearchTextField, BlindIndexField)


class ChangedMeanwhile(Refusal):
    """One of the two, or what hangs on them, changed between the preview and the act."""

    code = "changed_meanwhile"
    message = _(
        "One of the two has been changed since this page was shown. Please look at both again: "
        "nothing has been merged."
    )


class AlreadyUndone(Refusal):
    """The merge was undone before."""

    code = "merge_already_undone"
    message = _("This merge has been undone already.")


class UndoLaterFirst(Refusal):
    """The record that was kept took in another one later."""

    code = "undo_later_merge_first"
    message = _("%(kept)s took in another record later. Undo that merge first.")


class ChangedSinceMerge(Refusal):
    """What the merge wrote is not as it wrote it any more: undoing it would overwrite somebody's work."""

    code = "changed_since_merge"
    message = _("Changed since the merge, and would be overwritten: %(what)s. Nothing was undone.")


class TakenSinceMerge(Refusal):
    """A number or name of the record that is gone belongs to another record now."""

    code = "taken_since_merge"
    message = _(
        "Another record has a number now that “%(name)s” had before the merge. Nothing was undone."
    )


@transaction.atomic
def merge(
    *, kept: Record, gone: Record, taken: Mapping[str, str], seen: str, by: User, at: datetime
) -> Merge:
    """Let one record take in another: its facts where chosen, and all that hangs on it.

    Args:
        kept: the record that stays, under its number of the database.
        gone: the one that goes into it.
        taken: which of the two each fact is taken from, by its key; else as the preview suggests.
        seen: the stamp of the comparison the choice was made on.

    Raises:
        ChangedMeanwhile, CannotBecomeOne, LookedAfterByTwo.
    """
    kind = type(kept)
    found = {
        record.pk: record
        for record in kind.objects.select_for_update(of=("self",))
        .filter(pk__in=(kept.pk, gone.pk))
        .order_by("pk")
    }
    if len(found) != 2:
        raise ChangedMeanwhile
    kept, gone = found[kept.pk], found[gone.pk]
    if stamp(kept, gone, counted(kind, kept, gone)) != seen:
        raise ChangedMeanwhile
    _refuse_hand_over(kept, gone, by=by)
    before, lost = image(kept), image(gone)
    chosen = [line for line in lines(kept, gone, user=by) if side_taken(line, taken) == GONE]
    moves = Moves()
    for link in links(kind):
        moves.move(link, gone, kept)
    made = _follow(kept, gone, chosen, by=by, at=at)
    label = gone._meta.verbose_name_plural
    try:
        with transaction.atomic():
            if gone.delete()[0] != 1:
                raise CannotBecomeOne(kind=label)
            gone.pk = lost["id"]
            _take(kept, gone, chosen)
            kept.save()
    except (IntegrityError, models.ProtectedError, models.RestrictedError) as reason:
        raise CannotBecomeOne(kind=label) from reason
    moves.tell_the_index()
    if isinstance(kept, Client):
        refresh_company(client=kept)
    journal = {
        "gone": lost,
        "changes": _changes(before, kept),
        "moves": moves.as_json(),
        "made": [[row._meta.label, row.pk] for row in made],
    }
    done = Merge.objects.create(
        **{str(kind._meta.model_name): kept},
        gone=lost["id"],
        journal=json.dumps(journal, ensure_ascii=False),
        merged_at=at,
        by=by,
    )
    log(kept, f"foyer.{kind._meta.model_name}.merge", user=by, data={"gone": lost["id"]})
    return done


@transaction.atomic
def undo_merge(*, merge: Merge, by: User, at: datetime) -> Record:
    """Part two records that were merged; returns the one that was gone, kept again under its old key.

    What was added to the one kept since stays there; what the merge itself wrote must be as it wrote it.

    Raises:
        AlreadyUndone, UndoLaterFirst, ChangedSinceMerge, TakenSinceMerge, LookedAfterByTwo.
    """
    done = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if done.undone_at or done.kept is None:
        raise AlreadyUndone
    kind = type(done.kept)
    kept = kind.objects.select_for_update(of=("self",)).get(pk=done.kept.pk)
    if Merge.objects.standing().of(kept).filter(pk__gt=done.pk).exists():
        raise UndoLaterFirst(kept=kept)
    moves, changes = Moves.of(done.written["moves"]), done.written["changes"]
    changed = [*_changed_since(kept, changes), *moves.changed_since(kept)]
    if changed:
        raise ChangedSinceMerge(what=gettext(", ").join(changed))
    was = from_image(kind, {**image(kept), **{name: old for name, (old, _new) in changes.items()}})
    _refuse_hand_over(was, gone_record(done), by=by)
    try:
        with transaction.atomic():
            for label, pk in done.written["made"]:
                apps.get_model(label)._base_manager.filter(pk=pk).delete()
            was.save(force_update=True)
            kind._base_manager.filter(pk=kept.pk).update(created_at=was.created_at)  # type: ignore[attr-defined]  # both have it
            gone = keep_again(kind, done.written["gone"])
            moves.take_back(gone)
    except IntegrityError as reason:
        raise TakenSinceMerge(name=done.name) from reason
    if isinstance(was, Client) and isinstance(gone, Client):
        refresh_company(client=was)
        refresh_company(client=gone)
    Merge.objects.filter(pk=done.pk).update(undone_at=at, undone_by=by, journal="")
    log(gone, f"foyer.{kind._meta.model_name}.undo_merge", user=by, data={"kept": kept.pk})
    return gone  # type: ignore[return-value]  # a record of the kind


def gone_record(merge: Merge) -> Record:
    """Return the record that is gone as it was, not kept."""
    record: Any = from_image(Client if merge.client_id else Contact, merge.written["gone"])
    return record  # type: ignore[no-any-return]  # of one of the two kinds


def _refuse_hand_over(one: Any, other: Any, *, by: User) -> None:
    if refusal := hand_over_refused(one, other, user=by):
        raise refusal


def _take(kept: Record, gone: Record, chosen: list[Line]) -> None:
    """Put the facts that were chosen from the record that is gone into the one kept."""
    for line in chosen:
        for name in line.columns:
            column: Any = kept._meta.get_field(name)
            setattr(kept, column.attname, column.value_from_object(gone))
    _take_house_fields(kept, gone, {line.field.key for line in chosen if line.field})
    kept.created_at = min(kept.created_at, gone.created_at)
    if isinstance(kept, Client) and not kept.screening:
        for name in _SCREENED:
            setattr(kept, name, getattr(gone, name))


def _take_house_fields(kept: Record, gone: Record, chosen: set[str]) -> None:
    """Fill the fields of the house that are empty, those nobody sees or uses now included; take the chosen."""
    kept.custom = _filled(kept.custom, gone.custom, chosen)
    ours, theirs = (json.loads(one.custom_sealed or "{}") for one in (kept, gone))
    sealed = _filled(ours, theirs, chosen)
    kept.custom_sealed = json.dumps(sealed, ensure_ascii=False) if sealed else ""


def _filled(ours: dict[str, Any], theirs: dict[str, Any], chosen: set[str]) -> dict[str, Any]:
    stays = {key: value for key, value in ours.items() if key not in chosen}
    return {**theirs, **stays}


def _follow(
    kept: Record, gone: Record, chosen: list[Line], *, by: User, at: datetime
) -> list[models.Model]:
    """Keep what else belongs to the choice: the history of tier and manager, phones and a position not chosen."""
    made: list[models.Model] = []
    reason = gettext("Merged with %(name)s") % {"name": gone.name}
    keys = {line.key for line in chosen}
    if isinstance(kept, Client) and isinstance(gone, Client):
        common: dict[str, Any] = {"client": kept, "reason": reason, "changed_at": at, "by": by}
        lost, stays = (kept, gone) if "tier" in keys else (gone, kept)
        if lost.tier != stays.tier:
            made.append(TierChange.objects.create(before=lost.tier, after=stays.tier, **common))
        lost, stays = (kept, gone) if "account_manager" in keys else (gone, kept)
        managers = {"before_id": lost.account_manager_id, "after_id": stays.account_manager_id}
        if managers["before_id"] != managers["after_id"] and (lost is kept or lost.account_manager):
            made.append(ManagerChange.objects.create(**managers, **common))
    elif isinstance(kept, Contact):
        for name, point in _FURTHER.items():
            value = getattr(kept if name in keys else gone, name)
            stays = getattr(gone if name in keys else kept, name)
            if value and value != stays:
                made.append(ContactPoint.objects.create(contact=kept, kind=point, value=value))
        stays, left = (gone, kept) if "client" in keys else (kept, gone)
        if former := _former_position(kept, left=left, stays=stays, on=house_day(at)):
            made.append(former)
    return made


def _former_position(kept: Contact, *, left: Any, stays: Any, on: date) -> Employment | None:
    """Keep the position that was not chosen as a former one, unless it is known as such. (001-04)"""
    known = kept.past_positions.filter(client=left.client).exists() if left.client else True
    if known or left.client_id == stays.client_id:
        return None
    until = max(day for day in (stays.since or on, left.since) if day)
    return Employment.objects.create(
        contact=kept,
        client=left.client,
        company=left.client.name,
        title=left.title,
        since=left.since,
        until=until,
    )


def _changes(before: dict[str, Any], kept: Record) -> dict[str, list[Any]]:
    """Return what the merge changed in the record kept: what stood there, and what stands there now."""
    now = image(type(kept).objects.get(pk=kept.pk))
    return {
        column.attname: [before[column.attname], now[column.attname]]
        for column in kept._meta.concrete_fields
        if not isinstance(column, _DERIVED) and before[column.attname] != now[column.attname]
    }


def _changed_since(kept: Record, changes: Mapping[str, list[Any]]) -> list[str]:
    """Return what people call the facts the merge wrote that stand otherwise now."""
    columns = {column.attname: column for column in kept._meta.concrete_fields}
    return [
        capfirst(str(columns[name].verbose_name))
        for name, (_old, new) in changes.items()
        if as_json(kept, columns[name]) not in (new, _without_the_gone(columns[name], new))
    ]


def _without_the_gone(column: models.Field[Any, Any], key: Any) -> Any:
    """Return a foreign key as the database leaves it when what it pointed at is deleted."""
    return key if not column.is_relation or is_there(column, key) else None
