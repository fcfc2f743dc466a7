"""Second steps of members of staff."""

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from foyer.staff.models import RecoveryCode, SecondStep
from foyer.staff.services.one_time_codes import new_secret
from foyer.staff.services.second_step import hash_recovery_code
from tests.factories.core import UserFactory


class SecondStepFactory(DjangoModelFactory[SecondStep]):
    """A second step; with `recovery_codes=10` its codes are in `step.recovery`."""

    class Meta:
        model = SecondStep
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    secret = factory.LazyFunction(new_secret)
    set_up_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def recovery_codes(self: Any, create: bool, extracted: int | None, **_kwargs: Any) -> None:
        """Give the second step some recovery codes."""
        self.recovery = [f"K7QM-2W9D-X4RT-{n:04d}" for n in range(extracted or 0)]
        RecoveryCode.objects.bulk_create(
            RecoveryCode(second_step=self, code_hash=hash_recovery_code(code.replace("-", "")))
            for code in self.recovery
        )
