"""Guests are asked the day after an event, once, by day; the host hears of what is late. (000-23)"""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from django.test import Client
from django.utils import timezone
from PIL import Image

from forms_content.models import (
    EventSurvey,
    FormLetter,
    FormPolicy,
    Recipient,
    Sending,
    Submission,
)
from forms_content.services.surveys import alarm_late_surveys, send_due_surveys
from forms_content.traps import new_stamp
from forms_content.views.framing import path_for
from foyer.core.ticks import run_due
from tests.factories import EventFactory, GuestFactory, SignInFactory, UserFactory
from tests.factories.forms import FormPageFactory
from tests.factories.sendings import sent_to

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 21, tzinfo=ZONE)  # when the event ends
WEDNESDAY = datetime(2026, 11, 25, 10, tzinfo=ZONE)


def policy(**values: Any) -> FormPolicy:
    kept, _new = FormPolicy.objects.update_or_create(pk=1, defaults=values)
    return kept


def held(**values: Any) -> Any:
    """An event that ended on Tuesday evening, to which one guest came and one did not."""
    hours = {"starts_at": TUESDAY - timedelta(hours=3), "ends_at": TUESDAY} | values
    event = EventFactory(**hours)
    SignInFactory(guest=GuestFactory(event=event, name="王来了"))
    GuestFactory(event=event, name="李没来")
    return event


def asked() -> list[str]:
    return list(Recipient.objects.values_list("guest__name", flat=True))


class TestASurveyAfterAnEvent:
    def test_goes_to_those_who_came_the_day_after_once_and_by_day(self, db):
        policy(survey_form=FormPageFactory())
        event = held()

        for moment in (
            TUESDAY + timedelta(minutes=30),  # the same night
            WEDNESDAY.replace(hour=7),  # before the house opens
        ):
            send_due_surveys(at=moment)
            assert asked() == []
        for minutes in (0, 10, 20):
            send_due_surveys(at=WEDNESDAY + timedelta(minutes=minutes))

        assert asked() == ["王来了"]
        sending = Sending.objects.get()
        assert (sending.event, sending.whom, sending.by) == (event, "arrived", None)
        assert FormLetter.objects.filter(kind="link").count() == 1

    def test_is_sent_by_the_tick(self, db):
        policy(survey_form=FormPageFactory())
        held()

        assert "forms_content.surveys" in run_due(at=WEDNESDAY)

        assert asked() == ["王来了"]

    def test_follows_the_events_own_setting(self, db):
        own, usual = FormPageFactory(), FormPageFactory()
        policy(survey_form=usual)
        EventSurvey.objects.create(event=held(), state="off")
        EventSurvey.objects.create(event=held(), state="", form=own)

        send_due_surveys(at=WEDNESDAY)

        assert [sending.page for sending in Sending.objects.all()] == [own]

    def test_waits_for_monday_after_a_friday_and_never_beyond_the_deadline(self, db):
        policy(survey_form=FormPageFactory())
        friday = TUESDAY + timedelta(days=3)
        held(starts_at=friday - timedelta(hours=3), ends_at=friday)

        send_due_surveys(at=friday + timedelta(hours=14))  # Saturday, 11:00
        assert asked() == []
        send_due_surveys(at=friday + timedelta(days=2, hours=14))  # Monday

        assert asked() == ["王来了"]

    def test_goes_out_on_the_last_day_though_the_house_is_closed(self, db):
        policy(survey_form=FormPageFactory(), survey_days=1, deadline_days=1)
        friday = TUESDAY + timedelta(days=3)
        held(starts_at=friday - timedelta(hours=3), ends_at=friday)

        send_due_surveys(at=friday + timedelta(hours=4))  # in the night to Saturday
        assert asked() == []
        send_due_surveys(at=friday + timedelta(hours=14))

        assert asked() == ["王来了"]

    def test_is_none_after_a_cancelled_event_nor_long_after(self, db):
        policy(survey_form=FormPageFactory())
        held(status="cancelled")
        held(starts_at=TUESDAY - timedelta(days=20), ends_at=TUESDAY - timedelta(days=19))

        send_due_surveys(at=WEDNESDAY)

        assert asked() == []

    def test_leaves_those_alone_whom_staff_asked_by_hand(self, db):
        page = FormPageFactory()
        policy(survey_form=page)
        event = held()
        sent_to(page, event.guests.get(name="王来了"), at=TUESDAY)

        send_due_surveys(at=WEDNESDAY)

        assert Sending.objects.count() == 1


