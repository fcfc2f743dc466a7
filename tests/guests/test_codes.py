import json
from pathlib import Path

import pytest

from foyer.core.models import User
from foyer.core.secret_codes import ALPHABET, new_code
from foyer.guests.models import Guest
from foyer.guests.services.codes import (
    GuestStruckOff,
    find_by_code,
    grouped,
    issue_new_code,
    qr_text,
    read_code,
)
from tests.factories import GuestFactory

CODE = "7K3MZQ0X9BTR4WVN1GH8PD5SYC"
VECTORS = json.loads(
    (Path(__file__).resolve().parent.parent / "vectors/codes.json").read_text("utf-8")
)


class TestReadingACode:
    @pytest.mark.parametrize("vector", VECTORS)
    def test_reads_what_the_tablet_reads(self, vector):
        """The tablet's own reading is put to the same vectors, in a browser."""
        assert read_code(vector["text"]) == vector["code"]

    @pytest.mark.parametrize(
        "scanned",
        [
            CODE,
            CODE.lower(),
            f"  {CODE}\r\n",
            grouped(CODE),
            grouped(CODE).replace(" ", "-"),
            "７Ｋ３ＭＺＱ０Ｘ９ＢＴＲ４ＷＶＮ１ＧＨ８ＰＤ５ＳＹＣ",
            "7K3MZQ0X9BTR4WVN1GH8PD5SYC".replace("0", "o").replace("1", "l"),
            f"https://house.example/i/{CODE}",
            f"HTTPS://HOUSE.EXAMPLE/I/{CODE}",
            f"https://house.example/i/{CODE}/?lang=en#top",
            f"https://house.example/i/house/i/{CODE}/calendar.ics",
        ],
    )
    def test_understands_every_way_it_is_scanned_or_typed(self, scanned: str):
        assert read_code(scanned) == CODE

    @pytest.mark.parametrize(
        "scanned",
        [
            "",
            " ",
            "/i/",
            CODE[:-1],
            CODE + "7",
            CODE.replace("7", "U"),
            "https://house.example/zh-hans/",
            "签到码",
            "\0" * 26,
            "\ud800" + CODE[1:],
            CODE * 400,
            "https://house.example/i/" + "A" * 10_000,
            "' OR 1=1 --",
        ],
    )
    def test_finds_none_in_anything_else(self, scanned: str):
        assert read_code(scanned) is None

    def test_qr_text_is_read_back_and_fits_the_densest_mode(self, settings):
        settings.PUBLIC_URL = "https://house.example"
        text = qr_text(CODE)

        assert read_code(text) == CODE
        assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")

    def test_qr_text_keeps_the_case_of_an_address_with_a_path_of_its_own(self, settings):
        settings.PUBLIC_URL = "https://example.com/House"

        assert qr_text(CODE) == f"https://example.com/House/i/{CODE}"


class TestCodeOfAGuest:
    def test_has_130_random_bits(self):
        codes = {new_code() for _i in range(500)}

        assert len(codes) == 500
        assert all(len(code) == 26 and set(code) <= set(ALPHABET) for code in codes)

    def test_is_kept_hashed_and_sealed_never_in_clear(self, guest: Guest):
        [row] = Guest.objects.filter(pk=guest.pk).values_list("code_hash", flat=True)
        with_raw = Guest.objects.raw("SELECT id, code_sealed AS raw FROM guests_guest")[0]

        assert guest.code_sealed not in row
        assert guest.code_sealed not in with_raw.raw
        assert find_by_code(guest.code_sealed) == guest

    def test_dies_when_a_new_one_is_issued(self, guest: Guest, administrator: User, now):
        old = guest.code_sealed
        new = issue_new_code(guest=guest, by=administrator, at=now)

        assert find_by_code(old) is None
        assert find_by_code(new) == guest

    def test_is_not_issued_to_a_guest_struck_off(self, event, administrator: User, now):
        with pytest.raises(GuestStruckOff):
            issue_new_code(
                guest=GuestFactory(event=event, cancelled=True), by=administrator, at=now
            )
