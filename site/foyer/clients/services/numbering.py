"""Numbers of the clients room."""

from datetime import datetime

from foyer.clients.models import Client
from foyer.core.numbers import take_number


def number_client(*, client: Client, at: datetime) -> None:
    """Give a client about to be kept the next number of the series, unless it has one. (001-28)"""
    if not client.number:
        client.number = take_number(key="client", at=at, among=Client.objects.all())
