"""Filing papers: many at once, all or none, nothing typed lost; what is missing. (000-26, 000-27)"""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foyer.archive.forms.filing import filled
from foyer.archive.models import ArchivePolicy, ArchiveRecord, PendingFile, RecordClass
from foyer.archive.services.pending import day_in_name, drop_old
from foyer.core.uploads.fields import private_storage
from tests.archive import papers
from tests.factories import DepartmentFactory, EventFactory, RecordFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = UserFactory(role="Marketing")
    DepartmentFactory(members=[user])
    client.force_login(user)
    return user


@pytest.fixture
def event():
    return EventFactory()


def hand_in(client, name, data):
    file = SimpleUploadedFile("x", data)
    file.name = name
    return client.post(reverse("archive:hand_in"), {"file": file})


def address(event):
    return f"{reverse('archive:describe')}?subject=events.event:{event.pk}"


def typed(page):
    """Return the table as it was shown."""
    table = page.context["table"]
    told = {}
    for form in (table.for_all, *table.rows):
        for field in form:
            value = field.value()
            if value not in (None, False, ""):
                told[field.html_name] = "on" if value is True else value
    return told


class TestHandingIn:
    def test_takes_any_kind_as_it_is_and_suggests_title_and_date(self, client, staff):
        files = {
            "签到表_2026-03-18.xlsx": papers.workbook("名单"),
            "合影.jpg": papers.picture(taken="2026:03:18 20:00:00"),
            "方案.pdf": papers.pdf("流程与座位", title="年终答谢宴策划"),
            "宏.docm": papers.word("宏", macro=True),
            "原片.zip": papers.deep_zip(),
            "锁.pdf": papers.pdf("一", password="x"),
        }

        answers = [hand_in(client, name, data) for name, data in files.items()]

        assert {answer.status_code for answer in answers} == {201}
        kept = {one.name: one for one in PendingFile.objects.filter(owner=staff)}
        assert set(kept) == set(files)
        assert kept["签到表_2026-03-18.xlsx"].dated_on == date(2026, 3, 18)
        assert kept["合影.jpg"].dated_on == date(2026, 3, 18)
        assert kept["方案.pdf"].title == "年终答谢宴策划"
        assert kept["方案.pdf"].beginning.startswith("流程与座位")
        for name, data in files.items():
            with kept[name].file.open() as original:
                assert original.read() == data

    @pytest.mark.parametrize(
        ("name", "data", "said"), [("空.txt", b"", "空.txt"), ("大.bin", b"0" * 1_100_000, "1 MB")]
    )
    def test_refuses_what_is_empty_or_too_large_in_a_sentence(
        self, client, staff, name, data, said
    ):
        ArchivePolicy.objects.update(most_megabytes=1)

        answer = hand_in(client, name, data)

        assert answer.status_code == 422
        assert said in answer.json()["error"]
        assert not PendingFile.objects.exists()

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("..\\..\\名单.csv", "名单.csv"),
            ("a\u202eb.txt", "ab.txt"),
        ],
    )
    def test_makes_names_harmless(self, client, staff, name, kept):
        hand_in(client, name, b"x")

        assert [one.name for one in PendingFile.objects.all()] == [kept]

    def test_works_without_javascript(self, client, staff, event):
        files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in "ab"] + [
            SimpleUploadedFile("c.txt", b"")
        ]

        answer = client.post(
            f"{reverse('archive:file')}?subject=events.event:{event.pk}",
            {"files": files},
            follow=True,
        )

        assert [row.file.name for row in answer.context["table"].rows] == ["a.txt", "b.txt"]
        assert "c.txt" in answer.content.decode()

    def test_is_for_those_who_may_file(self, client):
        client.force_login(UserFactory(role="Reception"))

        assert hand_in(client, "a.txt", b"x").status_code in {302, 403}
        assert not PendingFile.objects.exists()


