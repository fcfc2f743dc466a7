"""What guests answer at a tablet once they have signed in. (000-12, KIOSK 5)"""

import base64
import json
import os
import uuid
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone
from PIL import Image

from foyer.guests.enums import AnswerState, StuckReason
from foyer.guests.models import Gift, GuestSignature, SignIn, StepAnswer
from foyer.guests.services.answer_acts import accept_proposal, carry_out_answer
from foyer.guests.services.gifts import GiftGone
from foyer.guests.services.pairing import revoke_desk
from foyer.privacy.enums import ConsentPurpose
from foyer.privacy.letterbox import public_key
from foyer.privacy.models import Consent
from tests.factories import ContactFactory, DeskFactory, GuestFactory, UserFactory
from tests.factories.guests import SignInConflictFactory
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


def seal(answer_id: str, told: dict[str, Any]) -> str:
    """Put an answer into the house's letterbox, as the tablet's browser does."""
    curve = ec.SECP256R1()
    house = ec.EllipticCurvePublicKey.from_encoded_point(curve, base64.b64decode(public_key()))
    own, nonce = ec.generate_private_key(curve), os.urandom(12)
    shared = own.exchange(ec.ECDH(), house)
    key = HKDF(hashes.SHA256(), 32, salt=b"", info=b"foyer letterbox").derive(shared)
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    sealed = AESGCM(key).encrypt(nonce, json.dumps(told).encode(), answer_id.encode())
    return base64.b64encode(point + nonce + sealed).decode()


def drawing() -> str:
    """A signature as a canvas gives it."""
    file = BytesIO()
    Image.new("RGB", (80, 30), "#ffffff").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


class Signed:
    """A guest who has just signed in at a tablet, and answers."""

    def __init__(self, tablet: Tablet, guest: Any) -> None:
        self.tablet = tablet
        self.scan = tablet.scan(guest).json()["id"]

    def entry(self, step: str, *, sealed: bool = True, **told: Any) -> dict[str, Any]:
        answer_id, words = str(uuid.uuid4()), {"step": step} | told
        more = {"box": seal(answer_id, words)} if sealed else {"plain": words}
        return {"id": answer_id, "scan": self.scan} | more

    def send(self, *entries: dict[str, Any]) -> list[dict[str, Any]]:
        return self.tablet.post("/answers", {"answers": list(entries)}).json()

    def answer(self, step: str, **told: Any) -> dict[str, Any]:
        [said] = self.send(self.entry(step, **told))
        return said


@pytest.fixture
def desk(event):
    return DeskFactory(event=event, paired=True)


@pytest.fixture
def tablet(desk) -> Tablet:
    return Tablet(desk)


@pytest.fixture
def guest(event):
    return GuestFactory(event=event, party_limit=4, dietary_notes="不吃花生", phone="13800001111")


@pytest.fixture
def signed(tablet, guest) -> Signed:
    return Signed(tablet, guest)


