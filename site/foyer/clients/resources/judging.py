"""What an import would do with each row of a list of clients and contacts. (IMPORT 6, 9; security 12)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import (
    ClientKind,
    Collection,
    LegalBasis,
    Potential,
    Region,
    Seeing,
    Size,
    Source,
    Tier,
)
from foyer.clients.models import VIEW_EVERY, Client, Contact
from foyer.clients.models.visibility import seeing_of
from foyer.clients.services import custom_fields
from foyer.clients.services.hand_over import account_managers
from foyer.clients.services.import_fields import (
    CLIENT_COLUMNS,
    CONTACT_COLUMNS,
    SEALED,
    as_kept,
    mark_of,
    person_key,
    values_of,
)
from foyer.core.enums import FormOfAddress, Language
from foyer.core.imports.enums import RowVerdict
from foyer.core.imports.targets import Change, Given, Judge, Judged, Policy
from foyer.core.models import User
from foyer.privacy.identifiers import plain_email, plain_phone
from foyer.privacy.sealing import versions

from .before import Carrier, RowsBefore
from .known import KnownClients, NearClients, is_same_name
from .looks import Look, Reader, explained, sentence

_CHOICES = {
    "kind": ClientKind,
    "region": Region,
    "size": Size,
    "tier": Tier,
    "source": Source,
    "collection": Collection,
    "legal_basis": LegalBasis,
    "potential": Potential,
    "form_of_address": FormOfAddress,
    "language": Language,
}
_NOT_YOURS = _(
    "This is the number of a client somebody else looks after. Ask management about this row."
)
_NOT_PLAIN = _("Phones, e-mails and birthdays of contacts you do not look after stay as they are.")


@dataclass(slots=True)
class _Part:
    """What is to become of one side of a row. `client` and `contact` are those known to be meant."""

    verdict: str = ""
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: tuple[Change, ...] = ()
    plan: dict[str, Any] = field(default_factory=dict)
    fresh: dict[str, Any] | None = None  # the plan for something new, of a possible duplicate
    client: Client | None = None
    contact: Contact | None = None
    group: Any = None


class ClientJudge(Judge):
    """Compares the rows of a file with each other and with the clients the importer may see."""

    def __init__(self, reader: Reader, policy: Policy, *, by: User) -> None:
        super().__init__()
        self._policy, self._by, self._reader = policy, by, reader
        self._known = KnownClients(by)
        self._before = RowsBefore()
        self._sets_tiers = by.has_perm("clients.set_tier_client")
        self._hands_over = by.has_perm("clients.hand_over_client")
        keeps = account_managers().filter(pk=by.pk).exists()
        self._default_manager = by.pk if keeps and not by.has_perm(VIEW_EVERY) else None

    def judge(self, rows: Sequence[Given]) -> list[Judged]:
        """Return what is to become of each row."""
        looks = self._reader.read(rows)
        near = self._known.near([look for look in looks if not look.problems])
        return [self._judge_row(look, near) for look in looks]

    def recall(self, rows: Sequence[tuple[Given, Mapping[str, Any]]]) -> None:
        """Remember rows that were judged by a worker that died, each with its memo; asks nobody."""
        looks = self._reader.read([row for row, _memo in rows])
        for look, (_row, memo) in zip(looks, rows, strict=True):
            if "carries" in memo:
                self._before.remember(look, memo["carries"])
            if "group" in memo:
                self._before.person(look, tuple(memo["group"]))

    def _judge_row(self, look: Look, near: NearClients) -> Judged:
        if look.problems:
            return _judged(look, RowVerdict.ERROR, look.problems)
        client = self._client_part(look, near) if look.client else self._alone(look, near)
        if client.verdict == RowVerdict.ERROR:
            return _judged(look, RowVerdict.ERROR, client.reasons)
        memo: dict[str, Any] = {}
        person = _Part()
        if look.person:
            person = self._person_part(look, client, near)
            if person.verdict == RowVerdict.ERROR:
                return _judged(look, RowVerdict.ERROR, person.reasons)
            memo["group"] = client.group
            row, certain = self._before.person(look, tuple(client.group))
            if row and certain:
                reason = gettext("The same contact as row %(row)s.") % {"row": row}
                return _judged(look, RowVerdict.DUPLICATE, [reason])
            if row and not person.contact:
                reason = gettext("A contact with the same name as in row %(row)s.") % {"row": row}
                person = _Part(RowVerdict.POSSIBLE, [reason], fresh=person.fresh or person.plan)
        elif "row" in client.plan:
            reason = gettext("The same client as row %(row)s.") % {"row": client.plan["row"]}
            return _judged(look, RowVerdict.DUPLICATE, [reason])
        if look.client and "row" not in client.plan:
            sure = client.verdict != RowVerdict.POSSIBLE
            memo["carries"] = client.plan.get("pk", 0) if sure else 0
            self._before.remember(look, memo["carries"])
        return _together(look, client, person, memo)

    # The client of a row

    def _client_part(self, look: Look, near: NearClients) -> _Part:
        numbered = near.numbered(look)
        if any(not near.sees(client) for client in numbered.values()):
            return _Part(RowVerdict.ERROR, [str(_NOT_YOURS)])
        distinct = {client.pk: client for client in numbered.values()}
        if len(distinct) > 1:
            words = gettext("The numbers in this row belong to different clients: %(clients)s.")
            named = "、".join(f"{one.name} ({one.number})" for one in distinct.values())
            return _Part(RowVerdict.ERROR, [words % {"clients": named}])
        found = next(iter(distinct.values()), None)
        carrier, certain = self._before.carrier(look, found.pk if found else 0)
        if carrier and certain:
            return self._joined(look, carrier, near)
        if found:
            return self._known_client(look, found)
        called = near.called(look)
        same = [one for one in called if is_same_name(one, look.client.values["company"])]
        if len(same) == 1 and not _numbers_differ(look, same[0]):
            return self._known_client(look, same[0], by_name=True)
        new = self._new_client(look)
        if new.verdict == RowVerdict.ERROR:
            return new
        if not called:
            return self._perhaps_of(carrier, new) if carrier else new
        words = gettext("Perhaps the client %(clients)s: the name is much the same.")
        named = "、".join(f"{one.name} ({one.number})" for one in called[:3])
        reason = words % {"clients": named}
        known = self._known_client(look, called[0], by_name=True)
        if len(called) > 1 or _numbers_differ(look, called[0]):
            known = _Part(group=new.group)
        return _Part(
            RowVerdict.POSSIBLE,
            [reason],
            [*new.notes, *known.notes],
            known.changes,
            known.plan,
            new.plan,
            known.client,
            group=new.group,
        )

    def _perhaps_of(self, carrier: Carrier, new: _Part) -> _Part:
        """Return the client side of a row whose client has a name much like that of an earlier row."""
        words = gettext("Perhaps the client of row %(row)s: the name is much the same.")
        reason = words % {"row": carrier.row}
        fresh = new.plan
        return _Part(RowVerdict.POSSIBLE, [reason], new.notes, fresh=fresh, group=new.group)

    def _alone(self, look: Look, near: NearClients) -> _Part:
        """Return the client side of a contact whose row names no client."""
        found = near.reached(look)
        group = ["contact", found[0].pk] if len(found) == 1 else ["alone", look.phone or look.email]
        if seeing_of(self._by) == Seeing.OWN and not found:
            words = gettext("Enter the client this contact belongs to.")
            return _Part(RowVerdict.ERROR, [sentence("company", words)])
        contact = found[0] if len(found) == 1 else None
        return _Part(contact=contact, client=contact.client if contact else None, group=group)

    def _joined(self, look: Look, carrier: Carrier, near: NearClients) -> _Part:
        """Return the client side of a row whose client an earlier row has brought."""
        if wrong := self._before.contradictions(look, carrier):
            return _Part(RowVerdict.ERROR, wrong)
        plan: dict[str, Any] = {"row": carrier.row}
        client = near.client(carrier.pk) if carrier.pk else None
        if client:
            plan |= {"pk": client.pk, "manager": client.account_manager_id}
        group = ["client", carrier.pk] if carrier.pk else ["row", carrier.row]
        return _Part(plan=plan, client=client, group=group)

    def _known_client(self, look: Look, client: Client, *, by_name: bool = False) -> _Part:
        values = {k: v for k, v in look.client.values.items() if not (by_name and k == "company")}
        notes: list[str] = []
        if not self._sets_tiers and values.get("tier", client.tier) != client.tier:
            values.pop("tier")
            notes.append(_stays("tier"))
        manager = values.get("account_manager", client.account_manager_id)
        if not self._hands_over and manager != client.account_manager_id:
            values.pop("account_manager")
            notes.append(_stays("account_manager"))
        plain = client.is_plain_to(self._by)
        changes, plan = self._changes(client, CLIENT_COLUMNS, values)
        custom, more = self._custom_changes(client, look.client.custom, plain=plain, notes=notes)
        held = {name: as_kept(value) for name, value in values_of(client).items()}
        after = held | plan
        if wrong := explained(after):
            return _Part(RowVerdict.ERROR, wrong)
        whole: dict[str, Any] = {"pk": client.pk, "manager": client.account_manager_id}
        if changes or more:
            whole |= {"seen": mark_of(values_of(client)), "values": plan, **custom}
        verdict = RowVerdict.UPDATE if changes or more else ""
        group = ["client", client.pk]
        return _Part(verdict, [], notes, (*changes, *more), whole, client=client, group=group)

    def _new_client(self, look: Look) -> _Part:
        values = dict(look.client.values)
        if not values.get("company"):
            words = gettext(
                "No client has this number. Enter the name of the client to add it, or correct the number."
            )
            return _Part(RowVerdict.ERROR, [sentence("company", words)])
        notes: list[str] = []
        if values.get("tier", Tier.PROSPECT) != Tier.PROSPECT and not self._sets_tiers:
            values.pop("tier")
            words = gettext("New clients are prospects here: you may not set the tier.")
            notes.append(sentence("tier", words))
        manager = values.pop("account_manager", None) or self._default_manager
        kept = {CLIENT_COLUMNS[key]: value for key, value in values.items()}
        wrong = explained(kept) + _required(self._reader.client_fields, look.client.custom)
        if wrong:
            return _Part(RowVerdict.ERROR, wrong)
        plan: dict[str, Any] = {"values": kept | {"account_manager_id": manager or ""}}
        plan |= self._custom_plan(self._reader.client_fields, look.client.custom)
        return _Part(RowVerdict.NEW, [], notes, (), plan, group=["row", look.row.number])

    # The contact of a row

    def _person_part(self, look: Look, client: _Part, near: NearClients) -> _Part:
        new = self._new_contact(look)
        if client.contact:
            return self._known_contact(look, client.contact, new)
        if new.verdict == RowVerdict.ERROR:
            return new
        if client.client:
            there = near.contacts_of(client.client.pk)
            named = person_key(str(look.person.values["name"]))
            namesakes = [one for one in there if person_key(one.name) == named]
            if len(namesakes) == 1:
                return self._known_contact(look, namesakes[0], new)
            reached = [
                one
                for one in namesakes or there
                if one.is_plain_to(self._by) and _reaches(look, one)
            ]
            if namesakes and len(reached) == 1:
                return self._known_contact(look, reached[0], new)
            if namesakes or reached:
                known = self._known_contact(look, (reached or namesakes)[0], new)
                words = (
                    gettext("Several contacts there are called %(contact)s.")
                    if namesakes
                    else gettext("%(contact)s there has the same phone number or e-mail address.")
                )
                reason = words % {"contact": (reached or namesakes)[0].name}
                if namesakes:
                    known = _Part()
                changes, plan = known.changes, known.plan
                return _Part(RowVerdict.POSSIBLE, [reason], known.notes, changes, plan, new.plan)
        elsewhere = [
            one
            for one in near.reached(look)
            if one.client_id != _pk(client.client) or not client.client
        ]
        if elsewhere:
            words = gettext(
                "%(contact)s has the same name and phone number or e-mail address. Perhaps they moved."
            )
            reason = words % {"contact": elsewhere[0]}
            return _Part(RowVerdict.POSSIBLE, [reason], plan={}, fresh=new.plan)
        return new

    def _known_contact(self, look: Look, contact: Contact, new: _Part) -> _Part:
        plain = contact.is_plain_to(self._by)
        values, notes = dict(look.person.values), list[str]()
        if person_key(str(values["name"])) == person_key(contact.name):
            values.pop("name")
        points = _new_points(look, contact)
        if not plain:
            if points or values.keys() & set(SEALED):
                notes.append(str(_NOT_PLAIN))
            values = {key: value for key, value in values.items() if key not in SEALED}
            points = []
        elif "phone" in values and _is_further(look.phone, contact):
            values.pop("phone")
        elif "email" in values and _is_further(look.email, contact):
            values.pop("email")
        changes, plan = self._changes(contact, CONTACT_COLUMNS, values)
        custom, more = self._custom_changes(contact, look.person.custom, plain=plain, notes=notes)
        further = tuple(Change(f"{kind}_2", "", value) for kind, value, _index in points)
        whole: dict[str, Any] = {"pk": contact.pk}
        changed = (*changes, *more, *further)
        if changed:
            whole |= {"seen": mark_of(values_of(contact)), "values": plan, **custom}
            whole["points"] = [[kind, value] for kind, value, _index in points]
        verdict = RowVerdict.UPDATE if changed else ""
        return _Part(verdict, [], notes, changed, whole, new.plan, contact=contact)

    def _new_contact(self, look: Look) -> _Part:
        values = {CONTACT_COLUMNS[key]: value for key, value in look.person.values.items()}
        wrong = _required(self._reader.contact_fields, look.person.custom)
        if wrong:
            return _Part(RowVerdict.ERROR, wrong)
        plan = {"values": values, "points": [[kind, value] for kind, value, _i in look.points]}
        plan |= self._custom_plan(self._reader.contact_fields, look.person.custom)
        return _Part(RowVerdict.NEW, [], [], (), plan)

    # What changes

    def _changes(
        self, record: Client | Contact, columns: Mapping[str, str], values: Mapping[str, Any]
    ) -> tuple[tuple[Change, ...], dict[str, Any]]:
        changes, plan = [], {}
        for key, value in values.items():
            before = as_kept(getattr(record, columns[key]))
            if _differs(key, before, value) and self._policy.allows(key, before):
                changes.append(Change(key, self._shown(key, before), self._shown(key, value)))
                plan[columns[key]] = value
        return tuple(changes), plan

    def _custom_changes(
        self,
        record: Client | Contact,
        given: Mapping[str, Any],
        *,
        plain: bool,
        notes: list[str],
    ) -> tuple[dict[str, dict[str, Any]], tuple[Change, ...]]:
        kept_open, kept_sealed = custom_fields.kept_values(record)
        known = self._reader.client_fields | self._reader.contact_fields
        changes, wanted = [], {}
        for key, value in given.items():
            one = known[key]
            if one.is_personal and not plain:
                notes.append(str(_NOT_PLAIN))
                continue
            before = (kept_sealed if one.is_personal else kept_open).get(one.key)
            if value is None or value == before or not self._policy.allows(key, before):
                continue
            shown = custom_fields.shown_kept
            changes.append(Change(key, shown(one, before), shown(one, value)))
            wanted[key] = value
        return self._custom_plan(known, wanted), tuple(changes)

    def _custom_plan(self, fields: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
        plan: dict[str, Any] = {"custom": {}, "sealed": {}}
        for key, value in given.items():
            if value is not None:
                plan["sealed" if fields[key].is_personal else "custom"][fields[key].key] = value
        return {name: values for name, values in plan.items() if values}

    def _shown(self, key: str, value: Any) -> str:
        """Return a value as a person reads it."""
        if key == "account_manager":
            return self._reader.manager_names.get(value, "")
        if key in _CHOICES and value:
            return str(_CHOICES[key](value).label)
        return str(value)


def _judged(look: Look, verdict: RowVerdict, reasons: Sequence[str]) -> Judged:
    return Judged(look.row.number, verdict, reasons=tuple(reasons), notes=tuple(look.notes))


def _together(look: Look, client: _Part, person: _Part, memo: Mapping[str, Any]) -> Judged:
    """Return the verdict on a row from those on its client and on its contact."""
    verdicts = {client.verdict, person.verdict}
    notes = [*client.notes, *person.notes]
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
    look: Look, client: Mapping[str, Any], person: Mapping[str, Any], contact: Contact | None
) -> dict[str, Any]:
    return {
        "client": dict(client) or None,
        "person": dict(person) if look.person else None,
        "contact": contact.pk if contact else None,
    }


def _stays(key: str) -> str:
    words = {
        "tier": gettext("The tier stays as it is: you may not set it."),
        "account_manager": gettext(
            "The account manager stays as it is: you may not hand clients over."
        ),
    }
    return sentence(key, words[key])


def _required(fields: Mapping[str, Any], given: Mapping[str, Any]) -> list[str]:
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


def _differs(key: str, before: Any, after: Any) -> bool:
    """Tell whether a cell says something else than the record; how a number is spaced does not matter."""
    if before == after:
        return False
    if key == "phone":
        return plain_phone(str(before)) != plain_phone(str(after))
    if key == "email":
        return plain_email(str(before)) != plain_email(str(after))
    return str(before) != str(after)


def _numbers_differ(look: Look, client: Client) -> bool:
    """Tell whether a row names other numbers than a client of the same name has."""
    named = ("number", "credit_code", "business_number")
    return any(
        (given := look.client.values.get(kind))
        and getattr(client, kind)
        and given != getattr(client, kind)
        for kind in named
    )


def _reaches(look: Look, contact: Contact) -> bool:
    phone, email = look.phone, look.email
    return bool(
        (phone and contact.phone_index in versions(phone))
        or (email and contact.email_index in versions(email))
    )


def _indexes(contact: Contact) -> set[str]:
    return {
        index
        for point in contact.points.all()
        for index in (point.phone_index, point.email_index)
        if index
    }


def _is_further(index: str, contact: Contact) -> bool:
    """Tell whether a number or address is among the further ones of a contact."""
    return bool(index) and not _indexes(contact).isdisjoint(versions(index))


def _new_points(look: Look, contact: Contact) -> list[tuple[str, str, str]]:
    known = _indexes(contact) | {contact.phone_index, contact.email_index}
    return [point for point in look.points if known.isdisjoint(versions(point[2]))]


def _pk(client: Client | None) -> int | None:
    return client.pk if client else None


def day_of(moment: str) -> date:
    """Return the day of a moment as it is kept."""
    return datetime.fromisoformat(moment).date()
