"""The ready forms compile, validate, and are published once what is flagged is written."""

from typing import Any

import pytest

from forms_content.answers import check_answers
from forms_content.compiling import compile_form, needs_notice
from forms_content.definition import standing_of
from forms_content.kiosk import suits_kiosk
from forms_content.models import FormPage
from forms_content.ready import READY
from forms_content.schema import DIALECT, schema_of
from forms_content.services.ready import make_draft
from forms_content.services.submitting import version_in_use
from foyer.core.languages import OWN_NAMES
from tests.factories import UserFactory
from tests.forms_content.answering import some_answers

pytestmark = pytest.mark.django_db
EACH = pytest.mark.parametrize("key", READY)


def test_there_are_twelve():
    assert len(READY) == 12


class TestAReadyForm:
    @EACH
    def test_is_a_draft_whose_only_fault_is_the_notice_the_house_must_write(self, key):
        ready = READY[key]

        page = make_draft(ready=ready, by=UserFactory(role="Marketing"))

        compiled = compile_form(page.get_latest_revision_as_object(), known={}, before=None)
        assert not page.live
        assert compiled.problems == ([needs_notice()] if ready.is_personal else [])

    @EACH
    def test_says_everything_in_three_languages(self, key):
        definition = compile_form(
            make_draft(ready=READY[key], by=None), known={}, before=None
        ).definition

        words = [definition.title, *(one.label for one in definition)]
        words += [
            one.label for question in definition for one in (*question.choices, *question.rows)
        ]
        words += [step.title for step in definition.steps if step.title]
        assert [one for one in words if set(one) != set(OWN_NAMES)] == []

    @EACH
    def test_is_published_and_answered(self, key):
        page = make_draft(ready=READY[key], by=None)
        page.notice = "仅用于答复您。 | 僅用於答覆您。 | Used to answer you only."
        page.save_revision().publish()

        definition = version_in_use(FormPage.objects.get(pk=page.pk)).asks
        checked = check_answers(definition, some_answers(definition))

        assert checked.errors == {}
        assert set(standing_of(definition, checked.answers).required) <= set(checked.answers)
        schema = schema_of(definition, language="en")
        assert schema["$schema"] == DIALECT
        _check_schema(schema, checked.answers)

    def test_of_an_event_asks_what_the_house_measures(self):
        asked = READY["event-satisfaction"].asked

        judged = [(one["value"].get("aspect"), one["type"]) for one in asked]

        assert [(aspect, kind) for aspect, kind in judged if aspect] == [
            ("overall", "single"),
            ("content", "rating"),
            ("organised", "rating"),
            ("service", "rating"),
            ("intent", "single"),
        ]

    def test_of_a_complaint_asks_for_photos(self):
        kinds = [one["type"] for one in READY["complaint"].asked]

        assert kinds.count("file") == 1

    def test_may_be_taken_twice(self):
        pages = [make_draft(ready=READY["smiley"], by=None) for _n in range(2)]

        assert [page.slug for page in pages] == ["smiley", "smiley-2"]

    def test_for_the_exit_suits_a_tablet(self):
        definition = compile_form(
            make_draft(ready=READY["smiley"], by=None), known={}, before=None
        ).definition

        assert suits_kiosk(definition)


class TestThePage:
    def test_makes_a_draft_and_leads_into_the_editor(self, log_in: Any):
        client = log_in("Marketing")
        assert "客户需求调研" in client.get("/admin/forms/ready/").content.decode()

        answer = client.post("/admin/forms/ready/", {"ready": "client-needs"})

        page = FormPage.objects.get()
        assert answer["Location"] == f"/admin/pages/{page.pk}/edit/"
        assert client.get(answer["Location"]).status_code == 200
        assert (page.live, page.may_change, page.owner.username) == (
            False,
            True,
            page.owner.username,
        )

    def test_is_closed_to_those_who_may_not_make_pages(self, log_in: Any):
        assert log_in("Reception").get("/admin/forms/ready/").status_code in (302, 403)


def _check_schema(schema: dict[str, Any], answers: dict[str, Any]) -> None:
    """What was answered is what the schema describes: names, kinds, choices."""
    assert set(schema["required"]) <= set(answers)
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
    kinds |= {"array": list, "object": dict}  # type: ignore[dict-item]  # as JSON has them
    for key, answer in answers.items():
        shape = schema["properties"][key]
        assert isinstance(answer, kinds[shape["type"]])
        if offered := shape.get("oneOf"):
            assert answer in [one["const"] for one in offered]
