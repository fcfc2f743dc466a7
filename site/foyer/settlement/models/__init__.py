"""Records of the settlement room."""

from .invoice import TaxInvoice
from .paper import Paper, PaperLine
from .payment import Payment
from .period import ClosedMonth
from .policy import SettlementPolicy

__all__ = ["ClosedMonth", "Paper", "PaperLine", "Payment", "SettlementPolicy", "TaxInvoice"]
