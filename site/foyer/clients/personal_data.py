"""What this room keeps about people: contacts, and clients who are persons. (001-29)"""

from __future__ import annotations

import json
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.core.uploads.kinds import FileKind
from foyer.privacy.declarations import Anonymise, Delete, Keep, PersonalData, Purpose
from foyer.privacy.people import Person
from foyer.privacy.registry import holds_none, register

from .enums import ClientKind, Tier, VoucherState
from .festival_words import festival_names
from .models import (
    Client,
    ClientAddress,
    ClientDocument,
    ClientFeedback,
    ClientNeed,
    ClientPolicy,
    ClientSegment,
    Contact,
    ContactPoint,
    CustomField,
    Deal,
    DigestChoice,
    DistinctClients,
    DistinctContacts,
    DueDecision,
    DueDigest,
    Employment,
    FestivalDay,
    Incentive,
    ManagerChange,
    Merge,
    Portrait,
    Referral,
    ResearchNote,
    ScreeningCriterion,
    ScreeningMark,
    TierChange,
    Visit,
    Voucher,
    VoucherChannel,
)
from .services.custom_fields import told

_SAID = (
    "address",
    "place",
    "situation",
    "discussion",
    "concerns",
    "other",
    "solved",
    "to_watch",
)
_OWN_SEALED = _("own fields, sealed")
_HOUSE_FIELDS = {
    "custom": lambda record: told(record, personal=False),
    "custom_sealed": lambda record: told(record, personal=True),
}
CONTACTS = Purpose("contacts", _("Contacts"), _("days after the last dealings with them"), 1825)


def _clients_who_are(person: Person) -> QuerySet[Any]:
    """Return the clients a person is themselves: of the same name, with them as a contact."""
    linked = Client.objects.filter(contacts__in=person.keys.get(Contact, ())).distinct()
    return linked.filter(pk__in=[client.pk for client in linked if person.bears(client.name)])


def _contacts_who_are(person: Person) -> QuerySet[Any]:
    """Return the contacts of a client who is a person that are this very person: of the same name."""
    linked = Contact.objects.filter(client__in=person.keys.get(Client, ()))
    return linked.filter(pk__in=[contact.pk for contact in linked if person.bears(contact.name)])


def _clients_by(query: str) -> QuerySet[Any]:
    """Return the clients who are persons, found as people type; who has a contact is found through them."""
    persons = Client.objects.filter(kind=ClientKind.PERSON)
    same = Contact.objects.filter(client=OuterRef("pk"), name=OuterRef("name"))
    return persons.matching(query).exclude(Exists(same))


def _contacts_by(query: str) -> QuerySet[Any]:
    """Return the contacts found by name, phone, e-mail, or the number of their client."""
    numbered = Contact.objects.filter(client__number__iexact=query.strip())
    return (Contact.objects.matching(query) | numbered).select_related("client")


def _sealed_word(canary: Any) -> str:
    return json.dumps({canary.word: canary.word})


