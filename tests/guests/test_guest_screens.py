"""The guest list of an event as staff see it."""

from io import BytesIO

import pytest
import zxingcpp
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.log_actions import registry

from foyer.clients.enums import Tier
from foyer.events.models import Event
from foyer.guests.enums import InvitationStatus
from foyer.guests.models import Guest, Invitation
from foyer.guests.services.checkpoints import (
    ensure_door_checkpoint,
)
from foyer.guests.services.code_picture import code_png
from foyer.guests.services.codes import find_by_code, qr_text
from tests.conftest import LogIn
from tests.factories import (
    CheckpointFactory,
    ClientFactory,
    ContactFactory,
    EventFactory,
    GuestFactory,
    SignInFactory,
    UserFactory,
)
from tests.guests.letters import letter

pytestmark = pytest.mark.django_db


def full_guest(event: Event) -> Guest:
    """Return a guest with all that a row can show."""
    client = ClientFactory(account_manager=UserFactory())
    guest = GuestFactory(
        event=event, contact=ContactFactory(client=client), host=UserFactory(), table="1"
    )
    letter(guest, by=UserFactory())
    SignInFactory(guest=guest, checkpoint=ensure_door_checkpoint(event=event))
    return guest


def queries_of(staff: Client, page: str) -> int:
    """Return how often a page asks the database, when nothing is asked for the first time."""
    staff.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert staff.get(page).status_code == 200
    return len(asked)


def form_of(answer: object) -> dict[str, object]:
    """Return what a browser would send back of the form on a page."""
    form = answer.context["form"]  # type: ignore[attr-defined]  # what the test client adds
    fields = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in fields.items()}


class TestCheckpointsPage:
    def test_are_named_added_and_taken_away_on_one_screen(
        self, event: Event, log_in: LogIn
    ) -> None:
        door = ensure_door_checkpoint(event=event)
        gift = CheckpointFactory(event=event, name="伴手礼")
        page = f"/admin/guests/{event.pk}/checkpoints/"

        answer = log_in("Reception").post(
            page,
            {
                "checkpoints-TOTAL_FORMS": 3,
                "checkpoints-INITIAL_FORMS": 2,
                "checkpoints-0-id": door.pk,
                "checkpoints-0-name": "正门",
                "checkpoints-0-position": 0,
                "checkpoints-1-id": gift.pk,
                "checkpoints-1-name": "伴手礼",
                "checkpoints-1-position": 0,
                "checkpoints-1-DELETE": "on",
                "checkpoints-2-name": "晚宴",
                "checkpoints-2-position": 1,
            },
        )

        assert answer.status_code == 302
        assert list(event.checkpoints.values_list("name", flat=True)) == ["正门", "晚宴"]

    def test_of_the_same_name_are_refused(self, event: Event, log_in: LogIn) -> None:
        CheckpointFactory(event=event, name="晚宴")

        answer = log_in("Reception").post(
            f"/admin/guests/{event.pk}/checkpoints/",
            {
                "checkpoints-TOTAL_FORMS": 1,
                "checkpoints-INITIAL_FORMS": 0,
                "checkpoints-0-name": "晚宴",
                "checkpoints-0-position": 0,
            },
        )

        assert answer.status_code == 200
        assert event.checkpoints.count() == 1


