import uuid

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.clients.models import Contact
from foyer.core.models import HousePolicy
from foyer.events.models import Event
from foyer.guests.enums import GuestSource, ReplyState, SignInWay
from foyer.guests.models import Guest, SignIn
from foyer.guests.services.striking_off import strike_off
from foyer.privacy.models import Consent
from tests.factories import ContactFactory, DeskFactory, EventFactory, GuestFactory, SignInFactory
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_house() -> Event:
    return EventFactory(running=True, walk_ins=True)


@pytest.fixture
def tablet(open_house: Event) -> Tablet:
    return Tablet(DeskFactory(event=open_house, paired=True))


def nothing_kept() -> bool:
    return not (Guest.objects.exists() or Consent.objects.exists() or Contact.objects.exists())


class TestWalkIn:
    def test_is_put_on_the_list_and_welcomed(self, tablet: Tablet, open_house: Event):
        answer = tablet.walk_in(language="zh-hant")

        guest = Guest.objects.get()
        assert (answer.status_code, answer.json()["result"]) == (201, "welcome")
        assert answer.json()["guest"]["language"] == "zh-hant"
        assert (guest.name, guest.source, guest.reply) == (
            "沈星河",
            GuestSource.WALK_IN,
            ReplyState.YES,
        )
        assert guest.contact == Contact.objects.get()
        assert SignIn.objects.get().way == SignInWay.WALK_IN

    def test_consents_in_the_words_read(self, tablet: Tablet):
        policy = HousePolicy.load()
        policy.consent_en = "I agree to be on the list."
        policy.save()
        version = tablet.get().json()["event"]["consent_version"]

        tablet.walk_in(language="en", consent_version=version)
        HousePolicy.objects.update(consent_en="Something else.")
        stale = tablet.walk_in(name="许文轩", language="en", consent_version=version)

        consent = Consent.objects.get()
        assert (consent.text, consent.language) == ("I agree to be on the list.", "en")
        assert (consent.purpose, consent.channel) == ("walk-in", "desk")
        assert Guest.objects.get().consent == consent
        assert (stale.status_code, stale.json()["code"]) == (409, "consent_changed")

    def test_is_one_guest_however_often_the_form_arrives(self, tablet: Tablet):
        form_id = str(uuid.uuid4())

        first = tablet.walk_in(id=form_id)
        again = tablet.walk_in(
            id=form_id, name="", consent=False
        )  # what is kept is not judged anew

        assert first.json() == again.json()
        assert Guest.objects.count() == SignIn.objects.count() == Consent.objects.count() == 1

    def test_who_is_on_the_list_after_all_is_not_doubled(self, tablet: Tablet, open_house: Event):
        invited = GuestFactory(event=open_house, name="沈星河", phone="+8613900007788", table="3")

        answer = tablet.walk_in()

        assert answer.json()["guest"]["table"] == "3"
        assert SignIn.objects.get().guest == invited
        assert tablet.walk_in().json()["result"] == "already"
        assert Guest.objects.get() == invited

    def test_whom_the_house_knows_is_linked(self, tablet: Tablet):
        known = ContactFactory(name="瀋星河", phone="13900007788")
        ContactFactory(name="别的人", phone="13900007788")

        tablet.walk_in(name="瀋星河")

        assert Guest.objects.get().contact == known
        assert Contact.objects.count() == 2

    def test_is_turned_away_where_only_invited_guests_come(self, tablet: Tablet, open_house: Event):
        Event.objects.filter(pk=open_house.pk).update(walk_ins=False)

        refused = tablet.walk_in()

        assert (refused.status_code, refused.json()["code"]) == (409, "walk_ins_closed")
        assert nothing_kept()

    @pytest.mark.parametrize("name", ["沈星河", "沈星"])
    def test_of_a_guest_who_was_struck_off_is_for_staff(
        self, tablet: Tablet, open_house: Event, administrator, now, name
    ):
        guest = GuestFactory(event=open_house, name="沈星河", phone="13900007788")
        strike_off(guest=guest, by=administrator, at=now)

        refused, again = tablet.walk_in(name=name), tablet.walk_in(name=name)

        assert [one.json()["code"] for one in (refused, again)] == ["not_on_list", "not_on_list"]
        assert list(Guest.objects.all()) == [guest]
        assert not Consent.objects.exists()
        assert not SignIn.objects.exists()
        told = ModelLogEntry.objects.filter(action="foyer.guest.refuse_walk_in")
        assert [entry.object_id for entry in told] == [str(guest.pk)] * 2

    def test_of_the_same_phone_as_somebody_on_the_list_is_welcome(
        self, tablet: Tablet, open_house: Event, administrator, now
    ):
        struck, _listed = GuestFactory.create_batch(2, event=open_house, phone="13900007788")
        strike_off(guest=struck, by=administrator, at=now)

        assert tablet.walk_in().json()["result"] == "welcome"

    def test_is_turned_away_when_the_house_is_full(self, tablet: Tablet, open_house: Event):
        Event.objects.filter(pk=open_house.pk).update(capacity=3)
        SignInFactory(guest=GuestFactory(event=open_house, party_limit=3), party=3)

        refused = tablet.walk_in()

        assert (refused.status_code, refused.json()["code"]) == (409, "house_full")
        assert Guest.objects.count() == 1

    def test_leaves_no_trace_when_the_door_is_shut(self):
        later = EventFactory(walk_ins=True)  # a fortnight from now
        tablet = Tablet(DeskFactory(event=later, paired=True))

        assert tablet.walk_in().json()["result"] == "not_open"
        assert nothing_kept()

    def test_names_every_field_that_is_wrong(self, tablet: Tablet):
        refused = tablet.walk_in(
            name=" ", company="司" * 201, phone="12", email="no-mail", consent=False
        )

        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
        assert set(refused.json()["errors"]) == {"name", "company", "phone", "email", "consent"}
        assert nothing_kept()

    @pytest.mark.parametrize(
        "odd",
        [
            {"name": "沈\0星河"},
            {"language": "kl\0"},
            {"phone": "1" * 40},
            {"email": "a\0@example.com"},
        ],
    )
    def test_survives_odd_letters(self, tablet: Tablet, odd: dict):
        assert tablet.walk_in(**odd).status_code in (201, 422)

    def test_with_the_id_of_somebody_elses_scan_is_refused(self, tablet: Tablet, open_house: Event):
        scan_id = str(uuid.uuid4())
        tablet.scan(GuestFactory(event=open_house), id=scan_id)

        refused = tablet.walk_in(id=scan_id)

        assert (refused.status_code, refused.json()["code"]) == (409, "id_reused")
        assert Guest.objects.count() == 1

    def test_counts_as_arrived_at_once(self, tablet: Tablet):
        tablet.walk_in()

        assert SignIn.objects.get().signed_in_at <= timezone.now()
        assert tablet.get("/board").json()["arrived"] == 1
