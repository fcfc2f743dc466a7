"""Records of the privacy room."""

from .consent import Consent
from .erasure import Erasure
from .policy import PrivacyPolicy
from .view_log import ViewLogEntry

__all__ = ["Consent", "Erasure", "PrivacyPolicy", "ViewLogEntry"]
