"""What becomes of one record when its person is erased, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _

from foyer.core.models import User
from foyer.privacy.declarations import ERASED, Anonymise, Delete, Keep, PersonalData, Rule, Words
from foyer.privacy.registry import registration_of

from .traces import forget_traces

DELETED, ANONYMISED, KEPT = "deleted", "anonymised", "kept"
_NEEDED = _("Other records need it.")


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a record: "deleted", "anonymised" or "kept", and why it is kept."""

    rule: Rule
    because: Words = ""

    @property
    def word(self) -> str:
        """The outcome's word."""
        match self.rule:
            case Delete():
                return DELETED
            case Anonymise():
                return ANONYMISED
            case _:
                return KEPT


def fate_of(entry: PersonalData, record: models.Model, rule: Rule | None = None) -> Fate:
    """Return what becomes of a record as it stands now.

    Args:
        rule: what is to be done with it, where that is not what erasing its person means.
    """
    match rule or _rule_for(entry, record):
        case Keep(because=because) as kept:
            return Fate(kept, because)
        case Delete(instead=instead) if _is_needed(record):
            return Fate(instead) if instead else Fate(Keep(_NEEDED), _NEEDED)
        case other:
            return Fate(other)


def _rule_for(entry: PersonalData, record: models.Model) -> Rule:
    for condition, rule in entry.unless:
        if entry.objects.filter(condition, pk=record.pk).exists():
            return rule
    return entry.erase


@transaction.atomic
def carry_out(
    entry: PersonalData, pk: Any, *, by: User | None, at: datetime, rule: Rule | None = None
) -> str:
    """Do what the rule says with one record and what hangs on it; return the outcome's word.

    Harmless to repeat. Files go once all is committed.

    Args:
        entry: the kind of record.
        pk: its key.
        by: who erases; None when its time is over.
        at: the moment.
        rule: what is done, where that is not what erasing its person means.
    """
    # A sign-in may point at the record meanwhile: no key is taken.
    record = entry.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if record is None:
        return ""
    fate = fate_of(entry, record, rule)
    match fate.rule:
        case Delete():
            _drop_files(record, [column.name for column in _files(record)])
            record.delete()
            forget_traces(entry.model, [pk], gone=True)
        case Anonymise() as anonymising:
            _anonymise(record, anonymising, by, at)
            forget_traces(entry.model, [pk], gone=False)
    return fate.word


def _anonymise(record: Any, rule: Anonymise, by: User | None, at: datetime) -> None:
    if rule.before:
        rule.before(record, by, at)
    _drop_files(record, [column.name for column in _files(record) if column.name in rule.blank])
    for name in rule.blank:
        setattr(record, name, _empty(record._meta.get_field(name)))
    for name in rule.marked:
        if getattr(record, name) not in ("", None):
            setattr(record, name, ERASED)
    for name, value in rule.values.items():
        setattr(record, name, value(record) if callable(value) else value)
    record.save()


def _empty(column: models.Field[Any, Any]) -> Any:
    """Return what stands in a column that says nothing."""
    if isinstance(column, models.CharField | models.TextField | models.FileField):
        return None if column.null else ""
    if column.has_default() or isinstance(column, models.JSONField):
        return column.get_default()
    return None if column.null else 0


def _is_needed(record: models.Model) -> bool:
    """Tell whether deleting a record would be refused, or would take with it what must stay."""
    collector = Collector(using=record._state.db or "default", origin=record)
    try:
        collector.collect([record])
    except (ProtectedError, RestrictedError):
        return True
    with_it = {*collector.data, *(queryset.model for queryset in collector.fast_deletes)}
    return any(
        model is not type(record)
        and (entry := registration_of(model)) is not None
        and not isinstance(entry.erase, Delete)
        for model in with_it
    )


def _files(record: models.Model) -> list[models.FileField]:
    return [one for one in record._meta.concrete_fields if isinstance(one, models.FileField)]


def _drop_files(record: models.Model, names: list[str]) -> None:
    for name in names:
        file = getattr(record, name)
        if file:
            transaction.on_commit(_dropping(file.storage, file.name))


def _dropping(storage: Storage, name: str) -> Callable[[], None]:
    return lambda: storage.delete(name)
