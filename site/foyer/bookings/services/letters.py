"""Letters about bookings: written down in the act's own transaction, sent by a job, none twice. (004-04)"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.bookings.enums import TERMS, BookingStatus, LetterStatus, Occasion
from foyer.bookings.models import Booking, BookingLetter, BookingMessage, LetterText
from foyer.bookings.papers.content import has_contract, letter_paper
from foyer.bookings.papers.kept import kept_paper, paper_for
from foyer.bookings.papers.pdf import paper_pdf
from foyer.bookings.wordings import said_days, said_time
from foyer.core.context_processors import describe_house
from foyer.core.languages import HTML_LANG, known_language, language_of
from foyer.core.mail import Letter, address_of
from foyer.core.models import HousePolicy, User
from foyer.core.outbox import Outbox
from foyer.core.roles import VENUE_DESK

from .secrets import booking_url

POST_LETTERS: Final = "bookings.post_letters"
_PDF: Final = "application/pdf"


def queue_letter(
    booking: Booking,
    occasion: str,
    *,
    at: datetime,
    message: BookingMessage | None = None,
    about: datetime | None = None,
    key: str = "",
) -> None:
    """Write down that a letter is to go out; without an address none is.

    One for each occasion and offer: an offer made anew is written about anew.

    Args:
        booking: what it is about.
        occasion: why it is written.
        at: the moment.
        message: what the house writes, where it does: each once.
        about: the deadline it is about, where it is: each once.
        key: what else it is about, such as the number of a statement: each once.
    """
    if not mail_of(booking):
        return
    offer = f"{about:%Y%m%d%H%M%S}" if about else str(booking.version)
    what = f"m{message.pk}" if message else key or offer
    key = letter_key(booking, occasion, what)
    values = {"booking": booking, "occasion": occasion, "message": message, "queued_at": at}
    _letter, is_new = BookingLetter.objects.get_or_create(key=key, defaults=values)
    if is_new:
        OUTBOX.start(at=at)


def tell_house(
    booking: Booking, occasion: str, *, at: datetime, message: BookingMessage | None = None
) -> None:
    """Write down that whoever keeps a booking is to be told what came about without them, each once.

    Args:
        booking: what it is about.
        occasion: one of `Occasion.TO_HOUSE`.
        at: the moment.
        message: what the client wrote, where they did.
    """
    key = letter_key(booking, occasion, f"m{message.pk}" if message else "")
    letters = [
        BookingLetter(
            booking=booking,
            occasion=occasion,
            message=message,
            to=user,
            key=f"{key}:{user.pk}",
            queued_at=at,
        )
        for user in _keepers(booking)
    ]
    if letters:
        BookingLetter.objects.bulk_create(letters, ignore_conflicts=True)
        OUTBOX.start(at=at)


def _keepers(booking: Booking) -> list[User]:
    """Return who keeps a booking; nobody there who can be written to does: the Venue desk."""
    owner = booking.owner
    if owner and _keeps(owner):
        return [owner]
    desk = User.objects.filter(groups__name=VENUE_DESK)
    return [user for user in desk if _keeps(user)]


def _keeps(user: User) -> bool:
    """Tell whether somebody is there, can be written to and may answer."""
    return user.is_active and bool(user.email) and user.has_perm("bookings.change_booking")


def letter_key(booking: Booking, occasion: str, about: str) -> str:
    """Return the key that lets a letter be written once."""
    return f"{booking.pk}:{occasion}:{about}"


@dataclass(frozen=True, slots=True)
class Addition:
    """What a room above says in the letters of an occasion of its own.

    Attributes:
        is_true: whether the letter still says something true when it goes out.
        values: what its placeholders mean, in the active language; of an invented booking as well.
        enclosed: the papers that go with it, by file name.

    Each is told last what the letter is about besides its booking: the `key` it was queued with, or nothing.
    """

    is_true: Callable[[Booking, datetime, str], bool]
    values: Callable[[Booking, datetime, str], dict[str, str]]
    enclosed: Callable[[Booking, str, datetime, str], dict[str, bytes]]


ADDITIONS: Final[dict[str, Addition]] = {}


def values_added(
    booking: Booking, occasion: str, *, at: datetime, about: str = ""
) -> dict[str, str]:
    """Return what the placeholders of a room above mean in a letter, in the active language."""
    addition = ADDITIONS.get(occasion)
    return addition.values(booking, at, about) if addition else {}


def mail_of(booking: Booking) -> str:
    """Return the address letters about a booking go to, or nothing."""
    return booking.asker_email or (booking.contact.email if booking.contact else "")


def write_letter(letter: BookingLetter, house: HousePolicy, at: datetime) -> Letter | None:
    """Return a letter in its reader's language, with its paper; None: by now it would say nothing true."""
    if letter.to:
        return _write_to_staff(letter, letter.to, house) if _keeps(letter.to) else None
    booking = letter.booking
    if letter.occasion in Occasion.WAITS and booking.step_at(at) != BookingStatus.OFFERED:
        return None
    if letter.occasion == Occasion.MOVED and booking.status != BookingStatus.REQUESTED:
        return None  # the new offer says it
    about = letter.key.split(":", 2)[2]
    if (addition := ADDITIONS.get(letter.occasion)) and not addition.is_true(booking, at, about):
        return None
    message = letter.message.text if letter.message else ""
    return compose(booking, letter.occasion, house, at=at, message=message, about=about)


