"""The house's door, as a browser meets it."""

from typing import Any

from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

LOG_IN = "/admin/login/"
CODE = "/admin/login/code/"
SET_UP = "/admin/account/second-step/"


class CountingHasher(MD5PasswordHasher):
    """Hashes as the suite does, and counts how often a password was looked at."""

    looked_at = 0

    def encode(self, password: str, salt: str) -> str:
        """Hash a password."""
        type(self).looked_at += 1
        return super().encode(password, salt)


def type_in(client: Client, name: str, password: str, *, address: str = "", **data: Any) -> Any:
    """Send name and password, from a network address of one's own."""
    where = {"REMOTE_ADDR": address} if address else {}
    return client.post(LOG_IN, {"username": name, "password": password} | data, **where)


def is_in(client: Client) -> bool:
    """Tell whether the admin is open to a browser."""
    return client.get("/admin/").status_code == 200