class TestFilingWhatWasHandedIn:
    def test_makes_a_record_of_each_with_what_stands_for_all(self, client, staff, event):
        for name in ("预算_2026-03-01.xlsx", "总结.docx"):
            hand_in(client, name, papers.word("内容"))
        page = client.get(address(event))
        told = typed(page) | {"all-source": "市场部", "all-phase": "planning"}
        for row in page.context["table"].rows:
            told.pop(f"f{row.file.pk}-summary", None)

        answer = client.post(address(event), told | {"all-summary": "全部材料"})

        assert answer.status_code == 302
        filed = ArchiveRecord.objects.about(event).order_by("pk")
        assert [(one.source, one.summary, one.phase) for one in filed] == [
            ("市场部", "全部材料", "planning")
        ] * 2
        assert [one.files.get().name for one in filed] == ["预算_2026-03-01.xlsx", "总结.docx"]
        assert filed[0].dated_on == date(2026, 3, 1)
        assert event.number in filed[0].title
        assert not PendingFile.objects.exists()
        with filed[0].files.get().file.open() as kept:
            assert kept.read().startswith(b"PK")

    def test_makes_one_record_of_all(self, client, staff, event):
        for name in ("一.txt", "二.txt", "三.txt"):
            hand_in(client, name, name.encode())
        told = typed(client.get(address(event)))

        client.post(address(event), told | {"all-as_one": "on", "all-source": "市场部"})

        record = ArchiveRecord.objects.about(event).get()
        assert {file.name for file in record.files.all()} == {"一.txt", "二.txt", "三.txt"}

    def test_files_nothing_where_one_row_lacks_something_and_keeps_what_was_typed(
        self, client, staff, event
    ):
        for name in ("一.txt", "二.txt"):
            hand_in(client, name, b"x")
        told = typed(client.get(address(event))) | {"all-source": "市场部"}
        second = PendingFile.objects.last()
        told |= {f"f{second.pk}-title": "", f"f{second.pk}-source": "很久以前的来源"}

        answer = client.post(address(event), told)

        assert answer.status_code == 200
        assert "很久以前的来源" in answer.content.decode()
        assert not ArchiveRecord.objects.exists()
        assert PendingFile.objects.count() == 2

    def test_says_so_where_another_window_was_faster(self, client, staff, event):
        hand_in(client, "一.txt", b"x")
        told = typed(client.get(address(event))) | {"all-source": "市场部"}
        first = client.post(address(event), told)
        again = client.post(address(event), told)

        assert (first.status_code, again.status_code) == (302, 200)
        assert ArchiveRecord.objects.count() == 1

    def test_never_reaches_files_of_others(self, client, staff, event):
        hand_in(client, "一.txt", b"x")
        client.force_login(UserFactory(role="Marketing"))

        assert client.get(address(event)).status_code == 302
        client.post(reverse("archive:file"), {"drop": PendingFile.objects.get().pk})
        assert PendingFile.objects.count() == 1


class TestWhatIsNeverFiled:
    def test_is_deleted_after_a_week_with_its_file(
        self, client, staff, django_capture_on_commit_callbacks
    ):
        hand_in(client, "一.txt", b"x")
        path = PendingFile.objects.get().file.name
        now = timezone.now()

        assert drop_old(at=now + timedelta(days=6)) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert drop_old(at=now + timedelta(days=8)) == 1

        assert not private_storage().exists(path)


class TestTheListOfGaps:
    def test_names_what_is_missing_and_leads_to_filing_it(self, client, staff):
        event = EventFactory()
        papers_of = RecordClass.objects.get(code="event").expected
        RecordFactory(subjects=[event], answers=papers_of.get(name="预算"))

        page = client.get(reverse("archive:gaps"), {"kind": "events.event"})

        row = next(row for row in page.context["rows"] if row.key == f"events.event:{event.pk}")
        assert "预算" not in {paper.name for paper in row.missing}
        assert len(row.missing) == row.expected - 1
        assert f"paper={papers_of.get(name='签到记录').pk}" in page.content.decode()

    def test_leaves_whole_files_out(self, client, staff):
        event = EventFactory()
        for paper in RecordClass.objects.get(code="event").expected.all():
            RecordFactory(subjects=[event], answers=paper)

        page = client.get(reverse("archive:gaps"), {"kind": "events.event"})

        assert f"events.event:{event.pk}" not in {row.key for row in page.context["rows"]}

    def test_asks_the_database_as_often_for_three_as_for_one(self, client, staff):
        url = f"{reverse('archive:gaps')}?kind=events.event"
        RecordFactory(subjects=[EventFactory()])
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        for _ in range(2):
            RecordFactory(subjects=[EventFactory()])

        with CaptureQueriesContext(connection) as three:
            client.get(url)

        assert len(three) == len(one)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("20260318合影.jpg", date(2026, 3, 18)),
        ("纪要2026年3月8日.docx", date(2026, 3, 8)),
        ("2026-02-30.pdf", None),
        ("编号1202603180001.pdf", None),
        ("合同.pdf", None),
    ],
)
def test_a_name_tells_its_day(name, day):
    assert day_in_name(name) == day


class TestATemplateOfAClass:
    @pytest.mark.parametrize(
        ("template", "title"),
        [
            ("{subject}：{file} {nothing}", "年会：合同"),
            ("{subject.__class__.__mro__}", "{subject.__class__.__mro__}"),
            ("{file:>300000000}", "{file:>300000000}"),
            ("{file:>99999999999999}", "{file:>99999999999999}"),
            ("{file[0][x]}", "{file[0][x]}"),
            ("{file!x} {", "{file!x} {"),
        ],
    )
    def test_fills_its_places_and_reaches_nothing_else(self, template, title):
        assert filled(template, subject="年会", file="合同", day=None, phase="") == title