def _write_to_staff(letter: BookingLetter, to: User, house: HousePolicy) -> Letter:
    """Return a letter to somebody of the house; it names nobody, and what was written is read after logging in."""
    booking, language = letter.booking, language_of(to)
    with override(language):
        number = {"number": booking.number}
        if letter.occasion == Occasion.ASKED:
            subject = _("Request %(number)s for a room waits for an answer") % number
            words = _("Somebody asked for a room online. Please answer:")
        elif letter.occasion == Occasion.LEFT:
            subject = _("Booking %(number)s has ended; its event keeps the room") % number
            words = _(
                "An event takes place in its room and keeps it. Cancel the event if it does not take place:"
            )
        else:
            subject = _("The client wrote about booking %(number)s") % number
            words = _("There is a message on the client’s page. Please read and answer it:")
        use = booking.starts_at, booking.ends_at
        context = {
            "subject": subject,
            "words": words,
            "about": " · ".join((booking.room.name_text, said_days(*use), said_time(*use))),
            "url": settings.PUBLIC_URL + reverse("bookings:booking", args=[booking.pk]),
            "lang": HTML_LANG[language],
            "house": describe_house(house),
        }
        return Letter(
            subject=subject,
            body=render_to_string("mail/booking_staff.txt", context),
            to=[address_of(name=str(to), email=to.email)],
            alternatives=[(render_to_string("mail/booking_staff.html", context), "text/html")],
        )


def compose(
    booking: Booking,
    occasion: str,
    house: HousePolicy,
    *,
    at: datetime,
    message: str = "",
    text: LetterText | None = None,
    about: str = "",
) -> Letter:
    """Return a letter as it goes out.

    Args:
        booking: what it is about.
        occasion: why it is written.
        house: names the house.
        at: the moment.
        message: what the house writes, where it does.
        text: its words where others than those kept are wanted.
        about: what else it is about, see `queue_letter`.
    """
    language = known_language(booking.language)
    with override(language):
        addition = ADDITIONS.get(occasion)
        more = values_added(booking, occasion, at=at, about=about)
        kept = None if text else kept_paper(booking, occasion)
        paper = kept or letter_paper(
            booking, occasion, house, message=message, text=text, more=more
        )
        url = booking_url(booking)
        context = {
            "subject": paper.title,
            "paper": paper,
            "url": url,
            "answers": occasion in Occasion.WAITS,
            "lang": HTML_LANG[language],
            "house": paper.house,
        }
        letter = Letter(
            subject=paper.title,
            body=render_to_string("mail/booking.txt", context),
            to=[address_of(name=booking.asker_name, email=mail_of(booking))],
            alternatives=[(render_to_string("mail/booking.html", context), "text/html")],
        )
        if occasion in Occasion.WITH_LETTER:
            pdf = paper_pdf(paper, language=language, address=booking.number, at=at)
            letter.attach(f"{booking.number}.pdf", pdf, _PDF)
        if occasion == Occasion.CONTRACT and has_contract(booking):
            contract = paper_for(booking, TERMS, house)
            pdf = paper_pdf(contract, language=language, address=booking.number, at=at)
            letter.attach(f"{booking.number}-contract.pdf", pdf, _PDF)
        enclosed = {}
        if addition and booking.pk:
            enclosed = addition.enclosed(booking, language, at, about)
        for name, pdf in enclosed.items():
            letter.attach(name, pdf, _PDF)
    return letter


OUTBOX: Final = Outbox(
    kind=POST_LETTERS,
    letters=BookingLetter,
    related=("booking__room__venue", "booking__contact", "message", "to__wagtail_userprofile"),
    status=LetterStatus,
    write=write_letter,
)
