"""Where private files lie: a folder no address leads to. (security 10)"""

from typing import Any

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Files without an address: Django would make one under the public media folder's."""

    def url(self, name: Any) -> str:
        """Refuse to name one."""
        message = "Private files have no address: serve them by a view that checks the record."
        raise ValueError(message)
