"""The page of backups: what lies where, since when, until when, and a button that makes one now."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage

from .alarm import backup_trouble
from .enums import BackupStatus
from .runs import ask_for_backup, backups_shown

VIEW = "core.view_backuprun"
_ADD = "core.add_backuprun"
_SHOWN = 200


class BackupsView(StaffPage):
    """The latest backups the house knows of."""

    right = VIEW
    template_name = "core/backups.html"
    page_title: ClassVar = gettext_lazy("Backups")
    header_icon: ClassVar = "history"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the backups, and what is wrong with them."""
        shown = backups_shown()[:_SHOWN]
        return super().get_context_data(**kwargs) | {
            "backups": shown,
            "trouble": backup_trouble(at=timezone.now()),
            "folder": settings.BACKUP_DIR,
            "is_under_way": any(one.run.status in BackupStatus.OPEN for one in shown),
            "may_add": self.staff.has_perm(_ADD),
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Have one made."""
        if not self.staff.has_perm(_ADD):
            return self.get(request)
        try:
            ask_for_backup(by=self.staff, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("A worker makes a backup and verifies it."))
        return redirect("backups:list")
