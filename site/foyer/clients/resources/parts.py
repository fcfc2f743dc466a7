"""The two sides of a row, its client and its contact, and the verdict on both together. (IMPORT 6, 9)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from foyer.clients.services import custom_fields
from foyer.core.imports.enums import RowVerdict
from foyer.core.imports.targets import Change, Judged

from .looks import Look, sentence
from .records import KnownClient, KnownContact


@dataclass(slots=True)
class Part:
    """What is to become of one side of a row. `client` and `contact` are those known to be meant."""

    verdict: str = ""
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: tuple[Change, ...] = ()
    plan: dict[str, Any] = field(default_factory=dict)
    fresh: dict[str, Any] | None = None  # the plan for something new, of a possible duplicate
    client: KnownClient | None = None
    contact: KnownContact | None = None
    group: Any = None


def judged(look: Look, verdict: RowVerdict, reasons: Sequence[str]) -> Judged:
    """Return a verdict that leaves a row out."""
    return Judged(look.row.number, verdict, reasons=tuple(reasons), notes=tuple(look.notes))


def together(look: Look, client: Part, person: Part, memo: Mapping[str, Any]) -> Judged:
    """Return the verdict on a row from those on its client and on its contact."""
    verdicts = {client.verdict, person.verdict}
    notes = [*look.notes, *client.notes, *person.notes]
    named = person.verdict == RowVerdict.NEW and look.person.values["name"]
    if named and client.verdict != RowVerdict.NEW:
        notes.append(gettext("New contact: %(contact)s") % {"contact": named})
    if "row" in client.plan:
        notes.append(gettext("At the client of row %(row)s.") % {"row": client.plan["row"]})
    plan = _planned(look, client.plan, person.plan, person.contact)
    plans: dict[str, Any]
    if RowVerdict.POSSIBLE in verdicts:
        verdict = RowVerdict.POSSIBLE
        fresh_client = client.plan if client.fresh is None else client.fresh
        fresh_person = person.plan if person.fresh is None else person.fresh
        plans = {RowVerdict.NEW: _planned(look, fresh_client, fresh_person, None)}
        if person.verdict == RowVerdict.POSSIBLE:
            plans[RowVerdict.NEW]["person"]["namesake"] = True  # a person decides, knowing of it
        known = client.fresh is None or client.plan
        if known and (person.fresh is None or person.plan):
            plans[RowVerdict.UPDATE] = plan
    elif RowVerdict.NEW in verdicts:
        mixed = RowVerdict.UPDATE in verdicts
        verdict = (
            RowVerdict.UPDATE if mixed and client.verdict != RowVerdict.NEW else RowVerdict.NEW
        )
        plans = {verdict: plan}
    elif RowVerdict.UPDATE in verdicts:
        verdict, plans = RowVerdict.UPDATE, {RowVerdict.UPDATE: plan}
    else:
        verdict, plans = RowVerdict.SAME, {}
    return Judged(
        look.row.number,
        verdict,
        reasons=(*client.reasons, *person.reasons),
        notes=tuple(dict.fromkeys(notes)),
        changes=(*client.changes, *person.changes),
        plans=plans,
        memo=memo,
    )


def _planned(
    look: Look, client: Mapping[str, Any], person: Mapping[str, Any], contact: KnownContact | None
) -> dict[str, Any]:
    return {
        "client": dict(client) or None,
        "person": dict(person) if look.person else None,
        "contact": contact.pk if contact else None,
    }


def stays(key: str) -> str:
    """Return the sentence about what may not be changed."""
    words = {
        "tier": gettext("The tier stays as it is: you may not set it."),
        "account_manager": gettext(
            "The account manager stays as it is: you may not hand clients over."
        ),
    }
    return sentence(key, words[key])


def required(fields: Mapping[str, Any], given: Mapping[str, Any]) -> list[str]:
    """Return what is said of fields of the house that must be filled and are not."""
    found = []
    for key, one in fields.items():
        if one.is_required and given.get(key) is None:
            try:
                custom_fields.clean(one, None)
            except ValidationError as error:
                words = gettext("%(column)s: %(reason)s")
                found += [
                    words % {"column": one.label_text, "reason": reason}
                    for reason in error.messages
                ]
    return found
