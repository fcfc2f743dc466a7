"""What goes out of the lists of clients and contacts. (security 9, IMPORT 10)"""

from foyer.core.exports.targets import register

from .clients import CLIENT_LIST
from .contacts import CONTACT_LIST

__all__ = ["CLIENT_LIST", "CONTACT_LIST"]

register(CLIENT_LIST)
register(CONTACT_LIST)
