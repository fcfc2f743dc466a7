"""Looking at files and taking them away: by right, marked, written down. (000-29, security 10)"""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageChops

from foyer.archive.enums import RequestStatus, Scope, Secrecy, ViewKind
from foyer.archive.models import AccessItem, AccessRequest, RecordView
from foyer.archive.services.reading import keep_words, words_of
from tests.archive import papers
from tests.factories import DepartmentFactory, RecordFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    record = RecordFactory(
        secrecy=Secrecy.SECRET,
        files={
            "方案.pdf": papers.pdf("第一页", "第二页"),
            "合影.jpg": papers.picture(),
            "备忘.docx": papers.word("琉璃灯展"),
            "锁.pdf": papers.pdf("一", password="x"),
        },
    )
    for file in record.files.all():
        keep_words(file=file, found=words_of(file))
    return record


def file_named(record, name):
    return record.files.get(name=name)


def allow(record, user, scope):
    now = timezone.now()
    request = AccessRequest.objects.create(
        number=f"A-{user.pk}-{scope}",
        applicant=user,
        department=record.department,
        reason="核对",
        asked_at=now,
    )
    AccessItem.objects.create(request=request, record=record, record_number=record.number)
    AccessRequest.objects.filter(pk=request.pk).update(
        status=RequestStatus.APPROVED,
        decided_at=now,
        decided_by=UserFactory(),
        scope=scope,
        opens_at=now - timedelta(minutes=1),
        ends_at=now + timedelta(hours=1),
    )
    return request


class TestAPage:
    @pytest.mark.parametrize(("name", "number"), [("方案.pdf", 2), ("合影.jpg", 1)])
    def test_shows_who_looks_and_is_written_down(self, client, record, name, number):
        archivist = UserFactory(role="Archivist")
        client.force_login(archivist)
        file = file_named(record, name)

        answer = client.get(reverse("archive:page", args=[file.pk, number]))

        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert "no-store" in answer["Cache-Control"]
        assert "sandbox" in answer["Content-Security-Policy"]
        seen = RecordView.objects.get()
        assert (seen.by, seen.file, seen.page, seen.kind) == (
            archivist,
            file,
            number,
            ViewKind.PAGE,
        )
        assert (seen.record_number, seen.file_hash) == (record.number, file.sha256)
        assert seen.address

    def test_bears_a_mark_of_its_own_for_everybody(self, client, record):
        file, shown = file_named(record, "方案.pdf"), []
        for _ in range(2):
            client.force_login(UserFactory(role="Archivist"))
            answer = client.get(reverse("archive:page", args=[file.pk, 1]))
            shown.append(Image.open(io.BytesIO(answer.content)))

        assert ImageChops.difference(*shown).getbbox() is not None

    @pytest.mark.parametrize("number", [0, 3, 99999])
    def test_that_is_not_there_is_not_there(self, client, record, number):
        client.force_login(UserFactory(role="Archivist"))

        answer = client.get(
            reverse("archive:page", args=[file_named(record, "方案.pdf").pk, number])
        )

        assert answer.status_code == 404
        assert not RecordView.objects.exists()

    @pytest.mark.parametrize("typed", ["0", "-1", "x", "99999999999"])
    def test_is_looked_for_whatever_is_typed(self, client, record, typed):
        client.force_login(UserFactory(role="Archivist"))
        url = reverse("archive:look", args=[file_named(record, "方案.pdf").pk])

        assert client.get(url, {"p": typed}).status_code == 200

    def test_of_a_document_gives_its_words_with_the_mark(self, client, record):
        archivist = UserFactory(role="Archivist")
        client.force_login(archivist)

        page = client.get(reverse("archive:look", args=[file_named(record, "备忘.docx").pk]))

        assert "琉璃灯展" in page.content.decode()
        assert archivist.get_full_name() in page.content.decode()
        assert RecordView.objects.get().kind == ViewKind.TEXT
        assert "no-store" in page["Cache-Control"]

    def test_of_a_locked_file_says_so(self, client, record):
        client.force_login(UserFactory(role="Archivist"))

        page = client.get(reverse("archive:look", args=[file_named(record, "锁.pdf").pk]))

        assert page.status_code == 200
        assert not page.context["is_drawn"]
        assert not RecordView.objects.exists()


