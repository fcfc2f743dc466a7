"""What was answered to forms over the API: with a token, within an account's rights. (HEADLESS 1)"""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from forms_content.models import FormPage
from foyer.core.roles import MANAGEMENT, MARKETING
from foyer.privacy.models import ViewLogEntry
from foyer.staff.models import ApiScope
from tests.api.test_clients import Program
from tests.factories import UserFactory
from tests.factories.forms import FormPageFactory, block
from tests.forms_content.answers import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def form() -> FormPage:
    """A form with three answers."""
    page = FormPageFactory(
        blocks=[block("rating", "茶点", most=5, aspect="service"), block("email", "邮箱")],
        notice="仅用于回复。",
    )
    for stars in (1, 3, 5):
        answer(page, q1=stars, q2=f"guest{stars}@example.com")
    return page


class TestResults:
    def test_are_counted_as_on_the_page(self, form: FormPage) -> None:
        program = Program(UserFactory(role=MARKETING), ApiScope.READ_FORMS)

        told = program.send("get", f"results/{form.slug}?lang=en").json()

        assert (told["counted"], told["satisfaction"]["score"]) == (3, 50.0)
        assert told["questions"][0]["average"] == 3.0
        assert [one["slug"] for one in program.send("get", "results").json()["items"]] == [
            form.slug
        ]

    def test_are_listed_by_the_page_with_personal_answers_masked(self, form: FormPage) -> None:
        program = Program(UserFactory(role=MARKETING), ApiScope.READ_FORMS, ApiScope.SENSITIVE)
        path, seen, cursor = f"results/{form.slug}/submissions?limit=2", [], ""

        while cursor is not None:
            told = program.send("get", f"{path}&cursor={cursor}").json()
            seen += [one["answers"] for one in told["items"]]
            cursor = told["next"]

        assert seen == [{"q1": 1}, {"q1": 3}, {"q1": 5}]
        assert not ViewLogEntry.objects.exists()

    def test_tell_personal_answers_with_scope_and_right_and_note_it(self, form: FormPage) -> None:
        program = Program(UserFactory(role=MANAGEMENT), ApiScope.READ_FORMS, ApiScope.SENSITIVE)

        told = program.send("get", f"results/{form.slug}/submissions").json()

        assert told["items"][0]["answers"]["q2"] == "guest1@example.com"
        assert ViewLogEntry.objects.get().people == 3

    def test_of_an_anonymous_form_are_not_told_one_by_one_nor_in_small_groups(self) -> None:
        page = FormPageFactory(anonymous=True)
        for _n in range(4):
            answer(page, q1=5)
        program = Program(UserFactory(role=MARKETING), ApiScope.READ_FORMS)

        codes = [program.send("get", f"results/{page.slug}{part}") for part in ("", "/submissions")]

        assert (codes[0].json()["hidden"], codes[0].json()["questions"]) == (True, [])
        assert codes[1].status_code == 403

    @pytest.mark.parametrize(
        ("scopes", "path", "status"),
        [
            ([ApiScope.READ_CLIENTS], "results", 403),
            ([ApiScope.READ_FORMS], "results/nothing", 404),
            ([ApiScope.READ_FORMS], "results/nothing/submissions?cursor=x", 404),
        ],
    )
    def test_refuse_what_is_not_allowed_or_not_there(
        self, scopes: list[ApiScope], path: str, status: int
    ) -> None:
        program = Program(UserFactory(role=MARKETING), *scopes)

        assert program.send("get", path).status_code == status
        assert Browser().get(f"/api/foyer/v1/{path}").status_code == 401
