"""Wiring of forms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from foyer.clients.views.due import elsewhere_panel

from . import (
    page_editor,  # noqa: F401  # the panels of a form
    people_hooks,  # noqa: F401  # sending forms to people
)
from .models import FormPage, Sending, Submission
from .services.deleting import DELETED
from .services.summaries import DONE, MEANT, SIGNED, SUMMED_UP, VERIFIED
from .views.form import show_page
from .views.refusing import back_to_editor


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name the acts upon answers in the log."""
    for act, words in (
        (DELETED, gettext_lazy("Deleted an answer")),
        ("foyer.submission.export", gettext_lazy("Took answers to a form away as a file")),
        (SUMMED_UP, gettext_lazy("Summed an event up")),
        (SIGNED, gettext_lazy("Signed the summary of an event")),
        (MEANT, gettext_lazy("Added a measure after an event")),
        (DONE, gettext_lazy("Carried out a measure after an event")),
        (VERIFIED, gettext_lazy("Verified a measure after an event")),
    ):
        actions.register_action(act, words, words)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the staff's pages under /admin/forms/."""
    return [path("forms/", include("forms_content.admin_urls"))]


@hooks.register("insert_editor_js")
def choose_questions() -> str:
    """Let rules choose among the questions above them."""
    return format_html(
        '<script type="module" src="{}"></script>', static("forms_content/rule_questions.js")
    )


@hooks.register("construct_homepage_panels")
def show_due(request: Any, panels: list[Any]) -> None:
    """Show what is due after events on the first page of whose it is."""
    if request.user.has_perm("forms_content.view_sending"):
        panels.append(elsewhere_panel(request.user))


@hooks.register("register_page_header_buttons")
def offer_trial(page: Any, user: Any, **_kwargs: Any) -> list[Button]:
    """Lead from the editor of a form to trying its draft out."""
    is_form = isinstance(page, FormPage) and page.pk is not None
    if not (is_form and user.has_perm("forms_content.view_submission")):
        return []
    address = reverse("forms_content:try", args=[page.pk])
    return [Button(_("Try the draft"), address, icon_name="view", priority=25)]


class FormsMenuItem(MenuItem):
    """The way to the forms."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff may see answers."""
        return bool(request.user.has_perm("forms_content.view_submission"))


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Show the forms in the menu."""
    return FormsMenuItem(
        gettext_lazy("Forms"),
        reverse("forms_content:forms"),
        name="forms",
        icon_name="form",
        order=230,
    )


@hooks.register("before_serve_page")
def show(page: Any, request: HttpRequest, _args: Any, _kwargs: Any) -> HttpResponse | None:
    """A form's own address shows what the short one shows."""
    return show_page(request, page) if isinstance(page, FormPage) else None


@hooks.register("before_delete_page")
def keep_answers(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A form that was answered is taken down rather than deleted: its answers hang on it."""
    forms = FormPage.objects.filter(path__startswith=page.path)
    kept = Submission.objects.filter(page__in=forms), Sending.objects.filter(page__in=forms)
    if not any(one.exists() for one in kept):
        return None
    messages.error(
        request,
        _(
            "This form has been answered or sent out and cannot be deleted. Unpublish it: its answers stay."
        ),
    )
    return back_to_editor(page)
