"""The import of clients and contacts, step by step, as a browser goes through it."""

from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from foyer.clients.models import Client, Contact
from foyer.clients.resources import CLIENT_LIST
from foyer.core.imports.blocks import opened
from foyer.core.imports.models import ImportBatch
from tests.guests.wizard import Wizard, rows_file, verdicts, work

__all__ = ["ClientWizard", "client_rows", "everything", "said", "verdicts", "work"]

HEADERS = "客户名称,联系人,手机,邮箱,行业"


class ClientWizard(Wizard):
    """A member of staff at the import of clients."""

    def __init__(self, client: Browser) -> None:
        self.client = client

    def url(self, step: str, batch: ImportBatch | None = None) -> str:
        name = "clients:import" if step == "upload" else f"clients:import_{step}"
        return reverse(name, args=[batch.pk] if batch else [])

    def decide(self, batch: ImportBatch, **answer: Any) -> Any:
        return self.client.post(self.url("check", batch), answer)


def client_rows(*rows: str, headers: str = HEADERS, encoding: str = "utf-8-sig") -> bytes:
    return rows_file(*rows, headers=headers, encoding=encoding)


def said(batch: ImportBatch, number: int) -> dict[str, Any]:
    return opened(batch.rows.get(number=number), CLIENT_LIST)


def everything() -> list[Any]:
    """Return all clients and contacts, as they would have to be again after an undo."""
    clients = Client.objects.order_by("pk").values()
    contacts = Contact.objects.order_by("pk").values()
    return [list(clients), list(contacts)]