class TestGuestListPage:
    def test_shows_what_a_manager_asks_about_a_guest(self, event: Event, log_in: LogIn) -> None:
        manager = UserFactory(first_name="经理", last_name="周")
        client = ClientFactory(name="江南文化", account_manager=manager, tier=Tier.KEY)
        guest = GuestFactory(
            event=event,
            contact=ContactFactory(client=client),
            name="王小明",
            table="牡丹",
            seat="7",
        )
        letter(guest, InvitationStatus.FAILED, error="550 no such mailbox")

        page = log_in("Marketing").get(f"/admin/guests/{event.pk}/").content.decode()

        for words in ("王小明", str(manager), "牡丹", "7", "550 no such mailbox", event.title):
            assert words in page
        assert guest.phone not in page
        assert guest.code_sealed not in page

    def test_asks_the_database_as_often_for_three_guests_as_for_one(
        self, event: Event, log_in: LogIn
    ) -> None:
        staff = log_in("Administrators")
        page = f"/admin/guests/{event.pk}/?letter=sent"
        full_guest(event)
        one = queries_of(staff, page)
        full_guest(event)
        full_guest(event)

        three = queries_of(staff, page)

        assert three == one

    def test_understands_no_nonsense_in_the_address(self, event: Event, log_in: LogIn) -> None:
        GuestFactory(event=event)
        staff = log_in("Marketing")

        for query in ("p=abc", "p=999", "reply=maybe", "manager=x", "q=%00", "q=" + "长" * 5000):
            assert staff.get(f"/admin/guests/{event.pk}/?{query}").status_code == 200
        assert staff.get("/admin/guests/99999999999999999999/").status_code == 404

    def test_does_not_show_a_guest_of_another_event(self, event: Event, log_in: LogIn) -> None:
        stranger = GuestFactory()
        staff = log_in("Administrators")

        for act in ("", "edit/", "pass/", "code.png", "strike-off/", "sign-in/"):
            assert staff.get(f"/admin/guests/{event.pk}/{stranger.pk}/{act}").status_code == 404


class TestGuestForm:
    def test_puts_a_guest_on_the_list(self, event: Event, log_in: LogIn) -> None:
        answer = log_in("Marketing").post(
            f"/admin/guests/{event.pk}/add/",
            {"name": "王小明", "language": "zh-hans", "party_limit": 2, "phone": "13800001234"},
        )

        guest = event.guests.get()
        assert answer.status_code == 302
        assert (guest.name, guest.party_limit, guest.phone) == ("王小明", 2, "13800001234")
        assert registry.get_logs_for_instance(guest)[0].action == "foyer.guest.add"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", " "),
            ("phone", "12"),
            ("email", "nobody"),
            ("party_limit", "0"),
            ("language", "fr"),
        ],
    )
    def test_says_what_cannot_be(self, event: Event, log_in: LogIn, field: str, value: str) -> None:
        sent = {"name": "王小明", "language": "zh-hans", "party_limit": 1, field: value}

        answer = log_in("Marketing").post(f"/admin/guests/{event.pk}/add/", sent)

        assert answer.context["form"].errors.keys() == {field}
        assert not event.guests.exists()

    def test_keeps_phones_from_those_who_may_not_see_them_yet_lets_them_be_replaced(
        self, event: Event, log_in: LogIn
    ) -> None:
        guest = GuestFactory(
            event=event, name="王小明", phone="13800001234", email="old@example.com"
        )
        page = f"/admin/guests/{event.pk}/{guest.pk}/edit/"
        staff = log_in("Marketing")

        shown = staff.get(page)
        sent = form_of(shown) | {"email": "new@example.com"}
        staff.post(page, sent)

        assert "13800001234" not in shown.content.decode()
        assert "old@example.com" not in shown.content.decode()
        guest.refresh_from_db()
        assert (guest.phone, guest.email) == ("13800001234", "new@example.com")

    def test_in_a_second_tab_shows_what_the_first_one_wrote(
        self, guest: Guest, log_in: LogIn
    ) -> None:
        page = f"/admin/guests/{guest.event_id}/{guest.pk}/edit/"
        staff = log_in("Account managers")
        sent = form_of(staff.get(page))
        staff.post(page, sent | {"table": "牡丹"})

        refused = staff.post(page, sent | {"table": "兰"})
        accepted = staff.post(page, form_of(refused))

        assert refused.status_code == 200
        assert "牡丹" in refused.context["form"].errors["table"][0]
        assert accepted.status_code == 302
        guest.refresh_from_db()
        assert guest.table == "兰"


