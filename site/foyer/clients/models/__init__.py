"""Records of the clients room."""

from .client import Client
from .contact import Contact, ContactPoint
from .custom import CustomField
from .deals import ClientFeedback, Deal
from .details import ClientAddress, ClientNeed, ResearchNote
from .history import Employment, ManagerChange, TierChange
from .incentives import Incentive, Referral
from .policy import ClientPolicy
from .screening import MOST_POINTS, ScreeningCriterion, ScreeningMark
from .visibility import VIEW_EVERY
from .vouchers import Voucher, VoucherChannel

__all__ = [
    "MOST_POINTS",
    "VIEW_EVERY",
    "Client",
    "ClientAddress",
    "ClientFeedback",
    "ClientNeed",
    "ClientPolicy",
    "Contact",
    "ContactPoint",
    "CustomField",
    "Deal",
    "Employment",
    "Incentive",
    "ManagerChange",
    "Referral",
    "ResearchNote",
    "ScreeningCriterion",
    "ScreeningMark",
    "TierChange",
    "Voucher",
    "VoucherChannel",
]
