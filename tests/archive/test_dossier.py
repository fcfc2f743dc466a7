"""A person's dossier tells its reader of no record of the archive that is closed to them. (000-29, PRV-06)"""

import pytest
from django.urls import reverse

from foyer.archive.enums import Secrecy
from foyer.archive.models import FileText
from foyer.privacy.people import person_of
from foyer.privacy.services.dossier import make_dossier
from tests.factories import ContactFactory, RecordFactory, UserFactory

pytestmark = pytest.mark.django_db
TITLE, OPEN = "关于欧阳若兰的绝密调查", "欧阳若兰的致谢信"


@pytest.fixture
def contact():
    RecordFactory(title=TITLE, secrecy=Secrecy.SECRET)
    RecordFactory(title=OPEN, secrecy=Secrecy.OPEN)
    inside = RecordFactory(title="名单", secrecy=Secrecy.OPEN, files={"a.txt": b"x"})
    FileText.objects.create(file=inside.files.get(), page=1, words="出席：欧阳若兰、上官云")
    return ContactFactory(name="欧阳若兰")


def titles(contact, by, now):
    dossier = make_dossier(person=person_of(contact), title="", by=by, at=now)
    (section,) = [one for one in dossier.sections if one.key == "archive.ArchiveRecord"]
    told = [
        cell.value for _pk, cells in section.records for cell in cells if cell.column == "title"
    ]
    return sorted(told), section.left_out


class TestADossier:
    def test_tells_nobody_of_a_record_closed_to_them(self, contact, now):
        administrator = UserFactory(role="Administrators")

        shown, left_out = titles(contact, administrator, now)

        assert shown == sorted([OPEN, "名单"])
        assert left_out.startswith("读者无权查看的档案")
        assert titles(contact, None, now)[0] == []

    def test_tells_an_archivist_of_all_that_names_the_person(self, contact, now):
        shown, left_out = titles(contact, UserFactory(role="Archivist"), now)

        assert (shown, left_out) == (sorted([TITLE, OPEN, "名单"]), "")

    def test_is_shown_without_them_on_the_page(self, contact, log_in):
        page = log_in("Administrators").get(
            reverse("privacy:dossier", args=["clients.contact", contact.pk])
        )

        assert (OPEN in page.text, TITLE in page.text) == (True, False)
        assert "读者无权查看的档案" in page.text
