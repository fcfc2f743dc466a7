"""Members of staff, and backups."""

from typing import Any

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

from foyer.core.backups.enums import BackupStatus
from foyer.core.backups.models import BackupRun
from foyer.core.models import User
from tests.factories import names

PASSWORD = "correct-horse-battery"


class UserFactory(DjangoModelFactory[User]):
    """A member of staff; `UserFactory(role="Reception")` puts them into that role's group."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"staff{n}")
    last_name = factory.Sequence(lambda n: names.person(n)[:1])
    first_name = factory.Sequence(lambda n: names.person(n)[1:])
    email = factory.LazyAttribute(lambda user: f"{user.username}@house.example")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def role(self: User, create: bool, extracted: str | None, **_kwargs: Any) -> None:  # type: ignore[misc]  # factory_boy hands in the user made
        """Put the user into the group of a role."""
        if extracted:
            self.groups.add(Group.objects.get(name=extracted))


class BackupRunFactory(DjangoModelFactory[BackupRun]):
    """A verified backup, made just now."""

    class Meta:
        model = BackupRun

    name = factory.Sequence(lambda n: f"foyer-20261206T04{n:04}Z.backup")
    status = BackupStatus.VERIFIED
    made_at = factory.LazyFunction(timezone.now)
    verified_at = factory.SelfAttribute("made_at")
    size = 3_000_000
    rows = 2208
    files = 12
