"""What a draft changes, shown above it to whoever drafts and whoever approves."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import Panel
from wagtail.models import TaskState, WorkflowState

from foyer.core.days import house_day
from foyer.core.refusals import Refusal

from .models import FeeSchedule
from .models.approving import check_schedule
from .reading import changes_to


def sent_back(schedule: FeeSchedule) -> TaskState | None:
    """Return the verdict by which a draft was last sent back, while it waits to be handed in again."""
    asked: WorkflowState | None = schedule.current_workflow_state
    if asked is None or asked.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return asked.current_task_state


class ChangesPanel(Panel):
    """The differences to the former version in words and colour, and what still stands in the way."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one draft."""

        template_name = "fees_admin/changes_panel.html"

        def is_shown(self) -> bool:
            """Show it once there is something kept."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return what changes and what is to be set right."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            fault = ""
            if self.instance.number is None:
                try:
                    check_schedule(self.instance, today=house_day(timezone.now()))
                except Refusal as refusal:
                    fault = str(refusal)
            return context | {
                "schedule": self.instance,
                "changes": changes_to(self.instance),
                "sent_back": sent_back(self.instance),
                "fault": fault,
            }
