"""A sum that keeps machines away: good for one answer, and never in anybody's way. (FORMS 7)"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from forms_content.models import FormPolicy, Submission
from forms_content.proofs import LASTS, SLOW
from forms_content.traps import new_stamp
from forms_content.views import proving
from tests.factories import GuestFactory
from tests.factories.forms import FormPageFactory, block
from tests.factories.sendings import link_of

pytestmark = pytest.mark.django_db
ROOT = "/api/foyer/v1/forms"


def solved(proof: dict[str, Any]) -> list[int]:
    """The numbers that solve a challenge, by the words of the API alone."""

    def fits(puzzle: int, number: int) -> bool:
        text = f"{proof['seed']}:{puzzle}:{number}"
        bits = f"{int(hashlib.sha256(text.encode()).hexdigest(), 16):0256b}"
        return bits.startswith("0" * proof["bits"])

    return [next(n for n in count() if fits(puzzle, n)) for puzzle in range(proof["puzzles"])]


def asked(form: Any, lang: str = "en") -> Any:
    return Client().get(f"{ROOT}/{form.slug}?lang={lang}")


def send(form: Any, proof: dict[str, Any] | None, key: str = "", **given: Any) -> Any:
    body = {"answers": {"q1": 5} | given} | ({} if proof is None else {"proof": proof})
    return Client().post(
        f"{ROOT}/{form.slug}/submissions?lang=en",
        json.dumps(body),
        content_type="application/json",
        headers={"Idempotency-Key": key} if key else {},
    )


@pytest.fixture
def form() -> Any:
    FormPolicy.objects.create(proof_effort=16)
    return FormPageFactory(proof="on")


@pytest.fixture
def proof(form: Any) -> dict[str, Any]:
    told = asked(form).json()["proof"]
    return {"challenge": told["challenge"], "numbers": solved(told)}


class TestAProgram:
    def test_is_told_what_to_solve_and_sends_it(self, form, proof):
        first, again = send(form, proof, "k1"), send(form, proof, "k1")

        assert asked(form)["Cache-Control"] == "no-store"
        assert first.status_code == again.status_code == 201
        assert first.json() == again.json()
        assert Submission.objects.count() == 1

    def test_is_refused_with_a_sentence_without_it(self, form):
        response = send(form, None)

        assert (response.status_code, response.json()["code"]) == (422, "proof_needed")
        assert "small sum" in response.json()["errors"]["proof"][0]
        assert not Submission.objects.exists()

    def test_cannot_use_one_twice(self, form, proof):
        send(form, proof, "k1")

        response = send(form, proof, "k2")

        assert (response.status_code, response.json()["code"]) == (422, "proof_wrong")
        assert Submission.objects.count() == 1

    def test_may_use_it_again_after_answers_that_were_refused(self, form, proof):
        assert send(form, proof, q1=99).status_code == 422
        assert send(form, proof).status_code == 201

    def test_cannot_make_up_numbers_or_bring_another_forms(self, form, proof):
        other = FormPageFactory(proof="on")
        wrong = [
            (form, proof | {"numbers": [0] * 16}),
            (form, proof | {"numbers": proof["numbers"][:-1]}),
            (form, proof | {"challenge": f"{proof['challenge']}x"}),
            (form, proof | {"challenge": new_stamp(version=1, at=timezone.now())}),
            (other, proof),
        ]

        assert [send(page, one).json()["code"] for page, one in wrong] == ["proof_wrong"] * 5

    def test_cannot_keep_one_for_later(self, form, proof):
        with freeze_time(timezone.now() + timedelta(seconds=LASTS + 60)):
            assert send(form, proof).json()["code"] == "proof_wrong"

    def test_is_asked_by_policy_unless_the_form_says_otherwise(self):
        FormPolicy.objects.create(proofs_on=True)
        by_policy, off = FormPageFactory(), FormPageFactory(proof="off")

        assert asked(by_policy).json()["proof"]["puzzles"] == 32
        assert asked(off).json()["proof"] is None
        assert send(off, None).status_code == 201

    def test_sends_files_with_it(self, proof, form):
        parts = {"answers": '{"q1": 5}', "proof": json.dumps(proof)}

        assert Client().post(f"{ROOT}/{form.slug}/submissions", parts).status_code == 201


def on_page(form: Any, *, open_for: int, **given: Any) -> Any:
    """Send a form from its page, as a browser without JavaScript does."""
    with freeze_time(timezone.now() - timedelta(seconds=open_for)):
        drawn = Client().get(f"/f/{form.slug}?lang=en")
    context = drawn.context
    sent = {"stamp": context["stamp"], "challenge": context["sum"].challenge.token, "proof": ""}
    return Client().post(f"/f/{form.slug}?lang=en", sent | {"q1": "5"} | given)


class TestAPageWithoutJavaScript:
    def test_is_taken_once_it_was_open_for_a_while(self, form):
        assert on_page(form, open_for=SLOW + 1).status_code == 200
        assert Submission.objects.get().answers == {"q1": 5}

    def test_is_told_to_wait_and_loses_nothing(self, form):
        told = on_page(form, open_for=SLOW - 10)

        assert told.status_code == 422
        assert "wait 20 seconds" in told.content.decode()
        assert "checked" in told.content.decode()
        with freeze_time(timezone.now() + timedelta(seconds=SLOW)):
            sent = {"stamp": told.context["stamp"], "proof": "", "q1": "5"}
            sent["challenge"] = told.context["sum"].challenge.token
            assert Client().post(f"/f/{form.slug}?lang=en", sent).status_code == 200

    def test_is_no_way_for_machines(self, form):
        answers = [
            on_page(form, open_for=60).status_code for _time in range(proving.SLOW_AN_HOUR + 1)
        ]

        assert answers == [200] * proving.SLOW_AN_HOUR + [422]

    def test_is_not_taken_without_a_challenge_of_the_house(self, form):
        stamp = new_stamp(version=1, at=timezone.now() - timedelta(minutes=5))

        told = Client().post(f"/f/{form.slug}?lang=en", {"stamp": stamp, "q1": "5"})

        assert told.status_code == 422
        assert not Submission.objects.exists()


def test_a_personal_link_is_asked_for_nothing(form, now):
    link = link_of(form, GuestFactory(), at=now)
    stamp = new_stamp(version=1, at=timezone.now() - timedelta(minutes=1))

    drawn = Client().get(f"/l/{link.code_sealed}")
    Client().post(f"/l/{link.code_sealed}", {"stamp": stamp, "q1": "4"})

    assert drawn.context["sum"] is None
    assert Submission.objects.get().answers == {"q1": 4}


def test_a_sum_done_stays_done_while_answers_are_put_right(form):
    asks = FormPageFactory(proof="on", blocks=[block("text", "原因", required=True)])
    drawn = Client().get(f"/f/{asks.slug}?lang=en").context["sum"].challenge
    numbers = solved({"seed": drawn.seed, "puzzles": 16, "bits": 12})
    stamp = new_stamp(version=1, at=timezone.now() - timedelta(minutes=1))
    sent = {"stamp": stamp, "challenge": drawn.token, "proof": ".".join(map(str, numbers))}

    told = Client().post(f"/f/{asks.slug}?lang=en", sent)
    done = Client().post(f"/f/{asks.slug}?lang=en", sent | {"q1": "很好"})

    assert told.context["sum"].numbers == sent["proof"]
    assert done.status_code == 200
    assert Submission.objects.get().answers == {"q1": "很好"}
