"""Events in the staff's tool."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from foyer.core.models import User
from foyer.events.enums import EventStatus
from foyer.events.models import Event, EventIndexPage, EventPage, EventType
from tests.factories import EventFactory, GuestFactory, RoomFactory, UserFactory, VenueFactory
from tests.factories.pages import EventPageFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/events/event/"
KEPT = "存在一处或多处引用，因此无法删除。"


@pytest.fixture
def editor() -> User:
    """A member of staff who may do everything and works in Chinese."""
    user: User = UserFactory(is_superuser=True)
    return user


@pytest.fixture
def admin(log_in: Any, editor: User) -> Client:
    """That member of staff at work."""
    client: Client = log_in(user=editor)
    return client


def typed_event(**changed: Any) -> dict[str, Any]:
    """What is typed into the form of an event."""
    starts = timezone.localtime() + timedelta(days=20)
    return {
        "title": "秋夜品鉴",
        "type": EventType.objects.get(code="forum").pk,
        "starts_at": f"{starts:%Y-%m-%d %H:%M}",
        "ends_at": f"{starts + timedelta(hours=3):%Y-%m-%d %H:%M}",
        "capacity": "80",
    } | changed


def errors(response: Any) -> dict[str, list[str]]:
    """What a form complains of."""
    return dict(response.context["form"].errors)


class TestEventForm:
    def test_gives_the_next_number_when_none_is_typed(self, admin: Client) -> None:
        for _ in range(2):
            assert admin.post(f"{LIST}add/", typed_event()).status_code == 302

        year = timezone.localtime().year
        numbers = Event.objects.order_by("pk").values_list("number", flat=True)
        assert list(numbers) == [f"E{year}-0001", f"E{year}-0002"]

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"ends_at": "2020-01-01 10:00"}, "ends_at"),
            ({"capacity": "0"}, "capacity"),
            ({"capacity": "-5"}, "capacity"),
            ({"capacity": "9" * 30}, "capacity"),
            ({"doors_at": "2099-01-01 10:00"}, "doors_at"),
            ({"title": " "}, "title"),
            ({"starts_at": "民国一百年"}, "starts_at"),
            ({"number": "x" * 200}, "number"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(
        self, admin: Client, changed: dict[str, str], field: str
    ) -> None:
        response = admin.post(f"{LIST}add/", typed_event(**changed))

        assert response.status_code == 200
        assert list(errors(response)) == [field]
        assert not Event.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"ends_at": "2020-01-01 10:00"}, "活动的结束早于开始，请核对两个时间。"),
            ({"capacity": "0"}, "至少须允许一人入场。"),
            ({"capacity": "-5"}, "至少须允许一人入场。"),
            ({"capacity": "9" * 30}, "请核对人数：场馆容纳不下这么多人。"),
            ({"capacity": "八十"}, "请用数字填写人数，例如80。"),
        ],
    )
    def test_says_what_to_do_in_the_words_of_the_house(
        self, admin: Client, changed: dict[str, str], sentence: str
    ) -> None:
        response = admin.post(f"{LIST}add/", typed_event(**changed))

        assert list(errors(response).values()) == [[sentence]]

    def test_refuses_a_room_of_another_venue(self, admin: Client) -> None:
        changed = {"venue": VenueFactory().pk, "room": RoomFactory().pk}

        response = admin.post(f"{LIST}add/", typed_event(**changed))

        assert list(errors(response)) == ["room"]

    def test_copies_an_event_as_a_plan_of_its_own(self, admin: Client) -> None:
        event = EventFactory(running=True)
        page = admin.get(f"{LIST}copy/{event.pk}/")
        assert page.context["form"].initial["title"] == event.title
        assert not page.context["form"].initial["number"]

        admin.post(f"{LIST}copy/{event.pk}/", typed_event(title="又一个秋夜"))

        copy = Event.objects.exclude(pk=event.pk).get()
        assert (copy.title, copy.status) == ("又一个秋夜", EventStatus.PLANNED)
        assert copy.number not in ("", event.number)


class TestEventList:
    @pytest.mark.parametrize("path", ["events/event", "venues/venue", "venues/room"])
    def test_leads_to_each_record_by_its_name(self, admin: Client, path: str) -> None:
        event = EventFactory()
        record = {"events/event": event, "venues/venue": event.venue, "venues/room": event.room}[
            path
        ]

        text = admin.get(f"/admin/snippets/{path}/").content.decode()

        assert f'href="/admin/snippets/{path}/edit/{record.pk}/"' in text

    @pytest.mark.parametrize("typed", ["品鉴", "品鑑", "qiuripinjian", "E2026-777", "Autumn"])
    def test_finds_an_event_as_people_type(self, admin: Client, typed: str) -> None:
        EventFactory(number="E2026-777", title="秋日品鉴", title_en="Autumn tasting")
        EventFactory(title="春茶会", title_zh_hant="春茶會", title_en="Spring tea")

        text = admin.get(LIST, {"q": typed}).content.decode()

        assert "秋日品鉴" in text
        assert "春茶会" not in text

    def test_is_narrowed_down_by_kind_status_and_month(self, admin: Client) -> None:
        event = EventFactory(title="秋日品鉴", cancelled=True)
        EventFactory(title="春茶会", starts_at=timezone.now() + timedelta(days=90))
        month = f"{timezone.localtime(event.starts_at):%Y-%m}"

        for asked in ({"type": event.type_id}, {"status": "cancelled"}, {"month": month}):
            text = admin.get(LIST, asked).content.decode()
            assert "秋日品鉴" in text
            assert "春茶会" not in text
        assert admin.get(LIST, {"month": "2026-13"}).status_code == 200

    @pytest.mark.parametrize(
        "path", ["events/event", "events/eventtype", "venues/venue", "venues/room"]
    )
    def test_asks_no_more_of_the_database_for_three_rows_than_for_one(
        self, admin: Client, path: str
    ) -> None:
        url = f"/admin/snippets/{path}/"
        EventFactory()
        admin.get(url)
        with CaptureQueriesContext(connection) as one:
            admin.get(url)
        EventFactory.create_batch(2)

        with CaptureQueriesContext(connection) as three:
            admin.get(url)

        assert len(three) == len(one)

    def test_is_chosen_from_only_by_those_who_may_see_it(self, log_in: Any, admin: Client) -> None:
        EventFactory(title="秘密晚宴")
        stranger = log_in(user=_staff_without_rights())
        urls = [f"/admin/snippets/choose/events/event/{path}" for path in ("", "results/")]

        assert [admin.get(url).status_code for url in urls] == [200, 200]
        assert [stranger.get(url).status_code for url in urls] == [302, 302]


class TestStatusSteps:
    def test_are_offered_and_taken(self, admin: Client) -> None:
        event = EventFactory(status=EventStatus.PLANNED)
        url = f"/admin/events/{event.pk}/advance/announced/"

        assert url in admin.get(f"{LIST}edit/{event.pk}/").content.decode()
        assert url in admin.get(f"{LIST}inspect/{event.pk}/").content.decode()
        assert admin.get(url).status_code == 200
        assert Event.objects.get().status == EventStatus.PLANNED
        admin.post(url)
        assert Event.objects.get().status == EventStatus.ANNOUNCED

    def test_are_refused_in_words_when_they_do_not_follow(self, admin: Client) -> None:
        event = EventFactory(status=EventStatus.CLOSED)

        response = admin.post(f"/admin/events/{event.pk}/advance/running/", follow=True)

        assert [message.level_tag for message in response.context["messages"]] == ["error"]
        assert Event.objects.get().status == EventStatus.CLOSED
        assert admin.get(f"/admin/events/{event.pk}/advance/nonsense/").status_code == 404

    def test_are_not_for_everybody(self, log_in: Any) -> None:
        event = EventFactory(status=EventStatus.PLANNED)
        stranger = log_in(user=_staff_without_rights())

        stranger.post(f"/admin/events/{event.pk}/advance/announced/")

        assert Event.objects.get().status == EventStatus.PLANNED


class TestDeletingAnEvent:
    def test_is_refused_in_words_while_pages_speak_of_it(self, admin: Client) -> None:
        page = EventPageFactory()

        response = admin.post(f"{LIST}delete/{page.event_id}/")

        assert (response.status_code, KEPT in response.content.decode()) == (409, True)
        assert Event.objects.filter(pk=page.event_id).exists()

    def test_is_refused_in_words_while_it_has_guests(self, admin: Client) -> None:
        event = GuestFactory().event

        alone = admin.post(f"{LIST}delete/{event.pk}/")
        among_many = admin.post(f"/admin/bulk/events/event/delete/?id={event.pk}", follow=True)

        assert (alone.status_code, KEPT in alone.content.decode()) == (409, True)
        assert (among_many.status_code, KEPT in among_many.content.decode()) == (200, True)
        assert Event.objects.filter(pk=event.pk).exists()

    def test_is_done_when_nothing_hangs_on_it(self, admin: Client) -> None:
        event = EventFactory()

        assert admin.post(f"{LIST}delete/{event.pk}/").status_code == 302
        assert not Event.objects.filter(pk=event.pk).exists()


def typed_page(**changed: Any) -> dict[str, Any]:
    """What is typed into the editor of an event's page."""
    return {
        "title": "秋夜品鉴",
        "slug": "autumn-evening",
        "event": "",
        "summary": "席间有茶",
        "visibility": "public",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    } | changed


