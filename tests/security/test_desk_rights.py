"""What a paired tablet's token opens beside the tablets' own addresses: nothing. (KIOSK 4, security 17)"""

import pytest
from django.test import Client
from django.utils import timezone

from foyer.guests.models import Desk
from tests.factories import DeskFactory
from tests.security.addresses import build_world
from tests.security.roles_table import ANYBODY, MAY_OPEN
from tests.security.test_matrix import opens

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
OTHER_APIS = (
    "/api/v3/images/",
    "/api/v3/documents/",
    "/api/foyer/v1/cases",
    "/api/foyer/v1/clients",
    "/api/foyer/v1/contacts",
)


class TestADesksToken:
    def test_opens_no_address_of_the_admin_or_of_another_api(self):
        world = build_world(at=timezone.now())
        token = DeskFactory(event=Desk.objects.get(pk=world["desk"]).event, paired=True).token
        told = {}
        for scheme in ("Desk", "Bearer"):
            tablet = Client(headers={"Authorization": f"{scheme} {token}"})
            opened = {pattern for pattern in MAY_OPEN if opens(tablet, pattern, world)}
            told[scheme] = opened - ANYBODY
            told |= {f"{scheme} {path}": tablet.get(path).status_code for path in OTHER_APIS}

        assert {told.pop(scheme) == set() for scheme in ("Desk", "Bearer")} == {True}
        assert set(told.values()) <= {401, 403, 404}, told
