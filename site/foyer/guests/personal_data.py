"""What this room keeps about people: guests, their letters, their arrivals. (001-29)"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from foyer.core.models import User
from foyer.core.secret_codes import new_code
from foyer.events.enums import EventStatus, StepKind
from foyer.events.models import Event, EventType
from foyer.privacy.declarations import Anonymise, Delete, Keep, PersonalData, Purpose
from foyer.privacy.registry import holds_none, register
from foyer.privacy.services.canary import Canary

from .answer_words import answer_facts
from .enums import AnswerState, CardKind, ConflictReason, InvitationStatus
from .models import (
    ArrivalPolicy,
    CardDesign,
    Checkpoint,
    Companion,
    DeliveryAttempt,
    Departure,
    Desk,
    EventCards,
    FormerToken,
    Gift,
    Guest,
    GuestSignature,
    Invitation,
    InvitationWording,
    PairingCode,
    Printing,
    Ride,
    SignIn,
    SignInConflict,
    StepAnswer,
    Welcome,
    WelcomeNotice,
)
from .services.codes import hash_code

GUEST_LISTS = Purpose("guest_lists", _("Guest lists"), _("days after the event"), 730)


def _leave_the_list(guest: Guest, by: User | None, at: datetime) -> None:
    """Strike a guest who has not come off the list of an event to come: a seat for somebody else."""
    came = guest.sign_ins.standing().exists()
    if guest.cancelled_at is None and not came and not guest.event.has_ended(at):
        guest.cancelled_at = at


def _status_without_guest(letter: Invitation) -> str:
    """Return what becomes of a letter: one that waits is not sent."""
    waits = letter.status == InvitationStatus.QUEUED
    return InvitationStatus.CANCELLED if waits else letter.status


def _dead_code(_guest: Any) -> str:
    """Return the hash of a code nobody holds."""
    return str(hash_code(new_code()))


def _told_answer(answer: StepAnswer) -> dict[str, Any]:
    """Return what was answered as a dossier tells it."""
    return dict(answer_facts(answer, plain=True))


def _drill_event(canary: Canary) -> Event:
    """Return an event to which the drill's person may be asked: over, and never shown."""
    event: Event = canary.helper(
        Event,
        number=f"DRILL-{canary.number}",
        title="演练",
        type=EventType.objects.first(),
        status=EventStatus.CLOSED,
        starts_at=canary.at - timedelta(hours=2),
        ends_at=canary.at - timedelta(hours=1),
        capacity=1,
    )
    return event


def _drill_checkpoint(canary: Canary) -> Checkpoint:
    point: Checkpoint = canary.helper(Checkpoint, event=_drill_event(canary), name="演练")
    return point


register(
    PersonalData(
        Guest,
        is_person=True,
        links=("contact",),
        names=("name",),
        spelt=("latin_name",),
        phones=("phone",),
        emails=("email",),
        leave_out=("code_sealed",),
        sensitive=("phone", "email"),
        sees="guests.view_sensitive_guest",
        erase=Anonymise(
            before=_leave_the_list,
            marked=("name",),
            blank=(
                "latin_name",
                "form_of_address",
                "company",
                "title",
                "phone",
                "email",
                "table",
                "seat",
                "dietary_notes",
                "code_sealed",
            ),
            values={"contact": None, "host": None, "consent": None, "code_hash": _dead_code},
        ),
        plant={
            "event": _drill_event,
            "code_hash": _dead_code,
            "code_issued_at": lambda canary: canary.at,
        },
        purpose=GUEST_LISTS,
        since="event__ends_at",
    ),
    PersonalData(
        SignIn,
        links=("guest",),
        leave_out=("code_hash",),
        erase=Anonymise(marked=("undo_reason",), values={"code_hash": ""}),
        plant={"event": _drill_event, "checkpoint": _drill_checkpoint},
    ),
    PersonalData(
        Companion,
        links=("sign_in__guest",),
        erase=Keep(_("A moment, and nobody's name.")),
        plant={"came_at": lambda canary: canary.at},
    ),
    PersonalData(
        Departure,
        links=("guest",),
        erase=Anonymise(),
        plant={
            "event": _drill_event,
            "left_at": lambda canary: canary.at,
            "changed_at": lambda canary: canary.at,
        },
    ),
    PersonalData(
        Printing,
        links=("guest",),
        erase=Anonymise(harmless=("table",)),
        plant={
            "event": _drill_event,
            "table": "",
            "kind": CardKind.BADGE,
            "printed_at": lambda canary: canary.at,
        },
    ),
    PersonalData(
        SignInConflict,
        links=("guest",),
        erase=Anonymise(marked=("note",)),
        plant={
            "event": _drill_event,
            "scanned_at": lambda canary: canary.at,
            "received_at": lambda canary: canary.at,
            "reason": ConflictReason.ALREADY,
        },
    ),
    PersonalData(
        StepAnswer,
        links=("guest",),
        told={"words": _told_answer},
        erase=Anonymise(blank=("words",)),
        plant={
            "event": _drill_event,
            "kind": StepKind.CONTACT,
            "state": AnswerState.OPEN,
            "answered_at": lambda canary: canary.at,
            "received_at": lambda canary: canary.at,
        },
    ),
    PersonalData(
        GuestSignature,
        links=("answer__guest",),
        erase=Delete(),
        plant={
            "file": lambda canary: ContentFile(canary.word.encode(), name=f"{canary.number}.png"),
            "size": 1,
        },
    ),
    PersonalData(
        Invitation,
        links=("guest",),
        leave_out=("message_id",),
        erase=Anonymise(
            blank=("error", "message_id"),
            values={"status": _status_without_guest, "next_try_at": None},
        ),
        plant={"status": InvitationStatus.SENT},
    ),
    PersonalData(
        Ride,
        links=("guest",),
        erase=Anonymise(
            marked=("place",), blank=("number", "car", "driver", "driver_phone", "note")
        ),
        plant={"event": _drill_event, "due_at": lambda canary: canary.at},
    ),
    PersonalData(
        Welcome,
        links=("sign_in__guest",),
        erase=Keep(_("A moment, and who of the house was there.")),
        plant={"met_at": lambda canary: canary.at},
    ),
    PersonalData(
        WelcomeNotice, links=("welcome__sign_in__guest",), erase=Anonymise(blank=("error",))
    ),
    PersonalData(DeliveryAttempt, links=("invitation__guest",), erase=Anonymise(blank=("words",))),
)
holds_none(
    ArrivalPolicy,
    CardDesign,
    Checkpoint,
    Desk,
    EventCards,
    FormerToken,
    Gift,
    PairingCode,
    InvitationWording,
    because=_("The door and its words, nobody's."),
)
