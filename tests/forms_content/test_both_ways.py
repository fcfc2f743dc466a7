"""A form filled in on its page and one sent over the API accept and refuse the same. (HEADLESS 3)"""

import json
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_content.answers import answers_from_post
from forms_content.models import Submission
from forms_content.services import limits
from forms_content.services.submitting import version_in_use
from forms_content.traps import new_stamp
from tests.factories.forms import FormPageFactory, block, when
from tests.forms_content.test_answering import every_kind

pytestmark = pytest.mark.django_db
WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
LIKELY = st.sampled_from(
    (
        *("", "0", "3", "５", "11", "-1", "1e9", "3.5", "c1", "c2", "c9", "other", "yes", "是"),
        *("2026-05-01", "2026年5月1日", "2026-02-30", "18:30", "25:00"),
        *("zhao@example.com", "138 0013 8000"),
    )
)
NAMES = ["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q8_other", "q9", "q10", "q11", "q12"]
NAMES += ["q13.r1", "q13.r2", "q14.c1", "q14.c2", "q14.c3", "q15", "table", "q17"]
POSTED = st.dictionaries(st.sampled_from(NAMES), st.lists(LIKELY | WORDS, min_size=1, max_size=3))


@pytest.fixture
def form(monkeypatch):
    for name in ("FROM_ONE_ADDRESS", "TO_ONE_FORM", "TO_ALL_FORMS"):
        monkeypatch.setattr(limits, name, 10**6)
    asked = [
        *every_kind(),
        block("text", "原因", required=True, show_if=when("评星", "at_most", "3")),
    ]
    return FormPageFactory(blocks=asked, notice="仅用于改进服务。")


@given(posted=POSTED)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_page_and_the_api_agree(form, posted):
    Submission.objects.all().delete()
    stamp = new_stamp(version=1, at=timezone.now() - timedelta(minutes=1))

    page = Client().post(f"/f/{form.slug}?lang=en", {"stamp": stamp} | posted)
    on_page = [kept.all_answers for kept in Submission.objects.all()]
    Submission.objects.all().delete()
    as_read = QueryDict(mutable=True)
    for name, values in posted.items():
        as_read.setlist(name, values)
    answers = answers_from_post(version_in_use(form).asks, as_read)
    sent = Client().post(
        f"/api/foyer/v1/forms/{form.slug}/submissions?lang=en",
        json.dumps({"answers": answers}),
        content_type="application/json",
    )
    over_api = [kept.all_answers for kept in Submission.objects.all()]

    assert (page.status_code == 200, on_page) == (sent.status_code == 201, over_api)
    if sent.status_code == 422:
        words = page.content.decode()
        for key in sent.json()["errors"]:
            assert f'href="#{key.removeprefix("answers.")}"' in words
