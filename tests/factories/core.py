"""Members of staff."""

from typing import Any

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

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
