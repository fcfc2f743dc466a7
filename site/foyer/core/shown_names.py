"""Names that are kept as keys and read in each reader's own language: roles, workflows and their tasks.

The database keeps "Marketing", which rights and rules hold on to; on screen and in letters it reads 市场部.
Typing the shown name means the key; any other name is kept, and shown, as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.html import escape
from django.utils.translation import override, pgettext_lazy
from wagtail.models import Task, Workflow

from . import roles

_APPROVAL: Final = "Moderators approval"  # Wagtail's own workflow, and its one task
_SHOWN: Final[dict[str, Any]] = {
    roles.MANAGEMENT: pgettext_lazy("role", "Management"),
    roles.MARKETING: pgettext_lazy("role", "Marketing"),
    roles.ACCOUNT_MANAGERS: pgettext_lazy("role", "Account managers"),
    roles.RECEPTION: pgettext_lazy("role", "Reception"),
    roles.SERVICE_DESK: pgettext_lazy("role", "Service desk"),
    roles.VENUE_DESK: pgettext_lazy("role", "Venue desk"),
    roles.FINANCE: pgettext_lazy("role", "Finance"),
    roles.ARCHIVIST: pgettext_lazy("role", "Archivist"),
    roles.ADMINISTRATORS: pgettext_lazy("role", "Administrators"),
    _APPROVAL: pgettext_lazy("workflow", "Approval by Management"),
}


class ShownName(str):
    """A name as it is kept: equal to its key, and read in the reader's language."""

    __slots__ = ()

    @property
    def key(self) -> str:
        """The name as it is kept."""
        return super().__str__()

    def __str__(self) -> str:
        return str(_SHOWN.get(self.key, self.key))

    def __html__(self) -> str:
        """Return what a template shows."""
        return escape(str(self))


@cache
def _keys() -> dict[str, str]:
    """The key of every shown name, in all languages."""
    keys: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            keys |= {str(words): key for key, words in _SHOWN.items()}
    return keys


def show_name(key: str, words: Any) -> None:
    """Let a name that a room keeps as a key be read in the reader's language."""
    _SHOWN[key] = words
    _keys.cache_clear()


def key_of(name: Any) -> Any:
    """Return the key that a shown name stands for, or the name itself."""
    if isinstance(name, ShownName):
        return name.key
    return name if name in _SHOWN else _keys().get(name, name)


def show_names(model: type[models.Model]) -> None:
    """Let a model that is not ours show its names in the reader's language."""
    field: Any = model._meta.get_field("name")
    to_python = field.to_python
    field.from_db_value = lambda value, _expression, _connection: value and ShownName(value)
    field.to_python = lambda value: key_of(to_python(value))
    model.__str__ = lambda self: str(ShownName(key_of(self.name)))  # type: ignore[attr-defined,method-assign]


for _model in (Group, Task, Workflow):
    show_names(_model)


class NamesInLog:
    """Formats a log entry with the names of workflows and tasks in the reader's language."""

    def format_message(self, entry: Any) -> str:
        """Return the sentence that a page's history shows."""
        read = copy(entry)
        read.data = dict(_with_shown_titles(entry.data))
        sentence: str = super().format_message(read)  # type: ignore[misc]  # mixed into Wagtail's formatters
        return sentence


def _with_shown_titles(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield name, dict(_with_shown_titles(value))
        else:
            yield name, str(ShownName(value)) if name == "title" and value else value


def show_names_in_log(actions: Any) -> None:
    """Let the history of a page show the names of its workflow in the reader's language."""
    for action, formatter in actions.formatters.items():
        if action.startswith("wagtail.workflow."):
            kind = type(formatter)
            actions.formatters[action] = type(kind.__name__, (NamesInLog, kind), {})()
