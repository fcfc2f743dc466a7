"""Texts for replies: kept by supervisors, filled in for one client, changed before they go out. (001-23)"""

import pytest
from django.core.exceptions import ValidationError

from foyer.cases.models import CaseMessage, ReplyText
from foyer.cases.services.letters import write_letter
from foyer.cases.services.replies import fill_reply
from foyer.core.models import HousePolicy
from tests.factories import CaseFactory, ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def text():
    return ReplyText.objects.create(
        name="正在核实",
        text="{greeting}：{number} 正在核实，{date}前答复。{link} {house}",
        text_en="Dear {greeting}, {number} is being looked into; our answer by {date}. {link}",
    )


class TestFillReply:
    def test_speaks_the_clients_language(self, text):
        case = CaseFactory(language="en", name="Ms Ouyang")

        words = fill_reply(text, case)

        assert words.startswith(f"Dear Ms Ouyang, {case.number} is being looked into")
        assert "{date}" not in words

    def test_greets_a_contact_as_they_wish(self, text):
        contact = ContactFactory(name="王小明", form_of_address="王总")

        words = fill_reply(text, CaseFactory(contact=contact))

        assert words.startswith(contact.greeting)

    def test_keeps_the_clients_link_out_of_what_is_kept(self, text):
        case = CaseFactory()

        assert case.secret_sealed not in fill_reply(text, case)
        assert "{link}" in fill_reply(text, case)

    def test_refuses_a_place_nobody_knows(self, text):
        text.text = "{nmae}"

        with pytest.raises(ValidationError) as refused:
            text.full_clean()

        assert "{nmae}" in str(refused.value)


class TestAtTheDesk:
    def test_a_text_is_filled_in_below_what_was_typed_and_sent_as_it_was_changed(
        self, log_in, text, client
    ):
        case = CaseFactory(email="ouyang@example.com")
        desk, page = log_in("Service desk"), f"/admin/cases/{case.pk}/"
        sent = {"act": "progress", "seen": case.version, "reply": text.pk}

        shown = desk.post(page, sent | {"text": "您好。", "fill": "1"})

        filled = {name: form for name, _act, form in shown.context["other_acts"]}["progress"]
        words = filled.initial["text"]
        assert words.startswith("您好。\n\n欧阳明月：")
        assert not CaseMessage.objects.exists()
        desk.post(page, sent | {"text": words.replace("正在核实", "已经核实")})
        [kept] = CaseMessage.objects.all()
        assert "已经核实" in kept.text
        assert case.secret_sealed not in kept.text
        letter = case.letters.get(message=kept)
        assert f"/c/{case.secret_sealed}" in write_letter(letter, HousePolicy.load()).body
        assert (
            f"/c/{case.secret_sealed} " in client.get(f"/c/{case.secret_sealed}").content.decode()
        )

    def test_offers_only_what_fits_the_kind(self, log_in, text):
        ReplyText.objects.create(name="咨询答复", kind="enquiry", text="答复如下。")
        ReplyText.objects.create(name="旧文", text="旧。", is_offered=False)
        case = CaseFactory()

        shown = log_in("Service desk").get(f"/admin/cases/{case.pk}/")

        form = {name: form for name, _act, form in shown.context["other_acts"]}["progress"]
        assert list(form.fields["reply"].queryset) == [text]

    def test_are_kept_by_supervisors_alone(self, log_in, text):
        address = f"/admin/snippets/cases/replytext/edit/{text.pk}/"

        assert log_in("Service desk").get(address).status_code == 200
        assert log_in("Reception").get(address).status_code == 302