class TestPrinting:
    """Paper is taken away like a download, and written down as what it is. (000-29)"""

    def test_is_for_whoever_may_take_it_away_and_each_page_is_written_down(self, client, record):
        file = file_named(record, "方案.pdf")
        client.force_login(UserFactory(role="Archivist"))

        sheet = client.get(reverse("archive:print", args=[file.pk]))
        pages = [reverse("archive:printed", args=[file.pk, number]) for number in (1, 2)]

        assert [page in sheet.content.decode() for page in pages] == [True, True]
        assert not RecordView.objects.exists()
        answers = [client.get(page) for page in pages]
        assert {answer["Content-Type"] for answer in answers} == {"image/jpeg"}
        noted = RecordView.objects.order_by("pk").values_list("kind", "page")
        assert list(noted) == [("print", 1), ("print", 2)]

    def test_is_not_for_whoever_may_only_look(self, client, record):
        reader, file = UserFactory(role="Marketing"), file_named(record, "方案.pdf")
        allow(record, reader, Scope.VIEW)
        client.force_login(reader)

        look = client.get(reverse("archive:look", args=[file.pk]))
        answers = [
            client.get(reverse(name, args=args)).status_code
            for name, args in (("archive:print", [file.pk]), ("archive:printed", [file.pk, 1]))
        ]

        assert (look.status_code, answers) == (200, [404, 404])
        assert reverse("archive:print", args=[file.pk]) not in look.content.decode()

    def test_is_offered_for_what_can_be_drawn(self, client, record):
        client.force_login(UserFactory(role="Archivist"))
        names = ("方案.pdf", "合影.jpg", "备忘.docx", "锁.pdf")

        answers = [
            client.get(reverse("archive:print", args=[file_named(record, name).pk])).status_code
            for name in names
        ]

        assert answers == [200, 200, 404, 404]


class TestRights:
    ADDRESSES = ("look", "page", "download")

    def _answers(self, client, record):
        file = file_named(record, "方案.pdf")
        places = {"page": [file.pk, 1]}
        found = []
        for name in self.ADDRESSES:
            answer = client.get(reverse(f"archive:{name}", args=places.get(name, [file.pk])))
            found.append(answer.status_code)
            if answer.streaming:
                b"".join(answer.streaming_content)
        return found

    @pytest.mark.parametrize("level", Secrecy.values)
    def test_open_nothing_to_whoever_has_not_asked(self, client, level):
        member, stranger = UserFactory(role="Marketing"), UserFactory(role="Finance")
        department = DepartmentFactory(head=UserFactory(role="Marketing"), members=[member])
        record = RecordFactory(
            secrecy=level, department=department, files={"方案.pdf": papers.pdf("一")}
        )
        keep_words(file=record.files.get(), found=words_of(record.files.get()))
        may = {
            department.head: level <= Secrecy.INTERNAL,
            member: level <= Secrecy.INTERNAL,
            stranger: level == Secrecy.OPEN,
            UserFactory(is_superuser=True): level == Secrecy.OPEN,
            UserFactory(role="Management"): level == Secrecy.OPEN,
        }

        for user, opens in may.items():
            client.force_login(user)
            assert self._answers(client, record) == [200 if opens else 404] * 3

    def test_go_as_far_and_as_long_as_an_access_does(self, client, record):
        user = UserFactory(role="Finance")
        client.force_login(user)

        assert self._answers(client, record) == [404, 404, 404]
        request = allow(record, user, Scope.VIEW)
        assert self._answers(client, record) == [200, 200, 404]
        assert {seen.request for seen in RecordView.objects.all()} == {request}
        AccessRequest.objects.filter(pk=request.pk).update(ends_at=timezone.now())
        assert self._answers(client, record) == [404, 404, 404]
        allow(record, user, Scope.DOWNLOAD)
        assert self._answers(client, record) == [200, 200, 200]


class TestADownload:
    def test_is_the_original_to_be_saved_and_written_down(self, client, record):
        client.force_login(UserFactory(role="Archivist"))
        file = file_named(record, "备忘.docx")

        answer = client.get(reverse("archive:download", args=[file.pk]))

        taken = b"".join(answer.streaming_content)
        with file.file.open() as original:
            assert taken == original.read()
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]
        assert RecordView.objects.get().kind == ViewKind.DOWNLOAD

    def test_of_a_file_that_is_gone_is_not_there(self, client, record):
        client.force_login(UserFactory(role="Archivist"))
        file = file_named(record, "合影.jpg")
        file.file.storage.delete(file.file.name)

        assert client.get(reverse("archive:download", args=[file.pk])).status_code == 404
        assert client.get(reverse("archive:page", args=[file.pk, 1])).status_code == 404
