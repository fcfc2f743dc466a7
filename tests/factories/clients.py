"""The companies and people the house looks after."""

import factory
from factory.django import DjangoModelFactory

from foyer.clients.enums import Tier
from foyer.clients.models import Client, Contact
from foyer.core.enums import FormOfAddress
from tests.factories import names


class ClientFactory(DjangoModelFactory[Client]):
    """A regular client without an account manager."""

    class Meta:
        model = Client

    class Params:
        key = factory.Trait(tier=Tier.KEY)
        prospect = factory.Trait(tier=Tier.PROSPECT)

    number = factory.Sequence(lambda n: f"C9{n:05d}")
    name = factory.Sequence(names.company)
    short_name = ""
    industry = "文化旅游"
    tier = Tier.REGULAR


class ContactFactory(DjangoModelFactory[Contact]):
    """A person at a client, with a phone and an e-mail address."""

    class Meta:
        model = Contact

    client = factory.SubFactory(ClientFactory)
    name = factory.Sequence(names.person)
    form_of_address = FormOfAddress.MS
    title = "总经理"
    phone = factory.Sequence(names.phone)
    email = factory.Sequence(lambda n: f"contact{n}@example.com")
