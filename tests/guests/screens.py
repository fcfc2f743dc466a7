"""What tests of the guests room's screens share."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foyer.events.models import Event
from foyer.guests.models import Guest
from foyer.guests.services.checkpoints import ensure_door_checkpoint
from tests.factories import (
    ClientFactory,
    ContactFactory,
    GuestFactory,
    SignInFactory,
    UserFactory,
)
from tests.guests.letters import letter


def full_guest(event: Event) -> Guest:
    """Return a guest with all that a row can show."""
    client = ClientFactory(account_manager=UserFactory())
    guest = GuestFactory(
        event=event, contact=ContactFactory(client=client), host=UserFactory(), table="1"
    )
    letter(guest, by=UserFactory())
    SignInFactory(guest=guest, checkpoint=ensure_door_checkpoint(event=event))
    return guest


def queries_of(staff: Client, page: str) -> int:
    """Return how often a page asks the database, when nothing is asked for the first time."""
    staff.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert staff.get(page).status_code == 200
    return len(asked)


def form_of(answer: object) -> dict[str, object]:
    """Return what a browser would send back of the form on a page."""
    form = answer.context["form"]  # type: ignore[attr-defined]  # what the test client adds
    fields = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in fields.items()}
