"""What the archive asks of somebody today, on the first page. (000-28, 000-29)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from foyer.archive.enums import Afterwards, DestructionStatus
from foyer.archive.models import ArchiveRecord, Destruction
from foyer.archive.queries.requests import requests_of
from foyer.archive.rights import holds
from foyer.core.days import house_day
from foyer.core.models import User


class ArchivePanel(Component):
    """Requests to decide, records that are due, destructions that wait for a second person."""

    name = "archive"
    order = 57

    def __init__(self, *, user: User, at: datetime) -> None:
        self.user, self.at = user, at

    def render_html(self, parent_context: Any = None) -> str:
        """Return the figures of what waits; nothing where nothing does."""
        figures = [one for one in self._figures() if one[1]]
        return render_to_string("archive_admin/panel.html", {"figures": figures}) if figures else ""

    def _figures(self) -> list[tuple[str, int, str]]:
        to_decide = requests_of(self.user, "decide", at=self.at).count()
        figures = [
            (_("Requests to decide"), to_decide, reverse("archive:requests") + "?view=decide")
        ]
        if holds(self.user, "propose_destruction"):
            due = ArchiveRecord.objects.visible_to(self.user).due(house_day(self.at))
            for then, label in (
                (Afterwards.DESTROY, _("Records to be destroyed")),
                (Afterwards.REVIEW, _("Records to be reviewed")),
            ):
                count = due.filter(record_class__afterwards=then).count()
                figures.append((label, count, reverse("archive:due") + f"?view={then}"))
        if holds(self.user, "carry_out_destruction"):
            waiting = Destruction.objects.filter(status=DestructionStatus.PROPOSED)
            waiting = waiting.exclude(proposed_by=self.user)
            url = reverse("archive:destructions")
            figures.append((_("Destructions to carry out"), waiting.count(), url))
        return figures


def archive_panel(user: User) -> ArchivePanel:
    """Return the panel for this moment."""
    return ArchivePanel(user=user, at=timezone.now())
