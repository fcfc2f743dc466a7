"""The whole API, asked what its own description allows and forbids: it never breaks and lets no stranger in."""

import os
from collections import Counter

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode

from forms_content import api as forms_api
from forms_content.models import Submission
from tests.factories.forms import FormPageFactory, block

pytestmark = [pytest.mark.django_db, pytest.mark.fuzz]
CASES = int(os.environ.get("FOYER_FUZZ_CASES", "120"))  # in all; `make fuzz` takes thousands
BOTH = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture(autouse=True)
def one_connection():
    """The test's own connection answers every request, as with Django's client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def form(monkeypatch):
    monkeypatch.setattr(forms_api, "SENDS_A_MINUTE", 10**6)
    return FormPageFactory(
        blocks=[
            block("text", "称呼"),
            block("number", "几位", least=1, most=20),
            block("single", "单选", choices="甲\n乙", other=True),
            block("matrix", "表格", rows="菜品\n服务", choices="好\n差"),
            block("file", "照片", most=2, files="any"),
            block("signature", "签名"),
        ],
        notice="仅用于改进服务。",
    )


def test_every_address_holds(form):
    application = get_wsgi_application()
    schema = schemathesis.openapi.from_wsgi("/api/foyer/v1/openapi.json", application)
    operations = [found.ok() for found in schema.get_all_operations()]
    answers: Counter[int] = Counter()
    each = max(3, CASES // (2 * len(operations)))

    for operation in operations:
        for mode in BOTH:
            attempt(operation, mode, each, form.slug, answers)()

    assert len(operations) > 20
    assert sum(answers.values()) >= CASES * 0.8
    assert set(answers) >= {200, 401, 404, 422}
    assert Submission.objects.exists()


def attempt(operation, mode, examples, slug, answers):
    """Return a property of one address: whatever is sent, it answers, and to strangers not a word."""
    quick = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

    @seed(20261127)
    @quick
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case):
        if "slug" in (case.path_parameters or {}):
            case.path_parameters["slug"] = slug  # a form that is there: others are soon told apart
        response = case.call()
        answers[response.status_code] += 1
        assert response.status_code < 500, (case.as_curl_command(), response.text)
        if operation.definition.raw.get("security"):
            assert response.status_code in (400, 401, 403, 404, 405, 422, 429), (
                case.as_curl_command()
            )

    return holds
