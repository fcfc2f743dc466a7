"""What a room says of the lists that leave it: columns, records, who may see what of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from foyer.core.models import User

from .enums import ExportKind

FAMILY = ":"  # parts the family of a list from which one it is


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column a file may have.

    Attributes:
        key: its name for the program.
        label: what stands above it, in the active language; an import knows it again.
        value: the text of a record in it, as somebody may see it.
        sensitive: whether it is offered only to those with the right of its own.
        default: whether it is ticked when nothing was chosen before.
    """

    key: str
    label: str | Promise
    value: Callable[[Any, User], str]
    sensitive: bool = False
    default: bool = True


class ExportTarget(ABC):
    """A kind of list that may be exported."""

    key: ClassVar[str]  # as in the log: foyer.<key>.export
    label: ClassVar[str | Promise]
    right: ClassVar[str]
    sensitive_right: ClassVar[str]
    kinds: ClassVar[tuple[ExportKind, ...]] = (ExportKind.XLSX, ExportKind.CSV)
    masks: ClassVar[bool] = False  # sensitive columns go out masked rather than not at all

    @property
    def family(self) -> str:
        """What the log and the name of the file call it: lists of one kind may differ in their columns."""
        return self.key.partition(FAMILY)[0]

    @abstractmethod
    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is, those of the house's own fields included."""

    @abstractmethod
    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the records somebody may see among these, in this order, with all a row needs."""

    def numbered(self, records: list[Any], first: int) -> list[Any]:
        """Return the records of a part of the file, the first of which stands in row `first`."""
        return records

    @abstractmethod
    def is_plain(self, record: Any, by: User) -> bool:
        """Tell whether somebody may see what is sealed in a record."""

    @abstractmethod
    def note_plain(self, *, people: int, columns: Sequence[str], by: User, at: datetime) -> None:
        """Write down that sensitive columns of so many people left the house."""

    @abstractmethod
    def seal(self, text: str) -> str:
        """Return a piece of a file as it may lie in private storage."""

    @abstractmethod
    def unseal(self, sealed: str) -> str:
        """Return a piece of a file that was sealed."""

    def about(self, keys: Sequence[int]) -> Model | None:
        """Return what else it is written into the log of, such as the event whose list it is; else whoever took it."""
        return None

    def card(self, record: Any, columns: Collection[str], by: User) -> str:
        """Return a record as an address card."""
        raise NotImplementedError

    def columns(self, by: User) -> list[ExportColumn]:
        """Return the columns somebody may take away."""
        sees = self.masks or by.has_perm(self.sensitive_right)
        return [column for column in self.all_columns(by) if sees or not column.sensitive]


_targets: dict[str, ExportTarget] = {}
_names: dict[str, str | Promise] = {}
_families: dict[str, Callable[[str], ExportTarget | None]] = {}


def register(target: ExportTarget) -> None:
    """Make a list exportable."""
    _targets[target.key] = target


def name_file(key: str, label: str | Promise) -> None:
    """Name a file that leaves the house by a way of its own, such as a report, for the register of exports."""
    _names[key] = label


def known_names() -> dict[str, str | Promise]:
    """Return what every kind of file is called that may stand in the register."""
    return {target.key: target.label for target in known_targets()} | _names


def register_family(family: str, find: Callable[[str], ExportTarget | None]) -> None:
    """Make lists exportable whose columns differ from one to the other; their keys are "family:which"."""
    _families[family] = find


@cache
def _load() -> None:
    autodiscover_modules("exports")


def known_targets() -> list[ExportTarget]:
    """Return every kind of list the house exports this way."""
    _load()
    return list(_targets.values())


def known_target(key: str) -> ExportTarget | None:
    """Return a kind of list, or None when the house has it no more."""
    _load()
    family, _mark, which = key.partition(FAMILY)
    find = _families.get(family) if which else None
    return find(which) if find else _targets.get(key)
