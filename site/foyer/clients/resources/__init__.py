"""Clients with their contacts as a file: its columns, what each cell may hold, and how a row is judged. (IMPORT 9)"""

from .target import CLIENT_LIST, SCOPE

__all__ = ["CLIENT_LIST", "SCOPE"]
