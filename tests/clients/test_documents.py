"""Papers in a client's file. (001-04, 001-29, SEC-11)"""

import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from foyer.clients.enums import ClientKind, Seeing
from foyer.clients.models import Client, ClientDocument, ClientPolicy
from foyer.clients.queries.timeline import timeline
from foyer.clients.services.comparing import compare
from foyer.clients.services.merging import merge, undo_merge
from foyer.privacy.people import person_of
from foyer.privacy.registry import registration_of
from foyer.privacy.services.dossier import make_dossier, pack
from foyer.privacy.services.erasing.rules import carry_out
from tests.conftest import LogIn
from tests.factories import ClientDocumentFactory, ClientFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.django_db


def stored() -> set[str]:
    folder = Path(settings.DATA_DIR) / "private" / "uploads"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def page(client: Client, more: str = "") -> str:
    return f"/admin/clients/{client.pk}/documents/{more}"


def form(name: str = "合作协议.txt", text: str = "合作条款") -> dict:
    file = ContentFile(text.encode(), name=name)
    return {"file": file, "kind": "contract", "note": "有效期至年底"}


class TestDocuments:
    def test_are_added_listed_and_given_out_as_attachments(self, log_in: LogIn):
        client, staff = ClientFactory(), log_in("Administrators")

        added = staff.post(page(client, "add/"), form())

        document = client.documents.get()
        assert (added.status_code, added["Location"]) == (302, page(client))
        assert "合作协议.txt" in staff.get(page(client)).content.decode()
        assert "合作协议" not in document.file.name
        answer = staff.get(f"/admin/clients/documents/{document.pk}/file/")
        assert b"".join(answer.streaming_content) == "合作条款".encode()
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        answer.close()

    def test_lie_under_no_public_address(self, log_in: LogIn):
        document = ClientDocumentFactory()
        staff = log_in("Administrators")

        found = [
            staff.get(f"/{start}{document.file.name}").status_code
            for start in ("media/", "media/../private/", "static/", "private/", "")
        ]

        assert set(found) <= {301, 302, 404}
        with pytest.raises(ValueError, match="no address"):
            _url = document.file.url

    def test_are_refused_with_the_reason_and_nothing_kept(self, log_in: LogIn):
        client, before = ClientFactory(), stored()

        answer = log_in("Administrators").post(page(client, "add/"), form(name="页.html"))

        assert "PDF" in answer.content.decode()
        assert (client.documents.count(), stored()) == (0, before)

    def test_are_replaced_and_removed_with_their_files_and_the_history_tells(
        self, log_in: LogIn, django_capture_on_commit_callbacks
    ):
        document = ClientDocumentFactory()
        former, staff = document.file.name, log_in("Administrators")
        url = f"/admin/clients/documents/{document.pk}/"

        with django_capture_on_commit_callbacks(execute=True):
            staff.post(url, form(text="新的条款"))
        replaced = ClientDocument.objects.get().file.name
        gone = storages["private"].exists(former)
        with django_capture_on_commit_callbacks(execute=True):
            staff.post(f"{url}remove/")

        assert (gone, storages["private"].exists(replaced)) == (False, False)
        told = ModelLogEntry.objects.filter(action__startswith="foyer.client.document")
        assert set(told.values_list("action", "object_id")) == {
            ("foyer.client.document_replace", str(document.client_id)),
            ("foyer.client.document_remove", str(document.client_id)),
        }

    def test_exist_only_for_those_who_may_see_the_client(self, log_in: LogIn):
        policy = ClientPolicy.load()
        policy.account_managers_see = Seeing.OWN
        policy.save()
        document = ClientDocumentFactory(
            client__account_manager=UserFactory(role="Account managers")
        )
        colleague = log_in("Account managers")
        urls = [f"/admin/clients/documents/{document.pk}/{way}" for way in ("", "file/", "remove/")]

        found = [colleague.get(url).status_code for url in (*urls, page(document.client))]

        assert found == [404, 404, 404, 404]

    def test_are_listed_in_one_query_however_many(self, log_in: LogIn):
        client, staff = ClientFactory(), log_in("Administrators")
        ClientDocumentFactory(client=client)
        staff.get(page(client))

        counts = []
        for _round in range(2):
            with CaptureQueriesContext(connection) as queries:
                staff.get(page(client))
            counts.append(len(queries))
            ClientDocumentFactory(client=client, added_by=UserFactory())
            ClientDocumentFactory(client=client, added_by=UserFactory())

        assert counts[0] == counts[1]

    def test_stand_in_the_line_of_time(self, administrator):
        document = ClientDocumentFactory()

        moments, _more = timeline(document.client, administrator, most=20)

        assert [moment.key for moment in moments if "合作协议" in moment.about] == [document.pk]

    def test_move_with_a_merge_and_back(self, administrator, now):
        kept, document = ClientFactory(), ClientDocumentFactory()
        gone = document.client

        seen = compare(kept, gone, user=administrator).stamp
        done = merge(kept=kept, gone=gone, taken={}, seen=seen, by=administrator, at=now)
        document.refresh_from_db()
        moved = document.client_id
        undo_merge(merge=done, by=administrator, at=now)
        document.refresh_from_db()

        assert (moved, document.client_id) == (kept.pk, gone.pk)

    def test_of_a_person_are_in_their_dossier_and_erased_with_their_file(
        self, administrator, now, django_capture_on_commit_callbacks
    ):
        contact = ContactFactory(
            client=ClientFactory(kind=ClientKind.PERSON, name="欧阳若兰"), name="欧阳若兰"
        )
        document = ClientDocumentFactory(client=contact.client)
        name = document.file.name

        dossier = make_dossier(person=person_of(contact), title="欧阳若兰", at=now)
        with pack(dossier) as packed, zipfile.ZipFile(packed) as archive:
            files = [one for one in archive.namelist() if one.startswith("files/")]
        with django_capture_on_commit_callbacks(execute=True):
            carry_out(registration_of(ClientDocument), document.pk, by=administrator, at=now)

        assert files == [f"files/clients.ClientDocument/{document.pk}/{Path(name).name}"]
        assert (ClientDocument.objects.exists(), storages["private"].exists(name)) == (False, False)
