"""What is due: one member of staff's list, and everybody's. (001-12)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.components import Component

from foyer.clients.care_enums import DueGroup, DueOutcome
from foyer.clients.forms.care import DueFilterForm, staff_with
from foyer.clients.models import CarePolicy, Client, Contact, DueDecision
from foyer.clients.queries.due_elsewhere import OtherDue, due_elsewhere
from foyer.clients.queries.due_items import DueItem, DueScope
from foyer.clients.queries.due_list import (
    DueRow,
    counts,
    counts_by_manager,
    due_items,
    due_rows,
    visible_to,
)
from foyer.clients.queries.due_words import reason
from foyer.core.days import house_day, start_of
from foyer.core.models import User
from foyer.core.views import StaffPage
from foyer.privacy.enums import ViewPlace
from foyer.privacy.identifiers import mask_phone
from foyer.privacy.services.view_log import note_views

PER_PAGE = 50
_ON_THE_FIRST_PAGE = 5


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row as it is shown to one member of staff."""

    row: DueRow
    reason: str
    phone: str
    may_call: bool  # the phone is plain

    @property
    def item(self) -> DueItem:
        """What is due."""
        return self.row.item

    @property
    def client(self) -> Client | None:
        """For whom."""
        return self.row.client

    @property
    def contact(self) -> Contact | None:
        """Whom to speak to."""
        return self.row.contact


def shown_rows(items: list[DueItem], *, today: date, user: User) -> list[ShownRow]:
    """Return items as a member of staff sees them: phones plain to those who may, and who were handed them.

    Who sees some plain is written into the view log.
    """
    rows = [_shown(row, user) for row in due_rows(items, today)]
    note_views(
        kind=Contact,
        people=len({row.contact.pk for row in rows if row.contact and row.may_call}),
        place=ViewPlace.LIST,
        by=user,
        at=timezone.now(),
        columns=("phone",),
    )
    return rows


def _shown(row: DueRow, user: User) -> ShownRow:
    contact = row.contact
    handed = row.item.manager == user.pk and user.has_perm("clients.view_sensitive_contact")
    plain = contact is not None and (handed or contact.is_plain_to(user))
    phone = contact.phone if contact else ""
    return ShownRow(
        row=row,
        reason=reason(row.item),
        phone=phone if plain else mask_phone(phone),
        may_call=bool(plain and phone),
    )


