"""The address of a record that was merged leads to the one that took it in. (001-04)"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from foyer.clients.models import Client, Contact, Merge
from foyer.core.models import User
from foyer.core.visible import visible


class LeadsOn:
    """Mixed into a view of one record."""

    model: Any
    request: Any
    kept: Any = None

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Look the record up, or the one it went into."""
        try:
            super().setup(request, *args, **kwargs)  # type: ignore[misc]  # the view mixed with
        except Http404:
            self.kept = _kept_instead(self.model, str(kwargs.get("pk", "")), request.user)
            if self.kept is None:
                raise

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead on, or go on."""
        if self.kept is not None:
            name = self.model.snippet_viewset.get_url_name("inspect")
            return redirect(name, self.kept.pk)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # as above
        return response


def undo_buttons(kept: Client | Contact, user: User) -> list[Button]:
    """Return the button that undoes the last merge of a record, for those who may."""
    name = str(kept._meta.model_name)
    if not user.has_perm(f"clients.change_{name}"):
        return []
    latest = Merge.objects.standing().of(kept).values_list("pk", flat=True).first()
    if latest is None:
        return []
    url = reverse(
        "clients:undo_merge" if name == "client" else "clients:undo_contact_merge", args=[latest]
    )
    return [Button(_("Undo the merge"), url=url, icon_name="undo", priority=130)]


def _kept_instead(model: Any, pk: str, user: User) -> Any:
    way = model._meta.model_name
    if not pk.isdecimal() or len(pk) > 18 or not user.has_perm(f"clients.view_{way}"):
        return None
    merged = Merge.objects.standing().filter(gone=pk).exclude(**{way: None}).values(way)
    return visible(model, user).filter(pk__in=merged).first()