register(
    PersonalData(
        Contact,
        is_person=True,
        search=_contacts_by,
        joined=_contacts_who_are,
        named_by=("client",),
        names=("name",),
        spelt=("latin_name",),
        phones=("phone",),
        emails=("email",),
        handles=("wechat",),
        sensitive=(
            *("phone", "email", "wechat", "birthday", "lunar_birthday"),
            *("points", "custom_sealed"),
        ),
        labels={"points": _("further phones and e-mails"), "custom_sealed": _OWN_SEALED},
        told={
            **_HOUSE_FIELDS,
            "festivals": lambda contact: {
                str(_("festivals kept")): festival_names(contact.festivals)
            },
        },
        sees="clients.view_sensitive_contact",
        erase=Delete(
            instead=Anonymise(
                marked=("name",),
                blank=(
                    "latin_name",
                    "form_of_address",
                    "title",
                    "since",
                    "phone",
                    "email",
                    "wechat",
                    "birthday",
                    "lunar_birthday",
                    "festivals",
                    "preferences",
                    "interests",
                    "taboos",
                    "photo_consent",
                    "photo_consent_on",
                    "photo_consent_how",
                    "external_id",
                    "custom",
                    "custom_sealed",
                ),
                values={"client": None},
            )
        ),
        purpose=CONTACTS,
        since="created_at",
        kept_with=("client",),
        plant={"custom_sealed": _sealed_word},
    ),
    PersonalData(
        ContactPoint,
        links=("contact",),
        phones=("phone",),
        emails=("email",),
        handles=("value",),
        erase=Delete(),
        plant={"value": lambda canary: canary.phone},
    ),
    PersonalData(
        Client,
        is_person=True,
        search=_clients_by,
        joined=_clients_who_are,
        names=("name", "short_name", "name_en"),
        sensitive=("custom_sealed",),
        sees="clients.view_sensitive_contact",
        labels={"custom_sealed": _OWN_SEALED},
        told=_HOUSE_FIELDS,
        erase=Delete(
            instead=Anonymise(
                marked=("name",),
                blank=(
                    "short_name",
                    "name_en",
                    "legal_representative",
                    "credit_code",
                    "business_number",
                    "business_scope",
                    "source_note",
                    "collection",
                    "provenance",
                    "stand_style",
                    "facilities",
                    "event_form",
                    "interests",
                    "topics",
                    "external_id",
                    "custom",
                    "custom_sealed",
                ),
                harmless=("number", "industry"),
            )
        ),
        purpose=CONTACTS,
        since="created_at",
        due=Q(kind=ClientKind.PERSON, contacts=None),  # a person outlives no contact of theirs
        plant={
            "kind": ClientKind.PERSON,
            "custom_sealed": _sealed_word,
            "credit_code": "",
            "business_number": "",
            "collection": "",
        },
    ),
    *(
        PersonalData(model, links=("client",), erase=Delete())
        for model in (ClientAddress, ClientNeed, ResearchNote)
    ),
    PersonalData(
        ScreeningMark,
        links=("client",),
        erase=Delete(),
        plant={
            "criterion": lambda canary: canary.helper(
                ScreeningCriterion, name="演练", is_used=False
            )
        },
    ),
    PersonalData(
        ClientDocument,
        links=("client",),
        since="added_at",
        erase=Delete(),
        plant={
            "file": lambda canary: ContentFile(canary.word.encode(), name=f"{canary.number}.txt"),
            "size": 1,
        },
    ),
    PersonalData(
        Portrait,
        links=("contact",),
        erase=Delete(),
        plant={
            "file": lambda canary: ContentFile(canary.word.encode(), name=f"{canary.number}.jpg"),
            "file_kind": FileKind.JPG,
            "size": 1,
        },
    ),
    PersonalData(Employment, links=("contact",), erase=Delete()),
    PersonalData(
        Visit,
        links=("contacts", "client"),
        since="happened_at",
        leave_out=("once",),
        # What was said with a company stays the company's; the names of the people met go.
        unless=(
            (
                Q(client__kind=ClientKind.ORGANISATION),
                Anonymise(
                    blank=("met", "external_id", "once"),
                    harmless=(*_SAID, "strike_out_reason"),
                ),
            ),
        ),
        erase=Anonymise(
            blank=("met", "external_id", "once", *_SAID), marked=("strike_out_reason",)
        ),
        plant={"strike_out_reason": ""},
    ),
    PersonalData(DueDecision, links=("contact", "client"), erase=Delete(), leave_out=("key",)),
    PersonalData(
        Deal,
        links=("client",),
        since="done_on",
        erase=Anonymise(marked=("project",), blank=("service", "note")),
    ),
    PersonalData(
        ClientFeedback,
        links=("client",),
        since="given_on",
        erase=Anonymise(marked=("subject", "words")),
    ),
    PersonalData(
        Incentive,
        links=("client",),
        since="granted_at",
        erase=Anonymise(marked=("detail", "reason")),
    ),
    PersonalData(
        Referral,
        links=("referrer_contact", "referrer_client", "new_client"),
        since="referred_on",
        erase=Anonymise(blank=("note",)),
        plant={"referrer_client": None},
    ),
    PersonalData(
        TierChange,
        links=("client",),
        erase=Anonymise(marked=("reason",)),
        plant={"before": Tier.KEY, "after": Tier.PROSPECT},
    ),
    PersonalData(ManagerChange, links=("client",), erase=Anonymise(marked=("reason",))),
    PersonalData(
        Voucher,
        links=("client",),
        erase=Anonymise(blank=("holder",), harmless=("code", "offer")),
        plant={
            "state": VoucherState.CONVERTED,
            "used_at": lambda canary: canary.at,
            "converted_at": lambda canary: canary.at,
            "code": lambda canary: f"{canary.number:012d}",
            "offer": "演练",
            "channel": lambda canary: canary.helper(
                VoucherChannel, name=f"演练 {canary.number}", is_open=False
            ),
        },
    ),
    *(
        PersonalData(model, links=("first", "second"), erase=Delete())
        for model in (DistinctClients, DistinctContacts)
    ),
    PersonalData(
        Merge,
        links=("client", "contact"),
        told={"journal": lambda merge: {str(_("name before the merge")): merge.name}},
        leave_out=("gone",),
        erase=Delete(),
        plant={
            "client": None,
            "gone": 0,
            "journal": lambda canary: json.dumps({"gone": {"name": canary.word}}),
        },
    ),
    PersonalData(
        VoucherChannel,
        erase=Keep(_("A partner of the house; people named in the note are taken out of it.")),
    ),
)
holds_none(
    ClientPolicy,
    ClientSegment,
    CustomField,
    DigestChoice,
    DueDigest,
    FestivalDay,
    ScreeningCriterion,
    because=_("The house's own settings, and the morning mail to its staff."),
)
