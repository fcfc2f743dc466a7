"""The builder of forms in the admin, and the pages of answers."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail.users.models import UserProfile

from forms_content.enums import Source
from forms_content.models import FormPage
from forms_content.services.submitting import Way, submit, version_in_use
from foyer.core.roles import ADMINISTRATORS, MARKETING, SERVICE_DESK
from foyer.events.models import HomePage
from tests.conftest import LogIn
from tests.factories import UserFactory
from tests.factories.forms import FormPageFactory, block

pytestmark = pytest.mark.django_db
RULE_POST = {"match": "all", "conditions": {"count": "0"}}


def written(*questions: tuple[str, dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """What the editor posts to publish a form."""
    asked = [
        (kind, {"width": "full", "show_if": RULE_POST, "required_if": RULE_POST} | value)
        for kind, value in questions
    ]
    posted = {
        "title": "午宴意见",
        "slug": "lunch",
        "purpose": "survey",
        "keep_days": "730",
        "questions": streamfield(asked),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0},
        "action-publish": "1",
    }
    return nested_form_data(posted | fields)


def publish(client: Client, posted: dict[str, Any]) -> Any:
    """Post a new form from the editor."""
    home = HomePage.objects.get(locale__language_code="zh-hans")
    address = f"/admin/pages/add/forms_content/formpage/{home.pk}/"
    return client.post(address, posted)


class TestTheMenu:
    def test_begins_with_text_and_choices(self) -> None:
        groups = FormPage._meta.get_field("questions").stream_block.grouped_child_blocks()

        with override("en"):
            names = [str(name) for name, _blocks in groups]

        assert names == ["Writing", "Choosing", "Rating", "Further"]


class TestTheAddress:
    def test_of_a_chinese_title_is_one_people_can_type(self, log_in: LogIn) -> None:
        client = log_in(MARKETING)
        question = ("text", {"label": "意见"})

        for _n in range(2):
            posted = written(question, slug="二〇二六春茶会满意度")
            assert publish(client, posted).status_code == 302
        long = written(question, slug="很长很长很长很长很长很长很长很长的题目")
        assert publish(client, long).status_code == 302

        first, second, third = FormPage.objects.order_by("pk").values_list("slug", flat=True)
        assert first.isascii()
        assert first.endswith("-chun-cha-hui-man-yi")
        assert second == f"{first}-2"
        assert third == "hen-zhang-hen-zhang-hen-zhang"

    def test_is_kept_where_the_editor_saved_a_draft_by_itself_before(self, log_in: LogIn) -> None:
        client = log_in(MARKETING)
        posted = written(("text", {"label": "意见"}), slug="秋日雅集")
        publish(client, {name: value for name, value in posted.items() if name != "action-publish"})
        draft = FormPage.objects.get(live=False)

        response = client.post(
            f"/admin/pages/{draft.pk}/edit/", posted
        )  # what its window still holds

        draft.refresh_from_db()
        assert (response.status_code, draft.live, draft.slug) == (302, True, "qiu-ri-ya-ji")


class TestTheBuilder:
    def test_publishes_what_marketing_wrote(self, log_in: LogIn) -> None:
        client = log_in(MARKETING)
        posted = written(("single", {"label": "菜品如何？", "choices": "好，一般，差"}))

        response = publish(client, posted)

        assert response.status_code == 302
        shown = Client().get("/f/lunch?lang=zh-hans").content.decode()
        assert all(words in shown for words in ("菜品如何？", "好", "一般", "差"))

    @pytest.mark.parametrize(
        ("kind", "value", "words"),
        [
            ("email", {"label": "邮箱"}, "请先写好个人信息告知"),
            ("single", {"label": "菜品", "choices": "只有一个"}, "请至少写两个选项"),
            (
                "text",
                {
                    "label": "原因",
                    "show_if": {
                        "match": "all",
                        "conditions": {
                            "count": "1",
                            "0": {
                                "deleted": "",
                                "order": "0",
                                "value": {"question": "没有", "comparison": "is", "value": "x"},
                            },
                        },
                    },
                },
                "引用了“没有”",
            ),
        ],
    )
    def test_says_what_is_missing_and_keeps_what_was_written(
        self, log_in: LogIn, kind: str, value: dict[str, Any], words: str
    ) -> None:
        response = publish(log_in(MARKETING), written((kind, value)))

        assert FormPage.objects.count() == 0
        assert words in response.content.decode()
        assert "午宴意见" in response.content.decode()


def answered(page: FormPage, **given: Any) -> None:
    """Send one filled copy."""
    way = Way(Source.API, "zh-hans", f"{given}{page.submissions.count()}")
    submit(page=page, version=version_in_use(page), given=given, way=way, at=timezone.now())


class TestTheList:
    def test_names_a_form_in_the_readers_script_as_the_form_itself_does(
        self, log_in: LogIn
    ) -> None:
        FormPageFactory(title="历次活动满意度")
        reader = UserFactory(role="Marketing")
        UserProfile.objects.create(user=reader, preferred_language="zh-hant")

        assert "歷次活動滿意度" in log_in(user=reader).get("/admin/forms/").content.decode()


class TestTheAnswers:
    def test_show_what_is_personal_only_to_those_who_may_see_it(self, log_in: LogIn) -> None:
        page = FormPageFactory(
            blocks=[block("text", "意见"), block("email", "邮箱")], notice="仅用于回复。"
        )
        answered(page, q1="茶很好", q2="zhao@example.com")
        address = f"/admin/forms/{page.pk}/answers/{page.submissions.get().pk}/"

        marketing = log_in(MARKETING).get(address).content.decode()
        service = log_in(SERVICE_DESK).get(address).content.decode()

        assert ("茶很好" in marketing, "zhao@example.com" in marketing) == (True, False)
        assert ("茶很好" in service, "zhao@example.com" in service) == (True, True)

    @pytest.mark.parametrize("where", ["", "{pk}/", "{pk}/answers/"])
    def test_are_read_in_the_same_number_of_queries_however_many(
        self, log_in: LogIn, where: str
    ) -> None:
        client, page = log_in(MARKETING), FormPageFactory()
        counts = []
        for more in (1, 2):
            for _ in range(more):
                answered(page, q1=5)
            client.get(f"/admin/forms/{where.format(pk=page.pk)}")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/admin/forms/{where.format(pk=page.pk)}")
            counts.append(len(queries))

        assert counts[0] == counts[1]

    def test_keep_a_form_from_being_deleted(self, log_in: LogIn) -> None:
        page = FormPageFactory()
        answered(page, q1=5)
        response = log_in(ADMINISTRATORS).post(f"/admin/pages/{page.pk}/delete/")

        assert response.status_code == 302
        assert FormPage.objects.filter(pk=page.pk).exists()

    def test_of_a_complaint_are_read_only_by_those_who_see_every_case(self, log_in: LogIn) -> None:
        page = FormPageFactory(purpose="complaint", blocks=[block("long_text", "发生了什么")])
        answered(page, q1="等了四十分钟")
        address = f"/admin/forms/{page.pk}/answers/"

        codes = [log_in(role).get(address).status_code for role in (MARKETING, SERVICE_DESK)]
        report = log_in(MARKETING).get(f"/admin/forms/{page.pk}/").content.decode()

        assert codes == [302, 200]
        assert "等了四十分钟" not in report
