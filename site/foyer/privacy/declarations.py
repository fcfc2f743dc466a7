"""What a room may say of a kind of record that holds something about people. (security 24)"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

if TYPE_CHECKING:
    from .people import Person

ERASED = "—"  # what stands where a name or a text must not be empty
Words = str | Promise
Record = models.Model


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why something is kept, and for how long unless the house policy says otherwise. (PRV-05)

    Attributes:
        key: a word for the policy and the commands, such as "guest_lists".
        label: what people read.
        counted: from what moment the days are counted, as a sentence people read.
        days: how many days it is kept; None: until somebody erases it.
    """

    key: str
    label: Words
    counted: Words
    days: int | None


@dataclass(frozen=True, slots=True)
class Delete:
    """The record goes, unless something that must stay hangs on it: then `instead` is done."""

    instead: Anonymise | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Anonymise:
    """The record stays for the counts, without anything that tells who it was.

    Attributes:
        blank: columns that are emptied, files among them.
        marked: columns that must not be empty: a dash stands there where there was something.
        values: columns that get another value, or what a function makes of the record.
        harmless: text columns that tell nothing of the person.
        before: what is done first, such as striking a guest off the list of an event to come.
    """

    blank: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    harmless: tuple[str, ...] = ()
    before: Callable[[Any, Any, Any], None] | None = None

    @property
    def covered(self) -> set[str]:
        """The columns this rule answers for."""
        return {*self.blank, *self.marked, *self.values, *self.harmless}


@dataclass(frozen=True, slots=True)
class Keep:
    """The record stays as it is, for a reason that is shown."""

    because: Words


Rule = Delete | Anonymise | Keep


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a room says of one kind of record that holds something about people.

    Attributes:
        model: the kind of record.
        erase: what becomes of such a record when its person is erased.
        lapse: what becomes of it when its time is over, where that is something else.
        links: ways from the record to a person's record, such as "contact" or "guest__contact".
        is_person: whether each record is a person of its own: found by search, start of a dossier.
        names, phones, emails, handles: columns (or properties) by which the person is known, here and
            elsewhere; handles are names in messengers and whatever else is written exactly so.
        spelt: columns with the name in other letters, in which others may be called alike.
        named_by: foreign keys a record's own name is made of.
        found: the condition for the records about a person where links cannot say it.
        joined: finds the records of this kind that are the same person, beyond links, phone and e-mail.
        search: finds the persons of this kind by what people type; `objects.matching` unless said.
        labels: what people call columns whose own name says little.
        told: columns a dossier tells in words of the room's own: functions that make labels and values
            of a record.
        shown: narrows records down to those a reader may know of, and says in a sentence what is left out
            for them; a dossier shows all where nothing is said.
        leave_out: columns that are not shown in a dossier: secrets, technical matters.
        sensitive: columns (or what hangs on the record) whose plain sight is written into the view log.
        sees: the right to see them plain.
        purpose: why it is kept; None: as long as the record it leads to.
        since: way to the moment (or day) its period is counted from.
        due: narrows down which records lapse at all, such as those of nobody's client.
        kept_with: foreign keys to records whose dealings keep this one too: a contact stays with their client.
        unless: other rules for some of the records, asked before `erase`: conditions with their rules.
        plant: values a canary's record needs beyond what can be guessed, or functions of the canary.
    """

    model: type[Record]
    erase: Rule
    lapse: Rule | None = None
    links: tuple[str, ...] = ()
    is_person: bool = False
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ()
    found: Callable[[Person], Q] | None = None
    joined: Callable[[Person], QuerySet[Any]] | None = None
    search: Callable[[str], QuerySet[Any]] | None = None
    labels: Mapping[str, Words] = field(default_factory=dict)
    told: Mapping[str, Callable[[Any], Mapping[str, Any]]] = field(default_factory=dict)
    shown: Callable[[QuerySet[Any], Any], tuple[QuerySet[Any], str]] | None = None
    leave_out: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    sees: str = ""
    purpose: Purpose | None = None
    since: str = ""
    due: Q = field(default_factory=Q)
    kept_with: tuple[str, ...] = ()
    unless: tuple[tuple[Q, Rule], ...] = ()
    plant: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The kind's name for machines: clients.Contact."""
        return self.model._meta.label

    @property
    def title(self) -> str:
        """The kind's name for people."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def objects(self) -> QuerySet[Any]:
        """All records of the kind, whatever their default manager leaves out."""
        return self.model._base_manager.all()

    @property
    def rules(self) -> list[Rule]:
        """Every rule that may be applied to a record when its person is erased."""
        return [self.erase, *(rule for _condition, rule in self.unless)]

    def label_of(self, name: str) -> str:
        """Return what people call a column."""
        if name in self.labels:
            return str(self.labels[name])
        return str(getattr(self.model._meta.get_field(name), "verbose_name", name))

    @property
    def with_names(self) -> QuerySet[Any]:
        """All records of the kind, each with what its name is made of."""
        return self.objects.select_related(*self.named_by) if self.named_by else self.objects


class Busy(Exception):
    """Something is being written at this moment that would bring a person back; try again later."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__()


class Store(ABC):
    """A place that holds something about people beside their records: logs, imports, sessions, files.

    Attributes:
        key: a word for results and tests.
        title: what people read.
        models: kinds of record this store answers for.
    """

    key: str
    title: Words
    models: tuple[type[Record], ...] = ()

    @abstractmethod
    def rows(self, person: Person) -> Iterator[Mapping[str, Any]]:
        """Yield what is held about a person, for their dossier: names of values, and values."""

    @abstractmethod
    def erase(self, person: Person) -> int:
        """Take everything about a person out; return how many places it stood in. Harmless to repeat."""

    def plant(self, canary: Any) -> None:  # noqa: B027  a place may have nothing to plant
        """Write a drill's invented person into the place."""
