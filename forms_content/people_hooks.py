"""Wiring of sending forms to people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.contrib.settings.registry import registry as settings_registry

from foyer.events.models import Event

from .models import FormPolicy
from .people_panels import POLICY_FORM
from .views.from_lists import SendFormBulkAction

FormPolicy.edit_handler = POLICY_FORM
settings_registry.register(FormPolicy, icon="form", order=125)
hooks.register("register_bulk_action", SendFormBulkAction)


@hooks.register("register_snippet_listing_buttons")
def survey_button(snippet: Any, user: Any, next_url: Any = None) -> Iterator[Button]:
    """Lead from an event in its list to the survey after it."""
    if isinstance(snippet, Event) and user.has_perm("forms_content.view_sending"):
        url = reverse("forms_content:event_survey", args=[snippet.pk])
        yield Button(_("Survey after the event"), url=url, icon_name="form", priority=60)
