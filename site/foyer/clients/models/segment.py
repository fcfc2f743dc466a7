"""Filters of the list of clients, kept under a name."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.core.models import User

SHARE = "clients.share_clientsegment"


class ClientSegmentQuerySet(models.QuerySet["ClientSegment"]):
    """Reads of segments."""

    def open_to(self, user: User) -> ClientSegmentQuerySet:
        """Return somebody's own segments, and those shared with everybody."""
        return self.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")


class ClientSegment(models.Model):
    """What a list of clients is narrowed down by, under a name (客户分组)."""

    name = models.CharField(_("name"), max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("kept by"),
    )
    is_shared = models.BooleanField(
        _("for everybody"),
        default=False,
        help_text=_("Everybody finds the segment in their list, with the clients they may see."),
    )
    query = models.TextField(_("narrowed down by"))
    created_at = models.DateTimeField(_("kept at"))

    objects = ClientSegmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering: ClassVar = ["name", "pk"]
        default_permissions: ClassVar = ()
        permissions: ClassVar = [
            ("share_clientsegment", _("Can share segments of clients with everybody"))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="clients_segment_name_once_for_each"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(query=""), name="clients_segment_means_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_to(self, user: User) -> bool:
        """Tell whether somebody may change it: its owner, or who may share segments when it is shared."""
        return self.owner_id == user.pk or (self.is_shared and user.has_perm(SHARE))