def described(**changed: Any) -> dict[str, Any]:
    """A new event described in the page editor."""
    typed = {f"new_{name}": value for name, value in typed_event(title="秋夜品鉴晚宴").items()}
    return typed_page(**typed, **changed)


class TestPageEditor:
    @pytest.fixture
    def add(self) -> str:
        """Where a page about an event is made."""
        parent = EventIndexPage.objects.get(locale__language_code="zh-hans")
        return f"/admin/pages/add/events/eventpage/{parent.pk}/"

    def test_makes_a_page_for_an_event_that_is_there(self, admin: Client, add: str) -> None:
        event = EventFactory()

        response = admin.post(add, typed_page(event=event.pk, **{"action-publish": "1"}))

        assert response.status_code == 302
        assert (EventPage.objects.get().event, EventPage.objects.get().live) == (event, True)

    def test_makes_page_and_event_in_one_step(self, admin: Client, add: str, editor: User) -> None:
        room = RoomFactory()

        response = admin.post(add, described(new_venue=room.venue_id, new_room=room.pk))

        assert response.status_code == 302
        event = EventPage.objects.get().event
        assert (event.title, event.room, event.capacity) == ("秋夜品鉴晚宴", room, 80)
        assert re.fullmatch(r"E\d{4}-0001", event.number)

    def test_makes_one_event_of_a_form_sent_twice(self, admin: Client, add: str) -> None:
        admin.post(add, described())

        response = admin.post(add, described(slug="autumn-evening-2"))

        assert list(errors(response)) == ["new_title"]
        assert Event.objects.count() == 1

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"new_ends_at": "2020-01-01 10:00"}, "new_ends_at"),
            ({"new_capacity": "0"}, "new_capacity"),
            ({"new_type": ""}, "new_type"),
            ({"new_starts_at": ""}, "new_starts_at"),
            ({"new_title": ""}, "new_title"),
            ({"new_title": "长" * 151}, "new_title"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong_with_the_new_event(
        self, admin: Client, add: str, changed: dict[str, str], field: str
    ) -> None:
        response = admin.post(add, described() | changed)

        assert list(errors(response)) == [field]
        assert not Event.objects.exists()
        assert not EventPage.objects.exists()

    def test_asks_for_an_event_also_in_a_draft(self, admin: Client, add: str) -> None:
        assert list(errors(admin.post(add, typed_page()))) == ["event"]

    def test_takes_no_two_events(self, admin: Client, add: str) -> None:
        response = admin.post(add, described(event=EventFactory().pk))

        assert list(errors(response)) == ["event"]

    def test_does_not_save_on_its_own_while_an_event_is_described(
        self, admin: Client, add: str
    ) -> None:
        response = admin.post(add, described(), headers={"Accept": "application/json"})

        assert response.status_code == 400
        assert not Event.objects.exists()

    def test_saves_drafts_on_its_own_once_the_event_is_chosen(
        self, admin: Client, add: str
    ) -> None:
        event = EventFactory()

        response = admin.post(
            add, typed_page(event=event.pk), headers={"Accept": "application/json"}
        )

        assert response.json()["success"] is True
        page = EventPage.objects.get()
        edited = admin.post(
            f"/admin/pages/{page.pk}/edit/",
            typed_page(event=event.pk, summary="席间有琴"),
            headers={"Accept": "application/json"},
        )
        assert edited.json()["success"] is True
        assert Event.objects.count() == 1

    def test_previews_a_new_event_without_making_it(self, admin: Client, add: str) -> None:
        parent = EventIndexPage.objects.get(locale__language_code="zh-hans")
        url = f"/admin/pages/add/events/eventpage/{parent.pk}/preview/"

        posted = admin.post(url, described())
        shown = admin.get(f"{url}?mode=")

        assert posted.json() == {"is_valid": True, "is_available": True}
        assert "秋夜品鉴" in shown.content.decode()
        assert not Event.objects.exists()

    def test_offers_a_new_event_only_to_those_who_may_make_one(
        self, admin: Client, add: str, log_in: Any
    ) -> None:
        writer = _staff_without_rights()
        group = Group.objects.create(name="只写页面")
        GroupPagePermission.objects.create(
            group=group,
            page=Page.objects.get(depth=1),
            permission=Permission.objects.get(codename="add_page"),
        )
        writer.groups.add(group)

        seen = [client.get(add).content.decode() for client in (admin, log_in(user=writer))]

        assert ['name="new_title"' in text for text in seen] == [True, False]
        assert ['name="visibility"' in text for text in seen] == [True, True]


def _staff_without_rights() -> User:
    """A member of staff who may only enter."""
    user: User = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user
