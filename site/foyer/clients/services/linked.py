"""Whatever hangs on a client or contact, in every room: found by the models themselves. (001-04)

A room that comes later and points at clients or contacts is found without being named here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from dataclasses import field as kept_in
from datetime import date
from functools import cache
from typing import Any, Self

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import ReferenceIndex

from foyer.clients.models import DueDecision, Referral
from foyer.core.refusals import Refusal
from foyer.privacy.fields import SealedDateField, SealedTextField


class CannotBecomeOne(Refusal):
    """What hangs on the two would break a rule of the house once they are one."""

    code = "cannot_become_one"
    message = _(
        "These two cannot become one: under “%(kind)s” both have something of which one can have only one, "
        "or one points at the other. Look at these records first."
    )


@dataclass(frozen=True, slots=True)
class Link:
    """One column in which records of a kind point at clients or contacts."""

    model: type[models.Model]
    column: str
    kind_column: str = ""  # of those that may point at any kind of record

    @property
    def about(self) -> type[models.Model]:
        """The kind of record people know: a visit, not the row that ties it to a contact."""
        return self.model._meta.auto_created or self.model  # type: ignore[return-value]  # the model, if any

    @property
    def right(self) -> str:
        """The right to see such records."""
        return f"{self.about._meta.app_label}.view_{self.about._meta.model_name}"

    @property
    def title(self) -> str:
        """What people call such records."""
        return capfirst(str(self.about._meta.verbose_name_plural))

    def rows(self, record: models.Model) -> models.QuerySet[Any]:
        """Return the records that point at one."""
        found: models.QuerySet[Any] = self.model._base_manager.filter(**{self.column: record.pk})
        if self.kind_column:
            kind = ContentType.objects.get_for_model(record)
            found = found.filter(**{self.kind_column: kind})
        return found.order_by("pk")


@cache
def links(kind: type[models.Model]) -> tuple[Link, ...]:
    """Return every column that may point at a kind of record."""
    found = [
        Link(field.related_model, field.field.name)  # type: ignore[union-attr, arg-type]  # a relation
        for field in kind._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
    ]
    for model in apps.get_models():
        found += [
            Link(model, field.fk_field, field.ct_field)
            for field in model._meta.private_fields
            if isinstance(field, GenericForeignKey)
        ]
    return tuple(found)


def image(record: models.Model) -> dict[str, Any]:
    """Return all columns of a record as JSON can hold them."""
    return {field.attname: as_json(record, field) for field in record._meta.concrete_fields}


def as_json(record: models.Model, field: models.Field[Any, Any]) -> Any:
    """Return what a record holds in a column as JSON can hold it."""
    value = field.value_from_object(record)
    plain = value is None or isinstance(value, (bool, int, str, list, dict))
    return value if plain else str(value)


def from_image(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    """Return the record of an image, not kept; who is gone since is left out of it."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    read = {name: _read(fields[name], value) for name, value in values.items() if name in fields}
    record = model(**read)
    for field in fields.values():
        if field.is_relation and field.null and not is_there(field, read.get(field.attname)):
            setattr(record, field.attname, None)
    return record


