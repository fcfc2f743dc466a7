"""The list of accounts in saved views, and what leaves the house of it. (004-23)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from foyer.core.exports.views import Chosen, ExportPage
from foyer.core.models import User
from foyer.fees.showing import money
from foyer.settlement.enums import AccountState
from foyer.settlement.exports import ACCOUNT_LIST
from foyer.settlement.forms.filters import AccountFilterForm

from .base import AccountsPage
from .saved_views import VIEWS, chosen_view, sums_of

PER_PAGE = 50
_FIGURES = ("charged", "paid", "open", "held")


def _known(view: str) -> str:
    """Return a view there is; what staff begin with is what is to be stated."""
    return view if view in VIEWS else "to_state"


class ListPage(AccountsPage):
    """The accounts one may see, in saved views; each as it stands now."""

    template_name = "settlement_admin/list.html"
    page_title: ClassVar = pgettext_lazy("settlement", "Accounts")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list is the last stop."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of one view, and what the whole view comes to."""
        now, form = timezone.now(), AccountFilterForm(self.request.GET)
        view = self._view(now)
        found = chosen_view(self.staff, view, form.words, at=now)
        rows = found.select_related("client", "room__venue")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        for row in page.object_list:
            row.label = AccountState(row.state).label if row.state else ""
            row.figures = {name: _said(getattr(row, name), row.currency) for name in _FIGURES}
        narrowed = self.request.GET.copy()
        narrowed.pop("p", None)
        narrowed["view"] = view
        return super().get_context_data(**kwargs) | {
            "page": page,
            "sums": [
                (_said(asked, currency), _said(owed, currency) if owed else "")
                for currency, asked, owed in sums_of(found)
            ],
            "views": VIEWS.items(),
            "view_now": view,
            "filter_form": form,
            "is_narrowed": bool(form.words),
            "narrowed": narrowed.urlencode(),
            "may_export": self.staff.has_perm(ACCOUNT_LIST.right),
            "may_close": self.staff.has_perm("settlement.close_month"),
        }

    def _view(self, now: Any) -> str:
        """Return the view asked for; else the first of those that ask for something."""
        if "view" in self.request.GET:
            return _known(self.request.GET["view"])
        first = ("to_state", "over")
        held = (view for view in first if chosen_view(self.staff, view, "", at=now).exists())
        return next(held, "overdue")


def _said(amount: Any, currency: str) -> str:
    """Return an amount in words; nothing where no currency was ever agreed."""
    return money(amount, currency) if currency else ""


class ListedAccounts:
    """The accounts of a view as it was narrowed down."""

    def __init__(self, view: str, form: AccountFilterForm, by: User) -> None:
        self._view, self._form, self._by = view, form, by

    @property
    def is_understood(self) -> bool:
        """Whether what it was narrowed down by still means something."""
        return self._form.is_valid()

    @cached_property
    def keys(self) -> list[int]:
        """The keys of the bookings, in the order of the list."""
        found = chosen_view(self._by, self._view, self._form.words, at=timezone.now())
        return list(found.values_list("pk", flat=True))

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the list was narrowed down by, in words."""
        said = [(_("View"), str(VIEWS[self._view]))]
        if self._form.words:
            said.append((pgettext("accounts", "Search"), self._form.words))
        return said


class AccountExportPage(ExportPage):
    """Exports the accounts of a view."""

    target = ACCOUNT_LIST
    right = ACCOUNT_LIST.right

    def choose(self) -> Chosen:
        """Return the accounts the address means."""
        view = _known(self.request.GET.get("view", ""))
        return ListedAccounts(view, AccountFilterForm(self.request.GET), self.staff)

    @property
    def list_url(self) -> str:
        """The list, as it was narrowed down."""
        query = self.request.GET.urlencode()
        return reverse("settlement:list") + (f"?{query}" if query else "")