class TestActsOnOneGuest:
    def test_strike_off_and_back_from_the_screen(self, guest: Guest, log_in: LogIn) -> None:
        staff = log_in("Marketing")
        page = f"/admin/guests/{guest.event_id}/{guest.pk}/"

        staff.post(f"{page}strike-off/")
        guest.refresh_from_db()
        struck = guest.cancelled_at
        again = staff.post(f"{page}strike-off/")
        staff.post(f"{page}put-back/")

        guest.refresh_from_db()
        assert struck is not None
        assert again.status_code == 200
        assert again.context["form"].non_field_errors()
        assert guest.cancelled_at is None

    def test_a_new_code_kills_the_old_one(self, guest: Guest, log_in: LogIn) -> None:
        old = guest.code_sealed

        log_in("Marketing").post(f"/admin/guests/{guest.event_id}/{guest.pk}/new-code/")

        guest.refresh_from_db()
        assert find_by_code(old) is None
        assert find_by_code(guest.code_sealed) == guest

    def test_a_letter_is_put_into_the_post(self, guest: Guest, log_in: LogIn) -> None:
        log_in("Marketing").post(f"/admin/guests/{guest.event_id}/{guest.pk}/invite/")

        assert guest.invitations.get().status == InvitationStatus.QUEUED

    def test_reception_signs_in_by_hand_and_undoes_it_with_a_reason(
        self, guest: Guest, log_in: LogIn
    ) -> None:
        door = ensure_door_checkpoint(event=guest.event)
        staff = log_in("Reception")
        page = f"/admin/guests/{guest.event_id}/{guest.pk}/"

        staff.post(f"{page}sign-in/", {"checkpoint": door.pk, "party": 1})
        sign_in = guest.sign_ins.get()
        silent = staff.post(f"{page}undo/{sign_in.pk}/", {"reason": " "})
        staff.post(f"{page}undo/{sign_in.pk}/", {"reason": "扫错了人"})

        sign_in.refresh_from_db()
        assert silent.context["form"].errors.keys() == {"reason"}
        assert sign_in.undo_reason == "扫错了人"
        assert sign_in.undone_at is not None

    def test_too_many_people_are_refused_in_words(self, guest: Guest, log_in: LogIn) -> None:
        door = ensure_door_checkpoint(event=guest.event)

        answer = log_in("Reception").post(
            f"/admin/guests/{guest.event_id}/{guest.pk}/sign-in/",
            {"checkpoint": door.pk, "party": 5},
        )

        assert answer.context["form"].non_field_errors()
        assert not guest.sign_ins.exists()

    @pytest.mark.parametrize(
        ("role", "acts"),
        [
            ("Venue desk", {""}),
            ("Reception", {"", "pass", "code.png", "edit", "sign-in"}),
            ("Finance", set()),
            ("Archivist", set()),
        ],
    )
    def test_are_open_to_those_with_the_right_alone(
        self, guest: Guest, log_in: LogIn, role: str, acts: set[str]
    ) -> None:
        staff = log_in(role)
        page = f"/admin/guests/{guest.event_id}/{guest.pk}/"
        every = (
            "",
            "pass",
            "code.png",
            "edit",
            "invite",
            "new-code",
            "strike-off",
            "put-back",
            "sign-in",
        )

        for act in every:
            answer = staff.get(page + act + ("/" if act and act != "code.png" else ""))
            refused = answer.status_code == 302 and answer["Location"] == "/admin/"
            assert refused == (act not in acts), act


