"""The pages of rooms."""

from foyer.bookings.models import RoomIndexPage, RoomPage
from foyer.events.models import HomePage
from foyer.venues.models import Room


def room_list(language: str = "zh-hans") -> RoomIndexPage:
    """The published list of rooms in a language."""
    home = HomePage.objects.get(locale__language_code=language)
    page = RoomIndexPage(
        title={"zh-hans": "会场", "zh-hant": "會場", "en": "Rooms"}[language],
        slug="rooms",
        locale=home.locale,
        introduction="<p>先选时间与人数，再选会场。</p>",
        show_in_menus=True,
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return RoomIndexPage.objects.get(pk=page.pk)


def room_page(room: Room, *, below: RoomIndexPage, slug: str = "hall") -> RoomPage:
    """The published page of a room."""
    page = RoomPage(
        title=room.name_text,
        slug=slug,
        room=room,
        locale=below.locale,
        summary="临水而建，松风入座。",
    )
    below.add_child(instance=page)
    page.save_revision().publish()
    return RoomPage.objects.get(pk=page.pk)
