"""Addresses of Wagtail and its companions that name records to whoever is logged in. (security 12)

They stand before the admin's own addresses, see `foyer.urls`.
"""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, ProtectedError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action import index as wagtail_bulk_action
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from .choosers import SEEING
from .deletion import prevents_deletion
from .visible import is_seen_in_part, visible
from .visible_views import VisibleLogEntriesView


@require_admin_access
def bulk_action(
    request: HttpRequest, app_label: str, model_name: str, action: str
) -> HttpResponseBase:
    """Hand on to Wagtail's bulk actions whoever may see these records.

    Wagtail's page lists the records one may not act upon, by name.
    """
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as reason:
        raise Http404 from reason
    if model in get_snippet_models():
        policy = policy_registry.get_by_type(model)
        if not policy.user_has_any_permission(request.user, SEEING):
            raise PermissionDenied
        act = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
        if is_seen_in_part(model) and not getattr(act, "chooses_itself", False):
            _leave_out_hidden(request, model)
    try:
        response: HttpResponseBase = wagtail_bulk_action(request, app_label, model_name, action)
    except ProtectedError:
        messages.error(request, prevents_deletion(model))
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    return response


def _leave_out_hidden(request: HttpRequest, model: type[Model]) -> None:
    """Put in place of the ids asked for those of the records this member of staff may see."""
    asked = request.GET.getlist("id")
    wanted = visible(model, request.user)
    if "all" not in asked:
        wanted = wanted.filter(pk__in=[value for value in asked if value.isdecimal()])
    elif wanted.count() == model._default_manager.count():
        return
    narrowed = request.GET.copy()
    narrowed.setlist("id", [str(pk) for pk in wanted.values_list("pk", flat=True)])
    request.GET = narrowed  # type: ignore[assignment]  # Django lets it be replaced


@require_admin_access
def site_history(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Show the site's history without what the reader may not see."""
    response: HttpResponseBase = VisibleLogEntriesView.as_view(**kwargs)(request)
    return response


@require_admin_access
def translated_records(request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
    """Answer that there are none: wagtail-localize lists all records here and asks for no right."""
    raise Http404


urlpatterns = [
    path("bulk/<str:app_label>/<str:model_name>/<str:action>/", bulk_action),
    path("reports/site-history/", site_history),
    path("reports/site-history/results/", site_history, {"results_only": True}),
    path("localize/api/snippets/<slug:app_label>/<slug:model_name>/", translated_records),
    path("localize/api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/", translated_records),
]
