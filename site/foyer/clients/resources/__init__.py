"""Lists of clients with their contacts, and of visits: columns, cells, and how a row is judged. (IMPORT 9)"""

from .target import CLIENT_LIST, SCOPE
from .visit_target import VISIT_LIST, VISIT_SCOPE

__all__ = ["CLIENT_LIST", "SCOPE", "VISIT_LIST", "VISIT_SCOPE"]
