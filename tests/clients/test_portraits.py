"""A contact's photo: kept with care, looked at by few, and only while the contact agrees. (000-14, 000-18)"""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from PIL import Image

from foyer.clients.enums import PhotoConsent
from foyer.clients.models import Contact, Portrait
from foyer.clients.services.comparing import compare
from foyer.clients.services.merging import merge, undo_merge
from foyer.events.models import Event
from foyer.guests.services.photo_consent import keep_photo_consent
from foyer.privacy.enums import ConsentChannel, ConsentPurpose
from foyer.privacy.people import person_of
from foyer.privacy.registry import registration_of
from foyer.privacy.services.consents import give_consent, withdraw_consent
from foyer.privacy.services.dossier import make_dossier, pack
from foyer.privacy.services.erasing.rules import carry_out
from tests.client_forms import contact_form
from tests.conftest import LogIn
from tests.factories import (
    ClientFactory,
    ContactFactory,
    GuestFactory,
    PortraitFactory,
    SignInFactory,
    UserFactory,
)
from tests.security.uploads import PLACE, SCRIPT, handed_in, photo_with_place, picture

pytestmark = pytest.mark.django_db
AGREED = {
    "photo_consent": "given",
    "photo_consent_on": "2026-09-20",
    "photo_consent_how": "书面同意",
}
CARDS = "/admin/guests/mine/cards/"


def form_of(contact: Contact) -> str:
    return f"/admin/snippets/clients/contact/edit/{contact.pk}/"


def page_of(contact: Contact) -> str:
    return f"/admin/snippets/clients/contact/inspect/{contact.pk}/"


def photo_of(contact: Contact) -> str:
    return f"/admin/clients/contacts/{contact.pk}/photo/"


def look(browser: Browser, contact: Contact) -> int:
    answer = browser.get(photo_of(contact))
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def send(staff: Browser, contact: Contact, name: str, data: bytes, **values: str):
    filled = contact_form(name=contact.name) | AGREED | values
    return staff.post(form_of(contact), filled | {"photo": handed_in(name, data)})


def stored() -> set[str]:
    folder = Path(settings.DATA_DIR) / "private" / "uploads"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


