"""What goes out of the lists of clients, contacts, deals and visits. (security 9, IMPORT 10)"""

from foyer.core.exports.targets import register

from .clients import CLIENT_LIST
from .contacts import CONTACT_LIST
from .deals import DEAL_LIST
from .status import STATUS_TABLE
from .visits import VISIT_LIST

__all__ = ["CLIENT_LIST", "CONTACT_LIST", "DEAL_LIST", "STATUS_TABLE", "VISIT_LIST"]

register(CLIENT_LIST)
register(CONTACT_LIST)
register(DEAL_LIST)
register(VISIT_LIST)
register(STATUS_TABLE)
