"""Files people hand in. (SEC-11)"""

import io
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from foyer.core.uploads.cleaning import clean_upload
from foyer.core.uploads.forms import UploadField
from foyer.core.uploads.kinds import FileKind
from foyer.core.uploads.limits import UploadLimits
from foyer.core.uploads.refusals import BadUpload, KindNotTaken

from .uploads import BAD, GOOD, PLACE, SCRIPT, handed_in, photo_with_place


class TestCleanUpload:
    @pytest.mark.parametrize("name", GOOD)
    def test_takes_what_is_what_its_name_says(self, name):
        clean = clean_upload(handed_in(name, GOOD[name]))

        expected = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
        assert (clean.kind.value, clean.name.rpartition(".")[2]) == (expected, expected)

    @pytest.mark.parametrize("case", BAD)
    def test_refuses_with_one_sentence(self, case):
        name, data, code = BAD[case]

        with pytest.raises(BadUpload) as refused:
            clean_upload(handed_in(name, data))

        assert refused.value.code == code
        assert str(refused.value)
        assert "%(" not in str(refused.value)

    def test_takes_a_second_at_most_to_refuse_a_bomb(self):
        began = process_time()

        for case in ("a document that unpacks to much", "a vast picture", "a document that lies"):
            with pytest.raises(BadUpload):
                clean_upload(handed_in(*BAD[case][:2]))

        assert process_time() - began < 1

    @pytest.mark.parametrize(
        ("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")]
    )
    def test_draws_a_photo_upright_and_leaves_out_where_it_was_taken(self, kind, name):
        clean = clean_upload(handed_in(name, photo_with_place(kind)))

        with Image.open(io.BytesIO(clean.data)) as drawn:
            assert (drawn.size, dict(drawn.getexif())) == ((40, 60), {})
        assert PLACE.encode() not in clean.data
        assert SCRIPT not in clean.data

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../etc/合同.PDF", "合同.pdf"),
            ("C:\\Users\\王\\合同.pdf", "合同.pdf"),
            ("合同\u202efdp.exe.pdf", "合同fdp.exe.pdf"),
            ('a"\r\nSet-Cookie: x.pdf', "aSet-Cookie x.pdf"),
            ("长" * 300 + ".pdf", "长" * 146 + ".pdf"),
        ],
    )
    def test_keeps_a_name_that_harms_nobody(self, name, kept):
        clean = clean_upload(handed_in("x.pdf", GOOD["合同.pdf"]))
        renamed = handed_in("x.pdf", GOOD["合同.pdf"])
        renamed.name = name

        assert clean.name == "x.pdf"
        assert clean_upload(renamed).name == kept

    def test_takes_only_the_kinds_a_room_wants(self):
        pictures = [kind for kind in FileKind if kind.is_picture]

        with pytest.raises(KindNotTaken) as refused:
            clean_upload(handed_in("合同.pdf", GOOD["合同.pdf"]), kinds=pictures)

        assert "JPG" in str(refused.value)
        assert "PDF" not in str(refused.value)


class TestUploadField:
    def test_tells_the_sentence_where_the_file_was_asked_for(self):
        field = UploadField(limits=UploadLimits(size=1024 * 1024))

        with pytest.raises(ValidationError) as refused:
            field.clean(handed_in("图.svg", b"<svg/>"))

        assert refused.value.code == "upload_kind"
        assert "1 MB" in field.says
