"""One tap at the exit: counted for its event, nobody named, back to the start. (000-23)"""

import re
from typing import Any

import pytest
from django.core.signing import dumps
from django.test import Client

from forms_content.kiosk import kiosk_path
from forms_content.models import Submission
from foyer.core.models import HousePolicy
from tests.factories import EventFactory
from tests.factories.forms import FormPageFactory, block

pytestmark = pytest.mark.django_db
FACES = "满意 | 滿意 | Satisfied\n一般 | 普通 | So so\n不满意 | 不滿意 | Not satisfied"


def smiley(**values: Any) -> Any:
    return FormPageFactory(
        blocks=[block("single", "今晚满意吗", choices=FACES, required=True)], **values
    )


class TestTheTablet:
    def test_counts_each_tap_for_its_event_and_starts_anew(self):
        page, event = smiley(), EventFactory(title="春茶会")
        path = kiosk_path(page, event)

        shown = Client().get(path).content.decode()
        assert "春茶会" in shown
        assert shown.count('<svg class="tap__face"') == 3
        assert "/admin" not in shown
        for n, tap in enumerate(("c1", "c1", "c3")):  # a queue of people on one tablet
            thanked = Client().post(path, {"q1": tap, "once": str(n)})
        repeated = Client().post(path, {"q1": "c3", "once": "2"})

        seconds = HousePolicy.load().dismiss_seconds
        assert thanked["Refresh"].startswith(f"{seconds};url=/f/{page.slug}/kiosk")
        assert repeated.status_code == 200
        kept = Submission.objects.order_by("pk")
        assert [(one.answers["q1"], one.event, one.source) for one in kept] == [
            ("c1", event, "kiosk"),
            ("c1", event, "kiosk"),
            ("c3", event, "kiosk"),
        ]

    def test_knows_only_addresses_the_house_gave(self):
        page, other = smiley(), smiley()
        told = kiosk_path(other, EventFactory()).partition("?")[2]

        for query in ("", "?event=1", f"?event={dumps([page.pk, 1])}", f"?{told}", "?event=%00"):
            assert Client().get(f"/f/{page.slug}/kiosk{query}").status_code == 404

    def test_shows_no_form_that_asks_for_writing_or_a_person(self):
        page = FormPageFactory(blocks=[block("long_text", "想说什么")])

        shown = Client().get(kiosk_path(page, None)).content.decode()

        assert "<form" not in shown
        assert not Submission.objects.exists()

    def test_says_what_is_missing_where_the_browser_has_no_javascript(self):
        page = smiley()

        shown = Client().post(kiosk_path(page, None), {"once": "a"}).content.decode()

        assert "<form" in shown
        assert not Submission.objects.exists()

    @pytest.mark.parametrize("count", [3, 4, 5])
    def test_smiles_for_the_best_frowns_for_the_worst_and_for_the_third_of_four_neither(
        self, count: int
    ):
        words = ["很好", "好", "一般", "差", "很差"][:count]
        page = FormPageFactory(
            blocks=[block("single", "今晚如何", choices="\n".join(words), aspect="overall")]
        )

        shown = Client().get(kiosk_path(page, None)).content.decode()

        bends = [int(bend) - 42 for bend in re.findall(r'd="M21 \d+ Q32 (\d+) 43', shown)]
        assert bends == sorted(bends, reverse=True)
        assert (bends[0], bends[-1]) == (11, -11)
        assert count < 4 or bends[2] == 0
