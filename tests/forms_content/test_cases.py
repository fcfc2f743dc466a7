"""A complaint sent by a form is followed like any other."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from forms_content.models import Submission
from forms_content.traps import new_stamp
from forms_content.views.framing import path_for
from foyer.cases.models import Case
from tests.factories import ContactFactory, EventFactory
from tests.factories.forms import FormPageFactory, block
from tests.security.uploads import PLACE, photo_with_place

pytestmark = pytest.mark.django_db


class TestAComplaintByForm:
    def test_becomes_a_case_its_sender_can_follow(self) -> None:
        page = FormPageFactory(
            purpose="complaint",
            notice="仅用于处理您的投诉。",
            blocks=[
                block("text", "称呼", personal=True),
                block("phone", "电话"),
                block("long_text", "发生了什么", required=True),
            ],
        )
        stamp = new_stamp(version=1, at=timezone.now() - timedelta(minutes=1))
        sent = {"stamp": stamp, "q1": "孙女士", "q2": "13800138000", "q3": "等了四十分钟。"}

        thanked = Client().post(f"/f/{page.slug}?lang=zh-hans", sent).content.decode()

        case = Case.objects.get()
        assert (case.kind, case.channel, case.reporter_name, case.reporter_phone) == (
            "complaint",
            "form",
            "孙女士",
            "13800138000",
        )
        assert case.content == "发生了什么\n等了四十分钟。"
        assert Submission.objects.get().case == case
        assert case.number in thanked
        assert f"/c/{case.secret_sealed}" in thanked
        assert Client().get(f"/c/{case.secret_sealed}").status_code == 200

    def test_is_about_the_event_and_the_contact_it_comes_from(self) -> None:
        event, contact = EventFactory(), ContactFactory(phone="13800138000")
        ContactFactory(phone="13800138001")
        page = FormPageFactory(
            purpose="complaint",
            notice="仅用于处理您的投诉。",
            blocks=[block("phone", "电话"), block("long_text", "发生了什么", required=True)],
        )
        stamp = new_stamp(version=1, at=timezone.now() - timedelta(minutes=1))

        Client().post(
            path_for(page, event),
            {"stamp": stamp, "q1": "138 0013 8000", "q2": "等了四十分钟。"},
        )

        case = Case.objects.get()
        assert (case.event, case.contact, case.client) == (event, contact, contact.client)

    def test_brings_its_photos_into_the_file_of_the_case(self) -> None:
        page = FormPageFactory(
            purpose="complaint",
            notice="仅用于处理您的投诉。",
            blocks=[
                block("long_text", "发生了什么", required=True),
                block("file", "照片", most=3, files="pictures"),
            ],
        )
        stamp = new_stamp(version=1, at=timezone.now() - timedelta(minutes=1))
        photo = ContentFile(photo_with_place("JPEG"), name="漏水.jpg")

        Client().post(f"/f/{page.slug}", {"stamp": stamp, "q1": "天花板漏水。", "q2": photo})

        evidence = Case.objects.get().evidence.get()
        assert (evidence.file_name, evidence.from_client) == ("漏水.jpg", True)
        with evidence.file.open() as file:
            assert PLACE.encode() not in file.read()

    def test_sent_twice_is_one_case(self) -> None:
        page = FormPageFactory(purpose="feedback", blocks=[block("long_text", "意见")])
        stamp = new_stamp(version=1, at=timezone.now() - timedelta(minutes=1))

        for _ in range(2):
            Client().post(f"/f/{page.slug}", {"stamp": stamp, "q1": "灯光可以暗一些。"})

        assert Case.objects.count() == 1
