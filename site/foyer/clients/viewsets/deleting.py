"""Deleting clients and contacts: one's own and nobody's, while no history hangs on them. (security 12)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from foyer.clients.models import Client, Contact
from foyer.clients.services.deletion import in_use, may_delete
from foyer.core.visible_views import VisibleDeleteView


class OwnDeleteView(VisibleDeleteView):
    """The question whether a client or contact is to be deleted, for whoever looks after them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse others."""
        if not may_delete(request.user, self.object):  # type: ignore[arg-type]  # staff
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def has_history(self) -> bool:
        """Whether history would go with the record."""
        return in_use(self.model.objects.filter(pk=self.object.pk)).exists()

    @cached_property
    def is_kept(self) -> bool:
        """Whether the database would refuse, or history would go with the record."""
        kept: bool = super().is_kept
        return kept or self.has_history

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the page's values, and why the record stays."""
        return super().get_context_data(**kwargs) | {"has_history": self.has_history}


class OwnDeleteBulkAction(DeleteBulkAction):
    """The same for those ticked: Wagtail's page names those that stay."""

    models: ClassVar = [Client, Contact]

    @cached_property
    def _used(self) -> set[int]:
        return set(in_use(self.model.objects.all()).values_list("pk", flat=True))

    def check_perm(self, snippet: Any) -> bool:
        """Tell whether a record may go."""
        mine = super().check_perm(snippet) and may_delete(self.request.user, snippet)
        return bool(mine) and snippet.pk not in self._used
