"""Who of some people can be sent a form, and who cannot and why. (000-23, PRV-04)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet

from forms_content.models import FormPage, Recipient
from forms_content.sending_enums import LeftOut, Often, Whom
from foyer.clients.models import Contact
from foyer.events.models import Event
from foyer.guests.models import Guest, SignIn
from foyer.guests.services.invitations import unwilling_among
from foyer.privacy.enums import ConsentPurpose
from foyer.privacy.identifiers import blind_index
from foyer.privacy.services.consents import have_withdrawn

Person = Guest | Contact


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom a sending reaches, and whom not: by reason, a value of `LeftOut`."""

    reached: tuple[Person, ...] = ()
    left_out: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)

    @property
    def left_out_count(self) -> int:
        """How many are left out."""
        return sum(map(len, self.left_out.values()))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of some people before a sending."""

    unwilling: set[int]
    objecting: set[str]  # addresses to which no more letters like this may go
    asked: set[int]
    answered: set[int]


def guests_of(event: Event, whom: str, *, chosen: Sequence[int] = ()) -> QuerySet[Guest]:
    """Return guests of an event: all on the list, those who came, or those chosen by key."""
    guests = Guest.objects.filter(event=event).select_related("contact").order_by("name", "pk")
    if whom == Whom.ARRIVED:
        arrived = SignIn.objects.standing().filter(event=event)
        return guests.filter(pk__in=arrived.values("guest"))
    return guests.filter(pk__in=chosen) if whom == Whom.CHOSEN else guests


def plan_sending(*, page: FormPage, people: Iterable[Person], event: Event | None) -> Plan:
    """Return who of some people can be sent a form now, each address once; nothing is sent.

    Args:
        page: the form.
        people: guests, or contacts.
        event: the event the form is about, if it is about one.
    """
    everybody = list(people)
    known = _known(page, everybody, event)
    reached: list[Person] = []
    left_out: dict[str, tuple[Person, ...]] = {}
    addresses: set[str] = set()
    for person in everybody:
        address = blind_index(person.email, kind="email") if person.email else ""
        reason = _why_not(person, address, known)
        if reason is None and address in addresses:
            reason = LeftOut.TWICE
        if reason is None:
            addresses.add(address)
            reached.append(person)
        else:
            left_out[reason] = (*left_out.get(reason, ()), person)
    return Plan(
        tuple(reached), {reason: left_out[reason] for reason in LeftOut if reason in left_out}
    )


def is_unwilling(recipient: Recipient) -> bool:
    """Tell whether somebody asked, or may by now have asked, for no such letters."""
    person = recipient.person
    if person is None or recipient.declined_at:
        return True
    return person.pk in _unwilling([person]) or bool(_objecting([recipient.email_index]))


def same_person(recipient: Recipient) -> Q:
    """Return the condition for other links to a form with which the same person was asked the same."""
    who = Q(email_index=recipient.email_index) & ~Q(email_index="")
    if recipient.guest_id:
        who |= Q(guest=recipient.guest_id)
    if recipient.contact_id:
        who |= Q(contact=recipient.contact_id)
    sending = recipient.sending
    return who & Q(sending__page=sending.page_id, sending__event=sending.event_id)


def _why_not(person: Person, address: str, known: _Known) -> LeftOut | None:
    if isinstance(person, Guest) and person.cancelled_at:
        return LeftOut.STRUCK_OFF
    if not person.email:
        return LeftOut.NO_ADDRESS
    try:
        validate_email(person.email)
    except ValidationError:
        return LeftOut.BAD_ADDRESS
    if person.pk in known.unwilling or address in known.objecting:
        return LeftOut.UNWILLING
    if person.pk in known.answered:
        return LeftOut.ANSWERED
    return LeftOut.ASKED if person.pk in known.asked else None


def _known(page: FormPage, people: Sequence[Person], event: Event | None) -> _Known:
    links = Recipient.objects.filter(sending__page=page, sending__event=event)
    column = "guest" if people and isinstance(people[0], Guest) else "contact"
    links = links.filter(**{f"{column}__in": [person.pk for person in people]})
    answered: set[int] = set()
    if page.answered_each != Often.MANY or event is not None:
        done = links.filter(answered_at__isnull=False)
        answered = {pk for pk in done.values_list(column, flat=True) if pk}
    asked = set(links.values_list(column, flat=True)) if event is not None else set()
    indexes = [blind_index(person.email, kind="email") for person in people if person.email]
    return _Known(_unwilling(people), _objecting(indexes), {pk for pk in asked if pk}, answered)


def _unwilling(people: Sequence[Person]) -> set[int]:
    guests = [person for person in people if isinstance(person, Guest)]
    if guests:
        return unwilling_among(guests)
    keys = [person.pk for person in people]
    return have_withdrawn(Contact, keys, purpose=ConsentPurpose.MARKETING)


def _objecting(indexes: Iterable[str]) -> set[str]:
    declined = Recipient.objects.exclude(declined_at=None).exclude(email_index="")
    found = declined.filter(email_index__in=[one for one in indexes if one])
    return set(found.values_list("email_index", flat=True))
