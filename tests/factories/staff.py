"""How staff, and programs in their name, get in."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from foyer.core.days import house_day
from foyer.staff.models import ApiScope, ApiToken, RecoveryCode, SecondStep
from foyer.staff.services.api_tokens import make_token
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


class ApiTokenFactory(DjangoModelFactory[ApiToken]):
    """An integration that works for a new account and may do everything; `token.secret` is its secret."""

    class Meta:
        model = ApiToken

    name = "会计系统"
    user = factory.SubFactory(UserFactory)
    scopes = factory.LazyFunction(lambda: [scope.value for scope in ApiScope])
    expires_on = factory.LazyFunction(lambda: house_day(timezone.now()) + timedelta(days=90))

    @classmethod
    def _create(cls, _model: Any, *_args: Any, **values: Any) -> ApiToken:
        """Make it as the house does."""
        token, secret = make_token(**values, by=values["user"], at=timezone.now())
        token.secret = secret
        return token
