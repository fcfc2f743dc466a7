"""The catalogue: what one may know of, found, counted, changed. (000-27, 000-29, security 12)"""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foyer.archive.enums import Secrecy
from foyer.archive.models import ArchiveRecord, FileText, RecordClass, RecordView
from foyer.archive.services.reading import keep_words, words_of
from tests.factories import DepartmentFactory, EventFactory, RecordFactory, UserFactory

pytestmark = pytest.mark.django_db
LEVELS = (Secrecy.OPEN, Secrecy.INTERNAL, Secrecy.CONFIDENTIAL, Secrecy.SECRET)
WORD = "琉璃"


@pytest.fixture
def people():
    keeper, member = UserFactory(role="Marketing"), UserFactory(role="Marketing")
    head = UserFactory(role="Marketing")
    return {
        "department": DepartmentFactory(head=head, members=[member]),
        "keeper": keeper,
        "member": member,
        "head": head,
        "archivist": UserFactory(role="Archivist"),
        "stranger": UserFactory(role="Finance"),
        "superuser": UserFactory(is_superuser=True),
        "nobody": UserFactory(role="Marketing", is_active=True),
    }


@pytest.fixture
def records(people):
    keeping = {"keeper": people["keeper"], "department": people["department"]}
    made = {}
    for level in LEVELS:
        record = RecordFactory(
            title=f"级别{level}",
            secrecy=level,
            files={"词.txt": f"年终的{WORD}灯展第{level}".encode()},
            **keeping,
        )
        read_all(record)
        made[level] = record
    return made


def read_all(record):
    for file in record.files.all():
        keep_words(file=file, found=words_of(file))


KNOWN = [
    ("stranger", Secrecy.INTERNAL),
    ("superuser", Secrecy.INTERNAL),
    ("member", Secrecy.CONFIDENTIAL),
    ("head", Secrecy.SECRET),
    ("keeper", Secrecy.SECRET),
    ("archivist", Secrecy.SECRET),
]


class TestWhatOneMayNotKnowOf:
    @pytest.mark.parametrize(("who", "highest"), KNOWN)
    def test_stands_in_no_list_count_tree_search_chooser_history_or_usage(
        self, client, people, records, who, highest
    ):
        client.force_login(people[who])
        known = {level for level in LEVELS if level <= highest}

        listed = client.get(reverse("archive:list"))
        found = client.get(reverse("archive:list"), {"q": "级别"})
        tree = client.get(reverse("archive:tree"))
        chooser = client.get("/admin/snippets/choose/archive/archiverecord/")

        assert {row.secrecy for row in listed.context["rows"]} == known
        assert listed.context["page"].paginator.count == len(known)
        assert {row.secrecy for row in found.context["rows"]} == known
        assert tree.context["tree"][0][1] == [(2026, len(known))]
        for level, record in records.items():
            expected = 200 if level in known else 404
            assert (record.number in chooser.content.decode()) is (level in known)
            history = f"/admin/snippets/archive/archiverecord/history/{record.pk}/"
            assert client.get(reverse("archive:record", args=[record.pk])).status_code == expected
            if who == "archivist" or level not in known:
                assert client.get(history).status_code in {expected, 302}

    def test_is_not_deleted_by_whoever_holds_every_right(self, client, people, records):
        client.force_login(people["superuser"])
        pk = records[Secrecy.OPEN].pk

        client.post(f"/admin/snippets/archive/archiverecord/delete/{pk}/")
        client.post(f"/admin/bulk/archive/archiverecord/delete/?id={pk}")

        assert ArchiveRecord.objects.filter(pk=pk).exists()


