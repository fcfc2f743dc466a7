"""What a desk's tablet is told to show. (KIOSK 11)"""

import pytest
from django.utils import timezone

from foyer.core.contrast import READABLE, contrast, readable_like
from foyer.events.models import EventSlides, TabletScreen
from foyer.events.screens.compiling import publish_slides
from foyer.events.screens.forms import ScreenForm
from foyer.guests.models import Gift
from tests.factories import (
    ClientFactory,
    ContactFactory,
    DeskFactory,
    EventTypeFactory,
    GiftFactory,
    GuestFactory,
    TabletScreenFactory,
)
from tests.factories.pages import EventPageFactory
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


@pytest.fixture
def tablet(event) -> Tablet:
    return Tablet(DeskFactory(event=event, paired=True))


def shown(tablet: Tablet):
    """Return the name of the screen a tablet is told to show; None for the standard look."""
    screen = tablet.get("/screen").json()["screen"]
    return screen and screen["name"]


class TestTheScreenOfADesk:
    def test_is_the_events_then_its_types_then_the_houses(self, event, tablet):
        TabletScreenFactory(name="别处")
        assert (shown(tablet), tablet.get().json()["screen"]) == (None, "")
        TabletScreenFactory(name="常用", is_default=True)
        assert shown(tablet) == "常用"
        event.type.screen = TabletScreenFactory(name="类型")
        event.type.save()
        assert shown(tablet) == "类型"
        event.screen = TabletScreenFactory(name="活动")
        event.save()

        assert shown(tablet) == "活动"

    def test_is_told_once_until_something_changes(self, event, tablet):
        event.screen = TabletScreenFactory(asks=["gift"])
        event.save()
        gift = GiftFactory(event=event, stock=1)
        first = tablet.get("/screen")
        stamp = first.json()["screen"]["stamp"]
        assert first["ETag"] == f'"{stamp}"'
        assert tablet.get("/screen", **{"If-None-Match": first["ETag"]}).status_code == 304
        assert tablet.get().json()["screen"] == stamp

        Gift.objects.filter(pk=gift.pk).update(promised=1)

        again = tablet.get("/screen", **{"If-None-Match": first["ETag"]})
        assert again.status_code == 200
        assert again.json()["screen"]["gifts"][0]["left"] is False

    def test_leaves_a_gift_out_where_there_is_none(self, event, tablet):
        event.screen = TabletScreenFactory(asks=["gift", "photos"])
        event.save()

        kinds = [step["kind"] for step in tablet.get("/screen").json()["screen"]["steps"]]

        assert kinds == ["photos"]

    def test_has_the_slides_of_its_event_in_their_place(self, event, tablet):
        screen = TabletScreenFactory()
        screen.shown["rest"]["slides"] = [
            {"kind": "programme"},
            {"kind": "event_pictures", "most": 1},
        ]
        screen.save()
        event.screen = screen
        event.save()
        pictures = [{"kind": "picture", "words": {}, "url": f"/media/{n}.webp"} for n in (1, 2)]
        programme = {"zh-hans": [{"starts": "18:00", "ends": "", "title": "迎宾"}]}
        EventSlides.objects.create(
            event=event,
            shown={"programme": programme, "pictures": pictures},
            changed_at=timezone.now(),
        )

        slides = tablet.get("/screen").json()["screen"]["rest"]["slides"]

        assert slides == [{"kind": "programme", "programme": programme}, pictures[0]]

    @pytest.mark.parametrize("header", [None, "Desk nobody"])
    def test_is_told_to_no_stranger(self, client, header):
        headers = {"Authorization": header} if header else {}
        assert client.get("/api/foyer/v1/desk/screen", headers=headers).status_code == 401

    def test_asks_no_more_of_a_desk_with_many_gifts(
        self, event, tablet, django_assert_max_num_queries
    ):
        event.screen = TabletScreenFactory(asks=["gift"])
        event.save()
        GiftFactory(event=event)
        with django_assert_max_num_queries(9) as one:
            tablet.get("/screen")
        asked = len(one)
        GiftFactory.create_batch(2, event=event)
        with django_assert_max_num_queries(asked):
            tablet.get("/screen")