class TestAnswers:
    def test_are_kept_once_each_with_what_follows_from_them(self, signed, guest):
        contact = ContactFactory()
        guest.contact = contact
        guest.save()
        entries = [
            signed.entry("party", people=3),
            signed.entry("dietary", taboos=["不吃猪肉"], text="少盐"),
            signed.entry("photos", yes=True, text="我同意拍照。", language="zh-hans"),
            signed.entry("contact", phone="139 1234 5678", title="总监", sealed=False),
            signed.entry("signature", picture=drawing(), text="请签名"),
        ]

        first, again = signed.send(*entries), signed.send(*entries)

        assert first == again
        assert [one["result"] for one in first] == ["kept"] * 5
        assert SignIn.objects.get().party == 3
        guest.refresh_from_db()
        assert guest.dietary_notes == "不吃猪肉、少盐\n不吃花生"
        assert guest.phone == "13800001111"
        consent = Consent.objects.get(purpose=ConsentPurpose.PHOTOS)
        assert (consent.person, consent.text) == (contact, "我同意拍照。")
        contact.refresh_from_db()
        assert contact.photo_consent == "given"
        states = dict(StepAnswer.objects.values_list("kind", "state"))
        assert states.pop("contact") == AnswerState.OPEN
        assert set(states.values()) == {AnswerState.KEPT}
        with GuestSignature.objects.get().file.open() as kept:
            assert kept.read(8) == b"\x89PNG\r\n\x1a\n"

    def test_take_a_yes_back_with_a_no(self, signed, guest):
        signed.answer("photos", yes=True, text="我同意。", language="zh-hans")
        signed.answer("photos", yes=False, text="我同意。", language="zh-hans")

        consent = Consent.objects.get(purpose=ConsentPurpose.PHOTOS)
        assert consent.person == guest
        assert consent.withdrawn_at is not None

    def test_tell_the_tablet_nothing_the_house_knows(self, signed):
        said = signed.tablet.post(
            "/answers", {"answers": [signed.entry("dietary", as_known=True)]}
        ).content.decode()

        assert "花生" not in said
        assert StepAnswer.objects.get().told == {"as_known": True}

    @pytest.mark.parametrize(
        "told",
        [
            {"step": "party", "people": 0},
            {"step": "party", "people": True},
            {"step": "dietary"},
            {"step": "dietary", "taboos": "猪肉"},
            {"step": "photos", "yes": "ja", "text": "x"},
            {"step": "contact"},
            {"step": "contact", "email": "kein Brief"},
            {"step": "contact", "phone": "12"},
            {"step": "signature", "picture": "R0lGODlh"},
            {"step": "signature", "picture": "喵"},
            {"step": "smiley", "form": "1"},
            {"step": "gift", "gift": 10**30},
            {"step": "dance"},
            {},
        ],
    )
    def test_that_are_none_are_refused_and_change_nothing(self, signed, told):
        entry = {"id": str(uuid.uuid4()), "scan": signed.scan, "plain": told}

        [said] = signed.send(entry)

        assert (said["result"], said["code"], said["status"]) == ("error", "invalid", 422)
        assert not StepAnswer.objects.exists()

    def test_in_rubbish_spoil_no_other(self, signed):
        good = signed.entry("party", people=2)
        moved = good | {"id": str(uuid.uuid4())}

        said = signed.send(
            7, {"id": "x"}, moved, {"id": moved["id"], "scan": signed.scan, "box": "?"}, good
        )

        assert [one["result"] for one in said] == ["error"] * 4 + ["kept"]

    def test_of_more_people_than_invited_are_refused(self, signed):
        assert signed.answer("party", people=5)["code"] == "party_too_large"
        assert SignIn.objects.get().party == 1


class TestWhoMayAnswer:
    def test_is_nobody_without_a_token(self, signed, client):
        entry = signed.entry("party", people=2)
        bodies = {"answers": [entry]}

        stranger = client.post(
            "/api/foyer/v1/desk/answers", json.dumps(bodies), content_type="application/json"
        )
        signed.tablet.token = "no-such-token"

        assert stranger.status_code == 401
        assert signed.tablet.post("/answers", bodies).status_code == 401

    def test_is_only_who_signed_in_at_this_tablet(self, event, signed):
        other = Tablet(DeskFactory(paired=True))
        beside = Tablet(DeskFactory(event=event, paired=True))
        entry = signed.entry("party", people=2)

        for tablet in (other, beside):
            [said] = tablet.post("/answers", {"answers": [entry]}).json()
            assert said["code"] == "scan_unknown"
        assert not StepAnswer.objects.exists()

    def test_is_heard_out_after_the_tablet_was_revoked_and_changes_nothing(
        self, signed, guest, desk
    ):
        entry = signed.entry("dietary", text="清真") | {"late": True}
        revoke_desk(desk=desk, at=timezone.now())

        [said] = signed.send(entry)

        assert (said["result"], said["code"]) == ("conflict", StuckReason.DESK_REVOKED)
        guest.refresh_from_db()
        assert guest.dietary_notes == "不吃花生"


