"""Wiring of the fees room."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.action_menu import PublishMenuItem, UnpublishMenuItem
from wagtail.snippets.models import register_snippet

from .models import FeeSchedule
from .views import NextVersionView
from .viewsets import FeeScheduleViewSet

register_snippet(FeeScheduleViewSet)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Screens of this room that no viewset has."""
    own = [path("<int:pk>/next/", NextVersionView.as_view(), name="next_version")]
    return [path("fees/", include((own, "fees"), namespace="fees"))]


@hooks.register("construct_snippet_action_menu")
def through_the_workflow(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Offer no way past the workflow."""
    if context["model"] is FeeSchedule:
        items[:] = [
            item for item in items if not isinstance(item, PublishMenuItem | UnpublishMenuItem)
        ]


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name the acts of this room in the log."""
    actions.register_action("foyer.fees.approve", _("Approve fees"), _("Approved the fees"))


@hooks.register("insert_global_admin_css")
def fee_lines() -> str:
    """Draw the lines of a fee schedule as a table."""
    return format_html('<link rel="stylesheet" href="{}">', static("foyer/css/admin-fees.css"))
