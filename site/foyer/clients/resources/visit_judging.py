"""What an import would do with each row of a list of visits. (003-15, IMPORT 6)"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foyer.clients.care_enums import Direction, VisitMode
from foyer.clients.company_names import folded_company
from foyer.clients.exports.visits import contact_words
from foyer.clients.models import Client, Visit
from foyer.clients.services.visit_import import as_kept, mark_of, values_of
from foyer.clients.services.visits import NextVisitNotLater, VisitAhead, VisitStruckOut
from foyer.core.days import house_day
from foyer.core.imports.cells import CellReader
from foyer.core.imports.enums import RowVerdict
from foyer.core.imports.targets import Change, Given, Judge, Judged, Policy
from foyer.core.models import User
from foyer.core.text import fold

from .visit_columns import DAYS, PLAIN, VISIT, VisitResource, lacks_time
from .visit_known import KnownStaff, KnownVisits, Wanted, people_called, words_for
from .visit_words import named_in, names_in, plain, sentence, shown_of, value_before, value_words

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCKS_DIFFER = timedelta(minutes=15)


class _Look(NamedTuple):
    """A row after its cells were read."""

    row: Given
    values: dict[str, Any]
    problems: list[str]
    notes: list[str]
    assumed: dict[str, Any]  # what the row does not say itself

    @property
    def wanted(self) -> Wanted:
        cells = self.row.values
        at = self.values.get("happened_at")
        number, name = cells.get("client_number", "").strip(), cells.get("client", "").strip()
        return Wanted(number, name, self.values.get("external_id", ""), at)

    def judged(self, verdict: RowVerdict, *reasons: str, **more: Any) -> Judged:
        """Return the verdict on this row."""
        return Judged(self.row.number, verdict, reasons=reasons, notes=tuple(self.notes), **more)


class _Wrong(Exception):
    """Why a row is wrong."""


class VisitJudge(Judge):
    """Compares the rows of a file with each other and with the visits that may be read."""

    def __init__(self, policy: Policy, *, by: User, at: datetime, says_modes: bool) -> None:
        super().__init__()
        self._says_modes = says_modes
        self._policy, self._by, self._at = policy, by, at
        self._cells = CellReader(VisitResource(), tuple(c for c in VISIT if c.key in PLAIN))
        self._staff = KnownStaff()
        self._held: dict[Any, int] = {}  # the rows that mean a visit, or a new one
        self._all = by.has_perm("clients.change_all_visit")

    def judge(self, rows: Sequence[Given]) -> list[Judged]:
        """Return what is to become of each row."""
        looks = [self._look(row) for row in rows]
        known = KnownVisits(self._by, [look.wanted for look in looks if not look.problems])
        return [self._judge_row(look, known) for look in looks]

    def recall(self, rows: Sequence[tuple[Given, Mapping[str, Any]]]) -> None:
        """Remember rows that were judged by a worker that died, each with its memo; asks nobody."""
        for row, memo in rows:
            for key in memo.get("keys", ()):
                self._held.setdefault(key, row.number)

    def _look(self, row: Given) -> _Look:
        cells = {key: text for key, text in row.values.items() if key in PLAIN}
        for key in DAYS:
            if not _ISO.fullmatch(cells.get(key, "0000-00-00")):
                cells.pop(key)  # its sentence is among the problems
        told = self._cells.read(cells)
        look = _Look(row, told.values, [*row.problems, *told.problems], [], {})
        if not look.problems:
            self._assume(look)
        if not look.problems:
            look.problems.extend(self._ruled_out(look))
        return look

    def _assume(self, look: _Look) -> None:
        """Say what a row leaves open: the time of day, and the mode where no column says it."""
        if lacks_time(look.row.values["happened_at"]):
            look.notes.append(_("No time of day is given: the visit is filed as of 00:00."))
        if "mode" in look.values:
            return
        if self._says_modes:
            blank = str(Visit._meta.get_field("mode").error_messages["blank"])
            look.problems.append(sentence("mode", blank))
            return
        try:  # the table of visits says the mode where no place is known
            mode = self._cells.columns["mode"].read(look.values.get("place", ""))
            look.values.pop("place")
        except ValidationError:
            mode = VisitMode.VISIT
            words = _("No column says how you met: it counts as “%(mode)s”.")
            look.notes.append(words % {"mode": VisitMode.VISIT.label})
        look.assumed["mode"] = mode

    def _ruled_out(self, look: _Look) -> list[str]:
        """Return what the rules of a visit say against a row; sets the direction a mode implies."""
        values, found = look.values, []
        if not (look.wanted.number or look.wanted.name):
            found.append(sentence("client", _("Enter the name or the number of the client.")))
        implied = VisitMode.DIRECTION.get(values.get("mode", ""))
        if implied and values.get("direction", implied) != implied:
            words = _("This does not fit “%(mode)s”. Leave it empty.")
            found.append(sentence("direction", words % {"mode": VisitMode(values["mode"]).label}))
        if values["happened_at"] > self._at + _CLOCKS_DIFFER:
            found.append(sentence("happened_at", str(VisitAhead.message)))
        following = values.get("next_visit_on")
        if following and following <= house_day(values["happened_at"]):
            found.append(sentence("next_visit_on", str(NextVisitNotLater.message)))
        return found

    def _judge_row(self, look: _Look, known: KnownVisits) -> Judged:
        if look.problems:
            return look.judged(RowVerdict.ERROR, *look.problems)
        try:
            client = _client_of(look, known)
            direction = self._direction(look)
            visit = self._meant(look, client, direction, known)
            if visit:
                return self._judge_known(look, client, visit)
            return self._judge_new(look, client, direction)
        except _Wrong as wrong:
            return look.judged(RowVerdict.ERROR, str(wrong))

    def _direction(self, look: _Look) -> str:
        values = look.values
        mode = values.get("mode") or look.assumed["mode"]
        said = values.get("direction") or VisitMode.DIRECTION.get(mode)
        return str(said or Direction.WE_WENT)

    def _meant(
        self, look: _Look, client: Client, direction: str, known: KnownVisits
    ) -> Visit | None:
        """Return the visit a row means: by the other program's number, else by client, moment and direction."""
        external_id = look.wanted.external_id
        if known.is_taken(external_id):
            words = _("This number belongs to a visit you may not see. Leave the row out.")
            raise _Wrong(sentence("external_id", words))
        if visit := known.external(external_id):
            if visit.client_id != client.pk:
                words = _("The visit with this number was with another client.")
                raise _Wrong(sentence("external_id", words))
            return visit
        alike = [
            visit
            for visit in known.at(
                client, look.values["happened_at"], *self._directions(look, direction)
            )
            if not (external_id and visit.external_id)
        ]
        free = [visit for visit in alike if f"v{visit.pk}" not in self._held]
        for visit in free:
            if not self._said_otherwise(look, client, visit, strict=False):
                return visit
        if len(free) > 1:
            raise _Wrong(
                _("There are several visits to this client at this moment. Correct them by hand.")
            )
        return free[0] if free else alike[0] if alike else None

    def _judge_known(self, look: _Look, client: Client, visit: Visit) -> Judged:
        key = f"v{visit.pk}"
        if (row := self._held.setdefault(key, look.row.number)) != look.row.number:
            return look.judged(
                RowVerdict.DUPLICATE, _("The same visit as row %(row)s.") % {"row": row}
            )
        may_change = self._may_change(visit)  # who may not learns of no contact of the client
        said = self._said_otherwise(look, client, visit, strict=may_change)
        allowed = {
            key: value
            for key, value in said.items()
            if self._policy.allows(key, value_before(visit, key))
        }
        memo = {"keys": [key]}
        if not allowed:
            return look.judged(RowVerdict.SAME, memo=memo)
        if visit.struck_out_at:
            raise _Wrong(str(VisitStruckOut.message))
        if not may_change:
            raise _Wrong(
                _("You may correct only visits you made or filed yourself, to clients you may see.")
            )
        changes = tuple(
            Change(key, shown_of(visit, key), self._shown(key, look, value))
            for key, value in allowed.items()
        )
        people = allowed.pop("contacts", None)
        plan = {
            "pk": visit.pk,
            "mark": mark_of(values_of(visit)),
            "values": {key: as_kept(value) for key, value in allowed.items()},
            "contacts": people,
        }
        plans = {RowVerdict.UPDATE: plan}
        return look.judged(RowVerdict.UPDATE, changes=changes, plans=plans, memo=memo)

    def _directions(self, look: _Look, direction: str) -> tuple[str, ...]:
        """Return the directions a visit meant may have: any, where a row says neither it nor the mode."""
        return (direction,) if "mode" in look.values else tuple(Direction.values)

    def _may_change(self, visit: Visit) -> bool:
        own = self._by.pk in (visit.staff_id, visit.filed_by_id)
        rights = (own or self._all) and self._by.has_perm("clients.change_visit")
        return rights and visit.client.is_visible_to(self._by)

    def _judge_new(self, look: _Look, client: Client, direction: str) -> Judged:
        values, external_id = look.values, look.wanted.external_id
        moment = f"{client.pk} {values['happened_at'].isoformat()} {direction}"
        keys = [f"x{external_id}", moment] if external_id else [moment]
        if earlier := self._held.get(keys[0]):
            words = _("The same visit as row %(row)s.")
            return look.judged(RowVerdict.DUPLICATE, words % {"row": earlier})
        if not (client.is_visible_to(self._by) and self._by.has_perm("clients.add_visit")):
            raise _Wrong(sentence("client", _("You may not file visits to this client.")))
        held = look.assumed | values | {"direction": direction}
        if text := look.row.values.get("staff"):
            held["staff"] = self._staff_called(text)
        plan = {
            "client": client.pk,
            "values": {key: as_kept(value) for key, value in held.items()},
            "contacts": _contacts_called(client, look.row.values.get("contacts", "")),
        }
        self._held |= dict.fromkeys(keys, look.row.number)
        return look.judged(RowVerdict.NEW, plans={RowVerdict.NEW: plan}, memo={"keys": keys})

    def _said_otherwise(
        self, look: _Look, client: Client, visit: Visit, *, strict: bool
    ) -> dict[str, Any]:
        """Return what a row says otherwise than a visit; people not known are named when it is `strict`."""
        found = {
            key: value
            for key, value in look.values.items()
            if plain(value) != plain(getattr(visit, key))
        }
        staff, people = look.row.values.get("staff", ""), look.row.values.get("contacts", "")
        if staff.strip() and not (visit.staff and fold(staff) in words_for(visit.staff)):
            found["staff"] = self._staff_called(staff) if strict else 0
        if people.strip() and names_in(people) != names_in(contact_words(visit.contacts.all())):
            found["contacts"] = _contacts_called(client, people) if strict else []
        return found

    def _staff_called(self, text: str) -> int:
        found = self._staff.called(text)
        if len(found) == 1:
            return next(iter(found))
        words = (
            _("Several members of staff are called “%(text)s”. Enter the user name.")
            if found
            else _("“%(text)s” is nobody who files visits. Enter the user name.")
        )
        raise _Wrong(sentence("staff", words % {"text": text.strip()[:60]}))

    def _shown(self, key: str, look: _Look, value: Any) -> str:
        if key == "staff":
            return self._staff.names.get(value, "")
        return look.row.values.get("contacts", "") if key == "contacts" else value_words(key, value)


