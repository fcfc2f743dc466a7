"""The factories themselves: what they make can be saved, and reads as promised."""

import pytest

from foyer.core.models import User
from foyer.core.roles import ROLES
from foyer.guests.services.codes import find_by_code
from foyer.privacy.sealing import keyed_hash
from tests import factories
from tests.factories import DeskFactory, GuestFactory, UserFactory

pytestmark = pytest.mark.django_db


class TestFactories:
    @pytest.mark.parametrize("name", factories.__all__)
    def test_make_three_different_rows_each(self, name):
        factory = getattr(factories, name)

        made = factory.create_batch(3)

        assert len({row.pk for row in made}) == 3

    @pytest.mark.parametrize("role", ROLES)
    def test_know_every_role(self, role):
        user = UserFactory(role=role)

        assert [group.name for group in User.objects.get(pk=user.pk).groups.all()] == [role]

    def test_give_guests_a_code_that_finds_them(self):
        guest = GuestFactory()

        assert find_by_code(guest.code_sealed) == guest

    def test_give_paired_desks_a_token_and_a_checkpoint_of_their_event(self):
        desk = DeskFactory(paired=True)

        assert desk.token_hash == keyed_hash(desk.token, purpose="desk-token")
        assert [point.event for point in desk.checkpoints.all()] == [desk.event]
