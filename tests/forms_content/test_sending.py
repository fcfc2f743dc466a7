"""A form sent to people: each a link, each address one letter, nobody who objects. (000-23, PRV-04)"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forms_content.models import FormLetter, FormPolicy, Recipient, Sending
from forms_content.sending_enums import LeftOut
from forms_content.services.answering import decline
from forms_content.services.audience import plan_sending
from forms_content.services.posting import settle_letters
from forms_content.services.reminding import remind, remind_due
from forms_content.services.sending import NobodyToAsk, NotToBeAnswered, send_form
from foyer.core.business_calendar.models import CalendarDay
from foyer.core.days import house_day
from foyer.privacy.enums import ConsentChannel, ConsentPurpose
from foyer.privacy.services.consents import give_consent, withdraw_consent
from tests.factories import ClientFactory, ContactFactory, EventFactory, GuestFactory, SignInFactory
from tests.factories.forms import FormPageFactory
from tests.factories.sendings import link_of, post_forms, sent_to
from tests.smtp import SmtpInbox

pytestmark = pytest.mark.django_db


def withdrawn(person: Any) -> Any:
    """Somebody who once agreed to news, and no longer does."""
    now = timezone.now()
    consent = give_consent(
        person=person,
        purpose=ConsentPurpose.MARKETING,
        text="我愿意收到消息。",
        language="zh-hans",
        channel=ConsentChannel.PAPER,
        at=now,
    )
    withdraw_consent(consent=consent, channel=ConsentChannel.PHONE, at=now)
    return person


def states() -> list[tuple[str, str]]:
    return list(FormLetter.objects.values_list("kind", "status"))


class TestPlanSending:
    def test_leaves_out_whoever_cannot_or_does_not_want_to_be_written_to(self, now):
        event, page = EventFactory(), FormPageFactory()
        asked = GuestFactory(event=event, email="a@example.com")
        people = [
            asked,
            GuestFactory(event=event, email=""),
            GuestFactory(event=event, email="nobody@"),
            GuestFactory(event=event, email=" A@Example.com ".strip()),
            GuestFactory(event=event, cancelled=True),
            withdrawn(GuestFactory(event=event)),
            GuestFactory(event=event, contact=withdrawn(ContactFactory())),
        ]

        plan = plan_sending(page=page, people=people, event=event)

        assert plan.reached == (asked,)
        assert {reason: len(who) for reason, who in plan.left_out.items()} == {
            LeftOut.NO_ADDRESS: 1,
            LeftOut.BAD_ADDRESS: 1,
            LeftOut.TWICE: 1,
            LeftOut.STRUCK_OFF: 1,
            LeftOut.UNWILLING: 2,
        }

    def test_leaves_out_whoever_has_a_link_or_an_answer_for_the_same_event(self, now):
        event, page = EventFactory(), FormPageFactory()
        asked, answered, fresh = GuestFactory.create_batch(3, event=event)
        sent_to(page, asked, answered, at=now)
        Recipient.objects.filter(guest=answered).update(answered_at=now)

        plan = plan_sending(page=page, people=[asked, answered, fresh], event=event)

        assert plan.reached == (fresh,)
        assert plan.left_out == {LeftOut.ASKED: (asked,), LeftOut.ANSWERED: (answered,)}

    def test_leaves_out_an_address_that_asked_for_no_more(self, now):
        page, contact = FormPageFactory(), ContactFactory(email="stop@example.com")
        decline(link_of(page, contact, at=now), at=now)

        plan = plan_sending(
            page=FormPageFactory(), people=[ContactFactory(email="STOP@example.com")], event=None
        )

        assert (plan.reached, list(plan.left_out)) == ((), [LeftOut.UNWILLING])

    def test_asks_the_database_equally_often_for_one_and_for_many(
        self, django_assert_num_queries, now
    ):
        page, event = FormPageFactory(), EventFactory()
        for count in (1, 5):
            guests = GuestFactory.create_batch(count, event=event, contact=None)
            with django_assert_num_queries(5):
                plan_sending(page=page, people=guests, event=event)


class TestSendForm:
    def test_sends_each_address_one_letter_in_its_own_language(self, smtp_inbox: SmtpInbox, now):
        page = FormPageFactory(title_en="How was the spring tea?")
        event = EventFactory(title="春茶会", title_en="Spring tea")
        chinese = GuestFactory(event=event, email="wang@example.com", name="王小明")
        english = GuestFactory(event=event, email="ann@example.com", name="Ann Lee", language="en")

        for _time in range(2):  # a double tap
            sent_to(page, chinese, english, at=now, once="one tap")
        for _time in range(2):
            post_forms(now)

        assert sorted(smtp_inbox.addresses) == ["ann@example.com", "wang@example.com"]
        letter = next(
            one for one in smtp_inbox.letters if one["X-Envelope-To"] == "ann@example.com"
        )
        text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
        link = Recipient.objects.get(guest=english)
        assert str(letter["Subject"]) == "How was the spring tea?"
        assert "Thank you for coming to “Spring tea”." in text
        assert f"/l/{link.code_sealed}\r\n" in text
        assert str(letter["List-Unsubscribe"]).endswith(f"/l/{link.code_sealed}/stop>")
        assert states() == [("link", "sent")] * 2

    def test_refuses_where_everybody_is_left_out_and_keeps_nothing(self, now):
        with pytest.raises(NobodyToAsk):
            sent_to(FormPageFactory(), GuestFactory(email=""), at=now)

        assert not Sending.objects.exists()

    def test_refuses_a_form_that_takes_no_answers(self, now):
        closed = FormPageFactory(closes_at=now - timedelta(days=1))

        with pytest.raises(NotToBeAnswered):
            sent_to(closed, GuestFactory(), at=now)

    def test_drops_a_letter_to_somebody_who_objected_while_it_waited(
        self, smtp_inbox: SmtpInbox, now
    ):
        guest = GuestFactory()
        sent_to(FormPageFactory(), guest, at=now)
        withdrawn(guest)

        post_forms(now)

        assert (smtp_inbox.addresses, states()) == ([], [("link", "dropped")])

    def test_never_repeats_a_letter_whose_fate_is_unclear(self, smtp_inbox: SmtpInbox, now):
        sent_to(FormPageFactory(), GuestFactory(email="gone@example.com"), at=now)
        smtp_inbox.hang_up_on = "gone@example.com"

        post_forms(now)
        smtp_inbox.hang_up_on = ""
        post_forms(now)

        assert (smtp_inbox.addresses, states()) == ([], [("link", "unclear")])

    def test_tries_again_what_the_server_put_off_and_lets_the_others_pass(
        self, smtp_inbox: SmtpInbox, now
    ):
        event = EventFactory()
        slow = GuestFactory(event=event, email="slow@example.com")
        sent_to(FormPageFactory(), slow, GuestFactory(event=event, email="b@example.com"), at=now)
        smtp_inbox.answer_recipient = lambda to: "451 4.7.1 Greylisted" if "slow" in to else None

        post_forms(now)
        assert smtp_inbox.addresses == ["b@example.com"]
        smtp_inbox.answer_recipient = lambda _to: None
        post_forms(now + timedelta(minutes=2))

        assert smtp_inbox.addresses == ["b@example.com", "slow@example.com"]

    def test_marks_what_a_dead_worker_had_claimed(self, now):
        sent_to(FormPageFactory(), GuestFactory(), at=now)
        FormLetter.objects.update(status="sending")

        settle_letters(at=now)

        assert states() == [("link", "unclear")]


class TestReminders:
    def test_go_to_those_who_have_not_answered_and_no_oftener_than_allowed(
        self, smtp_inbox: SmtpInbox, now
    ):
        event, page = EventFactory(), FormPageFactory(remind_after_days=2, reminders_most=1)
        answered, silent = GuestFactory.create_batch(2, event=event)
        sending = sent_to(page, answered, silent, at=now)
        post_forms(now)
        Recipient.objects.filter(guest=answered).update(answered_at=now)

        for day in range(1, 8):
            moment = midday(now + timedelta(days=day))
            remind_due(at=moment)
            post_forms(moment)

        assert smtp_inbox.addresses.count(silent.email) == 2
        assert smtp_inbox.addresses.count(answered.email) == 1
        assert remind(sending=sending, by=None, at=now + timedelta(days=9)) == 0

    def test_wait_for_the_business_hours_and_follow_the_policy(self, smtp_inbox: SmtpInbox, now):
        FormPolicy.objects.update_or_create(
            defaults={"remind_after_days": 5, "reminders_most": 1}, pk=1
        )
        sent_to(FormPageFactory(), GuestFactory(), at=now)
        post_forms(now)

        remind_due(at=midday(now + timedelta(days=4)))
        remind_due(at=midday(now + timedelta(days=6)).replace(hour=23))
        assert states() == [("link", "sent")]
        remind_due(at=midday(now + timedelta(days=6)))

        assert states() == [("link", "sent"), ("reminder", "queued")]


def midday(at: Any) -> Any:
    """A day's noon, on which the house works."""
    noon = timezone.localtime(at).replace(hour=12, minute=0)
    CalendarDay.objects.update_or_create(day=house_day(noon), defaults={"is_working": True})
    return noon


