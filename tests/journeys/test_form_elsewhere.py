"""A form on the pages of another site: in a frame, and drawn from its schema by the example in docs/."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from forms_content import traps
from forms_content.models import Submission
from tests.factories.forms import FormPageFactory, block, when
from tests.security.uploads import picture

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
FRAME = '<!doctype html><iframe src="{address}" title="form" width="390" height="800"></iframe>'


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def elsewhere(tmp_path):
    """Another site, with the example of docs/ and a page of its own."""
    (tmp_path / "form.html").write_bytes((EXAMPLES / "form.html").read_bytes())
    handler = partial(Quiet, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", tmp_path
        server.shutdown()


@pytest.fixture
def visit(chromium):
    """A window that is not the house's."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


class TestTheExample:
    def test_draws_a_form_says_what_is_wrong_and_sends_it(
        self, transactional_db, house, elsewhere, visit, settings
    ):
        origin, _folder = elsewhere
        settings.API_ORIGINS = [origin]
        form = FormPageFactory(
            notice="仅用于处理。",
            proof="on",
            blocks=[
                block(
                    "single", "满意吗", label_en="Satisfied", choices="好 | 好 | Yes\n差 | 差 | No"
                ),
                block(
                    "text",
                    "原因",
                    label_en="Why",
                    required=True,
                    show_if=when("满意吗", "is", "差"),
                ),
                block(
                    "multiple", "再来", label_en="Again", choices="茶 | 茶 | Tea\n琴 | 琴 | Music"
                ),
                block("matrix", "各项", label_en="Parts", rows="菜\n酒", choices="好\n差"),
                block("number", "几位", label_en="How many", least=1, most=9),
                block("file", "照片", label_en="Photo", most=2, files="pictures"),
                block("consent", "同意", label_en="Agreed"),
            ],
        )
        visit.goto(f"{origin}/form.html?house={house}&form={form.slug}&lang=en")
        visit.locator("[name=q1]").select_option("c2")
        visit.locator("[name=q3]").select_option(["c1", "c2"])
        for row in ("q4.r1", "q4.r2"):
            visit.locator(f"[name='{row}']").select_option("c1")
        visit.locator("[name=q5]").fill("12")
        photo = {"name": "leak.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG")}
        visit.locator("[name=q6]").set_input_files(photo)
        visit.locator("[name=q7]").check()
        visit.get_by_role("button", name="Send").click()
        expect(visit.locator("#q5 .wrong")).to_contain_text("9")
        expect(visit.locator("#q2 .wrong")).not_to_be_empty()

        visit.locator("[name=q2]").fill("Too loud")
        visit.locator("[name=q5]").fill("2")
        visit.get_by_role("button", name="Send").click()
        expect(visit.locator("#said")).to_contain_text("-")

        kept = Submission.objects.get()
        assert kept.number in visit.locator("#said").inner_text()
        assert kept.all_answers == {
            "q1": "c2",
            "q2": "Too loud",
            "q3": ["c1", "c2"],
            "q4": {"r1": "c1", "r2": "c1"},
            "q5": 2,
            "q6": ["leak.jpg"],
            "q7": True,
        }


class TestAFrame:
    def test_shows_the_form_only_on_the_sites_named(
        self, transactional_db, house, elsewhere, visit, monkeypatch
    ):
        monkeypatch.setattr(traps, "QUICKEST", 0)
        origin, folder = elsewhere
        named = FormPageFactory(embed_origins=origin)
        other = FormPageFactory(embed_origins="https://www.example.com")
        for form in (named, other):
            address = f"{house}/f/{form.slug}?lang=en&frame=1"
            (folder / f"{form.slug}.html").write_text(FRAME.format(address=address))

        visit.goto(f"{origin}/{named.slug}.html")
        frame = visit.frame_locator("iframe")
        frame.locator("[name=q1][value='4']").check(force=True)
        frame.get_by_role("button", name="Send").click()
        expect(frame.get_by_text("Your reference")).to_be_visible()
        visit.goto(f"{origin}/{other.slug}.html")

        assert frame.locator("form").count() == 0
        assert Submission.objects.get().answers == {"q1": 4}
