"""A form over the API: kept by caches, named by its language, limited as its page is. (interfaces: Public)"""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forms_content.models import Submission
from forms_content.services import limits
from forms_content.traps import new_stamp
from tests.factories.forms import FormPageFactory, ask_anew, block

pytestmark = pytest.mark.django_db
ROOT = "/api/foyer/v1"


class TestAFormThatIsRead:
    def test_may_be_kept_until_it_changes(self) -> None:
        form = FormPageFactory()
        url = f"{ROOT}/forms/{form.slug}?lang=en"
        first = Client().get(url)

        same = Client().get(url, headers={"if-none-match": first["ETag"]})
        ask_anew(form, block("text", "新的问题"))
        changed = Client().get(url, headers={"if-none-match": first["ETag"]})

        assert "max-age=60" in first["Cache-Control"]
        assert (same.status_code, same.content) == (304, b"")
        assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)

    def test_is_kept_by_nobody_while_it_hands_out_a_sum(self) -> None:
        form = FormPageFactory(proof="on")

        response = Client().get(f"{ROOT}/forms/{form.slug}")

        assert "no-store" in response["Cache-Control"]
        assert "ETag" not in response

    @pytest.mark.parametrize("path", ["events", "forms/{slug}"])
    def test_names_the_language_it_was_asked_for_in(self, path: str) -> None:
        slug = FormPageFactory().slug

        response = Client().get(f"{ROOT}/{path.format(slug=slug)}?lang=en")

        assert response["Content-Language"] == "en"

    def test_says_how_a_time_and_a_phone_are_written(self) -> None:
        form = FormPageFactory(
            notice="仅用于答复。", blocks=[block("time", "几点"), block("phone", "电话")]
        )
        schema = Client().get(f"{ROOT}/forms/{form.slug}").json()["answers"]["properties"]
        times, phones = schema["q1"]["pattern"], schema["q2"]["pattern"]

        assert [bool(re.search(times, one)) for one in ("18:30", "25:00")] == [True, False]
        assert re.search(phones, "+886 2 2345 6789")
        assert not re.search(phones, "no phone")
        assert not re.search(phones, "1" * 21)


class TestTheLimits:
    @pytest.mark.parametrize("limit", ["FROM_ONE_ADDRESS", "TO_ONE_FORM", "TO_ALL_FORMS"])
    def test_are_shared_by_the_page_and_the_api(
        self, limit: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, limit, 1)
        form = FormPageFactory()
        stamp = new_stamp(version=1, at=timezone.now() - timedelta(minutes=1))

        Client().post(f"/f/{form.slug}?lang=en", {"stamp": stamp, "q1": "5"})
        refused = Client().post(
            f"{ROOT}/forms/{form.slug}/submissions",
            json.dumps({"answers": {"q1": 5}}),
            content_type="application/json",
        )

        assert (refused.status_code, Submission.objects.count()) == (429, 1)
