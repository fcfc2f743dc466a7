"""What a list of contacts is narrowed down by."""

from __future__ import annotations

from calendar import monthrange
from typing import Any, ClassVar

import django_filters
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.clients.enums import Festival
from foyer.clients.models import Contact
from foyer.clients.models.visibility import VIEW_EVERY
from foyer.clients.queries.birthdays import kept_between
from foyer.core.days import house_day

from .known_choices import AccountManagerFilter, IndustryFilter
from .shared import ClientFilter, HouseFieldFilters, PresenceFilter

SENSITIVE = "clients.view_sensitive_contact"


class BirthdayMonthFilter(django_filters.ChoiceFilter):
    """Narrows contacts down to those whose birthday is kept in a month of this year, by either calendar.

    Only among those whose birthdays the reader may see.
    """

    def __init__(self, **kwargs: Any) -> None:
        choices = [(str(number), name) for number, name in MONTHS.items()]
        super().__init__(**{"choices": choices, "label": _("Birthday in")} | kwargs)

    def filter(self, queryset: Any, value: Any) -> Any:
        """Keep those born in the month."""
        if not value:
            return queryset
        first = house_day(timezone.now()).replace(month=int(value), day=1)
        kept = kept_between(first, first.replace(day=monthrange(first.year, first.month)[1]))
        found = queryset.filter(
            Q(birthday_index__in=kept.solar) | Q(lunar_birthday_index__in=kept.lunar)
        )
        user = self.parent.request.user
        if user.has_perm(VIEW_EVERY):
            return found
        return found.filter(Q(client__account_manager=user) | Q(client__account_manager=None))


class FestivalFilter(django_filters.ChoiceFilter):
    """Narrows contacts down to those who keep a festival."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": Festival.choices, "label": _("Festival kept")} | kwargs)

    def filter(self, queryset: Any, value: Any) -> Any:
        """Keep those who named it."""
        if not value:
            return queryset
        named = queryset.alias(named_festivals=Cast(F("festivals"), TextField()))
        return named.filter(named_festivals__contains=f'"{value}"')


class ContactFilters(HouseFieldFilters):
    """What a list of contacts is narrowed down by."""

    client = ClientFilter(field_name="client")
    client__account_manager = AccountManagerFilter()
    client__industry = IndustryFilter(field_name="client__industry")
    title = django_filters.CharFilter(
        lookup_expr="icontains", label=pgettext_lazy("title of a person", "Title")
    )
    festival = FestivalFilter()
    birthday_month = BirthdayMonthFilter()
    is_main = PresenceFilter(Q(client__main_contact=F("pk")), label=_("Main contact"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.has_perm(SENSITIVE):
            del self.filters["birthday_month"]

    class Meta:
        model = Contact
        fields: ClassVar = [
            "client",
            "client__tier",
            "client__account_manager",
            "client__region",
            "client__industry",
            "title",
            "is_main",
            "festival",
            "birthday_month",
            "language",
            "photo_consent",
        ]
