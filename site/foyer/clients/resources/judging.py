"""What an import would do with each row of a list of clients and contacts. (IMPORT 6, 9; security 12)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import (
    ClientKind,
    Seeing,
    Tier,
)
from foyer.clients.models import VIEW_EVERY
from foyer.clients.models.visibility import seeing_of
from foyer.clients.services.hand_over import account_managers
from foyer.clients.services.import_fields import (
    CLIENT_COLUMNS,
    CONTACT_COLUMNS,
    MAIN,
    SEALED,
    as_kept,
    mark_of,
    person_key,
    values_of,
)
from foyer.core.imports.enums import RowVerdict
from foyer.core.imports.targets import Change, Given, Judge, Judged, Policy
from foyer.core.models import User

from .before import Carrier, RowsBefore
from .comparing import (
    NOT_PLAIN,
    Comparison,
    custom_plan,
    is_another,
    is_told,
    new_addresses,
    new_points,
    numbers_differ,
    pk_of,
    reaches,
)
from .known import KnownClients, NearClients, is_same_name
from .looks import Look, Reader, explained, sentence, unasked
from .parts import Part, judged, required, stays, together
from .records import KnownClient, KnownContact

_EXPLAINED = ("collection", "provenance", "legal_basis")
_ASKED = ("photo_consent", "photo_consent_on", "photo_consent_how")
_NOT_YOURS = _(
    "This is the number of a client somebody else looks after. Ask management about this row."
)


class ClientJudge(Judge):
    """Compares the rows of a file with each other and with the clients the importer may see."""

    def __init__(self, reader: Reader, policy: Policy, *, by: User) -> None:
        super().__init__()
        self._by, self._reader, self._policy = by, reader, policy
        self._compare = Comparison(reader, policy)
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
            if "main" in memo:
                self._before.main(look, tuple(memo["main"]))

    def _judge_row(self, look: Look, near: NearClients) -> Judged:
        if look.problems:
            return judged(look, RowVerdict.ERROR, look.problems)
        client = self._client_part(look, near) if look.client else self._alone(look, near)
        if client.verdict == RowVerdict.ERROR:
            return judged(look, RowVerdict.ERROR, client.reasons)
        memo: dict[str, Any] = {}
        person = Part()
        if look.person:
            person = self._person_part(look, client, near)
            if person.verdict == RowVerdict.ERROR:
                return judged(look, RowVerdict.ERROR, person.reasons)
            memo["group"] = client.group
            row, certain = self._before.person(look, tuple(client.group))
            if row and certain:
                reason = gettext("The same contact as row %(row)s.") % {"row": row}
                return judged(look, RowVerdict.DUPLICATE, [reason])
            if row and not person.contact:
                reason = gettext("A contact with the same name as in row %(row)s.") % {"row": row}
                person = Part(RowVerdict.POSSIBLE, [reason], fresh=person.fresh or person.plan)
            if look.person.main is not None and (
                wrong := self._say_main(look, client, person, memo)
            ):
                return judged(look, RowVerdict.ERROR, [sentence(MAIN, wrong)])
        elif "row" in client.plan:
            reason = gettext("The same client as row %(row)s.") % {"row": client.plan["row"]}
            return judged(look, RowVerdict.DUPLICATE, [reason])
        if look.client and "row" not in client.plan:
            sure = client.verdict != RowVerdict.POSSIBLE
            memo["carries"] = client.plan.get("pk", 0) if sure else 0
            self._before.remember(look, memo["carries"])
        return together(look, client, person, memo)

    # The client of a row

    def _client_part(self, look: Look, near: NearClients) -> Part:
        numbered = near.numbered(look)
        if any(not near.sees(client) for client in numbered.values()):
            return Part(RowVerdict.ERROR, [str(_NOT_YOURS)])
        distinct = {client.pk: client for client in numbered.values()}
        if len(distinct) > 1:
            words = gettext("The numbers in this row belong to different clients: %(clients)s.")
            named = "、".join(f"{one.name} ({one.number})" for one in distinct.values())
            return Part(RowVerdict.ERROR, [words % {"clients": named}])
        found = next(iter(distinct.values()), None)
        carrier, certain = self._before.carrier(look, found.pk if found else 0)
        if carrier and certain:
            return self._joined(look, carrier, near)
        if found:
            return self._known_client(look, found)
        if alike := near.numbered_alike(look):
            return self._numbered_alike(look, alike)
        return self._by_name(look, carrier, near)

    def _by_name(self, look: Look, carrier: Carrier | None, near: NearClients) -> Part:
        """Return the client side of a row of whose numbers no client has any."""
        called = near.called(look)
        same = [one for one in called if is_same_name(one, look)]
        if (
            len(same) == 1
            and not numbers_differ(look, same[0])
            and not self._is_another_person(look, same[0], near)
        ):
            return self._known_client(look, same[0], but=("company",))
        new = self._new_client(look)
        if new.verdict == RowVerdict.ERROR:
            return new
        if not called:
            return self._perhaps_of(carrier, new) if carrier else new
        words = gettext("Perhaps the client %(clients)s: the name is much the same.")
        named = "、".join(f"{one.name} ({one.number})" for one in called[:3])
        reason = words % {"clients": named}
        known = self._known_client(look, called[0], but=("company",))
        if len(called) > 1 or numbers_differ(look, called[0]):
            known = Part(group=new.group)
        return _perhaps(reason, known, new)

    def _is_another_person(self, look: Look, client: KnownClient, near: NearClients) -> bool:
        """Tell whether a client is a person of the same name as a row's, and nothing else agrees."""
        if client.kind != ClientKind.PERSON or not look.person:
            return False
        there = (
            near.contacts_of(client.pk) if self._known.is_plain(client.account_manager_id) else []
        )
        namesakes = [one for one in there if person_key(one.name) == look.named]
        return any(is_another(look, one, by_name_alone=True) for one in namesakes)

    def _numbered_alike(self, look: Look, client: KnownClient) -> Part:
        """Return the client side of a row whose number is that of a client, written otherwise."""
        new = self._new_client(look)
        words = gettext("Perhaps the client %(client)s: the number is written otherwise.")
        reason = words % {"client": f"{client.name} ({client.number})"}
        known = self._known_client(look, client, but=("number",))
        if known.verdict == RowVerdict.ERROR:
            known = Part(group=new.group)
        if new.verdict == RowVerdict.ERROR:
            return Part(RowVerdict.ERROR, [reason, *new.reasons])
        return _perhaps(reason, known, new)

    def _perhaps_of(self, carrier: Carrier, new: Part) -> Part:
        """Return the client side of a row whose client has a name much like that of an earlier row."""
        words = gettext("Perhaps the client of row %(row)s: the name is much the same.")
        reason = words % {"row": carrier.row}
        fresh = new.plan
        return Part(RowVerdict.POSSIBLE, [reason], new.notes, fresh=fresh, group=new.group)

    def _alone(self, look: Look, near: NearClients) -> Part:
        """Return the client side of a contact whose row names no client."""
        found = near.reached(look)
        group = ["contact", found[0].pk] if len(found) == 1 else ["alone", look.phone or look.email]
        if seeing_of(self._by) == Seeing.OWN and not found:
            words = gettext("Enter the client this contact belongs to.")
            return Part(RowVerdict.ERROR, [sentence("company", words)])
        contact = found[0] if len(found) == 1 else None
        return Part(contact=contact, group=group)

    def _joined(self, look: Look, carrier: Carrier, near: NearClients) -> Part:
        """Return the client side of a row whose client an earlier row has brought."""
        if wrong := self._before.contradictions(look, carrier):
            return Part(RowVerdict.ERROR, wrong)
        plan: dict[str, Any] = {"row": carrier.row}
        client = near.client(carrier.pk) if carrier.pk else None
        if client:
            plan |= {"pk": client.pk, "manager": client.account_manager_id}
        group = ["client", carrier.pk] if carrier.pk else ["row", carrier.row]
        return Part(plan=plan, client=client, group=group)

    def _known_client(self, look: Look, client: KnownClient, *, but: Sequence[str] = ()) -> Part:
        values = {k: v for k, v in look.client.values.items() if k not in but}
        notes: list[str] = []
        if not self._sets_tiers and values.get("tier", client.tier) != client.tier:
            values.pop("tier")
            notes.append(stays("tier"))
        manager = values.get("account_manager", client.account_manager_id)
        if not self._hands_over and manager != client.account_manager_id:
            values.pop("account_manager")
            notes.append(stays("account_manager"))
        plain = self._known.is_plain(client.account_manager_id)
        changes, plan = self._compare.changes(client, CLIENT_COLUMNS, values)
        custom, more = self._compare.custom_changes(
            client, look.client.custom, plain=plain, notes=notes
        )
        addresses, moved = self._compare.address_changes(client, look.client.addresses)
        changes = (*changes, *more, *moved)
        if plan and (wrong := explained(_held(client, _EXPLAINED) | plan)):
            return Part(RowVerdict.ERROR, wrong)
        whole: dict[str, Any] = {"pk": client.pk, "manager": client.account_manager_id}
        if changes:
            seen = mark_of(values_of(client))
            whole |= {"seen": seen, "values": plan, **custom, **addresses}
        verdict = RowVerdict.UPDATE if changes else ""
        group = ["client", client.pk]
        return Part(verdict, [], notes, changes, whole, client=client, group=group)

    def _new_client(self, look: Look) -> Part:
        values = dict(look.client.values)
        if not values.get("company"):
            words = gettext(
                "No client has this number. Enter the name of the client to add it, or correct the number."
            )
            return Part(RowVerdict.ERROR, [sentence("company", words)])
        notes: list[str] = []
        if values.get("tier", Tier.PROSPECT) != Tier.PROSPECT and not self._sets_tiers:
            values.pop("tier")
            words = gettext("New clients are prospects here: you may not set the tier.")
            notes.append(sentence("tier", words))
        manager = values.pop("account_manager", None) or self._default_manager
        kept = {CLIENT_COLUMNS[key]: value for key, value in values.items()}
        wrong = explained(kept) + required(self._reader.client_fields, look.client.custom)
        if wrong:
            return Part(RowVerdict.ERROR, wrong)
        plan: dict[str, Any] = {"values": kept | {"account_manager_id": manager or ""}}
        plan |= custom_plan(self._reader.client_fields, look.client.custom)
        plan |= new_addresses(look.client.addresses)
        return Part(RowVerdict.NEW, [], notes, (), plan, group=["row", look.row.number])

    # The contact of a row

    def _say_main(self, look: Look, client: Part, person: Part, memo: dict[str, Any]) -> str:
        """Plan who the main contact of a client is to be; return what is wrong with that, if anything."""
        is_main = bool(look.person.main)
        contact = person.contact
        if not look.client and not (contact and contact.client_id):
            return gettext("Enter the client this contact belongs to.") if is_main else ""
        group = client.group if look.client else ["client", contact.client_id if contact else 0]
        if is_main:
            memo["main"] = group
        if is_main and (row := self._before.main(look, tuple(group))):
            words = gettext("Row %(row)s names another main contact of this client. Keep one.")
            return words % {"row": row}
        was = getattr(client.client or contact, "main_contact_id", None)
        kept = bool(contact and contact.is_main)
        if is_main == kept or not self._policy.allows(MAIN, was):
            return ""
        if contact:
            said = {True: gettext("Yes"), False: gettext("No")}
            person.changes = (*person.changes, Change(MAIN, said[kept], said[is_main]))
            person.verdict = person.verdict or RowVerdict.UPDATE
        for plan in (person.plan, person.fresh):
            if plan and (is_main or contact):
                plan[MAIN] = {"is": is_main, "was": was}
        return ""

    def _person_part(self, look: Look, client: Part, near: NearClients) -> Part:
        new = self._new_contact(look)
        if client.contact:
            return self._known_contact(look, client.contact, new)
        if client.client:
            there = near.contacts_of(client.client.pk)
            namesakes = [one for one in there if person_key(one.name) == look.named]
            if len(namesakes) == 1:
                return self._namesake(look, namesakes[0], new)
            reached = [
                one
                for one in namesakes or there
                if self._known.is_plain(one.manager_id) and reaches(look, one)
            ]
            if namesakes and len(reached) == 1:
                return self._known_contact(look, reached[0], new)
            if new.verdict == RowVerdict.ERROR:
                return new
            if namesakes or reached:
                known = self._known_contact(look, (reached or namesakes)[0], new)
                words = (
                    gettext("Several contacts there are called %(contact)s.")
                    if namesakes
                    else gettext("%(contact)s there has the same phone number or e-mail address.")
                )
                reason = words % {"contact": (reached or namesakes)[0].name}
                if namesakes:
                    known = Part()
                changes, plan = known.changes, known.plan
                return Part(RowVerdict.POSSIBLE, [reason], known.notes, changes, plan, new.plan)
        if new.verdict == RowVerdict.ERROR:
            return new
        elsewhere = [
            one
            for one in near.reached(look)
            if one.client_id != pk_of(client.client) or not client.client
        ]
        if elsewhere:
            words = gettext(
                "%(contact)s has the same name and phone number or e-mail address. Perhaps they moved."
            )
            reason = words % {"contact": elsewhere[0]}
            return Part(RowVerdict.POSSIBLE, [reason], plan={}, fresh=new.plan)
        return new

    def _namesake(self, look: Look, contact: KnownContact, new: Part) -> Part:
        """Return the contact side of a row whose client has one contact of the name."""
        known = self._known_contact(look, contact, new)
        another = self._known.is_plain(contact.manager_id) and is_another(look, contact)
        if not another or RowVerdict.ERROR in (new.verdict, known.verdict):
            return known
        words = gettext(
            "%(contact)s there has another phone number, e-mail address or birthday. Perhaps it is another person."
        )
        reason = words % {"contact": contact.name}
        return Part(RowVerdict.POSSIBLE, [reason], known.notes, known.changes, known.plan, new.plan)

    def _known_contact(self, look: Look, contact: KnownContact, new: Part) -> Part:
        plain = self._known.is_plain(contact.manager_id)
        values, notes = dict(look.person.values), list[str]()
        if look.named == person_key(contact.name):
            values.pop("name")
        points = new_points(look, contact)
        if not plain:
            if points or values.keys() & set(SEALED):
                notes.append(str(NOT_PLAIN))
            values = {key: value for key, value in values.items() if key not in SEALED}
            points = []
        else:
            if is_told(contact.phone_index, look.phone, contact):
                values.pop("phone")
            if is_told(contact.email_index, look.email, contact):
                values.pop("email")
        changes, plan = self._compare.changes(contact, CONTACT_COLUMNS, values)
        custom, more = self._compare.custom_changes(
            contact, look.person.custom, plain=plain, notes=notes
        )
        if plan and (wrong := unasked(_held(contact, _ASKED) | plan)):
            return Part(RowVerdict.ERROR, wrong)
        further = tuple(Change(f"{kind}_2", "", value) for kind, value, _index in points)
        whole: dict[str, Any] = {"pk": contact.pk}
        changed = (*changes, *more, *further)
        if changed:
            whole |= {"seen": mark_of(values_of(contact)), "values": plan, **custom}
            whole["points"] = [[kind, value] for kind, value, _index in points]
        verdict = RowVerdict.UPDATE if changed else ""
        return Part(verdict, [], notes, changed, whole, new.plan, contact=contact)

    def _new_contact(self, look: Look) -> Part:
        values = {CONTACT_COLUMNS[key]: value for key, value in look.person.values.items()}
        wrong = unasked(values) + required(self._reader.contact_fields, look.person.custom)
        if wrong:
            return Part(RowVerdict.ERROR, wrong)
        plan = {"values": values, "points": [[kind, value] for kind, value, _i in look.points]}
        plan |= custom_plan(self._reader.contact_fields, look.person.custom)
        return Part(RowVerdict.NEW, [], [], (), plan)


def _perhaps(reason: str, known: Part, new: Part) -> Part:
    """Return the client side of a row that a person decides about: the client that is kept, or another."""
    return Part(
        RowVerdict.POSSIBLE,
        [reason],
        [*new.notes, *known.notes],
        known.changes,
        known.plan,
        new.plan,
        known.client,
        group=new.group,
    )


def _held(record: KnownClient | KnownContact, names: Sequence[str]) -> dict[str, Any]:
    return {name: as_kept(getattr(record, name)) for name in names}
