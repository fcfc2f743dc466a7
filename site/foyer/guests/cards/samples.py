"""Invented guests for the preview of a design, the longest names among them; and the longest real ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models.functions import Length
from django.utils.translation import gettext

from foyer.clients.enums import Tier
from foyer.clients.models import Client, Contact
from foyer.core.enums import FormOfAddress, Language
from foyer.events.models import Event, EventType
from foyer.guests.enums import CardKind, GuestSource
from foyer.guests.models import CardDesign, Guest

from .saying import Subject, of_guest, of_table
from .whose import with_words

_CODE: Final = "0" * 26  # no guest's: no door opens to it
_LONGEST_REAL = 6
_PEOPLE: Final = (
    ("王小明", FormOfAddress.MR, "江南丝路文化有限公司", "董事", Language.ZH_HANS, Tier.KEY),
    (
        "欧阳·阿卜杜热西提·买买提明江",
        FormOfAddress.PROFESSOR,
        "长三角一体化示范区金融服务与文化交流促进会（筹备委员会）",
        "常务副理事长兼首席学术顾问",
        Language.ZH_HANS,
        Tier.REGULAR,
    ),
    ("林若蘭", FormOfAddress.MS, "雲嶺茶業股份有限公司", "總經理", Language.ZH_HANT, None),
    (
        "Maximiliane Bartholomew-Featherstonehaugh",
        FormOfAddress.DR,
        "Bright Harbour International Design and Engineering Consultants",
        "Executive Vice President, Strategic Partnerships",
        Language.EN,
        Tier.PROSPECT,
    ),
)


def sample_subjects(
    design: CardDesign, *, at: datetime, with_real: bool
) -> tuple[list[Subject], Event]:
    """Return whose cards a preview shows, and the event they are for.

    Args:
        with_real: the event's guests with the longest names and companies, too; for those who may see them.
    """
    event = design.sample_event or _event_near(at)
    guests = [_guest(event, n) for n in range(len(_PEOPLE))]
    if with_real and event.pk:
        real = with_words(event.guests.expected())
        guests += list(
            real.order_by(Length("name").desc(), Length("company").desc(), "pk")[:_LONGEST_REAL]
        )
    if design.kind == CardKind.TABLE_CARD:
        return [of_table("松 1", tuple(guests), event)], event
    return [of_guest(guest, event) for guest in guests], event


def _event_near(at: datetime) -> Event:
    """Return the event that runs or comes next, else the latest, else an invented one."""
    found = Event.objects.select_related("room__venue", "venue")
    near = found.upcoming(at=at).first() or found.past(at=at).first()
    if near:
        return near
    return Event(
        title=gettext("Autumn evening"),
        type=EventType(),
        starts_at=at,
        ends_at=at + timedelta(hours=3),
    )


def _guest(event: Event, n: int) -> Guest:
    name, form, company, title, language, tier = _PEOPLE[n]
    client = Client(tier=tier) if tier else None
    return Guest(
        event=event,
        contact=Contact(client=client) if client else None,
        name=name,
        form_of_address=form,
        company=company,
        title=title,
        language=language,
        table="松 1",
        seat=f"A{n + 1}",
        source=GuestSource.STAFF,
        code_sealed=_CODE,
    )
