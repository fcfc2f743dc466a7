"""The register of prevention measures: planned, in place, whether it worked; on paper, as a file. (001-26)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.cases.exports import ACTION_LIST
from foyer.cases.forms.register import ActionFilterForm
from foyer.cases.models import Action
from foyer.core.days import house_day
from foyer.core.exports.views import Chosen, ExportPage

from .desk import PER_PAGE, CasesPage

_MOST_ON_PAPER = 500


class ActionsPage(CasesPage):
    """The prevention measures of the cases one may see, by what is due first."""

    template_name = "cases_admin/actions.html"
    page_title: ClassVar = gettext_lazy("Prevention measures")

    def look_up(self, **kwargs: Any) -> None:
        """Read what is wanted."""
        self.at = timezone.now()
        self.today = house_day(self.at)
        self.form = ActionFilterForm(self.request.GET, by=self.staff)

    def get_page_subtitle(self) -> str:
        """Name the page, as the last stop of the way here."""
        return _("Prevention measures")

    @property
    def found(self) -> Any:
        """The measures that are wanted."""
        seen = Action.objects.visible_to(self.staff).select_related("case", "person")
        return self.form.narrow(seen, today=self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of the measures."""
        page = Paginator(self.found, PER_PAGE).get_page(self.request.GET.get("p"))
        narrowed = self.request.GET.copy()
        narrowed.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "page": page,
            "filter_form": self.form,
            "is_narrowed": bool(self.form.wanted),
            "narrowed": narrowed.urlencode(),
            "rows": self.rows(page.object_list),
            "may_export": self.staff.has_perm(ACTION_LIST.right),
        }

    def rows(self, actions: Any) -> list[tuple[Action, bool]]:
        """Return measures, each with whether it is late."""
        return [(action, action.late_on(self.today)) for action in actions]


class ActionsPrintPage(ActionsPage):
    """The register on A4, as it was narrowed down."""

    template_name = "cases_admin/actions_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the measures that go on paper."""
        found = list(self.found[: _MOST_ON_PAPER + 1])
        return super().get_context_data(**kwargs) | {
            "rows": self.rows(found[:_MOST_ON_PAPER]),
            "is_cut": len(found) > _MOST_ON_PAPER,
            "most": _MOST_ON_PAPER,
            "conditions": self.form.in_words,
            "staff": self.staff,
            "at": self.at,
        }


class ListedActions:
    """The measures of the register as it was narrowed down."""

    def __init__(self, page: ExportPage) -> None:
        self._by = page.staff
        self._form = ActionFilterForm(page.request.GET, by=page.staff)

    @property
    def is_understood(self) -> bool:
        """Whether every value still means something."""
        return self._form.is_valid()

    @cached_property
    def keys(self) -> list[int]:
        """The keys of the measures, in the order of the register."""
        seen = Action.objects.visible_to(self._by)
        found = self._form.narrow(seen, today=house_day(timezone.now()))
        return list(found.values_list("pk", flat=True))

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the register was narrowed down by, in words."""
        return self._form.in_words


class ActionsExportPage(ExportPage):
    """Takes the register away."""

    target = ACTION_LIST
    right = ACTION_LIST.right

    def choose(self) -> Chosen:
        """Return the measures the address means."""
        return ListedActions(self)

    @property
    def list_url(self) -> str:
        """The register, as it was narrowed down."""
        query = self.request.GET.urlencode()
        return reverse("cases:actions") + (f"?{query}" if query else "")