class TestTheStaffsPages:
    def test_show_the_numbers_before_they_send(self, log_in, now):
        client, page, event = log_in("Marketing"), FormPageFactory(), EventFactory(title="春茶会")
        came = GuestFactory(event=event, name="王小明")
        SignInFactory(guest=came)
        GuestFactory(event=event, name="李不来")
        SignInFactory(guest=GuestFactory(event=event, name="赵无址", email=""))
        asked = {"whom": "arrived", "event": event.pk}

        shown = client.get(f"/admin/forms/{page.pk}/send/", asked)
        words = shown.content.decode()

        assert "王小明" in words
        assert "李不来" not in words
        assert "赵无址" in words  # left out, with the reason
        assert str(LeftOut.NO_ADDRESS.label) in words
        seen = {"seen": shown.context["audience"].mark, "once": shown.context["once"]}
        answer = client.post(f"/admin/forms/{page.pk}/send/", asked | seen)
        sending = Sending.objects.get()
        assert answer["Location"] == f"/admin/forms/{page.pk}/sendings/{sending.pk}/"
        assert [one.guest for one in sending.recipients.all()] == [came]
        assert sending.left_out == {"no_address": 1}

    def test_send_nothing_when_the_list_has_changed_meanwhile(self, log_in, now):
        client, page, event = log_in("Marketing"), FormPageFactory(), EventFactory()
        GuestFactory(event=event)
        asked = {"whom": "listed", "event": event.pk}
        shown = client.get(f"/admin/forms/{page.pk}/send/", asked)
        GuestFactory(event=event)

        seen = {"seen": shown.context["audience"].mark, "once": shown.context["once"]}
        client.post(f"/admin/forms/{page.pk}/send/", asked | seen)

        assert not Sending.objects.exists()

    def test_reach_the_contacts_of_clients_ticked_in_their_list(self, log_in, now):
        client, page = log_in("Administrators"), FormPageFactory()
        chosen, other = ClientFactory(), ClientFactory()
        ContactFactory(client=chosen, name="周晓云", email="zhou@example.com")
        ContactFactory(client=other, name="钱不问", email="qian@example.com")

        url = f"/admin/bulk/clients/client/send_form/?id={chosen.pk}"
        led = client.get(url, follow=True).content.decode()
        assert f"/admin/forms/{page.pk}/send/?id={chosen.pk}&amp;whom=clients" in led
        words = client.get(f"/admin/forms/{page.pk}/send/?id={chosen.pk}&whom=clients")

        assert [one.name for one in words.context["plan"].reached] == ["周晓云"]

    def test_tell_the_response_in_a_constant_number_of_queries(
        self, log_in, now, django_assert_max_num_queries
    ):
        client, page, event = log_in("Marketing"), FormPageFactory(), EventFactory()
        for n in range(4):
            sent_to(page, *GuestFactory.create_batch(3, event=event), at=now, once=str(n))
        link = Recipient.objects.first()
        Recipient.objects.filter(pk=link.pk).update(opened_at=now, answered_at=now)
        FormLetter.objects.filter(recipient=link).update(status="sent")
        FormLetter.objects.filter(recipient__pk=link.pk + 1).update(status="failed")
        client.get(f"/admin/forms/{page.pk}/sendings/")

        with django_assert_max_num_queries(16):
            shown = client.get(f"/admin/forms/{page.pk}/sendings/").context["shown"]

        first = shown[3]
        assert (first.asked, first.reached, first.troubled, first.opened, first.answered) == (
            3,
            1,
            1,
            1,
            1,
        )


def test_the_same_name_gives_the_same_sending(now):
    page, guest = FormPageFactory(), GuestFactory()
    values = {"page": page, "whom": "chosen", "event": guest.event, "by": None, "at": now}

    first = send_form(people=[guest], once="x", **values)

    assert send_form(people=[guest], once="x", **values) == first
    assert Recipient.objects.count() == 1
