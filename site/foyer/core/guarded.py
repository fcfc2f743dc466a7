"""Addresses of Wagtail and its companions that name records to whoever is logged in. (security 12)

They stand before the admin's own addresses, see `foyer.urls`.
"""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action import index as wagtail_bulk_action
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from .choosers import SEEING
from .deletion import prevents_deletion


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
    try:
        response: HttpResponseBase = wagtail_bulk_action(request, app_label, model_name, action)
    except ProtectedError:
        messages.error(request, prevents_deletion(model))
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    return response


@require_admin_access
def translated_records(request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
    """Answer that there are none: wagtail-localize lists all records here and asks for no right."""
    raise Http404


urlpatterns = [
    path("bulk/<str:app_label>/<str:model_name>/<str:action>/", bulk_action),
    path("localize/api/snippets/<slug:app_label>/<slug:model_name>/", translated_records),
    path("localize/api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/", translated_records),
]
