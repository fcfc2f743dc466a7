"""The acts staff carry out on a booking's page: form, service, and the steps at which each is offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.bookings.enums import BookingStatus
from foyer.bookings.forms.acts import (
    ActForm,
    AssignForm,
    CancelForm,
    ChangeForm,
    DeclineForm,
    LinkForm,
    MoveForm,
    NoteForm,
    OfferAllForm,
    OfferForm,
    ReasonForm,
    RepeatForm,
    SignForm,
    WriteForm,
)
from foyer.bookings.models import Booking
from foyer.bookings.services import answering
from foyer.bookings.services.changing import assign, change_booking, take_up_again
from foyer.bookings.services.holding import hold
from foyer.bookings.services.linking import can_unlink, link_contact, unlink_contact
from foyer.bookings.services.offering import offer_room, reject_request
from foyer.bookings.services.series import (
    accept_together,
    cancel_rest,
    decline_together,
    offer_series,
    repeat_booking,
)
from foyer.bookings.services.talking import add_note, write_to_client
from foyer.core.models import User

OFFER = "bookings.offer_booking"


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its name, its form, what it does, and at which steps it is offered."""

    label: Any
    form: type[ActForm]
    do: Callable[[Booking, dict[str, Any], Any, User, datetime], object]
    at: Sequence[str] = BookingStatus.OPEN
    hint: Any = ""
    right: str = "bookings.change_booking"
    fits: Callable[[Booking], bool] = lambda _booking: True


def _is_series(booking: Booking) -> bool:
    return booking.series_id is not None


def _offer(booking: Booking, values: dict[str, Any], _form: Any, by: User, at: datetime) -> object:
    return offer_room(
        booking=booking,
        by=by,
        at=at,
        reply_by=values["reply_by"],
        discount=values["discount"],
        turn_down=list(values.get("turn_down") or ()),
        reason=values.get("reason", ""),
        seen=values["seen"],
    )


def _offer_all(
    booking: Booking, values: dict[str, Any], _form: Any, by: User, at: datetime
) -> object:
    hold(booking, values["seen"])
    return offer_series(booking=booking, by=by, at=at, reply_by=values["reply_by"])


def _repeat(booking: Booking, values: dict[str, Any], _form: Any, by: User, at: datetime) -> object:
    hold(booking, values["seen"])
    return repeat_booking(
        booking=booking,
        repeats=values["repeats"],
        until_on=values["until_on"],
        skipped=values["skipped"],
        by=by,
        at=at,
    )


def _accept(booking: Booking, values: dict[str, Any], _form: Any, by: User, at: datetime) -> object:
    return accept_together(booking=booking, at=at, by=by, seen=values["seen"])


def _decline(
    booking: Booking, values: dict[str, Any], _form: Any, by: User, at: datetime
) -> object:
    return decline_together(
        booking=booking, at=at, reason=values["reason"], by=by, seen=values["seen"]
    )


def _cancel(booking: Booking, values: dict[str, Any], _form: Any, by: User, at: datetime) -> object:
    return answering.cancel_booking(
        booking=booking,
        reason=values["reason"],
        at=at,
        by=by,
        waives_fee=values.get("waives_fee", False),
        seen=values["seen"],
    )


def _change(booking: Booking, values: dict[str, Any], form: Any, by: User, at: datetime) -> object:
    return change_booking(booking=booking, change=form.change, by=by, at=at, seen=values["seen"])