class TestGifts:
    def test_are_never_promised_beyond_the_stock(self, event, tablet):
        gift = Gift.objects.create(event=event, name="茶具", stock=2)
        guests = [Signed(tablet, GuestFactory(event=event)) for _n in range(3)]

        said = [one.answer("gift", gift=gift.pk) for one in guests]

        assert [one["result"] for one in said] == ["kept", "kept", "error"]
        assert said[2]["code"] == "gift_gone"
        gift.refresh_from_db()
        assert gift.promised == 2

    def test_wished_for_without_a_network_go_before_staff_when_none_is_left(self, event, signed):
        gift = Gift.objects.create(event=event, name="茶具", stock=0)
        by = UserFactory(role="Reception")

        [said] = signed.send(signed.entry("gift", gift=gift.pk) | {"late": True})

        assert said["result"] == "conflict"
        answer = StepAnswer.objects.get()
        assert (answer.gift, answer.reason) == (gift, StuckReason.GIFT_GONE)
        with pytest.raises(GiftGone):
            carry_out_answer(answer=answer, by=by, at=timezone.now())
        Gift.objects.update(stock=1)
        carry_out_answer(answer=answer, by=by, at=timezone.now())
        answer.refresh_from_db()
        assert (answer.state, answer.settled_by) == (AnswerState.ACCEPTED, by)
        assert Gift.objects.get().promised == 1

    def test_are_one_to_a_guest_and_of_the_guests_event(self, event, signed):
        gift, other = (Gift.objects.create(event=event, name=n, stock=5) for n in ("茶具", "丝巾"))
        elsewhere = Gift.objects.create(event=GuestFactory().event, name="折扇", stock=5)
        signed.answer("gift", gift=gift.pk)

        assert signed.answer("gift", gift=other.pk)["code"] == "has_gift"
        assert signed.answer("gift", gift=elsewhere.pk)["code"] == "invalid"


class TestLateAnswers:
    """Answers that lay on a tablet without a network: nothing is dropped."""

    def test_to_a_sign_in_in_conflict_wait_with_it(self, desk, tablet, guest):
        conflict = SignInConflictFactory(guest=guest, desk=desk)
        signed = Signed.__new__(Signed)
        signed.tablet, signed.scan = tablet, str(conflict.scan_id)

        [said] = signed.send(signed.entry("dietary", text="清真") | {"late": True})

        assert said["code"] == StuckReason.SCAN_IN_CONFLICT
        assert StepAnswer.objects.get().guest == guest

    def test_to_no_sign_in_and_in_no_readable_letter_are_kept_for_staff(self, signed):
        stray = signed.entry("party", people=2) | {"scan": str(uuid.uuid4()), "late": True}
        broken = {"id": str(uuid.uuid4()), "scan": signed.scan, "box": "AAAA", "late": True}

        said = signed.send(stray, broken)

        assert [one["code"] for one in said] == ["scan_unknown", "unreadable"]

    def test_open_after_the_keys_were_changed(self, signed, settings):
        entry = signed.entry("party", people=2)
        settings.FIELD_KEYS = ["a-newer-key-of-the-house", *settings.FIELD_KEYS]

        assert signed.send(entry)[0]["result"] == "kept"


class TestProposals:
    def test_reach_the_files_only_when_staff_accept_them(self, signed, guest):
        contact = ContactFactory(phone="13800001111")
        guest.contact = contact
        guest.save()
        signed.answer("contact", phone="139 1234 5678", company="新公司")
        by = UserFactory(role="Account managers")

        accept_proposal(
            answer=StepAnswer.objects.get(), in_client_file=True, by=by, at=timezone.now()
        )

        guest.refresh_from_db()
        contact.refresh_from_db()
        assert (guest.phone, guest.company) == ("139 1234 5678", "新公司")
        assert contact.phone == "139 1234 5678"

    def test_are_shown_masked_and_settled_by_right(self, signed, guest, log_in):
        signed.answer("contact", phone="139 1234 5678")
        path = f"/admin/guests/{guest.event_id}/answers/"
        pk = StepAnswer.objects.get().pk

        desk, marketing = log_in("Service desk"), log_in("Marketing")

        assert "139 1234 5678" not in desk.get(path).content.decode()
        assert desk.post(f"{path}{pk}/", {"how": "accept"}).status_code in (302, 403)
        assert StepAnswer.objects.get().state == AnswerState.OPEN
        marketing.post(f"{path}{pk}/", {"how": "decline"})
        assert StepAnswer.objects.get().state == AnswerState.DECLINED

    def test_cost_the_same_queries_for_any_number(
        self, signed, guest, log_in, django_assert_max_num_queries
    ):
        client, path = log_in("Marketing"), f"/admin/guests/{guest.event_id}/answers/"
        signed.answer("contact", title="总监")
        client.get(path)
        with django_assert_max_num_queries(40) as one:
            client.get(path)
        asked = len(one)
        for title in ("董事", "经理"):
            signed.answer("contact", title=title)
        with django_assert_max_num_queries(asked):
            client.get(path)
