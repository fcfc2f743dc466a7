"""The browser the journeys are made with: the tools themselves."""

from io import BytesIO

import qrcode
import zxingcpp
from PIL import Image

from tests.journeys.camera import SIZE, film


class TestFakeCamera:
    def test_films_a_code_that_an_independent_decoder_reads(self, tmp_path):
        picture = BytesIO()
        qrcode.make("HTTP://127.0.0.1/I/0123456789ABCDEFGHJKMNPQRS").save(picture)

        path = film(picture.getvalue(), tmp_path / "camera.y4m")

        last = path.read_bytes()[-(SIZE[0] * SIZE[1] * 3 // 2) :]
        frame = Image.frombytes("L", SIZE, last[: SIZE[0] * SIZE[1]])
        assert [found.text for found in zxingcpp.read_barcodes(frame)] == [
            "HTTP://127.0.0.1/I/0123456789ABCDEFGHJKMNPQRS"
        ]


class TestLogIn:
    def test_leads_a_member_of_staff_to_the_page_they_asked_for(self, log_in_to):
        page = log_in_to("/admin/account/", role="Marketing")

        assert page.locator("[name=logout], form[action*=logout]").count() >= 1

    def test_has_no_fault_that_axe_finds(self, open_page, axe_faults):
        page = open_page("/admin/login/")

        assert axe_faults(page) == []
