"""Kinds of the clients room."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tier(models.TextChoices):
    """How closely a client is looked after. (001-27, 002-16)"""

    KEY = "key", pgettext_lazy("client tier", "Key")
    REGULAR = "regular", pgettext_lazy("client tier", "Regular")
    PROSPECT = "prospect", pgettext_lazy("client tier", "Prospect")


class Region(models.TextChoices):
    """Where a client is at home. (001-27)"""

    DOMESTIC = "domestic", pgettext_lazy("client region", "Domestic")
    FOREIGN = "foreign", pgettext_lazy("client region", "Foreign")


class ClientKind(models.TextChoices):
    """What a client is."""

    ORGANISATION = "organisation", pgettext_lazy("client kind", "Organisation")
    PERSON = "person", pgettext_lazy("client kind", "Person")


class Size(models.TextChoices):
    """How many people work at a client. (001-02, 002-04)"""

    UNKNOWN = "", pgettext_lazy("client size", "Not known")
    MICRO = "micro", pgettext_lazy("client size", "Up to 19 people")
    SMALL = "small", pgettext_lazy("client size", "20 to 99 people")
    MEDIUM = "medium", pgettext_lazy("client size", "100 to 499 people")
    LARGE = "large", pgettext_lazy("client size", "500 to 1,999 people")
    HUGE = "huge", pgettext_lazy("client size", "2,000 people and more")


class Potential(models.TextChoices):
    """What may yet become of a client. (002-16)"""

    UNKNOWN = "", pgettext_lazy("client potential", "Not known")
    LOW = "low", pgettext_lazy("client potential", "Low")
    MEDIUM = "medium", pgettext_lazy("client potential", "Medium")
    HIGH = "high", pgettext_lazy("client potential", "High")


class Screening(models.TextChoices):
    """What came of looking a new client over. (002-04)"""

    OPEN = "", pgettext_lazy("client screening", "Not screened")
    PASS = "pass", pgettext_lazy("client screening", "Pass")
    HOLD = "hold", pgettext_lazy("client screening", "Hold")


class Source(models.TextChoices):
    """The channel through which a client came to the house. (001-03, 003-06, 003-07)"""

    UNKNOWN = "", pgettext_lazy("client source", "Not known")
    WEBSITE = "website", pgettext_lazy("client source", "Our website")
    SOCIAL = "social", pgettext_lazy("client source", "Social media")
    TRADE_SITE = "trade_site", pgettext_lazy("client source", "Trade website")
    MAILING = "mailing", pgettext_lazy("client source", "E-mail")
    FAIR = "fair", pgettext_lazy("client source", "Trade fair")
    EVENT = "event", pgettext_lazy("client source", "Event")
    ASSOCIATION = "association", pgettext_lazy("client source", "Association or chamber")
    GOVERNMENT = "government", pgettext_lazy("client source", "Government office")
    CLIENT = "client", pgettext_lazy("client source", "Referred by a client")
    PARTNER = "partner", pgettext_lazy("client source", "Referred by a partner")
    BANK = "bank", pgettext_lazy("client source", "Introduced by a bank")
    CALL = "call", pgettext_lazy("client source", "We called or visited them")
    WALK_IN = "walk_in", pgettext_lazy("client source", "Came by themselves")

    GROUPS = nonmember(
        (
            (
                pgettext_lazy("client source", "Online"),
                ("website", "social", "trade_site", "mailing"),
            ),
            (
                pgettext_lazy("client source", "Offline"),
                ("fair", "event", "association", "government", "call", "walk_in"),
            ),
            (pgettext_lazy("client source", "Referral"), ("client", "partner", "bank")),
        )
    )


class Collection(models.TextChoices):
    """How the facts of a client were collected. (001-05)"""

    UNKNOWN = "", pgettext_lazy("collection", "Not known")
    FACE_TO_FACE = "face_to_face", pgettext_lazy("collection", "Face to face or by phone")
    QUESTIONNAIRE = "questionnaire", pgettext_lazy("collection", "Questionnaire")
    OWN_RECORDS = "own_records", pgettext_lazy("collection", "Our own records")
    PUBLIC = "public", pgettext_lazy("collection", "Public register or press")
    THIRD_PARTY = "third_party", pgettext_lazy("collection", "Bought or received from others")


class LegalBasis(models.TextChoices):
    """On what ground facts received from others are kept. (001-05)"""

    NONE = "", pgettext_lazy("legal basis", "None named")
    CONSENT = "consent", pgettext_lazy("legal basis", "The person's consent")
    CONTRACT = "contract", pgettext_lazy("legal basis", "A contract with the person")
    DUTY = "duty", pgettext_lazy("legal basis", "A legal duty")
    PUBLISHED = (
        "published",
        pgettext_lazy("legal basis", "Published by the person or lawfully public"),
    )
    INTEREST = "interest", pgettext_lazy("legal basis", "Legitimate interest")


class AddressKind(models.TextChoices):
    """What an address is for."""

    REGISTERED = "registered", pgettext_lazy("address", "Registered seat")
    VISITING = "visiting", pgettext_lazy("address", "Office to visit")
    POSTAL = "postal", pgettext_lazy("address", "Post")
    INVOICE = "invoice", pgettext_lazy("address", "Invoices")


class ResearchSource(models.TextChoices):
    """Where a note on a client's wishes comes from. (000-02)"""

    RECORDS = "records", pgettext_lazy("research source", "Our records")
    QUESTIONNAIRE = "questionnaire", pgettext_lazy("research source", "Questionnaire")
    INTERVIEW = "interview", pgettext_lazy("research source", "Interview")


class PointKind(models.TextChoices):
    """What a further way to reach a contact is."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")


class PhotoConsent(models.TextChoices):
    """Whether a contact may be photographed and shown. (000-18)"""

    NOT_ASKED = "", pgettext_lazy("photo consent", "Not asked")
    GIVEN = "given", pgettext_lazy("photo consent", "Given")
    REFUSED = "refused", pgettext_lazy("photo consent", "Refused")


class Festival(models.TextChoices):
    """The festivals a contact keeps, and is greeted on. (001-15, 002-13)"""

    NEW_YEAR = "new_year", pgettext_lazy("festival", "New Year")
    SPRING = "spring", pgettext_lazy("festival", "Spring Festival")
    LANTERN = "lantern", pgettext_lazy("festival", "Lantern Festival")
    WOMENS_DAY = "womens_day", pgettext_lazy("festival", "Women's Day")
    DRAGON_BOAT = "dragon_boat", pgettext_lazy("festival", "Dragon Boat Festival")
    MID_AUTUMN = "mid_autumn", pgettext_lazy("festival", "Mid-Autumn Festival")
    DOUBLE_NINTH = "double_ninth", pgettext_lazy("festival", "Double Ninth Festival")
    NATIONAL_DAY = "national_day", pgettext_lazy("festival", "National Day")
    CHRISTMAS = "christmas", pgettext_lazy("festival", "Christmas")
    EASTER = "easter", pgettext_lazy("festival", "Easter")
    RAMADAN = "ramadan", pgettext_lazy("festival", "End of Ramadan")
    DIWALI = "diwali", pgettext_lazy("festival", "Diwali")


class Seeing(models.TextChoices):
    """Whose clients those see who may not see all of them. (security 12)"""

    ALL = "all", pgettext_lazy("clients seen", "All clients")
    UNASSIGNED = "unassigned", pgettext_lazy("clients seen", "Their own and those of nobody")
    OWN = "own", pgettext_lazy("clients seen", "Only their own")
