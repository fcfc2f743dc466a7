"""Database columns every room may use."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from .days import house_day
from .text import search_text, search_texts


class SearchTextField(models.TextField[str, str]):
    """What people type to find a record, kept in step with the columns it is made of at every save.

    Args:
        of: names of the text columns that people search by.
    """

    def __init__(self, *args: Any, of: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.of = tuple(of)
        super().__init__(*args, **(kwargs | {"editable": False, "default": "", "blank": True}))

    def deconstruct(self) -> Any:
        """Return what a migration needs to make the column again."""
        name, path, args, kwargs = super().deconstruct()
        for key in ("editable", "default", "blank"):
            kwargs.pop(key, None)
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the search text of what the columns hold now."""
        text = search_text(*(str(getattr(model_instance, name) or "") for name in self.of))
        setattr(model_instance, self.attname, text)
        return text

    def of_many(self, read: Callable[[str], list[Any]]) -> list[str]:
        """Return the search texts of many records; `read` gives the column of a name."""
        return search_texts(*([str(value or "") for value in read(name)] for name in self.of))


class HouseDayField(models.DateField[Any, Any]):
    """The day of the house on which a moment lies, kept in step with it at every save.

    Args:
        of: name of the column that holds the moment.
    """

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **(kwargs | {"editable": False}))

    def deconstruct(self) -> Any:
        """Return what a migration needs to make the column again."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> date:
        """Return the day of the moment the record holds now."""
        day = house_day(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, day)
        return day
