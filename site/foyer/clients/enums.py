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

    NEW_YEAR = "new-year", pgettext_lazy("festival", "New Year")
    SPRING = "spring-festival", pgettext_lazy("festival", "Spring Festival")
    LANTERN = "lantern", pgettext_lazy("festival", "Lantern Festival")
    WOMENS_DAY = "womens-day", pgettext_lazy("festival", "Women's Day")
    DRAGON_BOAT = "dragon-boat", pgettext_lazy("festival", "Dragon Boat Festival")
    MID_AUTUMN = "mid-autumn", pgettext_lazy("festival", "Mid-Autumn Festival")
    DOUBLE_NINTH = "double-ninth", pgettext_lazy("festival", "Double Ninth Festival")
    NATIONAL_DAY = "national-day", pgettext_lazy("festival", "National Day")
    CHRISTMAS = "christmas", pgettext_lazy("festival", "Christmas")
    EASTER = "easter", pgettext_lazy("festival", "Easter")
    RAMADAN = "ramadan", pgettext_lazy("festival", "End of Ramadan")
    DIWALI = "diwali", pgettext_lazy("festival", "Diwali")


class Seeing(models.TextChoices):
    """Whose clients those see who may not see all of them. (security 12)"""

    ALL = "all", pgettext_lazy("clients seen", "All clients")
    UNASSIGNED = "unassigned", pgettext_lazy("clients seen", "Their own and those of nobody")
    OWN = "own", pgettext_lazy("clients seen", "Only their own")


class PaymentState(models.TextChoices):
    """Whether a deal has been paid. (001-04)"""

    OPEN = "open", pgettext_lazy("payment", "Not paid")
    PART = "part", pgettext_lazy("payment", "Paid in part")
    PAID = "paid", pgettext_lazy("payment", "Paid")
    WAIVED = "waived", pgettext_lazy("payment", "Waived")


class FeedbackWay(models.TextChoices):
    """How a client told what they think. (001-04)"""

    TALK = "talk", pgettext_lazy("feedback", "In conversation")
    SURVEY = "survey", pgettext_lazy("feedback", "Survey")
    LETTER = "letter", pgettext_lazy("feedback", "Letter or message")
    PUBLIC = "public", pgettext_lazy("feedback", "In public")


class IncentiveKind(models.TextChoices):
    """What a client is granted. (001-16)"""

    DISCOUNT = "discount", pgettext_lazy("incentive", "Discount")
    PRIORITY = "priority", pgettext_lazy("incentive", "Priority")
    CERTIFICATE = "certificate", pgettext_lazy("incentive", "Certificate")


class ReferralState(models.TextChoices):
    """How far a referral has come. (001-17)"""

    REFERRED = "referred", pgettext_lazy("referral", "Referred")
    SIGNED = "signed", pgettext_lazy("referral", "Signed")
    REWARDED = "rewarded", pgettext_lazy("referral", "Rewarded")

    NEXT = nonmember({"referred": ("signed",), "signed": ("rewarded",), "rewarded": ()})


class RewardKind(models.TextChoices):
    """What a referrer is thanked with. (001-17)"""

    NONE = "", pgettext_lazy("reward", "None yet")
    CASH = "cash", pgettext_lazy("reward", "Cash")
    POINTS = "points", pgettext_lazy("reward", "Points")


class ChannelKind(models.TextChoices):
    """Who hands out the house's vouchers. (003-06)"""

    BANK = "bank", pgettext_lazy("voucher channel", "Bank")
    CHAMBER = "chamber", pgettext_lazy("voucher channel", "Chamber or alumni association")
    PARTNER = "partner", pgettext_lazy("voucher channel", "Other partner")


class VoucherState(models.TextChoices):
    """How far a voucher has come. (003-06)"""

    ISSUED = "issued", pgettext_lazy("voucher", "Issued")
    USED = "used", pgettext_lazy("voucher", "Used")
    CONVERTED = "converted", pgettext_lazy("voucher", "Became a client")

    NEXT = nonmember({"issued": ("used",), "used": ("converted",), "converted": ()})


class FieldOf(models.TextChoices):
    """The records a house adds fields to."""

    CLIENT = "client", _("Client")
    CONTACT = "contact", _("Contact")


class FieldKind(models.TextChoices):
    """What a field of the house's own holds."""

    TEXT = "text", pgettext_lazy("field kind", "Text")
    NUMBER = "number", pgettext_lazy("field kind", "Number")
    DATE = "date", pgettext_lazy("field kind", "Date")
    CHOICE = "choice", pgettext_lazy("field kind", "Choice")
    YES_NO = "yes_no", pgettext_lazy("field kind", "Yes or no")


class DocumentKind(models.TextChoices):
    """What paper is kept in a client's file. (001-04, 002-06, 002-07)"""

    CONTRACT = "contract", pgettext_lazy("client document", "Contract")
    PROPOSAL = "proposal", pgettext_lazy("client document", "Proposal or quote")
    LICENCE = "licence", pgettext_lazy("client document", "Licence or certificate")
    PLAN = "plan", pgettext_lazy("client document", "Plan or drawing")
    PICTURE = "picture", pgettext_lazy("client document", "Picture")
    LETTER = "letter", pgettext_lazy("client document", "Letter")
    OTHER = "other", pgettext_lazy("client document", "Other")
