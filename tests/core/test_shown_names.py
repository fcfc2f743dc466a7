"""Names of roles, workflows and tasks in the reader's language."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Task, Workflow

from foyer.core.roles import ROLES
from foyer.core.shown_names import ShownName
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SHOWN = {
    "zh-CN": [
        "管理层",
        "市场部",
        "客户经理",
        "前台接待",
        "客服台",
        "场馆部",
        "财务部",
        "档案员",
        "系统管理员",
    ],
    "zh-TW": [
        "管理層",
        "市場部",
        "客戶經理",
        "前台接待",
        "客服臺",
        "場館部",
        "財務部",
        "檔案員",
        "系統管理員",
    ],
    "en": list(ROLES),
}
APPROVAL = {"zh-CN": "管理层审批", "zh-TW": "管理層核准", "en": "Approval by Management"}
READERS = pytest.mark.parametrize("language", SHOWN)


@pytest.fixture
def admin(log_in: Any) -> Client:
    """An administrator at work."""
    client: Client = log_in("Administrators")
    return client


def read(client: Client, url: str, language: str) -> Any:
    """A screen as somebody who reads that language sees it."""
    response = client.get(url, headers={"Accept-Language": language})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def typed_group(**changed: Any) -> dict[str, Any]:
    """The form of a role, without a right."""
    sets = (
        "page_permissions",
        "document_permissions",
        "image_permissions",
        "collection_permissions",
    )
    counts = {f"{name}-{what}": "0" for name in sets for what in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return counts | changed


class TestRole:
    @READERS
    def test_is_listed_by_its_shown_name(self, admin: Client, language: str) -> None:
        titles = read(admin, "/admin/groups/", language).select("td.title a")

        assert {title.text.strip() for title in titles} == set(SHOWN[language])

    @READERS
    def test_is_offered_by_its_shown_name_to_whoever_gives_roles(
        self, admin: Client, language: str
    ) -> None:
        user = UserFactory(role="Finance")

        screen = read(admin, f"/admin/users/edit/{user.pk}/", language)

        labels = [label.text.strip() for label in screen.select("[id^=id_groups] label")]
        assert sorted(labels) == sorted(SHOWN[language])
        chosen = screen.select_one("[name=groups][checked]").find_parent("label").text.strip()
        assert chosen == SHOWN[language][ROLES.index("Finance")]

    @READERS
    def test_is_kept_under_its_key_when_its_form_is_saved(
        self, admin: Client, language: str
    ) -> None:
        url = f"/admin/groups/edit/{Group.objects.get(name='Marketing').pk}/"
        shown = read(admin, url, language).select_one("[name=name]")["value"]
        assert shown == SHOWN[language][1]

        response = admin.post(url, typed_group(name=shown), headers={"Accept-Language": language})

        assert response.status_code == 302
        assert sorted(Group.objects.values_list("name", flat=True)) == sorted(ROLES)

    def test_may_be_renamed_and_then_reads_the_same_to_everybody(self, admin: Client) -> None:
        url = f"/admin/groups/edit/{Group.objects.get(name='Finance').pk}/"

        admin.post(url, typed_group(name="财会组"))

        assert read(admin, url, "en").select_one("[name=name]")["value"] == "财会组"

    @pytest.mark.parametrize("name", ["Marketing", "市场部", "市場部"])
    def test_is_refused_in_words_where_its_shown_name_is_taken(
        self, admin: Client, name: str
    ) -> None:
        response = admin.post("/admin/groups/new/", typed_group(name=name))

        assert response.status_code == 200
        assert list(response.context["form"].errors) == ["name"]


KEY = "Moderators approval"


class TestWorkflowAndTask:
    @READERS
    @pytest.mark.parametrize("what", ["workflows", "tasks"])
    def test_are_shown_by_the_house_s_words(self, admin: Client, what: str, language: str) -> None:
        kind = {"workflows": Workflow, "tasks": Task}[what]
        edit = f"/admin/workflows/{'tasks/' if what == 'tasks' else ''}edit/{kind.objects.get(name=KEY).pk}/"
        index = "/admin/workflows/tasks/index/" if what == "tasks" else "/admin/workflows/list/"

        seen = [read(admin, url, language) for url in (index, edit)]

        for screen in seen:
            assert APPROVAL[language] in str(screen)
            assert not re.search("Moderators", screen.text)

    def test_are_kept_under_their_key_when_saved(self) -> None:
        for record in (Workflow.objects.get(name=KEY), Task.objects.get(name=KEY).specific):
            record.name = "管理層核准"
            record.full_clean()
            record.save()

            assert type(record)._default_manager.filter(name=KEY).count() == 1


class TestShownName:
    def test_is_its_key_to_the_house_and_words_to_the_reader(self) -> None:
        name = ShownName("Marketing")

        assert name == "Marketing"
        assert hash(name) == hash("Marketing")
        assert [str(name), f"{name}", "%s" % name] == ["市场部"] * 3  # noqa: UP031  all ways of saying it
