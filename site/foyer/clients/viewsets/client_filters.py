"""What a list of clients is narrowed down by. (001-27)"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import NumberRangeWidget

from foyer.clients.models import Client, Contact, Referral, Visit, Voucher
from foyer.core.days import house_day, start_of

from .known_choices import AccountManagerFilter, IndustryFilter
from .shared import DayRangeFilter, HouseFieldFilters, PresenceFilter

_PERIODS = (
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("180", _("180 days")),
    ("365", _("365 days")),
)
_MOST_MONEY, _MOST_DEALS = Decimal("999999999999.99"), Decimal(32767)
# Filters that tell of what some may not know of, with the right to it.
_RIGHTS = {
    "last_visit": "clients.view_visit",
    "silent_for": "clients.view_visit",
    "has_contact": "clients.view_contact",
    "has_main_contact": "clients.view_contact",
    "was_referred": "clients.view_referral",
    "has_voucher": "clients.view_voucher",
}


class LastVisitFilter(DayRangeFilter):
    """Narrows clients down by the day of the last visit the reader knows of.

    Until a day means: not after it. Whom nobody ever visited is among them.
    """

    def within(self, queryset: Any, days: slice) -> Any:
        """Keep those last visited between two days, both included."""
        each = _visits(self).filter(client=OuterRef("pk")).order_by().values("client")
        queryset = queryset.alias(
            last_visit_on=Subquery(each.annotate(day=Max("happened_on")).values("day"))
        )
        found = Q()
        if days.start is not None:
            found &= Q(last_visit_on__gte=days.start.date())
        if days.stop is not None:
            found &= Q(last_visit_on__lte=days.stop.date())
        return queryset.filter(found if days.start else found | Q(last_visit_on=None))


class SilentForFilter(django_filters.ChoiceFilter):
    """Narrows clients down to those not visited for some days, whenever the list is looked at."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": _PERIODS, "label": _("Not visited for")} | kwargs)

    def filter(self, queryset: Any, value: Any) -> Any:
        """Keep those without a visit since, those never visited among them."""
        if not value:
            return queryset
        since = house_day(timezone.now()) - timedelta(days=int(value))
        return queryset.exclude(
            Exists(_visits(self).filter(client=OuterRef("pk"), happened_on__gt=since))
        )


class KeptWithinFilter(django_filters.ChoiceFilter):
    """Narrows clients down to those first kept in the last days, whenever the list is looked at."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": _PERIODS, "label": _("First kept in the last")} | kwargs)

    def filter(self, queryset: Any, value: Any) -> Any:
        """Keep those kept since."""
        if not value:
            return queryset
        since = start_of(house_day(timezone.now()) - timedelta(days=int(value)))
        return queryset.filter(created_at__gte=since)


class FigureFilter(django_filters.RangeFilter):
    """Narrows a list down from one figure to another; what the column cannot hold is its end."""

    def __init__(self, *, most: Decimal, **kwargs: Any) -> None:
        super().__init__(**{"widget": NumberRangeWidget} | kwargs)
        self._most = most

    def filter(self, queryset: Any, value: Any) -> Any:
        """Keep the records with a figure between the two, both included."""
        for end, lookup in (("start", "gte"), ("stop", "lte")):
            figure = getattr(value, end, None)
            if figure is not None:
                within = min(max(figure, Decimal(-1)), self._most)
                queryset = queryset.filter(**{f"{self.field_name}__{lookup}": within})
        return queryset


def _visits(one: django_filters.Filter) -> Any:
    """Return the visits the reader of a list knows of."""
    return Visit.objects.visible_to(one.parent.request.user).standing()


class ClientFilters(HouseFieldFilters):
    """What a list of clients is narrowed down by. (001-27)"""

    industry = IndustryFilter(field_name="industry")
    account_manager = AccountManagerFilter(null_label=pgettext_lazy("account manager", "Nobody"))

    last_visit = LastVisitFilter(label=_("Last visit"))
    silent_for = SilentForFilter()
    created_at = DayRangeFilter(label=_("First kept at"))
    kept_within = KeptWithinFilter()
    annual_spend = FigureFilter(most=_MOST_MONEY, label=_("Spend a year"))
    deals_a_year = FigureFilter(most=_MOST_DEALS, label=_("Deals a year"))
    source_note = django_filters.CharFilter(lookup_expr="icontains", label=_("About the source"))
    has_contact = PresenceFilter(
        Exists(Contact.objects.filter(client=OuterRef("pk"))), label=_("Has contacts")
    )
    has_main_contact = PresenceFilter(
        Exists(Contact.objects.filter(client=OuterRef("pk"), pk=OuterRef("main_contact"))),
        label=_("Has a main contact"),
    )
    was_referred = PresenceFilter(
        Exists(Referral.objects.filter(new_client=OuterRef("pk"))), label=_("Was referred")
    )
    has_voucher = PresenceFilter(
        Exists(Voucher.objects.filter(client=OuterRef("pk"))), label=_("Came with a voucher")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, right in _RIGHTS.items():
            if not self.request.user.has_perm(right):
                del self.filters[name]

    class Meta:
        model = Client
        fields: ClassVar = [
            "tier",
            "account_manager",
            "last_visit",
            "silent_for",
            "region",
            "industry",
            "kind",
            "size",
            "potential",
            "annual_spend",
            "deals_a_year",
            "source",
            "source_note",
            "collection",
            "legal_basis",
            "screening",
            "created_at",
            "kept_within",
        ]
