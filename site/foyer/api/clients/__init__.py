"""Clients, contacts and visits for other programs of the house: with a token, within an account's rights.

Writing goes through the forms staff fill in, so that nothing comes in here that they could not type.
"""

from .api import staff_api, urls

__all__ = ["staff_api", "urls"]
