"""Acts upon one guest, and the code as a picture."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from foyer.guests.enums import InvitationStatus
from foyer.guests.models import Guest
from foyer.guests.services.checkpoints import ensure_door_checkpoint
from foyer.guests.services.code_picture import code_png
from foyer.guests.services.codes import find_by_code, qr_text
from tests.conftest import LogIn

pytestmark = pytest.mark.django_db


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
