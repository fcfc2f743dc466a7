"""Fixtures of the guests room."""

from collections.abc import Callable

import pytest
from django.test import Client

from foyer.events.models import Event
from tests.guests.wizard import Wizard


@pytest.fixture
def wizard(event: Event, log_in: Callable[..., Client]) -> Wizard:
    return Wizard(log_in("Account managers"), event)