def _client_of(look: _Look, known: KnownVisits) -> Client:
    number, name = look.wanted.number, look.wanted.name
    if number:
        client = known.numbered(number)
        if client is None:
            words = _("No client you may see has the number “%(text)s”.")
            raise _Wrong(sentence("client_number", words % {"text": number[:60]}))
        if name and folded_company(name) != client.folded_name:
            words = _("The client with this number is called “%(client)s”, not “%(text)s”.")
            told = words % {"client": client.name, "text": name[:60]}
            raise _Wrong(sentence("client", told))
        return client
    found = known.called(name)
    if len(found) == 1:
        return found[0]
    words = (
        _("Several clients are called “%(text)s”. Enter the client number.")
        if found
        else _("No client you may see is called “%(text)s”. Enter the client first.")
    )
    raise _Wrong(sentence("client", words % {"text": name[:60]}))


def _contacts_called(client: Client, text: str) -> list[int]:
    names = named_in(text)
    found = []
    for name, people in people_called(client, names).items():
        if len(people) != 1:
            words = (
                _("Several contacts of this client are called “%(text)s”. Add them by hand.")
                if people
                else _("“%(text)s” is not a contact of this client. Write them under People met.")
            )
            raise _Wrong(sentence("contacts", words % {"text": name[:60]}))
        found.append(people[0].pk)
    return sorted(found)