class TestBulk:
    def test_sends_to_those_ticked_and_says_who_gets_nothing(
        self, event: Event, log_in: LogIn
    ) -> None:
        reachable = GuestFactory(event=event)
        silent = GuestFactory(event=event, name="李无邮", email="")
        left_out = GuestFactory(event=event)
        stranger = GuestFactory()
        staff = log_in("Marketing")

        answer = staff.post(
            f"/admin/guests/{event.pk}/bulk/",
            {"act": "invite", "guest": [reachable.pk, silent.pk, stranger.pk, "x", 10**30]},
            follow=True,
        )

        assert list(Invitation.objects.values_list("guest", flat=True)) == [reachable.pk]
        assert "李无邮" in [*map(str, answer.context["messages"])][-1]
        assert not left_out.invitations.exists()

    def test_seats_and_strikes_off(self, event: Event, log_in: LogIn) -> None:
        guests = GuestFactory.create_batch(2, event=event)
        ticked = [guest.pk for guest in guests]
        staff = log_in("Marketing")
        page = f"/admin/guests/{event.pk}/bulk/"

        staff.post(page, {"act": "table", "table": "牡丹", "guest": ticked})
        staff.post(page, {"act": "table", "table": "长" * 41, "guest": ticked})
        seated = set(event.guests.values_list("table", flat=True))
        staff.post(page, {"act": "strike_off", "guest": ticked})

        assert seated == {"牡丹"}
        assert not event.guests.filter(cancelled_at=None).exists()

    def test_is_refused_without_the_right_to_the_act(self, guest: Guest, log_in: LogIn) -> None:
        page = f"/admin/guests/{guest.event_id}/bulk/"

        log_in("Reception").post(page, {"act": "strike_off", "guest": [guest.pk]})
        log_in("Reception").post(page, {"act": "look_up", "guest": [guest.pk]})

        guest.refresh_from_db()
        assert guest.cancelled_at is None


class TestAddContactsPage:
    def test_finds_by_tier_and_manager_and_marks_who_is_on_the_list(
        self, event: Event, log_in: LogIn
    ) -> None:
        manager = UserFactory()
        key = ClientFactory(key=True, account_manager=manager)
        listed = ContactFactory(client=key, name="王小明")
        new = ContactFactory(client=key, name="欧阳明月")
        ContactFactory(name="李雷")
        GuestFactory(event=event, contact=listed, name="王小明")
        page = f"/admin/guests/{event.pk}/contacts/?tier=key&manager={manager.pk}"
        staff = log_in("Account managers")

        shown = staff.get(page)
        staff.post(page, {"contact": [new.pk]})

        assert {contact.name for contact in shown.context["page"]} == {"王小明", "欧阳明月"}
        assert shown.context["listed"] == {listed.pk}
        assert set(event.guests.values_list("name", flat=True)) == {"王小明", "欧阳明月"}

    def test_is_closed_to_those_who_may_not_add(self, event: Event, log_in: LogIn) -> None:
        assert log_in("Reception").get(f"/admin/guests/{event.pk}/contacts/").status_code == 302


class TestEventsPage:
    def test_asks_the_database_as_often_for_three_events_as_for_one(self, log_in: LogIn) -> None:
        staff = log_in("Venue desk")
        full_guest(EventFactory())
        one = queries_of(staff, "/admin/guests/")
        full_guest(EventFactory())
        full_guest(EventFactory(running=True))

        three = queries_of(staff, "/admin/guests/")

        assert three == one

    def test_counts_each_guest_once(self, event: Event, log_in: LogIn) -> None:
        guest = full_guest(event)
        SignInFactory(guest=guest, checkpoint=CheckpointFactory(event=event))
        GuestFactory(event=event, replied_yes=True)

        shown = log_in("Venue desk").get("/admin/guests/").context["upcoming"][0]

        assert (shown.asked, shown.yes, shown.waiting, shown.arrived) == (2, 1, 1, 1)


class TestCodePicture:
    def test_reads_as_the_code_and_prints_at_25_millimetres(
        self, guest: Guest, log_in: LogIn
    ) -> None:
        answer = log_in("Reception").get(f"/admin/guests/{guest.event_id}/{guest.pk}/code.png")

        picture = Image.open(BytesIO(answer.content))
        read = zxingcpp.read_barcodes(picture.convert("L"))
        assert [found.text for found in read] == [qr_text(guest.code_sealed)]
        assert round(picture.info["dpi"][0]) == 300
        corners = read[0].position
        assert (corners.top_right.x - corners.top_left.x) / 300 * 25.4 >= 24.5

    def test_is_larger_when_asked(self) -> None:
        small, large = (Image.open(BytesIO(code_png("0" * 26, millimetres=mm))) for mm in (25, 40))

        assert large.width > small.width
