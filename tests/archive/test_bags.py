"""Copies on a second medium are bags anybody can verify; what is read in is what went into one. (000-28, RFC 8493)"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import tracemalloc
import zipfile
from datetime import date, timedelta
from urllib.parse import unquote

import bagit
import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from foyer.archive.bags.described import describe, safe_name, with_everything
from foyer.archive.bags.words import sentence
from foyer.archive.enums import LeftOut, Secrecy
from foyer.archive.models import (
    ArchiveRecord,
    Bag,
    Destruction,
    DestructionItem,
    LegalHold,
    RecordClass,
    RecordFile,
    RecordView,
)
from foyer.archive.services import access, bags_reading
from foyer.archive.services.bags import forget_bag_files, new_since, note_fetched
from foyer.archive.services.bags_reading import forget_handed_in, read_in, verify
from foyer.archive.services.changing import change_record
from foyer.archive.services.destroying import carry_out, propose
from foyer.archive.services.filing import add_file, stored
from foyer.archive.services.holding import hold, keep_on, lift_hold
from foyer.archive.services.refusals import BagFaulty
from foyer.archive.services.reminding_of_bags import remind_of_bag
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import User
from foyer.core.uploads.fields import DIRECTORY, private_storage
from tests.archive.keeping import bent, bytes_of, carry, flip, packed, path_of, safe, zipped
from tests.factories import (
    BookingFactory,
    ClientFactory,
    DepartmentFactory,
    RecordFactory,
    UserFactory,
)

pytestmark = [
    pytest.mark.django_db,
    # bagit's own, on this version of Python
    pytest.mark.filterwarnings(
        "ignore:'count' is passed as positional argument:DeprecationWarning"
    ),
]
BAGS = "/admin/archive/bags/"
LONG = "长" * 170 + ".txt"


@pytest.fixture
def archivist():
    return UserFactory(role="Archivist", email="archivist@example.com")


@pytest.fixture
def record():
    files = {"名单.txt": "欧阳明".encode(), "a:b?.csv": b"1,2", LONG: b"long", "CON": b"reserved"}
    made = RecordFactory(
        files=files, subjects=[ClientFactory(), BookingFactory()], secrecy=Secrecy.CONFIDENTIAL
    )
    first = made.files.get(name="名单.txt")
    with stored([ContentFile("欧阳明、上官云".encode(), name="名单.txt")]) as (newer,):
        add_file(record=made, file=newer, replaces=first, by=made.filed_by, at=timezone.now())
    return made


@pytest.fixture
def bag(archivist, record):
    return packed(archivist)


def described(number: str) -> dict:
    return describe(with_everything(ArchiveRecord.objects.filter(number=number)).get())


def destroy(record: ArchiveRecord) -> None:
    """Lose a record as a fire would: rows and files, whatever the database would keep of them."""
    paths = [path_of(file) for file in record.files.all()]
    by, lost = UserFactory(), record.holds.exists()
    if lost:
        proposed = Destruction.objects.create(
            number="X", reason="x", proposed_at=timezone.now(), proposed_by=by
        )
        DestructionItem.objects.create(
            destruction=proposed,
            record=record,
            record_number=record.number,
            dated_on=record.dated_on,
        )
    ArchiveRecord.objects.filter(pk=record.pk).delete()
    if lost:
        proposed.delete()
    for path in paths:
        path.unlink(missing_ok=True)


def recarded(bag, name, change):
    """Return the bag with another card, its lists made anew: only reading closely finds it out."""

    def change_card(parts):
        top = f"{bag.number}/"
        said = change(json.loads(parts[top + name]))
        old = hashlib.sha256(parts[top + name]).hexdigest()
        before = sum(len(one) for key, one in parts.items() if "/data/" in key)
        parts[top + name] = json.dumps(said).encode()
        after = sum(len(one) for key, one in parts.items() if "/data/" in key)
        new = hashlib.sha256(parts[top + name]).hexdigest()
        for tag, (was, now) in {
            "manifest-sha256.txt": (old, new),
            "bag-info.txt": (f"Oxum: {before}", f"Oxum: {after}"),
        }.items():
            first = hashlib.sha256(parts[top + tag]).hexdigest()
            parts[top + tag] = parts[top + tag].replace(was.encode(), now.encode())
            second = hashlib.sha256(parts[top + tag]).hexdigest()
            tags = top + "tagmanifest-sha256.txt"
            parts[tags] = parts[tags].replace(first.encode(), second.encode())

    return bent(bytes_of(bag), change_card)


def rows() -> dict:
    """Return all that is kept of records, their files and holds, but keys and where files lie."""
    own = {"id", "record", "record_id", "file", "text_state", "checked_at", "health", "pages"}
    return {
        model: [
            {key: value for key, value in row.items() if key not in own}
            for row in model.objects.order_by(*order).values()
        ]
        for model, order in (
            (ArchiveRecord, ["number"]),
            (RecordFile, ["line", "version"]),
            (LegalHold, ["placed_at"]),
        )
    }


def found(file: io.BytesIO, by) -> list[tuple[str, str]]:
    report = verify(file, by=by)
    assert all(sentence(fault) for fault in report["faults"])
    return [(fault["code"], fault["name"]) for fault in report["faults"]]


class TestABag:
    def test_is_sound_to_an_independent_reader_and_to_sha256sum(self, bag, tmp_path):
        with zipfile.ZipFile(io.BytesIO(bytes_of(bag))) as archive:
            assert archive.testzip() is None
            archive.extractall(tmp_path)

        folder = tmp_path / bag.number
        read = bagit.Bag(str(folder))
        checked = subprocess.run(
            ["sha256sum", "--check", "--quiet", "manifest-sha256.txt"], cwd=folder, check=False
        )

        assert read.validate() is True
        assert read.info["External-Identifier"] == bag.number
        assert checked.returncode == 0
        assert hashlib.sha256(bytes_of(bag)).hexdigest() == bag.sha256

    def test_holds_every_version_and_all_facts_but_nobody_who_looked(self, bag, record, archivist):
        RecordView.objects.create(
            record=record, record_number=record.number, kind="page", at=timezone.now(), by=archivist
        )
        data = f"{bag.number}/data/{record.number}/"

        with zipfile.ZipFile(io.BytesIO(bytes_of(bag))) as archive:
            names = [name for name in archive.namelist() if name.startswith(data)]
            card = json.loads(archive.read(f"{data}record.json"))

        assert len(names) == 6
        assert all(len(name.rpartition("/")[2].encode()) < 200 for name in names)
        assert all(not re.search(r'[\\:*?"<>|]', name) for name in names)
        assert (card["title"], card["class"]["code"]) == (record.title, "event")
        assert {link["kind"] for link in card["links"]} == {"clients.client", "bookings.booking"}
        assert "views" not in card

    def test_shows_itself_without_foyer_in_three_languages(self, bag, record):
        with zipfile.ZipFile(io.BytesIO(bytes_of(bag))) as archive:
            page = archive.read(f"{bag.number}/data/index.html").decode()
            names = set(archive.namelist())
        links = {unquote(link) for link in re.findall(r'href="([^#"]+)"', page)}
        assert re.findall(r'<section id="([\w-]+)"', page) == ["zh-hans", "zh-hant", "en"]
        assert {f"{bag.number}/data/{link}" for link in links} <= names
        assert len(links) == 6
        assert "<script" not in page
        assert page.count(record.title) == 3

    def test_is_noted_in_the_register_of_views_when_it_is_fetched(
        self, bag, record, archivist, log_in
    ):
        assert not RecordView.objects.exists()

        b"".join(log_in(user=archivist).get(f"{BAGS}{bag.pk}/file/").streaming_content)

        views = RecordView.objects.filter(
            kind="export", by=archivist, record=record, address="127.0.0.1"
        )

        assert set(views.values_list("file_hash", flat=True)) == set(
            record.files.values_list("sha256", flat=True)
        )

    def test_leaves_out_what_is_damaged_and_takes_it_up_again(self, archivist, record):
        whole = RecordFactory(files={"b.txt": b"b"})
        original = path_of(record.files.first()).read_bytes()
        flip(record.files.first())
        first = packed(archivist, is_all_new=True)
        data = bytes_of(first)
        safe(first)
        path_of(record.files.first()).write_bytes(original)

        second = packed(archivist, is_all_new=True)

        assert (first.packed, first.left) == (
            [whole.number],
            [{"number": record.number, "why": "faulty"}],
        )
        assert (second.packed, second.left) == ([record.number], [])
        assert whole.number in str(zipfile.ZipFile(io.BytesIO(data)).namelist())

    def test_is_not_fetched_once_the_access_is_over_that_gave_a_record(self, record, log_in, now):
        maker = UserFactory(role="Finance")
        maker.user_permissions.add(Permission.objects.get(codename="export_archiverecord"))
        record.department.members.add(maker)
        begun = now - timedelta(minutes=9)
        [asked] = access.ask(records=[record], reason="x", scope="download", by=maker, at=begun)
        head = record.department.head
        access.approve(request=asked, hours=1, scope="download", by=head, at=begun)
        bag = packed(User.objects.get(pk=maker.pk), record)
        client = log_in(user=maker)

        given = client.get(f"{BAGS}{bag.pk}/file/")
        b"".join(given.streaming_content)
        access.end_access(request=asked, by=head, at=now)
        refused = client.get(f"{BAGS}{bag.pk}/file/")

        assert (given.status_code, refused.status_code) == (200, 302)
        views = RecordView.objects.filter(kind="export")
        assert set(views.values_list("request", flat=True)) == {asked.pk}
        assert views.count() == record.files.count()

    def test_says_why_a_record_was_left_out(self, record, log_in):
        maker = UserFactory(role="Finance")
        maker.user_permissions.add(Permission.objects.get(codename="export_archiverecord"))
        first = RecordFactory(secrecy=Secrecy.OPEN)
        closed = RecordFactory(secrecy=Secrecy.INTERNAL)
        faulty = RecordFactory(secrecy=Secrecy.OPEN, files={"b.txt": b"b"})
        flip(faulty.files.get())

        bag = packed(User.objects.get(pk=maker.pk), is_all_new=True)

        page = log_in(user=maker).get(f"{BAGS}{bag.pk}/")
        assert bag.packed == [first.number]
        assert dict(page.context["left"]) == {
            closed.number: LeftOut.CLOSED.label,
            faulty.number: LeftOut.FAULTY.label,
        }

    def test_of_what_is_new_holds_what_was_filed_or_changed_since(self, archivist, record):
        safe(packed(archivist, is_all_new=True))
        newer = RecordFactory()

        second = packed(archivist, is_all_new=True)

        names = zipfile.ZipFile(io.BytesIO(bytes_of(second))).namelist()
        assert (second.records, any(newer.number in name for name in names)) == (1, True)

    def test_is_written_without_holding_a_file_in_memory(self, archivist):
        packed(archivist, RecordFactory())  # what is loaded only once is no part of it
        RecordFactory(files={"录像.bin": b"x" * (24 * 1024 * 1024)})
        tracemalloc.start()

        made = packed(archivist)

        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert made.size > 24 * 1024 * 1024
        assert peak < 10 * 1024 * 1024

    @pytest.mark.parametrize(
        ("name", "safe"),
        [
            ("a/b\\c.txt", "a_b_c.txt"),
            ("  .. ", "file"),
            ("50%.txt", "50_.txt"),
            ("x.tar.gz", "x.tar.gz"),
            ("行\n.txt", "行_.txt"),
        ],
    )
    def test_calls_files_what_every_file_system_takes(self, name, safe):
        assert safe_name(name) == safe


class TestReadingIn:
    def test_gives_back_the_very_record(self, archivist, record, bag):
        before, data = described(record.number), bytes_of(bag)
        contents = {f.sha256: path_of(f).read_bytes() for f in record.files.all()}
        destroy(record)

        report = read_in(io.BytesIO(data), by=archivist, at=timezone.now())

        after = described(record.number)
        assert [one["state"] for one in report["records"]] == ["read"]
        assert after == before
        back = ArchiveRecord.objects.get(number=record.number)
        assert {f.sha256: path_of(f).read_bytes() for f in back.files.all()} == contents

    def test_gives_back_every_row_with_its_holds_and_what_a_review_came_to(self, archivist, now):
        kept_on = RecordFactory(code="house", dated_on=date(2015, 5, 1))
        keep_on(record=kept_on, until=date(2999, 1, 1), by=archivist, at=now)
        held = RecordFactory(code="house", dated_on=date(2015, 5, 1), files={"b.txt": b"two"})
        hold(record=held, reason="旧案", by=archivist, at=now)
        lift_hold(record=held, reason="结案", by=archivist, at=now + timedelta(minutes=1))
        hold(record=held, reason="诉讼", by=archivist, at=now + timedelta(minutes=2))
        data, before = bytes_of(packed(archivist)), rows()
        for record in (kept_on, held):
            destroy(record)

        read_in(io.BytesIO(data), by=archivist, at=now)

        assert rows() == before
        assert len(before[LegalHold]) == 2
        kept_on = ArchiveRecord.objects.get(number=kept_on.number)
        change_record(record=kept_on, to={"title": "改"}, by=archivist, at=now)
        kept_on.refresh_from_db()
        assert kept_on.due_on == date(2999, 1, 1)

    def test_tells_a_record_held_since_from_the_same(self, archivist, record, bag, now):
        data = bytes_of(bag)
        hold(record=record, reason="诉讼", by=archivist, at=now)

        (row,) = verify(io.BytesIO(data), by=archivist)["records"]

        assert (row["state"], row["why"]) == ("differs", [{"code": "field", "name": "holds"}])

    def test_reads_a_copy_of_before_and_keeps_what_a_review_kept(self, archivist, now):
        record = RecordFactory(code="house", dated_on=date(2015, 5, 1))
        keep_on(record=record, until=date(2999, 1, 1), by=archivist, at=now)
        bag = packed(archivist)

        def of_before(said):
            told = {
                name: value
                for name, value in said.items()
                if name not in ("holds", "kept_on_until")
            }
            return told | {"format": "foyer-archive-record/1"}

        data = recarded(bag, f"data/{record.number}/record.json", of_before)
        same = verify(data, by=archivist)["records"]
        destroy(record)
        read = read_in(data, by=archivist, at=now)["records"]

        assert [one["state"] for one in (*same, *read)] == ["same", "read"]
        assert ArchiveRecord.objects.get().kept_on_until == date(2999, 1, 1)

    def test_leaves_alone_what_is_here_already(self, archivist, record, bag):
        data, before = bytes_of(bag), RecordFile.objects.count()

        report = read_in(io.BytesIO(data), by=archivist, at=timezone.now())

        assert [one["state"] for one in report["records"]] == ["same"]
        assert RecordFile.objects.count() == before

    def test_refuses_what_differs_and_names_by_what(self, archivist, record, bag):
        data = bytes_of(bag)
        ArchiveRecord.objects.filter(pk=record.pk).update(title="另一标题", secrecy=Secrecy.SECRET)

        (row,) = read_in(io.BytesIO(data), by=archivist, at=timezone.now())["records"]

        assert row["state"] == "differs"
        assert {one["name"] for one in row["why"]} == {"title", "secrecy"}
        record.refresh_from_db()
        assert record.title == "另一标题"

    def test_refuses_a_record_whose_class_is_not_here(self, archivist, record, bag):
        data = bytes_of(bag)
        destroy(record)
        RecordClass.objects.filter(code="event").update(code="renamed")

        (row,) = read_in(io.BytesIO(data), by=archivist, at=timezone.now())["records"]

        assert (row["state"], row["why"][0]["code"]) == ("refused", "no_class")
        assert not ArchiveRecord.objects.filter(number=record.number).exists()

    def test_brings_nothing_back_that_the_house_destroyed(self, archivist, log_in):
        old = RecordFactory(code="house", dated_on=date(2015, 5, 1), files={"a.txt": b"one"})
        data = bytes_of(packed(archivist, old))
        proposed = propose(records=[old], reason="期满", by=archivist, at=timezone.now())
        carry_out(destruction=proposed, by=UserFactory(role="Management"), at=timezone.now())
        client = log_in(user=archivist)

        handed = client.post(f"{BAGS}hand-in/", {"file": SimpleUploadedFile("copy.zip", data)})
        carry()
        shown = client.get(handed["Location"])
        (row,) = read_in(io.BytesIO(data), by=archivist, at=timezone.now())["records"]

        assert shown.context["has_new"] is False
        assert proposed.number in shown.text
        assert (row["state"], row["why"]) == (
            "destroyed",
            [{"code": "destroyed", "name": proposed.number}],
        )
        assert not ArchiveRecord.objects.exists()

    def test_reads_a_record_in_whole_or_not_at_all(self, archivist, record, bag, monkeypatch):
        data = bytes_of(bag)
        destroy(record)
        before = set(private_storage().listdir(DIRECTORY)[1])

        def fails(**_kwargs):
            raise SystemExit

        monkeypatch.setattr(bags_reading, "tie", fails)
        with pytest.raises(SystemExit):
            read_in(io.BytesIO(data), by=archivist, at=timezone.now())
        assert not ArchiveRecord.objects.filter(number=record.number).exists()
        assert set(private_storage().listdir(DIRECTORY)[1]) == before
        monkeypatch.undo()

        report = read_in(io.BytesIO(data), by=archivist, at=timezone.now())

        assert [one["state"] for one in report["records"]] == ["read"]


class TestABagThatIsHurt:
    def test_is_found_out_by_one_flipped_bit_in_any_file(self, archivist, bag):
        data = bytes_of(bag)
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()

        for name in names:

            def flip_one(parts, name=name):
                content = bytearray(parts[name])
                content[len(content) // 2] ^= 4
                parts[name] = bytes(content)

            faults = found(bent(data, flip_one), archivist)

            short = name.partition("/")[2]
            assert faults, name
            if short.startswith("data/"):
                assert ("changed", short) in faults
        with pytest.raises(BagFaulty):
            read_in(bent(data, flip_one), by=archivist, at=timezone.now())

    def test_is_found_out_where_the_zip_itself_is_hurt(self, archivist, record, bag):
        data = bytearray(bytes_of(bag))
        at = bytes(data).index("欧阳明".encode())
        data[at] ^= 1

        faults = found(io.BytesIO(bytes(data)), archivist)

        assert {code for code, _name in faults} <= {"damaged", "changed"}
        assert faults

    @pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
    def test_is_found_out_when_it_is_cut_off(self, archivist, bag, part):
        data = bytes_of(bag)

        assert found(io.BytesIO(data[: int(len(data) * part)]), archivist) == [("not_zip", "")]

    def test_is_found_out_when_a_file_is_missing_or_more_than_listed(self, archivist, record, bag):
        data = bytes_of(bag)
        name = f"{bag.number}/data/{record.number}/record.json"

        lost = found(bent(data, lambda parts: parts.pop(name)), archivist)
        more = found(
            bent(data, lambda parts: parts.update({f"{bag.number}/data/more.txt": b"x"})), archivist
        )

        assert ("missing", f"data/{record.number}/record.json") in lost
        assert ("not_listed", "data/more.txt") in more
        assert ("oxum", "bag-info.txt") in more

    @pytest.mark.parametrize(
        "name", ["G/../../etc/passwd", "/etc/passwd", "G/data/..", "G\\..\\x", "C:/x", "../x"]
    )
    def test_is_not_opened_with_names_that_lead_elsewhere(self, archivist, bag, name):
        hurt = bent(bytes_of(bag), lambda parts: parts.update({name: b"x"}))

        assert ("bad_name", name) in found(hurt, archivist)

    def test_is_not_opened_when_it_is_a_bomb(self, archivist):
        bomb = zipped({"G/data/zeros": b"\0" * (300 * 1024 * 1024)}, zipfile.ZIP_DEFLATED)

        assert [code for code, _name in found(bomb, archivist)] == ["bomb"]

    def test_is_not_opened_with_links_in_it(self, archivist, bag):
        made = io.BytesIO(bytes_of(bag))
        with zipfile.ZipFile(made, "a") as archive:
            link = zipfile.ZipInfo(f"{bag.number}/data/link")
            link.external_attr = 0o120777 << 16
            archive.writestr(link, "/etc/passwd")

        assert ("not_a_file", f"{bag.number}/data/link") in found(made, archivist)

    def test_is_told_from_one_of_somebody_else(self, archivist, tmp_path):
        folder = tmp_path / "theirs"
        folder.mkdir()
        (folder / "picture.txt").write_text("picture")
        bagit.make_bag(str(folder), checksums=["sha256"])
        parts = {
            f"theirs/{path.relative_to(folder).as_posix()}": path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

        assert found(zipped(parts), archivist) == [("foreign", "")]

    @pytest.mark.parametrize(
        ("change", "what"),
        [
            ({"secrecy": 9}, "secrecy"),
            ({"title": ""}, "title"),
            ({"title": "x" * 300}, "title"),
            ({"title": "a\0b"}, "number"),
            ({"filed_at": "yesterday"}, "dated_on"),
            ({"files": [{}]}, "files"),
            ({"holds": [{}]}, "holds"),
            ({"kept_on_until": "2026-13-01"}, "kept_on_until"),
            ({"links": "all"}, "links"),
            ({"class": None}, "class"),
            ({"format": "other"}, "format"),
            ({"number": 7}, "number"),
        ],
    )
    def test_says_which_card_is_not_understood(self, archivist, record, bag, change, what):
        name = f"data/{record.number}/record.json"

        faults = verify(recarded(bag, name, lambda said: said | change), by=archivist)["faults"]

        assert [fault["name"] for fault in faults if fault["code"] == "bad_record"] == [name]
        assert what in faults[0]["params"]["what"]


class TestThePages:
    def test_show_what_a_copy_would_hold_make_it_and_give_it_out_once_it_is_fetched_it_goes(
        self, archivist, record, log_in
    ):
        client = log_in(user=archivist)

        asked = client.get(f"{BAGS}?what=class&record_class={record.record_class_id}")
        page = client.post(
            f"{BAGS}?what=class&record_class={record.record_class_id}", {"purpose": "保险柜"}
        )
        carry()
        bag = Bag.objects.get()
        given = client.get(f"{BAGS}{bag.pk}/file/")
        data = b"".join(given.streaming_content)
        bag.refresh_from_db()
        fetched = bag.fetched_at
        offered = client.get(f"{BAGS}{bag.pk}/")
        forget_bag_files(at=timezone.now() + timedelta(hours=25))
        bag.refresh_from_db()

        assert asked.context["would_hold"]["records"] == 1
        assert page["Location"] == f"{BAGS}{bag.pk}/"
        assert hashlib.sha256(data).hexdigest() == bag.sha256
        assert fetched is not None
        assert (bag.file.name, bag.safe_at, Bag.objects.count()) == ("", None, 1)
        assert client.get(f"{BAGS}{bag.pk}/file/").status_code == 404
        assert 'class="button button-secondary">' in offered.text
        client.post(f"{BAGS}{bag.pk}/")
        bag.refresh_from_db()
        assert bag.safe_at is not None

    def test_take_no_copy_for_safe_that_nobody_fetched(self, archivist, bag, log_in):
        client = log_in(user=archivist)

        answer = client.post(f"{BAGS}{bag.pk}/", follow=True)

        bag.refresh_from_db()
        assert (answer.status_code, bag.safe_at, bool(bag.file)) == (200, None, True)

    def test_give_a_copy_to_nobody_but_its_maker(self, bag, log_in):
        other = log_in("Archivist")

        assert other.get(f"{BAGS}{bag.pk}/").status_code == 200
        assert other.get(f"{BAGS}{bag.pk}/file/").status_code == 404

    @pytest.mark.parametrize("role", ["Management", "Administrators", "Marketing", None])
    def test_let_nobody_in_who_may_not_copy(self, bag, log_in, role):
        client = log_in(role) if role else log_in(user=UserFactory(is_superuser=True))

        for address in (BAGS, f"{BAGS}{bag.pk}/", f"{BAGS}{bag.pk}/file/"):
            answer = client.get(address)
            assert answer.status_code == 403 or answer["Location"] == "/admin/"

    def test_copy_only_what_their_maker_may_take_away(self, log_in):
        maker = UserFactory(role="Finance")
        maker.user_permissions.add(Permission.objects.get(codename="export_archiverecord"))
        mine = RecordFactory(secrecy=Secrecy.OPEN)
        RecordFactory(secrecy=Secrecy.INTERNAL, department=DepartmentFactory())
        client = log_in(user=maker)

        asked = client.get(f"{BAGS}?what=all")
        client.post(f"{BAGS}?what=all", {"purpose": "试"})
        carry()

        assert asked.context["would_hold"]["records"] == 1
        assert Bag.objects.get().packed == [mine.number]

    def test_verify_what_is_handed_in_say_what_they_would_do_and_do_it(
        self, archivist, record, bag, log_in
    ):
        data, before = bytes_of(bag), described(record.number)
        destroy(record)
        client = log_in(user=archivist)

        handed = client.post(f"{BAGS}hand-in/", {"file": SimpleUploadedFile("copy.zip", data)})
        carry()
        shown = client.get(handed["Location"])
        nothing_yet = ArchiveRecord.objects.count()
        reading = client.post(handed["Location"])
        carry()
        done = client.get(reading["Location"])

        assert (shown.context["has_new"], nothing_yet) == (True, 0)
        assert [row["state"] for row in done.context["report"]["records"]] == ["read"]
        assert described(record.number) == before
        forget_handed_in(at=timezone.now() + timedelta(days=2))
        assert client.get(reading["Location"]).status_code == 200

    @pytest.mark.parametrize("data", [b"nonsense", b"PK\x05\x06" + bytes(18), bytes(1000)])
    def test_say_what_is_wrong_with_what_is_handed_in(self, archivist, log_in, data):
        client = log_in(user=archivist)

        handed = client.post(f"{BAGS}hand-in/", {"file": SimpleUploadedFile("x.zip", data)})
        carry()
        shown = client.get(handed["Location"])
        refused = client.post(handed["Location"], follow=True)

        assert len(shown.context["faults"]) == 1
        assert refused.status_code == 200
        assert not ArchiveRecord.objects.exists()

    @pytest.mark.parametrize(
        "query",
        ["what=year", "what=year&year=x", "what=class&record_class=999", "what=numbers", "what=?",
         "what=year&year=99999999999", "what=numbers&numbers=%00", "p=x"],
    )  # fmt: skip
    def test_take_nonsense_calmly(self, archivist, record, log_in, query):
        client = log_in(user=archivist)

        assert client.get(f"{BAGS}?{query}").status_code == 200
        assert client.post(f"{BAGS}?{query}", {"purpose": "x"}).status_code == 200
        assert not Bag.objects.exists()

    def test_ask_as_often_for_three_copies_as_for_one(
        self, archivist, bag, log_in, django_assert_num_queries, django_assert_max_num_queries
    ):
        client = log_in(user=archivist)
        client.get(BAGS)
        with django_assert_max_num_queries(22) as asked:
            client.get(BAGS)
        packed(archivist)
        packed(archivist)

        with django_assert_num_queries(len(asked.captured_queries)):
            client.get(BAGS)


class TestTheCommand:
    def test_verifies_and_reads_in(self, archivist, record, bag, tmp_path, capsys):
        path = tmp_path / "copy.zip"
        path.write_bytes(bytes_of(bag))
        destroy(record)

        call_command("archive_bag", "verify", str(path), by=archivist.username)
        nothing_yet = ArchiveRecord.objects.count()
        call_command("archive_bag", "read", str(path), by=archivist.username)

        assert nothing_yet == 0
        assert ArchiveRecord.objects.get().number == record.number
        assert record.number in capsys.readouterr().out

    def test_ends_with_a_fault_where_the_copy_has_one(self, archivist, bag, tmp_path):
        path = tmp_path / "copy.zip"
        path.write_bytes(bytes_of(bag)[:500])

        for act in ("verify", "read"):
            with pytest.raises(CommandError):
                call_command("archive_bag", act, str(path), by=archivist.username)

    def test_works_for_nobody_who_may_not_read_copies_in(self, bag, tmp_path):
        stranger = UserFactory(role="Management")

        with pytest.raises(CommandError, match=stranger.username):
            call_command("archive_bag", "verify", "any.zip", by=stranger.username)


class TestTheReminder:
    def test_comes_once_a_week_while_no_copy_is_made(self, archivist, now):
        RecordFactory(at=now - timedelta(days=40))

        for day in (0, 1, 2, 8):
            remind_of_bag(at=now + timedelta(days=day))
            carry_due_jobs(clock=lambda day=day: now + timedelta(days=day))

        assert len(mail.outbox) == 2
        assert "/admin/archive/bags/" in mail.outbox[0].body

    def test_does_not_come_while_a_copy_is_young_or_nothing_is_new(self, archivist, now):
        RecordFactory()
        safe(packed(archivist, is_all_new=True))

        remind_of_bag(at=now + timedelta(days=3))
        remind_of_bag(at=now + timedelta(days=300))
        carry()

        assert [letter.subject + letter.body for letter in mail.outbox] == []

    @pytest.mark.parametrize("is_fetched", [False, True])
    def test_comes_when_nobody_said_that_a_copy_is_safe(self, archivist, is_fetched, now):
        record = RecordFactory(at=now - timedelta(days=40))
        bag = packed(archivist, is_all_new=True)
        if is_fetched:
            note_fetched(bag=bag, by=archivist, at=now)
        later = now + timedelta(days=8)

        forget_bag_files(at=later)
        remind_of_bag(at=later)
        carry_due_jobs(clock=lambda: later)

        bag.refresh_from_db()
        assert (bag.file.name, list(new_since()), len(mail.outbox)) == ("", [record], 1)
