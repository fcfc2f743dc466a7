"""The queue of cases: fixed views, one's own, and what narrows them down. (001-14, 001-19)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.cases.forms.acts import ManyForm
from foyer.cases.forms.queue import KeepViewForm, QueueFilterForm
from foyer.cases.models import CaseQuerySet, QueueView
from foyer.core.models import User

from .desk import PER_PAGE, CasesPage
from .saved_views import VIEWS, chosen_view


class Asked:
    """What the address of the queue asks for: a view, and what narrows it down."""

    def __init__(self, data: Any) -> None:
        view = data.get("view", "open")
        self.view = view if view in VIEWS else "open"
        self.form = QueueFilterForm(data)

    @property
    def values(self) -> dict[str, str]:
        """The same as an address asks it, without what means nothing."""
        return {"view": self.view} | self.form.wanted

    def cases(self, staff: User, *, at: Any) -> CaseQuerySet:
        """Return the cases somebody may see of it."""
        return chosen_view(staff, self.view, self.form.wanted, at=at)


def asked_of(text: str) -> dict[str, str]:
    """Return what a part of an address asks of the queue; unknown values and names fall away."""
    return Asked(QueryDict(text)).values


class QueuePage(CasesPage):
    """The cases one may see, by what is due first, in saved views."""

    template_name = "cases_admin/queue.html"
    page_title: ClassVar = gettext_lazy("Cases")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The queue is the last stop."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("Cases")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of one view."""
        now, asked = timezone.now(), Asked(self.request.GET)
        found = asked.cases(self.staff, at=now).select_related("client", "owner")
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        listed: Any = page.object_list
        for case in listed:
            case.late = case.late_at(now)
        own = [
            (view, urlencode(view.asked), view.asked == asked.values)
            for view in QueueView.objects.filter(owner=self.staff)
        ]
        return super().get_context_data(**kwargs) | {
            "page": page,
            "views": VIEWS.items(),
            "own_views": own,
            "on_own_view": any(is_now for _view, _query, is_now in own),
            "view_now": asked.view,
            "filter_form": asked.form,
            "is_narrowed": bool(asked.form.wanted),
            "asked": urlencode(asked.values),
            "keep_form": KeepViewForm(),
            "may_add": self.staff.has_perm("cases.add_case"),
            "many_form": ManyForm() if self.staff.has_perm("cases.assign_case") else None,
        }
