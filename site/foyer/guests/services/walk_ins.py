"""Guests who put themselves on the list at the door. (000-12, 004-12, KIOSK 7, PRV-01)"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.models import Contact
from foyer.core.languages import known_language, wording, wordings
from foyer.core.models import HousePolicy
from foyer.core.refusals import Refusal
from foyer.core.text import fold
from foyer.core.throttle import count_attempt
from foyer.events.models import Event
from foyer.guests.enums import GuestSource, ReplyState, SignInWay
from foyer.guests.models import Desk, Guest, SignIn
from foyer.guests.muster import people_inside
from foyer.privacy.enums import ConsentChannel, ConsentPurpose
from foyer.privacy.identifiers import blind_index, last_four
from foyer.privacy.services.consents import give_consent

from .arrivals import Arrival
from .codes import set_new_code
from .sign_in import Scan, sign_in_guest


class WalkInsClosed(Refusal):
    """The event takes no walk-in guests."""

    code = "walk_ins_closed"
    message = _("This event is by invitation. Please speak to our staff.")


class NotOnList(Refusal):
    """The house has struck this guest off the event's list; at the door that is for staff to explain."""

    code = "not_on_list"
    message = _("Please speak to our staff.")


class HouseFull(Refusal):
    """As many people have come as are let in."""

    code = "house_full"
    message = _("Every place is taken. Please speak to our staff.")


class ConsentChanged(Refusal):
    """The house has changed what guests consent to since the tablet read it."""

    code = "consent_changed"
    message = _("The text you agree to has just changed. Please close this form and open it again.")


class FormIncomplete(Refusal):
    """Something in the walk-in form is missing or wrong; `errors` names the fields."""

    code, status = "invalid", 422
    message = _("Please look at the fields marked below.")


@dataclass(frozen=True, slots=True)
class WalkIn:
    """What a walk-in guest typed at the tablet."""

    id: UUID
    checkpoint_id: int
    name: str
    company: str
    phone: str
    email: str
    language: str
    consent: bool
    consent_version: str | None = None


def consent_version(policy: HousePolicy) -> str:
    """Return a stamp of the consent's wordings, by which a tablet says which it showed."""
    return hashlib.sha256("\0".join(wordings(policy, "consent").values()).encode()).hexdigest()[:12]


def sign_in_walk_in(*, desk: Desk, token_hash: str, walk_in: WalkIn, now: datetime) -> Arrival:
    """Put a walk-in guest on the list and sign them in; a repeat with the same id changes nothing.

    With their consent, kept in the words they read, they become a contact too; who is already known
    by phone is linked, not doubled.

    Raises:
        WalkInsClosed, NotOnList, HouseFull, FormIncomplete, ConsentChanged; and those of `sign_in_guest`.
        TooManyAttempts: more walk-ins than people can type at one tablet.
    """
    if _kept(walk_in) is None:
        if not desk.event.walk_ins:
            raise WalkInsClosed
        _check_form(walk_in)
        count_attempt(key=f"walk-in:{desk.pk}", limit=20, seconds=60, at=now)
    with transaction.atomic():
        # One at a time per event: a double tap waits here, and so does the last place.
        event = Event.objects.select_for_update(no_key=True).get(pk=desk.event_id)
        guest_id = _kept(walk_in)
        struck_off = _struck_off(event, walk_in) if guest_id is None else None
        if struck_off is None:
            return _sign_in(event, token_hash, walk_in, guest_id, now)
        log(struck_off, "foyer.guest.refuse_walk_in", data={"desk": desk.name})
    raise NotOnList


def _sign_in(
    event: Event, token_hash: str, walk_in: WalkIn, guest_id: int | None, now: datetime
) -> Arrival:
    scan = Scan(
        id=walk_in.id,
        checkpoint_id=walk_in.checkpoint_id,
        guest_id=guest_id or _put_on_list(event, walk_in, now).pk,
        party=1,
        way=SignInWay.WALK_IN,
    )
    arrival = sign_in_guest(token_hash=token_hash, scan=scan, now=now)
    if arrival.signed_in_at is None:  # not let in: nobody is put on the list
        transaction.set_rollback(True)
    return arrival


