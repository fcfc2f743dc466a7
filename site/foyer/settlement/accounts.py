"""The account of a booking: what was charged, paid, held, and is open; reckoned at every read. (004-23)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking
from foyer.core.days import house_day
from foyer.core.models import User

from .enums import AccountState, PaperKind, PaperStatus, PaymentKind
from .models import Paper, Payment

_MONEY = DecimalField(max_digits=13, decimal_places=2)
_NOTHING = Value(Decimal(0), output_field=_MONEY)
_DUE = Q(status__in=(BookingStatus.USED, BookingStatus.SETTLED)) | Q(
    status=BookingStatus.CANCELLED, cancel_fee__gt=0
)


@dataclass(frozen=True, slots=True)
class Account:
    """The sums of one booking, in its currency."""

    charged: Decimal
    paid: Decimal
    held: Decimal
    due_on: date | None
    state: str

    @property
    def open(self) -> Decimal:
        """What the client still owes; less than nothing is owed to them."""
        return self.charged - self.paid

    @property
    def is_stated(self) -> bool:
        """Whether a statement stands, or nothing will ever be stated of what is the client's."""
        return self.state in AccountState.STATED

    @property
    def is_settled(self) -> bool:
        """Whether nothing is owed on either side."""
        return self.state == AccountState.PAID

    @property
    def label(self) -> str:
        """The word for where it stands; nothing before there is anything to settle."""
        return str(AccountState(self.state).label) if self.state else ""


def with_accounts(bookings: QuerySet[Booking], *, at: datetime) -> QuerySet[Any]:
    """Return bookings with `charged`, `paid`, `held`, `open`, `due_on` and `state` as they stand at a moment."""
    issued = Paper.objects.filter(booking=OuterRef("pk"), status=PaperStatus.ISSUED).order_by()
    live = live_statements().filter(booking=OuterRef("pk"))
    return (
        bookings.annotate(
            charged=_sum(issued, F("total")),
            paid=_sum(_payments(), _counted(PaymentKind.PAYS)),
            held=_sum(_payments(), _counted(PaymentKind.HOLDS)),
            due_on=Subquery(live.values("due_on")[:1], output_field=DateField()),
            is_stated=Exists(live),
            is_drafted=Exists(_drafts().filter(booking=OuterRef("pk"))),
        )
        .annotate(open=F("charged") - F("paid"))
        .annotate(state=_state(at))
    )


def account_of(booking: Booking, *, at: datetime) -> Account:
    """Return the account of a booking as it stands at a moment; one query."""
    found = with_accounts(Booking.objects.filter(pk=booking.pk).order_by(), at=at)
    return Account(**found.values("charged", "paid", "held", "due_on", "state").get())


def accounts_seen_by(user: User, *, at: datetime) -> QuerySet[Any]:
    """Return the bookings with an account among those a member of staff may see: agreed, paid for, or to be stated."""
    seen = Booking.objects.visible_to(user)
    has = Exists(Payment.objects.filter(booking=OuterRef("pk")))
    stated = Exists(Paper.objects.filter(booking=OuterRef("pk")))
    return with_accounts(seen.filter(_DUE | _over(at) | has | stated), at=at)


def _over(at: datetime) -> Q:
    """Those whose use is over, though nobody wrote that down."""
    return Q(pk__in=Booking.objects.unmarked(at=at).order_by().values("pk"))


def live_statements() -> QuerySet[Paper]:
    """Return the issued statements that no credit note took back in full."""
    undone = Exists(Paper.objects.filter(corrects=OuterRef("pk"), in_full=True))
    return Paper.objects.filter(kind=PaperKind.STATEMENT, status=PaperStatus.ISSUED).exclude(undone)


def _drafts() -> QuerySet[Paper]:
    return Paper.objects.filter(kind=PaperKind.STATEMENT, status=PaperStatus.DRAFT)


def _payments() -> QuerySet[Payment]:
    return Payment.objects.filter(booking=OuterRef("pk")).order_by()


def _sum(rows: QuerySet[Any], amount: Any) -> Coalesce:
    sums = rows.values("booking").annotate(sum=Sum(amount)).values("sum")
    return Coalesce(Subquery(sums, output_field=_MONEY), _NOTHING, output_field=_MONEY)


def _counted(signs: dict[str, int]) -> Case:
    """The amount of a payment as it counts; a reversal counts the other way."""
    whens = []
    for kind, sign in signs.items():
        if sign:
            whens += [
                When(kind=kind, reverses=None, then=F("amount") * sign),
                When(kind=kind, then=F("amount") * -sign),
            ]
    return Case(*whens, default=_NOTHING, output_field=_MONEY)


def _state(at: datetime) -> Case:
    today, open_ = house_day(at), Q(open__gt=0)
    is_lapsed = Q(status=BookingStatus.OFFERED, reply_by__lte=at)
    # What was taken for a use that never comes is the client's, though nothing is stated.
    is_unused = Q(status__in=BookingStatus.UNUSED) | is_lapsed
    is_theirs = Q(open__lt=0) | Q(held__gt=0)
    return Case(
        When(Q(is_drafted=True), then=Value(AccountState.DRAFT)),
        When(_over(at), then=Value(AccountState.OVER)),
        When(Q(is_stated=False) & _DUE, then=Value(AccountState.TO_STATE)),
        When(open_ & Q(due_on__lt=today), then=Value(AccountState.OVERDUE)),
        When(open_ & Q(paid__gt=0), then=Value(AccountState.PART)),
        When(open_, then=Value(AccountState.DUE)),
        When((Q(is_stated=True) | is_unused) & is_theirs, then=Value(AccountState.OWED)),
        When(Q(is_stated=False), then=Value("")),
        default=Value(AccountState.PAID),
        output_field=CharField(),
    )