class DuePage(StaffPage):
    """What is due at one's own clients and what colleagues handed over."""

    right = "clients.view_due"
    template_name = "care_admin/due.html"
    page_title: ClassVar = gettext_lazy("Due today")
    header_icon: ClassVar = "calendar-check"
    address: ClassVar = "care:due"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def today(self) -> date:
        """The day of the house."""
        return house_day(timezone.now())

    @cached_property
    def managers(self) -> list[User] | None:
        """Among whom the list may be narrowed down; None: it is one's own."""
        return None

    @cached_property
    def filter_form(self) -> DueFilterForm:
        """What the list is narrowed down by."""
        return DueFilterForm(self.request.GET, managers=self.managers)

    @property
    def looked_at(self) -> User | None:
        """Whose list this is; None: everybody's."""
        return self.staff

    def scope(self) -> DueScope:
        """Whose things due are shown."""
        return DueScope(manager=self.staff.pk)

    @cached_property
    def items(self) -> list[DueItem]:
        """Everything due in this scope."""
        found = due_items(self.scope(), policy=CarePolicy.load(), today=self.today)
        return visible_to(self.staff, found)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return figures, one page of what is due, and what was decided today."""
        wanted = self.filter_form.wanted
        figures = counts(self.items, self.today)
        shown = [item for item in self.items if self.is_wanted(item, wanted)]
        paginator = WagtailPaginator(shown, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        rows = shown_rows(list(page.object_list), today=self.today, user=self.staff)
        return super().get_context_data(**kwargs) | {
            "tabs": self._tabs(figures, wanted.get("group", "")),
            "filter_form": self.filter_form,
            "narrowed": bool(wanted),
            "groups": _grouped(rows),
            "page": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "list_url": reverse(self.address),
            "elsewhere": due_elsewhere(self.looked_at, at=timezone.now()),
            "decided": self._decided_today(),
            "today": self.today,
            "may_decide": self.staff.has_perm("clients.decide_due"),
            "may_log": self.staff.has_perm("clients.add_visit"),
            "may_see_all": self.staff.has_perm("clients.view_all_due"),
        }

    def is_wanted(self, item: DueItem, wanted: dict[str, Any]) -> bool:
        """Tell whether an item is among what was asked for."""
        return (
            wanted.get("group", item.group(self.today)) == item.group(self.today)
            and wanted.get("kind", item.kind) == item.kind
            and wanted.get("tier", item.tier) == item.tier
        )

    def _tabs(self, figures: dict[DueGroup, int], current: str) -> list[dict[str, Any]]:
        groups = [("", _("All"), sum(figures.values()))]
        groups += [(group.value, str(group.label), figures.get(group, 0)) for group in DueGroup]
        return [
            {
                "name": name,
                "label": label,
                "count": count,
                "url": self._url(group=name),
                "current": name == current,
            }
            for name, label, count in groups
        ]

    def _url(self, **changed: str) -> str:
        query = self.request.GET.copy()
        query.pop("p", None)
        for name, value in changed.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"{reverse(self.address)}?{query.urlencode()}" if query else reverse(self.address)

    def _decided_today(self) -> list[DueDecision]:
        decided = ~Q(outcome=DueOutcome.OPEN, postponed_to=None, assignee=None)
        mine = DueDecision.objects.filter(
            decided, by=self.staff, decided_at__gte=start_of(self.today)
        )
        related = ("client", "contact", "closed_by_visit", "assignee")
        return list(mine.select_related(*related)[:PER_PAGE])


class DueAllPage(DuePage):
    """What is due at everybody's clients, by account manager."""

    right = "clients.view_all_due"
    template_name = "care_admin/due_all.html"
    page_title: ClassVar = gettext_lazy("Due at everybody's clients")
    address: ClassVar = "care:due_all"

    @cached_property
    def managers(self) -> list[User] | None:
        """Those who have clients, or may be handed something."""
        looking_after = User.objects.filter(clients__isnull=False)
        holders = staff_with("clients.view_due").order_by()
        found = User.objects.filter(
            Q(pk__in=looking_after.values("pk")) | Q(pk__in=holders.values("pk"))
        )
        return list(found.order_by("last_name", "first_name", "username"))

    @property
    def looked_at(self) -> User | None:
        """Everybody's list."""
        return None

    def scope(self) -> DueScope:
        """Everybody's; the list below the table may be one person's."""
        return DueScope()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the table by account manager beside the list."""
        return super().get_context_data(**kwargs) | {"table": self._table()}

    def is_wanted(self, item: DueItem, wanted: dict[str, Any]) -> bool:
        """Tell whether an item is among what was asked for."""
        whose = _whose(item.manager)
        return wanted.get("manager", whose) == whose and super().is_wanted(item, wanted)

    def _table(self) -> list[dict[str, Any]]:
        figures = counts_by_manager(self.items, self.today)
        people: list[tuple[int | None, str]] = [
            (user.pk, str(user)) for user in self.managers or ()
        ]
        people.append((None, _("No account manager")))
        chosen = self.filter_form.wanted.get("manager")
        return [
            {
                "name": name,
                "url": self._url(manager=_whose(pk)),
                "counts": [figures[pk][group] for group in DueGroup],
                "current": _whose(pk) == chosen,
            }
            for pk, name in people
            if pk in figures
        ]


def _whose(manager: int | None) -> str:
    return str(manager) if manager else "nobody"


def _grouped(rows: list[ShownRow]) -> list[tuple[DueGroup, list[ShownRow]]]:
    groups = ((group, [row for row in rows if row.row.group == group]) for group in DueGroup)
    return [(group, rows) for group, rows in groups if rows]


class DuePanel(Component):
    """What is due today, on the staff's first page."""

    name = "due_today"
    order = 60

    def __init__(self, *, user: User, at: datetime) -> None:
        self.user, self.at = user, at

    def render_html(self, parent_context: Any = None) -> str:
        """Return the figures and what waits longest, or nothing."""
        today = house_day(self.at)
        policy = CarePolicy.load()
        found = due_items(DueScope(manager=self.user.pk), policy=policy, today=today)
        items = visible_to(self.user, found)
        if not items:
            return ""
        figures = counts(items, today)
        context = {
            "figures": [(group.label, figures[group]) for group in DueGroup],
            "rows": shown_rows(items[:_ON_THE_FIRST_PAGE], today=today, user=self.user),
        }
        return render_to_string("care_admin/panel.html", context)


class ElsewherePanel(Component):
    """What else is due, on the first page of whoever has it to do, clients of their own or not."""

    name = "due_elsewhere"
    order = 61

    def __init__(self, *, user: User, at: datetime) -> None:
        self.user, self.at = user, at

    def render_html(self, parent_context: Any = None) -> str:
        """Return what is due, or nothing."""
        found: list[OtherDue] = due_elsewhere(self.user, at=self.at)
        if not found:
            return ""
        context = {"elsewhere": found[:_ON_THE_FIRST_PAGE], "today": house_day(self.at)}
        return render_to_string("care_admin/panel_elsewhere.html", context)


def elsewhere_panel(user: User) -> ElsewherePanel:
    """Return the panel for this moment."""
    return ElsewherePanel(user=user, at=timezone.now())


def due_panel(user: User) -> DuePanel:
    """Return the panel for this moment."""
    return DuePanel(user=user, at=timezone.now())