def _kept(walk_in: WalkIn) -> int | None:
    """Return the guest whom this very form has signed in before."""
    kept = SignIn.objects.filter(scan_id=walk_in.id, way=SignInWay.WALK_IN)
    return kept.values_list("guest_id", flat=True).first()


def _check_form(walk_in: WalkIn) -> None:
    errors: dict[str, list[str]] = {}
    if not walk_in.name.strip():
        errors["name"] = [gettext("Please tell us your name.")]
    elif len(walk_in.name) > 100:
        errors["name"] = [gettext("A name has at most 100 characters.")]
    if len(walk_in.company) > 200:
        errors["company"] = [gettext("A company's name has at most 200 characters.")]
    if len(last_four(walk_in.phone)) < 4 or len(walk_in.phone) > 40:
        errors["phone"] = [gettext("Please give a phone number we can reach you at.")]
    if walk_in.email:
        try:
            validate_email(walk_in.email)
        except ValidationError:
            errors["email"] = [gettext("This is not an e-mail address.")]
    if not walk_in.consent:
        errors["consent"] = [gettext("Without your consent we cannot put you on the list.")]
    if errors:
        raise FormIncomplete(errors=errors)


def _on_list(event: Event, walk_in: WalkIn) -> Guest | None:
    """Return the guest who was invited after all, by name and phone."""
    index = blind_index(walk_in.phone, kind="phone")
    listed = event.guests.filter(phone_index=index, cancelled_at=None)
    return next((guest for guest in listed if fold(guest.name) == fold(walk_in.name)), None)


def _struck_off(event: Event, walk_in: WalkIn) -> Guest | None:
    """Return the guest of this phone who stands struck off, unless somebody of it is on the list."""
    index = blind_index(walk_in.phone, kind="phone")
    known = list(event.guests.filter(phone_index=index).order_by("pk"))
    if any(guest.cancelled_at is None for guest in known):
        return None
    return known[-1] if known else None


def _put_on_list(event: Event, walk_in: WalkIn, now: datetime) -> Guest:
    if invited := _on_list(event, walk_in):
        return invited
    if people_inside(event) >= event.capacity:
        raise HouseFull
    language, policy = known_language(walk_in.language), HousePolicy.load()
    if walk_in.consent_version not in (None, consent_version(policy)):
        raise ConsentChanged
    guest = Guest(
        event=event,
        contact=_contact(event, walk_in, language),
        name=walk_in.name.strip(),
        company=walk_in.company.strip(),
        phone=walk_in.phone.strip(),
        email=walk_in.email.strip(),
        language=language,
        reply=ReplyState.YES,
        reply_party=1,
        replied_at=now,
        source=GuestSource.WALK_IN,
    )
    set_new_code(guest, at=now)
    guest.save()
    guest.consent = give_consent(
        person=guest,
        purpose=ConsentPurpose.WALK_IN,
        text=wording(policy, "consent", language),
        language=language,
        channel=ConsentChannel.DESK,
        at=now,
    )
    guest.save(update_fields=["consent"])
    return guest


def _contact(event: Event, walk_in: WalkIn, language: str) -> Contact | None:
    """Return the contact of this phone and name, or a new one; None when that contact is a guest already."""
    index = blind_index(walk_in.phone, kind="phone")
    sharing = Contact.objects.filter(phone_index=index)
    contact = next((one for one in sharing if fold(one.name) == fold(walk_in.name)), None)
    if contact is None:
        return Contact.objects.create(
            name=walk_in.name.strip(),
            phone=walk_in.phone.strip(),
            email=walk_in.email.strip(),
            language=language,
        )
    listed = Guest.objects.filter(event=event, contact=contact, cancelled_at=None).exists()
    return None if listed else contact
