"""What lists are narrowed down by that only a walk through all clients tells. (performance, the list of clients)

What was found is kept for a minute; a value that is asked for and not among it is looked up at once, so
that nothing the reader may see is refused. The lists themselves are never kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache as once
from typing import Any, ClassVar

import django_filters
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from foyer.clients.models import Client
from foyer.core.models import User
from foyer.core.visible import visible

KEPT_SECONDS = 60
Choices = list[tuple[str, str]]


class KnownChoiceFilter(django_filters.ChoiceFilter):
    """Narrows a list down to one of the values there are."""

    name: ClassVar[str]

    def look_up(self, user: User) -> Choices:
        """Return the values there are, for one reader."""
        raise NotImplementedError

    @property
    def field(self) -> Any:
        """The form field, with its choices; they are looked up where they are needed."""
        self.extra["choices"] = self._choices()  # a function of its own: a form field is copied
        return super().field

    def _choices(self) -> Callable[[], Choices]:
        user = self.parent.request.user
        asked = (self.parent.data or {}).get(self.field_name, "")
        key = f"foyer:choices:{self.name}:{user.pk}"

        @once
        def choices() -> Choices:
            kept: Choices | None = cache.get(key)
            known = {"", self.null_value, *(value for value, _label in kept or ())}
            if kept is None or asked not in known:
                kept = self.look_up(user)
                cache.set(key, kept, KEPT_SECONDS)
            return kept

        return choices


class IndustryFilter(KnownChoiceFilter):
    """Narrows a list down to one industry, among those of the clients the reader may see."""

    name = "industries"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Industry")} | kwargs)

    def look_up(self, user: User) -> Choices:
        """Return the industries."""
        clients = visible(Client, user).exclude(industry="").order_by("industry")
        found = clients.values_list("industry", flat=True).distinct()
        return [(industry, industry) for industry in found]


class AccountManagerFilter(KnownChoiceFilter):
    """Narrows a list down to what one member of staff looks after, or nobody does."""

    name = "account-managers"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Account manager")} | kwargs)

    def look_up(self, user: User) -> Choices:
        """Return the members of staff who look after a client."""
        managers = User.objects.filter(clients__isnull=False).distinct().order_by("username")
        return [(str(manager.pk), str(manager)) for manager in managers]
