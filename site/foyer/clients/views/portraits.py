"""A contact's photo, for those who may look at it at this moment. (000-14)"""

from __future__ import annotations

from typing import Any

from django.http import Http404

from foyer.clients.models import Portrait
from foyer.clients.models.portrait import SENSITIVE
from foyer.core.audit import note
from foyer.core.uploads.views import PrivateFileView


class PortraitFile(PrivateFileView):
    """The photo; rights and consent are looked up at every read, and nobody keeps a copy on the way."""

    right = SENSITIVE

    def find(self, **kwargs: Any) -> Portrait:
        """Find it among those the reader may look at now, and note who does."""
        seen = Portrait.objects.visible_to(self.staff)
        portrait = seen.filter(contact=kwargs["pk"]).first()
        if portrait is None:
            raise Http404
        note("clients.portrait.open", by=self.staff.pk, record=str(portrait.pk))
        return portrait