class TestSlides:
    def test_are_read_from_the_pages_of_an_event(self):
        page = EventPageFactory()
        segment = {"kind": "meal", "starts": "19:00", "ends": None, "title": "晚宴"}
        page.body = page._meta.get_field("body").to_python(
            [{"type": "programme", "value": {"heading": "", "segments": [segment]}}]
        )

        page.save_revision().publish()

        kept = EventSlides.objects.get(event=page.event).shown["programme"]
        assert kept == {"zh-hans": [{"starts": "19:00", "ends": "", "title": "晚宴"}]}
        assert publish_slides(event=page.event, at=timezone.now()) is False


class TestGreetings:
    @pytest.mark.parametrize("known", [False, True])
    def test_go_by_the_kind_of_guest(self, event, tablet, known):
        tablet.known = known
        contact = ContactFactory(client=ClientFactory(key=True))
        guests = {
            "key": GuestFactory(event=event, contact=contact),
            "regular": GuestFactory(event=event),
            "walk_in": GuestFactory(event=event, source="walk_in"),
        }

        kinds = {kind: tablet.scan(guest).json()["guest"]["kind"] for kind, guest in guests.items()}

        assert kinds == {kind: kind for kind in guests}
        assert {kind: guest.kind for kind, guest in guests.items()} == kinds


class TestColours:
    def test_are_told_apart_as_wcag_says(self):
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
        assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
        for colour, ground in (("#777777", "#ffffff"), ("#444444", "#14110f"), ("#d8ba7c", "#fff")):
            wide = ground if len(ground) == 7 else "#ffffff"
            assert contrast(readable_like(colour, on=wide), wide) >= READABLE

    def test_that_cannot_be_read_are_named_with_what_would_do(self, log_in):
        client = log_in("Marketing")
        form = {
            "name": "看不清",
            "ground": "#ffffff",
            "ink": "#999999",
            "accent": "#2d5445",
            "on_accent": "#fbf7ee",
            "rest_after": "45",
            "slide_seconds": "8",
            "end_seconds": "10",
        } | {
            f"{stream}-{part}": "0"
            for stream in ("steps", "slides", "end_channels")
            for part in ("count",)
        }

        refused = client.post("/admin/snippets/events/tabletscreen/add/", form)

        errors = refused.context["form"].errors
        assert list(errors) == ["ink"]
        assert readable_like("#999999", on="#ffffff") in errors["ink"][0]
        assert isinstance(refused.context["form"], ScreenForm)
        kept = client.post(
            "/admin/snippets/events/tabletscreen/add/",
            form | {"ink": "#333333", "is_default": "on"},
        )
        assert kept.status_code == 302
        client.post(
            "/admin/snippets/events/tabletscreen/add/",
            form | {"ink": "#333333", "is_default": "on", "name": "另一个"},
        )
        usual = TabletScreen.objects.filter(is_default=True).values_list("name", flat=True)
        assert list(usual) == ["另一个"]


class TestTheListOfUses:
    def test_names_the_screen_of_each_type(self, log_in, django_assert_max_num_queries):
        client, path = log_in("Marketing"), "/admin/events/screens/"
        EventTypeFactory(name="品鉴会", screen=TabletScreenFactory(name="金色晚宴"))
        client.get(path)
        with django_assert_max_num_queries(40) as one:
            page = client.get(path).content.decode()
        asked = len(one)
        for n in range(2):
            EventTypeFactory(screen=TabletScreenFactory(name=f"画面甲{n}"))
        with django_assert_max_num_queries(asked):
            client.get(path)

        assert "金色晚宴" in page
        assert client.get(path).status_code == 200
        assert log_in("Reception").get(path).status_code in (302, 403)
