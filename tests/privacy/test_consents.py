"""Saying yes, and no again. (PRV-01, PRV-03, PRV-04)"""

from datetime import datetime, timedelta
from email.utils import parseaddr

import pytest
from django.utils import timezone

from foyer.clients.models import Contact
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import HousePolicy, User
from foyer.guests.enums import InvitationStatus
from foyer.guests.models import Guest, Invitation
from foyer.guests.services.invitations import queue_invitations
from foyer.privacy.enums import ConsentChannel, ConsentPurpose
from foyer.privacy.models import Consent
from foyer.privacy.services.consents import (
    AlreadyWithdrawn,
    give_consent,
    have_withdrawn,
    withdraw_consent,
)
from tests.factories import ContactFactory, EventFactory, GuestFactory

pytestmark = pytest.mark.django_db
WORDS = "我愿意收到会所的新闻与邀请。"


def given(
    person: Contact | Guest, at: datetime, purpose=ConsentPurpose.MARKETING, text=WORDS
) -> Consent:
    return give_consent(
        person=person,
        purpose=purpose,
        text=text,
        language="zh-hans",
        channel=ConsentChannel.PAPER,
        at=at,
    )


class TestGiveConsent:
    def test_keeps_the_very_words_though_the_house_changes_them(self, now: datetime):
        policy = HousePolicy.load()
        consent = given(ContactFactory(), now, text=policy.consent)
        before = policy.consent

        policy.consent = "全新的措辞。"
        policy.save()

        consent.refresh_from_db()
        assert consent.text == before

    def test_names_the_version_by_the_words(self, now: datetime):
        one, same, other = (
            given(ContactFactory(), now, text=text) for text in (WORDS, WORDS, WORDS + "！")
        )

        assert one.version == same.version != other.version


class TestWithdrawConsent:
    def test_ends_one_purpose_and_keeps_the_proof(self, now: datetime, administrator: User):
        person = ContactFactory()
        news, photos = given(person, now), given(person, now, ConsentPurpose.PHOTOS)
        later = now + timedelta(days=3)

        withdraw_consent(consent=news, channel=ConsentChannel.PHONE, at=later, by=administrator)

        assert list(Consent.objects.standing()) == [photos]
        news.refresh_from_db()
        assert (news.text, news.given_at, news.withdrawn_at) == (WORDS, now, later)
        assert (news.withdrawn_channel, news.withdrawn_by) == ("phone", administrator)

    def test_is_done_once(self, now: datetime):
        consent = given(ContactFactory(), now)
        withdraw_consent(consent=consent, channel=ConsentChannel.PASS, at=now)

        with pytest.raises(AlreadyWithdrawn):
            withdraw_consent(consent=consent, channel=ConsentChannel.PASS, at=now)


class TestHaveWithdrawn:
    def test_names_those_who_said_yes_once_and_do_not_any_more(self, now: datetime):
        silent, willing, unwilling, back = ContactFactory.create_batch(4)
        given(willing, now)
        for person in (unwilling, back):
            consent = given(person, now)
            withdraw_consent(consent=consent, channel=ConsentChannel.PHONE, at=now)
        given(back, now)
        other = given(unwilling, now, ConsentPurpose.PHOTOS)
        keys = [one.pk for one in (silent, willing, unwilling, back)]

        assert have_withdrawn(Contact, keys, purpose=ConsentPurpose.MARKETING) == {unwilling.pk}
        assert have_withdrawn(Contact, keys, purpose=other.purpose) == set()


class TestALetter:
    @pytest.mark.parametrize("as_contact", [True, False])
    def test_is_not_sent_to_whoever_no_longer_agrees(
        self, as_contact: bool, administrator: User, now: datetime, mailoutbox
    ):
        asked = GuestFactory(contact=ContactFactory(), event=EventFactory())
        other = GuestFactory(event=asked.event)
        consent = given(asked.contact if as_contact else asked, now)
        withdraw_consent(consent=consent, channel=ConsentChannel.PHONE, at=now)

        queued = queue_invitations(guests=[asked, other], by=administrator, at=now)
        carry_due_jobs(clock=timezone.now)

        assert [guest for guest, _why in queued.skipped] == [asked]
        assert [parseaddr(letter.to[0])[1] for letter in mailoutbox] == [other.email]

    def test_that_waits_is_not_sent_either(self, administrator: User, now: datetime, mailoutbox):
        guest = GuestFactory(event=EventFactory())
        consent = given(guest, now)
        queue_invitations(guests=[guest], by=administrator, at=now)

        withdraw_consent(consent=consent, channel=ConsentChannel.PHONE, at=now)
        carry_due_jobs(clock=timezone.now)

        assert mailoutbox == []
        assert Invitation.objects.get().status == InvitationStatus.CANCELLED