class TestTheAlarm:
    def test_tells_the_host_once_that_none_has_gone_out(self, db):
        host = UserFactory(email="host@example.com")
        event = held(host=host)
        policy(survey_form=None)
        late = TUESDAY + timedelta(days=8)

        alarm_late_surveys(at=TUESDAY + timedelta(days=6, hours=14))  # still time
        assert not FormLetter.objects.exists()
        alarm_late_surveys(at=late.replace(hour=23))  # not at night
        assert not FormLetter.objects.exists()
        for minutes in (0, 10):
            alarm_late_surveys(at=late.replace(hour=11) + timedelta(minutes=minutes))

        letter = FormLetter.objects.get()
        assert (letter.kind, letter.event, letter.to) == ("alarm", event, host)

    def test_tells_of_too_few_answers_where_the_policy_wants_some(self, db):
        policy(survey_form=FormPageFactory(), least_answers=1)
        held(host=UserFactory(email="host@example.com"))
        send_due_surveys(at=WEDNESDAY)
        late = (TUESDAY + timedelta(days=8)).replace(hour=11)

        alarm_late_surveys(at=late)
        assert [one.key.rpartition(":")[2] for one in FormLetter.objects.filter(kind="alarm")] == [
            "few"
        ]
        Recipient.objects.update(answered_at=WEDNESDAY)
        FormLetter.objects.filter(kind="alarm").delete()
        alarm_late_surveys(at=late)

        assert not FormLetter.objects.filter(kind="alarm").exists()

    def test_is_silent_where_no_survey_is_wanted(self, db):
        policy(surveys_on=False)
        held(host=UserFactory(email="host@example.com"))

        alarm_late_surveys(at=(TUESDAY + timedelta(days=8)).replace(hour=11))

        assert not FormLetter.objects.exists()


class TestThePages:
    def test_show_what_is_late_in_a_constant_number_of_queries(
        self, log_in, now, django_assert_max_num_queries
    ):
        ended = now - timedelta(days=10)
        for _n in range(3):
            held(starts_at=ended - timedelta(hours=3), ends_at=ended)
        client = log_in("Marketing")
        client.get("/admin/forms/surveys/")

        with django_assert_max_num_queries(14):
            words = client.get("/admin/forms/surveys/").content.decode()

        assert words.count("forms-late") == 3

    def test_keep_the_setting_of_an_event(self, log_in, now):
        client, event, page = log_in("Marketing"), EventFactory(), FormPageFactory()
        url = f"/admin/forms/surveys/{event.pk}/"

        client.post(url, {"state": "on", "form": page.pk})

        kept = EventSurvey.objects.get()
        assert (kept.event, kept.state, kept.form) == (event, "on", page)
        assert f'value="{page.pk}" selected' in client.get(url).content.decode()


class TestALinkForAnEvent:
    """One form serves many events: which one answers are about, the house says and nobody else."""

    @pytest.fixture
    def form(self):
        return FormPageFactory()

    def sent(self, path: str) -> Submission:
        stamp = new_stamp(version=1, at=timezone.now() - timedelta(minutes=1))
        assert Client().post(path, {"stamp": stamp, "q1": "5"}).status_code == 200
        return Submission.objects.latest("pk")

    def test_is_signed_for_one_form(self, form):
        event = EventFactory()
        path = path_for(form, event)

        assert self.sent(path).event == event
        assert Client().get(path).context["action"].startswith(path.partition("?")[0])
        assert path.partition("event=")[2] in Client().get(path).context["action"]
        assert self.sent(path.replace(form.slug, FormPageFactory().slug)).event is None
        assert self.sent(f"{path}x").event is None

    def test_is_a_bare_number_only_where_the_form_is_asked_with_anyway(self, form, now):
        mine, asked, told, strange = (EventFactory() for _n in range(4))
        form.event = mine
        form.save()
        EventSurvey.objects.create(event=asked, form=form)
        sent_to(form, GuestFactory(event=told), at=now)

        found = [
            self.sent(f"/f/{form.slug}?event={one.number}").event
            for one in (mine, asked, told, strange)
        ]

        assert found == [mine, asked, told, mine]  # the last falls to the form's own

    def test_is_shown_to_staff_on_a_poster_and_for_other_sites(self, form, log_in):
        event = EventFactory(title="秋日雅集")
        form.embed_origins = "https://www.example.com"
        form.save()
        staff = log_in("Marketing")

        page = staff.get(f"/admin/forms/surveys/{event.pk}/").content.decode()
        poster = staff.get(f"/admin/forms/{form.pk}/poster/?event={event.pk}").content.decode()
        lines = staff.get(f"/admin/forms/{form.pk}/embed/?event={event.pk}").content.decode()
        code = staff.get(f"/admin/forms/{form.pk}/code.png?event={event.pk}").content

        assert path_for(form, event) in page
        assert "秋日雅集" in poster
        assert f"event={event.number}." in lines
        assert path_for(form, event) in zxingcpp.read_barcode(Image.open(BytesIO(code))).text