class TestWordsInAFile:
    @pytest.mark.parametrize(
        ("who", "levels"),
        [
            ("stranger", {Secrecy.OPEN}),
            ("superuser", {Secrecy.OPEN}),
            ("member", {Secrecy.OPEN, Secrecy.INTERNAL}),
            ("keeper", set(LEVELS)),
            ("archivist", set(LEVELS)),
        ],
    )
    def test_find_a_record_for_whoever_may_open_it_and_nobody_else(
        self, client, people, records, who, levels
    ):
        client.force_login(people[who])

        found = client.get(reverse("archive:list"), {"q": WORD})

        assert {row.secrecy for row in found.context["rows"]} == levels
        for row in found.context["rows"]:
            assert (row.hit.before, row.hit.word) == ("年终的", WORD)

    @pytest.mark.parametrize("typed", ["琉璃", "璃灯", "琉璃燈"])
    def test_are_found_from_the_middle_and_in_traditional_characters(
        self, client, people, records, typed
    ):
        client.force_login(people["archivist"])

        found = client.get(reverse("archive:list"), {"q": typed})

        assert len(found.context["rows"]) == len(LEVELS)

    @pytest.mark.parametrize("typed", ["'", '"', "()", "*", "-", "%", "\x00", "a" * 300, ":*", "!"])
    def test_are_looked_for_whatever_is_typed(self, client, people, records, typed):
        client.force_login(people["archivist"])

        assert client.get(reverse("archive:list"), {"q": typed}).status_code == 200

    def test_far_down_a_long_document_are_found_too(self, client, people):
        text = "的灯会在城里。" * 4000 + "末尾才有琥珀二字。"
        record = RecordFactory(files={"长.txt": text.encode()}, secrecy=Secrecy.OPEN)
        read_all(record)
        client.force_login(people["stranger"])

        found = client.get(reverse("archive:list"), {"q": "琥珀"})

        assert [row.pk for row in found.context["rows"]] == [record.pk]


class TestTheList:
    def test_asks_the_database_as_often_for_three_records_as_for_one(self, client, people):
        event = EventFactory()
        RecordFactory(subjects=[event], files={"a.txt": "灯".encode()})
        client.force_login(people["archivist"])
        url = reverse("archive:list") + "?q=答谢"
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        for _ in range(2):
            read_all(RecordFactory(subjects=[event], files={"a.txt": "灯".encode()}))

        with CaptureQueriesContext(connection) as three:
            client.get(url)

        assert len(three) == len(one)

    def test_is_narrowed_down_by_class_year_department_keeper_level_and_matter(
        self, client, people, records
    ):
        event = EventFactory()
        record = RecordFactory(
            code="house", dated_on=date(2024, 5, 1), subjects=[event], secrecy=Secrecy.OPEN
        )
        client.force_login(people["archivist"])
        by = {
            "record_class": record.record_class_id,
            "year": 2024,
            "department": record.department_id,
            "about": f"events.event:{event.pk}",
        }

        for name, value in by.items():
            rows = client.get(reverse("archive:list"), {name: value}).context["rows"]
            assert [row.pk for row in rows] == [record.pk], name

    @pytest.mark.parametrize(
        "query",
        ["year=abc", "year=99999999999", "secrecy=9", "about=x:y", "p=-3", "view=nope", "keeper=x"],
    )
    def test_takes_nonsense_in_its_address_calmly(self, client, people, records, query):
        client.force_login(people["archivist"])

        assert client.get(f"{reverse('archive:list')}?{query}").status_code == 200


class TestChanging:
    def test_by_the_keeper_is_logged_and_reckons_the_time_anew(self, client, people):
        record = RecordFactory(keeper=people["keeper"], department=people["department"])
        client.force_login(people["keeper"])
        page = client.get(reverse("archive:change", args=[record.pk]))
        told = {
            name: value for name, value in page.context["form"].initial.items() if value is not None
        }
        house = RecordClass.objects.get(code="house")
        told |= {"record_class": house.pk, "seen_at": record.changed_at.isoformat()}

        answer = client.post(reverse("archive:change", args=[record.pk]), told)

        record.refresh_from_db()
        assert answer.status_code == 302
        assert f"{record.due_on}" == "2031-12-31"

    def test_is_refused_where_somebody_was_faster(self, client, people):
        record = RecordFactory(keeper=people["keeper"])
        client.force_login(people["keeper"])
        form = client.get(reverse("archive:change", args=[record.pk])).context["form"]
        told = {name: value for name, value in form.initial.items() if value is not None}
        ArchiveRecord.objects.filter(pk=record.pk).update(changed_at=timezone.now())

        answer = client.post(
            reverse("archive:change", args=[record.pk]),
            told | {"title": "另一个", "seen_at": record.changed_at.isoformat()},
        )

        assert answer.status_code == 200
        assert "另一个" in answer.content.decode()
        assert not ArchiveRecord.objects.filter(title="另一个").exists()

    def test_is_for_keeper_and_archivist_only(self, client, people, records):
        for who, status in (("member", 302), ("superuser", 302), ("archivist", 200)):
            client.force_login(people[who])
            url = reverse("archive:change", args=[records[Secrecy.OPEN].pk])
            assert client.get(url).status_code == status

    def test_of_many_is_all_or_nothing(self, client, people, records):
        mine = records[Secrecy.OPEN]
        other = RecordFactory(secrecy=Secrecy.OPEN)
        client.force_login(people["keeper"])
        told = {"record": [mine.pk, other.pk], "secrecy": Secrecy.SECRET}

        client.post(reverse("archive:many"), told)
        mine.refresh_from_db()
        assert mine.secrecy == Secrecy.OPEN
        client.post(reverse("archive:many"), told | {"record": [mine.pk]})

        mine.refresh_from_db()
        assert mine.secrecy == Secrecy.SECRET


