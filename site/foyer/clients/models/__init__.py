"""Records of the clients room."""

from .care import CarePolicy, FestivalDay
from .client import Client
from .contact import Contact, ContactPoint
from .custom import CustomField
from .deals import ClientFeedback, Deal
from .details import ClientAddress, ClientNeed, ResearchNote
from .distinct import DistinctClients, DistinctContacts
from .document import ClientDocument
from .due import DigestChoice, DueDecision, DueDigest
from .history import Employment, ManagerChange, TierChange
from .incentives import Incentive, Referral
from .merge import Merge
from .policy import ClientPolicy
from .portrait import PORTRAIT_KINDS, Portrait
from .screening import MOST_POINTS, ScreeningCriterion, ScreeningMark
from .segment import SHARE, ClientSegment
from .visibility import VIEW_EVERY
from .visit import Visit
from .vouchers import Voucher, VoucherChannel

__all__ = [
    "MOST_POINTS",
    "PORTRAIT_KINDS",
    "SHARE",
    "VIEW_EVERY",
    "CarePolicy",
    "Client",
    "ClientAddress",
    "ClientDocument",
    "ClientFeedback",
    "ClientNeed",
    "ClientPolicy",
    "ClientSegment",
    "Contact",
    "ContactPoint",
    "CustomField",
    "Deal",
    "DigestChoice",
    "DistinctClients",
    "DistinctContacts",
    "DueDecision",
    "DueDigest",
    "Employment",
    "FestivalDay",
    "Incentive",
    "ManagerChange",
    "Merge",
    "Portrait",
    "Referral",
    "ResearchNote",
    "ScreeningCriterion",
    "ScreeningMark",
    "TierChange",
    "Visit",
    "Voucher",
    "VoucherChannel",
]
