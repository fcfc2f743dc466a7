"""Which records of this room, and of those below it, the pages of rooms show."""

from foyer.core.page_cache import show_on_pages, show_pages
from foyer.venues.models import EquipmentItem, EquipmentKind, Occupation

from .models import RoomIndexPage, RoomPage

show_on_pages(EquipmentItem, EquipmentKind, Occupation)
show_pages(RoomIndexPage, RoomPage)
