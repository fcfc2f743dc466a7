"""Words read out of files, and files that resist. (000-27, security 8)"""

from datetime import timedelta

import pytest
from django.utils import timezone

from foyer.archive.enums import TextState
from foyer.archive.models import FileText
from foyer.archive.reader import read
from foyer.archive.services.reading import keep_words, read_what_waits, words_of
from foyer.core.jobs import carry_due_jobs
from tests.archive import papers
from tests.factories import RecordFactory

WORD = "琉璃灯展"


class TestWords:
    @pytest.mark.parametrize(
        ("data", "page"),
        [
            (papers.pdf("第一页", f"第二页写着{WORD}"), 2),
            (papers.word(WORD), 1),
            (papers.workbook(WORD), 2),
            (papers.slides(WORD), 2),
            (papers.letter(WORD), 1),
            (f"名单,{WORD}".encode("gb18030") + "姓名公司电话号码地址日期".encode("gb18030"), 1),
            (f"{WORD}、客戶聯繫電話與會議記錄".encode("big5hkscs"), 1),
            (f"\ufeff{WORD}".encode("utf-16-le"), 1),
            (f"<!DOCTYPE html><p>{WORD}</p><script>隐藏</script>".encode(), 1),
        ],
        ids=["pdf", "word", "workbook", "slides", "letter", "gbk", "big5", "utf16", "html"],
    )
    def test_are_read_page_by_page_from_every_kind(self, data, page):
        found = read(data)

        assert found.state == TextState.READ
        holding = [number for number, words in found.texts if WORD in words]
        shown = [words for _number, words in found.texts]
        assert holding == [page] or any("燈" in words for words in shown)
        assert not any("隐藏" in words for words in shown)

    def test_come_with_what_a_file_says_of_itself(self):
        assert read(papers.pdf("一", title="年终答谢宴策划")).title == "年终答谢宴策划"
        assert f"{read(papers.letter('一')).day}" == "2026-03-18"
        assert f"{read(papers.picture(taken='2026:03:18 20:15:00')).day}" == "2026-03-18"


class TestAFileThatResists:
    @pytest.mark.parametrize(
        ("data", "state"),
        [
            (papers.pdf("一", password="secret"), TextState.LOCKED),
            (papers.compound("EncryptedPackage"), TextState.LOCKED),
            (papers.compound("WordDocument"), TextState.UNKNOWN),
            (b"%PDF-1.7\nbroken", TextState.DAMAGED),
            (papers.word("一")[:2000], TextState.DAMAGED),
            (papers.deep_zip(), TextState.UNKNOWN),
            (papers.bomb(), TextState.TOO_LARGE),
            (papers.picture(), TextState.NONE),
            (b"   \n", TextState.NONE),
            (bytes(range(256)) * 40, TextState.UNKNOWN),
            (b"\0", TextState.UNKNOWN),
        ],
        ids=["locked pdf", "locked docx", "doc", "broken pdf", "broken docx", "deep zip", "bomb",
             "picture", "blank", "bytes", "zero"],
    )  # fmt: skip
    def test_is_told_by_its_state_and_harms_nothing(self, data, state):
        assert read(data).state == state


@pytest.mark.django_db
class TestTheWorker:
    def test_reads_what_waits_once_and_keeps_words_in_place_of_those_before(self):
        record = RecordFactory(
            files={"a.pdf": papers.pdf("一", WORD), "b.docm": papers.word(WORD, macro=True)}
        )
        later = timezone.now() + timedelta(hours=2)

        read_what_waits(at=later)
        carry_due_jobs(clock=timezone.now)
        for file in record.files.all():
            keep_words(file=file, found=words_of(file))

        states = {file.name: (file.text_state, file.pages) for file in record.files.all()}
        assert states == {"a.pdf": (TextState.READ, 2), "b.docm": (TextState.READ, None)}
        assert FileText.objects.filter(file__record=record, words__contains=WORD).count() == 2
        assert read_what_waits(at=later) == 0
