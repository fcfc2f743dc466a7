"""Where things happen."""

import factory
from factory.django import DjangoModelFactory

from foyer.venues.models import Room, Venue


class VenueFactory(DjangoModelFactory[Venue]):
    """A house with a name and an address in three languages."""

    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"松涧会馆{n}")
    name_zh_hant = factory.LazyAttribute(lambda venue: venue.name.replace("涧会馆", "澗會館"))
    name_en = factory.Sequence(lambda n: f"Pine Brook House {n}")
    address = "杭州市西湖区松涧路18号"
    address_zh_hant = "杭州市西湖區松澗路18號"
    address_en = "18 Songjian Road, Xihu, Hangzhou"
    map_url = "https://map.example/pine-brook"


class RoomFactory(DjangoModelFactory[Room]):
    """A hall for two hundred."""

    class Meta:
        model = Room

    venue = factory.SubFactory(VenueFactory)
    name = factory.Sequence(lambda n: f"听松厅{n}")
    name_zh_hant = factory.LazyAttribute(lambda room: room.name.replace("听松厅", "聽松廳"))
    name_en = factory.Sequence(lambda n: f"Pine Hall {n}")
    capacity = 200