class TestAMatterThatIsNotThere:
    @pytest.mark.parametrize("about", ["events.event:99999", "nonsense", "events.event:x"])
    def test_has_no_papers_rather_than_all(self, client, about):
        RecordFactory(subjects=[EventFactory()])
        RecordFactory()
        client.force_login(UserFactory(role="Archivist"))

        page = client.get(reverse("archive:list"), {"about": about})
        client.post(f"{reverse('archive:many')}?about={about}", {"everybody": "1", "secrecy": "0"})

        assert (page.context["rows"], page.status_code) == ([], 200)
        assert "该事项已不存在" in page.text
        assert not ArchiveRecord.objects.filter(secrecy=Secrecy.OPEN).exists()

    def test_is_not_told_from_one_the_reader_may_not_see(self, client):
        event = EventFactory()
        RecordFactory(subjects=[event], secrecy=Secrecy.OPEN)
        reader = UserFactory()
        reader.user_permissions.add(
            *Permission.objects.filter(codename__in=("view_archiverecord", "access_admin"))
        )
        client.force_login(reader)

        pages = [
            client.get(reverse("archive:list"), {"about": f"events.event:{pk}"})
            for pk in (event.pk, 99999)
        ]

        assert [(page.status_code, page.context["rows"]) for page in pages] == [(200, [])] * 2


class TestSeveralWords:
    @pytest.fixture
    def record(self):
        record = RecordFactory(title="绿洲年会", files={"a.txt": b"x", "b.txt": b"y"})
        first, second = record.files.order_by("pk")
        FileText.objects.create(file=first, page=1, words="供应商合同金额")
        FileText.objects.create(file=first, page=2, words="违约条款")
        FileText.objects.create(file=second, page=1, words="附件清单")
        RecordFactory(title="绿洲茶会")
        return record

    @pytest.mark.parametrize(
        "words", ["绿洲 合同", "合同 违约", "违约 清单", "绿洲 合同 违约 清单", "清单　绿洲"]
    )
    def test_are_found_wherever_each_of_them_stands(self, client, record, words):
        client.force_login(UserFactory(role="Archivist"))

        page = client.get(reverse("archive:list"), {"q": words})

        assert page.context["rows"] == [record]
        assert page.context["rows"][0].hit is not None

    def test_are_not_found_where_one_is_missing(self, client, record):
        client.force_login(UserFactory(role="Archivist"))

        for words in ("绿洲 琉璃", "合同 琉璃"):
            assert client.get(reverse("archive:list"), {"q": words}).context["rows"] == []

    def test_in_files_tell_only_whoever_may_open_them(self, client, record):
        client.force_login(UserFactory(role="Finance"))

        assert client.get(reverse("archive:list"), {"q": "绿洲 合同"}).context["rows"] == []

    def test_are_written_into_the_register_where_words_around_them_are_shown(self, client, record):
        reader = UserFactory(role="Archivist")
        client.force_login(reader)

        client.get(reverse("archive:list"))
        client.get(reverse("archive:list"), {"q": "绿洲"})
        assert not RecordView.objects.exists()
        client.get(reverse("archive:list"), {"q": "违约"})

        (view,) = RecordView.objects.all()
        assert (view.record, view.page, view.kind, view.by) == (record, 2, "found", reader)
        assert (view.file_hash, view.address) == (view.file.sha256, "127.0.0.1")