# The next step of each stands first; the others are offered below.
NEXT_ACTS = {
    "offer": Act(
        _("Offer the room"),
        OfferForm,
        _offer,
        (BookingStatus.REQUESTED,),
        _("The room is held, and the letter says what it costs."),
        right=OFFER,
    ),
    "offer_all": Act(
        _("Offer the whole series"),
        OfferAllForm,
        _offer_all,
        (BookingStatus.REQUESTED,),
        _("All of it or none; one letter speaks for all."),
        right=OFFER,
        fits=_is_series,
    ),
    "accept": Act(
        _("The client accepts"),
        ActForm,
        _accept,
        (BookingStatus.OFFERED,),
        _("Written down in the client's name: the room is theirs."),
    ),
    "sign": Act(
        _("Contract signed"),
        SignForm,
        lambda booking, values, _form, by, at: answering.sign_contract(
            booking=booking,
            signed_by=values["signed_by"],
            signed_on=values["signed_on"],
            by=by,
            at=at,
            seen=values["seen"],
        ),
        (BookingStatus.CONFIRMED,),
        fits=lambda booking: booking.needs_contract,
    ),
    "use": Act(
        _("The room was used"),
        ActForm,
        lambda booking, values, _form, by, at: answering.mark_used(
            booking=booking, by=by, at=at, seen=values["seen"]
        ),
        (BookingStatus.CONFIRMED, BookingStatus.SIGNED),
    ),
    "take_up": Act(
        _("Take it up again"),
        ActForm,
        lambda booking, values, _form, by, at: take_up_again(
            booking=booking, by=by, at=at, seen=values["seen"]
        ),
        (BookingStatus.LAPSED,),
        _("It becomes a request again; it holds no room until it is offered anew."),
    ),
}
OTHER_ACTS = {
    "change": Act(
        _("Change it"),
        ChangeForm,
        _change,
        (*BookingStatus.OPEN, BookingStatus.LAPSED),
        _(
            "Another room, time, layout, more people or other extras are looked at anew: what was offered or "
            "agreed becomes a request that holds its new place, and is to be offered again. Fewer people, theme, "
            "wishes and notes change nothing that was agreed."
        ),
    ),
    "write": Act(
        _("Write to the client"),
        WriteForm,
        lambda booking, values, _form, by, at: write_to_client(
            booking=booking, text=values["text"], by=by, at=at
        ),
        tuple(BookingStatus),
        _("It stands on the client's page, and goes out by mail where there is an address."),
    ),
    "assign": Act(
        _("Make somebody answerable"),
        AssignForm,
        lambda booking, values, _form, by, _at: assign(
            booking=booking, owner=values["owner"], by=by, seen=values["seen"]
        ),
        tuple(BookingStatus),
        _("It stands in their view “My bookings”, and in their calendar."),
    ),
    "unlink": Act(
        _("Take the contact off"),
        ActForm,
        lambda booking, values, _form, by, _at: unlink_contact(
            booking=booking, by=by, seen=values["seen"]
        ),
        BookingStatus.OPEN,
        _("Somebody else asks. The client goes with the contact; what was agreed stays."),
        fits=can_unlink,
    ),
    "note": Act(
        _("Write a note"),
        NoteForm,
        lambda booking, values, _form, by, at: add_note(
            booking=booking, text=values["text"], by=by, at=at
        ),
        tuple(BookingStatus),
        _("The client does not see it."),
    ),
    "repeat": Act(
        _("Let it come back"),
        RepeatForm,
        _repeat,
        (BookingStatus.REQUESTED,),
        _("One more request for each time, all of them or none."),
        fits=lambda booking: not _is_series(booking),
    ),
    "reject": Act(
        _("Turn it down"),
        ReasonForm,
        lambda booking, values, _form, by, at: reject_request(
            booking=booking, reason=values["reason"], by=by, at=at, seen=values["seen"]
        ),
        (BookingStatus.REQUESTED,),
        _("A change goes back to what was agreed, where its place is still free."),
        right=OFFER,
    ),
    "decline": Act(
        _("The client declines"),
        DeclineForm,
        _decline,
        (BookingStatus.OFFERED,),
        _("Whoever waits for the room is offered it at once."),
    ),
    "cancel_rest": Act(
        _("Cancel this one and the rest of the series"),
        ReasonForm,
        lambda booking, values, _form, by, at: cancel_rest(
            booking=booking, reason=values["reason"], by=by, at=at
        ),
        (*BookingStatus.OPEN, BookingStatus.LAPSED),
        right=OFFER,
        fits=_is_series,
    ),
    "cancel": Act(
        _("Cancel the booking"),
        CancelForm,
        _cancel,
        (*BookingStatus.OPEN, BookingStatus.LAPSED),
    ),
}
# Taken with one tap, from what could be had instead, or by a move in the calendar.
MOVE = Act(
    _("Move it"),
    MoveForm,
    _change,
    (*BookingStatus.OPEN, BookingStatus.LAPSED),
    _(
        "What was offered or agreed becomes a request that holds its new place, and is to be offered again."
    ),
)
# Proposed where the phone or the e-mail of whoever asks belongs to a contact.
LINK = Act(
    _("Link"),
    LinkForm,
    lambda booking, values, _form, by, _at: link_contact(
        booking=booking, contact=values["contact"], by=by, seen=values["seen"]
    ),
    tuple(BookingStatus),
)
ACTS = NEXT_ACTS | OTHER_ACTS | {"move": MOVE, "link": LINK}
