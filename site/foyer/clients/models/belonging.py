"""Records that belong to a client, and are seen by whoever sees the client. (security 12)"""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from foyer.core.models import User
from foyer.core.text import search_needle

from .client import Client
from .visibility import seen_by


class OfClientQuerySet(models.QuerySet[Any]):
    """Reads of what belongs to a client."""

    def visible_to(self, user: User) -> Self:
        """Return those of the clients a member of staff may see."""
        return self.filter(seen_by(user, of="client__"))

    def matching(self, query: str) -> Self:
        """Return those of the clients found as people type."""
        return self.filter(client__search_text__contains=search_needle(query))


class OfClient(models.Model):
    """A record that belongs to one client, in its field `client`."""

    client: models.ForeignKey[Client, Client]

    objects = OfClientQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_visible_to(self, user: User) -> bool:
        """Tell whether a member of staff may see the client."""
        return self.client.is_visible_to(user)