def keep_again(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    """Keep the record of an image again, under its old key."""
    record = from_image(model, values)
    record.save(force_insert=True)
    stamped = {
        field.attname: field.to_python(values[field.attname])
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    }
    if stamped:
        model._base_manager.filter(pk=record.pk).update(**stamped)
    return record


@dataclass(slots=True)
class Moves:
    """What was done to whatever hung on a record, so that it can be taken back.

    Attributes:
        moved: columns with the keys of the records that point at the one kept now.
        reworded: records whose key named the other one: what stood there, and what stands there now.
        loosened: records that point at neither now: the one kept has such a record of its own.
        put_aside: records that were deleted for the same reason, whole.
    """

    moved: list[tuple[str, str, list[int]]] = kept_in(default_factory=list)
    reworded: list[tuple[int, str, str]] = kept_in(default_factory=list)
    loosened: list[tuple[str, str, int]] = kept_in(default_factory=list)
    put_aside: list[tuple[str, dict[str, Any]]] = kept_in(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    @classmethod
    def of(cls, written: dict[str, Any]) -> Self:
        """Return what was written down."""
        return cls(**written)

    def move(self, link: Link, gone: models.Model, kept: models.Model) -> None:
        """Let the records of one column point at another record.

        Raises:
            CannotBecomeOne.
        """
        keys = list(link.rows(gone).values_list("pk", flat=True))
        if not keys:
            return
        if link.model is DueDecision:
            for decision in DueDecision.objects.filter(pk__in=keys):
                self._move_decision(link, decision, gone, kept)
            return
        if self._point(link, keys, kept.pk):
            self.moved.append((link.model._meta.label, link.column, keys))
            return
        moved = [key for key in keys if self._point(link, [key], kept.pk)]
        if moved:
            self.moved.append((link.model._meta.label, link.column, moved))
        for key in keys:
            if key not in moved:
                self._leave(link, key, kept)

    def _move_decision(
        self, link: Link, decision: DueDecision, gone: models.Model, kept: models.Model
    ) -> None:
        """Move a decision on something due; its key names whom it is about."""
        parts = decision.key.split(".")
        place = 1 if link.column == "client" else 2
        if len(parts) > place and parts[place] == str(gone.pk):
            parts[place] = str(kept.pk)
        key = ".".join(parts)
        if DueDecision.objects.exclude(pk=decision.pk).filter(key=key).exists():
            self._leave(link, decision.pk, kept)
            return
        if key != decision.key:
            self.reworded.append((decision.pk, decision.key, key))
            DueDecision.objects.filter(pk=decision.pk).update(key=key)
        self._point(link, [decision.pk], kept.pk)
        self.moved.append((link.model._meta.label, link.column, [decision.pk]))

    @staticmethod
    def _point(link: Link, keys: list[int], to: int | None) -> bool:
        """Let records point at another one; tell whether the rules of the database allow it."""
        rows = link.model._base_manager.filter(pk__in=keys)
        try:
            with transaction.atomic():
                rows.update(**{link.column: to})
        except IntegrityError:
            return False
        return True

    def _leave(self, link: Link, key: int, kept: models.Model) -> None:
        """Loosen a record that cannot be moved, or put it aside whole; what must stay stops it all."""
        column: Any = link.model._meta.get_field(link.column)
        rule = getattr(column.remote_field, "on_delete", None) if column.is_relation else None
        if rule is models.SET_NULL and self._point(link, [key], None):
            self.loosened.append((link.model._meta.label, link.column, key))
            return
        row = link.model._base_manager.get(pk=key)
        if rule is models.CASCADE or _is_second_referral(link, kept):
            values = image(row)
            if row.delete()[0] == 1:
                self.put_aside.append((link.model._meta.label, values))
                return
        raise CannotBecomeOne(kind=link.title)

    def changed_since(self, kept: models.Model) -> list[str]:
        """Return what people call the records that point elsewhere since."""
        changed: dict[str, None] = {}
        for label, column, keys in self.moved:
            link = Link(apps.get_model(label), column)
            there = link.model._base_manager.filter(pk__in=keys)
            if there.exclude(**{column: kept.pk}).exists():
                changed[link.title] = None
        for label, column, key in self.loosened:
            link = Link(apps.get_model(label), column)
            if link.model._base_manager.filter(pk=key).exclude(**{column: None}).exists():
                changed[link.title] = None
        return list(changed)

    def take_back(self, gone: models.Model) -> None:
        """Let everything point at the record it pointed at before; what was deleted since stays so."""
        for key, before, after in self.reworded:
            DueDecision.objects.filter(pk=key, key=after).update(key=before)
        for label, column, keys in self.moved:
            rows = apps.get_model(label)._base_manager.filter(pk__in=keys)
            rows.update(**{column: gone.pk})
        for label, column, key in self.loosened:
            apps.get_model(label)._base_manager.filter(pk=key).update(**{column: gone.pk})
        for label, values in self.put_aside:
            keep_again(apps.get_model(label), values)
        self.tell_the_index()

    def tell_the_index(self) -> None:
        """Let Wagtail know what refers to what now: it does not hear of rows that move together."""
        for label, _column, keys in self.moved:
            model = apps.get_model(label)
            if ReferenceIndex.model_is_indexable(model):
                for row in model._base_manager.filter(pk__in=keys):
                    ReferenceIndex.create_or_update_for_object(row)


def _is_second_referral(link: Link, kept: models.Model) -> bool:
    """Tell whether a record says who brought a client of whom that is known already: it is put aside. (001-17)"""
    return (
        link.model is Referral
        and link.column == "new_client"
        and Referral.objects.filter(new_client=kept.pk).exists()
    )


def counted(
    kind: type[models.Model], kept: models.Model, gone: models.Model
) -> dict[Link, tuple[list[int], list[int]]]:
    """Return the keys of what hangs on two records, for each column that points at their kind."""
    return {
        link: (
            list(link.rows(kept).values_list("pk", flat=True)),
            list(link.rows(gone).values_list("pk", flat=True)),
        )
        for link in links(kind)
    }


def _read(column: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(column, SealedDateField):
        return date.fromisoformat(value) if value else None
    if isinstance(column, SealedTextField):
        return value  # as it is, whatever it looks like
    return column.to_python(value)


def is_there(column: models.Field[Any, Any], key: Any) -> bool:
    """Tell whether the record a foreign key names is kept."""
    related: Any = column.related_model
    return key is None or related._base_manager.filter(pk=key).exists()