class TestKeeping:
    def test_keeps_the_picture_and_nothing_that_came_with_it(self, log_in: LogIn):
        contact, staff = ContactFactory(), log_in("Administrators")

        answer = send(staff, contact, "王小明.jpg", photo_with_place("JPEG"))

        assert answer.status_code == 302
        given = staff.get(photo_of(contact))
        data = b"".join(given.streaming_content)
        assert Image.open(io.BytesIO(data)).size == (40, 60)  # upright
        assert PLACE.encode() not in data
        assert SCRIPT not in data
        assert given["Content-Type"] == "image/jpeg"
        assert "no-store" in given["Cache-Control"]
        assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert photo_of(contact) in staff.get(page_of(contact)).content.decode()

    def test_keeps_it_no_larger_than_a_face_needs(self, log_in: LogIn):
        contact = ContactFactory()

        send(log_in("Administrators"), contact, "高.png", picture("PNG", size=(900, 3000)))

        with contact.portraits.get().file.open() as file:
            assert Image.open(file).size == (216, 720)

    def test_replaces_and_removes_it_with_its_file(
        self, log_in: LogIn, django_capture_on_commit_callbacks
    ):
        former, staff = PortraitFactory(), log_in("Administrators")
        contact, kept = former.contact, storages["private"].exists

        with django_capture_on_commit_callbacks(execute=True):
            send(staff, contact, "新.png", picture("PNG"))
        latest = contact.portraits.get().file.name
        replaced = kept(former.file.name), kept(latest)
        with django_capture_on_commit_callbacks(execute=True):
            filled = contact_form(name=contact.name) | AGREED
            staff.post(form_of(contact), filled | {"remove_photo": "on"})

        assert replaced == (False, True)
        assert (contact.portraits.exists(), kept(latest)) == (False, False)

    @pytest.mark.parametrize(
        ("name", "data"),
        [("图.svg", b"<svg/>"), ("页.png", SCRIPT), ("文.pdf", b"%PDF-1.7\n"), ("空.jpg", b"")],
    )
    def test_refuses_what_is_no_picture_and_says_so(self, log_in: LogIn, name: str, data: bytes):
        contact, before = ContactFactory(), stored()

        answer = send(log_in("Administrators"), contact, name, data)

        assert answer.status_code == 200
        assert answer.context["form"].errors.keys() == {"photo"}
        assert (Portrait.objects.count(), stored()) == (0, before)

    def test_refuses_a_photo_nobody_agreed_to(self, log_in: LogIn):
        contact, staff = ContactFactory(), log_in("Administrators")
        consent = agree(contact)
        withdraw_consent(consent=consent, channel=ConsentChannel.PHONE, at=consent.given_at)

        answers = [
            send(staff, contact, "王.jpg", picture("JPEG"), photo_consent=said)
            for said in ("refused", "given")
        ]

        said = [answer.context["form"].errors["photo"][0] for answer in answers]
        assert ["同意" in said[0], "撤回" in said[1]] == [True, True]
        assert not Portrait.objects.exists()

    def test_holds_nothing_but_pictures(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            PortraitFactory(file_kind="pdf")


def agree(contact: Contact):
    return give_consent(
        person=contact,
        purpose=ConsentPurpose.PHOTOS,
        text="我同意拍照。",
        language="zh-hans",
        channel=ConsentChannel.PAPER,
        at=contact.created_at,
    )


class TestLookingAtIt:
    def test_is_for_those_who_see_what_is_sealed(self, log_in: LogIn):
        mine, colleagues = UserFactory(role="Account managers"), log_in("Account managers")
        contact = PortraitFactory(contact__client__account_manager=mine).contact

        found = {
            role: look(browser, contact)
            for role, browser in (
                ("their account manager", log_in(user=mine)),
                ("another account manager", colleagues),
                ("Marketing", log_in("Marketing")),
                ("Finance", log_in("Finance")),
                ("nobody", Browser()),
            )
        }
        seen = [
            photo_of(contact) in browser.get(page_of(contact)).content.decode()
            for browser in (log_in(user=mine), colleagues)
        ]

        assert found == {
            "their account manager": 200,
            "another account manager": 404,
            "Marketing": 302,
            "Finance": 302,
            "nobody": 302,
        }
        assert seen == [True, False]

    @pytest.mark.parametrize(
        "change",
        [
            {"photo_consent": PhotoConsent.REFUSED},
            {"photo_consent": "", "photo_consent_on": None, "photo_consent_how": ""},
        ],
    )
    def test_ends_when_the_file_says_they_do_not_agree(self, log_in: LogIn, change: dict):
        contact, staff = PortraitFactory().contact, log_in("Administrators")
        before = look(staff, contact)
        Contact.objects.filter(pk=contact.pk).update(**change)

        after = look(staff, contact)

        assert (before, after) == (200, 404)
        assert photo_of(contact) not in staff.get(page_of(contact)).content.decode()

    def test_ends_with_the_consent_and_begins_with_a_new_one(self, log_in: LogIn):
        contact, staff = PortraitFactory().contact, log_in("Administrators")
        consent = agree(contact)
        standing = look(staff, contact)
        withdraw_consent(consent=consent, channel=ConsentChannel.PHONE, at=consent.given_at)
        withdrawn = look(staff, contact)
        agree(contact)

        again = look(staff, contact)

        assert (standing, withdrawn, again) == (200, 404, 200)


class TestTheHostsCard:
    def card(self, browser: Browser) -> str:
        return browser.get(CARDS).content.decode()

    def arrived(self, event: Event, host, **contact):
        person = PortraitFactory(contact__client=ClientFactory(**contact)).contact
        guest = GuestFactory(event=event, host=host, contact=person, name="欧阳若兰")
        SignInFactory(guest=guest)
        return guest

    def test_shows_the_face_until_the_guest_says_no_at_the_tablet(
        self, event: Event, log_in: LogIn, now
    ):
        host = UserFactory(role="Account managers")
        guest, browser = self.arrived(event, host, account_manager=host), log_in(user=host)
        first = browser.get(CARDS)
        same = browser.get(CARDS, headers={"If-None-Match": first["ETag"]})
        keep_photo_consent(guest=guest, agrees=False, text="", language="zh-hans", at=now)

        fresh = browser.get(CARDS, headers={"If-None-Match": first["ETag"]})

        assert (same.status_code, fresh.status_code) == (304, 200)
        assert photo_of(guest.contact) in first.content.decode()
        assert photo_of(guest.contact) not in fresh.content.decode()
        assert ">欧</span>" in fresh.content.decode()

    def test_shows_a_host_the_initials_of_a_colleagues_client(self, event: Event, log_in: LogIn):
        host, colleague = (UserFactory(role="Account managers") for _n in range(2))
        guest = self.arrived(event, host, account_manager=colleague)

        card = self.card(log_in(user=host))

        assert photo_of(guest.contact) not in card
        assert ">欧</span>" in card

    def test_shows_reception_as_much_as_it_may_see(self, event: Event, log_in: LogIn):
        guest = self.arrived(event, UserFactory(role="Account managers"), account_manager=None)
        arrivals = f"/admin/guests/{event.pk}/arrivals/"

        seen = [
            photo_of(guest.contact) in log_in(role).get(arrivals).content.decode()
            for role in ("Reception", "Administrators")
        ]

        assert seen == [False, True]


class TestPrivacy:
    def test_hands_it_over_and_erases_it_with_its_file(
        self, administrator, now, django_capture_on_commit_callbacks
    ):
        portrait = PortraitFactory()
        name = portrait.file.name

        dossier = make_dossier(person=person_of(portrait.contact), title="张", at=now)
        with pack(dossier) as packed, zipfile.ZipFile(packed) as archive:
            files = [one for one in archive.namelist() if one.startswith("files/")]
        with django_capture_on_commit_callbacks(execute=True):
            carry_out(registration_of(Portrait), portrait.pk, by=administrator, at=now)

        assert files == [f"files/clients.Portrait/{portrait.pk}/{Path(name).name}"]
        assert (Portrait.objects.exists(), storages["private"].exists(name)) == (False, False)

    def test_moves_with_a_merge_and_back_each_with_its_file(self, administrator, now):
        kept, gone = (PortraitFactory(added_at=now.replace(day=n)).contact for n in (1, 2))
        files = {one.contact_id: one.file.name for one in Portrait.objects.all()}

        seen = compare(kept, gone, user=administrator).stamp
        done = merge(kept=kept, gone=gone, taken={}, seen=seen, by=administrator, at=now)
        latest = kept.portraits.first().file.name
        undo_merge(merge=done, by=administrator, at=now)

        assert latest == files[gone.pk]
        assert {one.contact_id: one.file.name for one in Portrait.objects.all()} == files
        assert all(map(storages["private"].exists, files.values()))
