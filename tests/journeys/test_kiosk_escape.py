"""A guest alone with a paired tablet: nothing leads off it, and nothing of others stays on it. (security 17, SEC-18)"""

from playwright.sync_api import Page, expect

from foyer.core.models import HousePolicy
from foyer.guests.models import SignIn
from tests.journeys.evening import dinner, door, ming, say, tablet
from tests.journeys.kiosk import PATIENCE, Kiosk

__all__ = ["dinner", "door", "ming", "tablet"]

# Everything that a browser follows, sends or opens by itself.
WAYS_OUT = (
    "a[href], area[href], iframe, object, embed, form[action], [formaction], [target], [download], "
    "[contenteditable], dialog:not(#message), meta[http-equiv=refresh]"
)
PREVENTED = """([kind, init]) => {
  const event = new (kind.startsWith("key") ? KeyboardEvent : kind === "contextmenu" ? MouseEvent : DragEvent)(
    kind, { bubbles: true, cancelable: true, ...init });
  return !document.querySelector("#stage").dispatchEvent(event);
}"""
LEFT = """async () => {
  const left = [location.href, JSON.stringify(history.state), document.title, document.cookie];
  left.push(JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }));
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      left.push(request.url);
      if (!/\\.(wasm|svg|png)$/.test(request.url)) left.push(await (await cache.match(request)).text());
    }
  }
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => { indexedDB.open(name).onsuccess = ({ target }) => done(target.result); });
    for (const store of base.objectStoreNames) {
      left.push(JSON.stringify(await new Promise((done) => {
        base.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => done(target.result);
      })));
    }
    base.close();
  }
  return left.join("\\n");
}"""
KEYS = ["p", "s", "o", "u", "f", "h", "j"]


def everything_shown(page: Page) -> str:
    """Return all text in the page, seen and unseen, and what stands in its fields."""
    fields = page.locator("input, textarea").evaluate_all("all => all.map(one => one.value)")
    return " ".join([page.locator("body").text_content() or "", *fields])


class TestAPairedTablet:
    def test_leads_nowhere_else(self, tablet, dinner, ming):
        page, strays = tablet.page, []
        page.context.on("page", lambda other: strays.append(other.url))
        page.on("dialog", lambda dialog: (strays.append(dialog.message), dialog.dismiss()))
        page.on("framenavigated", lambda frame: strays.append(frame.url))
        page.on("download", lambda download: strays.append(download.url))
        home = page.url

        assert page.locator(WAYS_OUT).count() == 0
        for screen, opener in (
            ("search", "search-open"),
            ("walk-in", "walk-in-open"),
            ("pin", "staff-open"),
        ):
            page.locator(f"#{opener}").click()
            tablet.shows(screen)
            assert page.locator(WAYS_OUT).count() == 0
            page.locator(f'[data-for="{screen}"] [data-home]').first.click()
            tablet.shows("ready")
        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        assert page.locator(WAYS_OUT).count() == 0
        tablet.close_answer()
        for kind, init in (
            ("contextmenu", {}),
            ("dragover", {}),
            ("drop", {}),
            ("keydown", {"key": "F1"}),
        ):
            assert page.evaluate(PREVENTED, [kind, init]), kind
        for key in KEYS:
            assert page.evaluate(PREVENTED, ["keydown", {"key": key, "ctrlKey": True}]), key
        for name, kind in (("guests.html", "text/html"), ("menu.pdf", "application/pdf")):
            bait = {"name": name, "mimeType": kind, "buffer": b"<a href='/admin/'>in</a>"}
            page.locator("#photo-file").set_input_files(bait)
            expect(page.locator("#photo-notice")).to_have_text(
                say(
                    "zh-hans",
                    "There is no readable code in this photo. Hold the camera closer and keep it steady.",
                )
            )

        assert strays == []
        assert page.url == home
        assert page.locator("#photo-file").get_attribute("accept") == "image/*"

    def test_opens_nothing_of_staff_by_address_or_the_back_button(self, tablet, dinner, ming):
        page = tablet.page
        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")

        page.go_back()  # to whatever was before the tablet's page
        page.go_forward()
        tablet.shows("ready")
        assert ming.name not in everything_shown(page)
        for path in ("/admin/", f"/admin/guests/{dinner.pk}/", "/admin/snippets/guests/desk/"):
            page.goto(path)
            assert "/admin/login/" in page.url
            assert ming.name not in everything_shown(page)
        for path in (
            "/kiosk/board/",
            "/kiosk/../admin/guests/",
            "/api/v3/pages/",
            "/api/foyer/v1/desk/board",
        ):
            answer = page.goto(path)
            assert answer is not None
            assert answer.status in (200, 401, 404)
            assert ming.name not in everything_shown(page)
        page.goto("/kiosk/")
        tablet.shows("ready")

    def test_forgets_what_was_typed_and_shown_within_ten_seconds_of_idleness(
        self, open_page, house, door, ming
    ):
        policy = HousePolicy.load()
        policy.idle_seconds = policy.dismiss_seconds = 10
        policy.save()
        tablet = Kiosk.paired(
            open_page, door, house=house, before=lambda page: page.clock.install()
        )
        page = tablet.page
        tablet.keeps_list()

        page.locator("#search-open").click()
        page.locator("#search-query").fill("王小明")
        page.clock.run_for(1000)  # it waits a moment for more letters
        expect(page.locator("#search-hits button")).to_have_count(1)
        page.clock.run_for(10_600)
        tablet.shows("ready")
        after_search = everything_shown(page)
        page.locator("#walk-in-open").click()
        page.locator("#walk-in-name").fill("沈星河")
        page.locator("#walk-in-phone").fill("139 0000 6655")
        page.clock.run_for(10_600)
        tablet.shows("ready")
        after_walk_in = everything_shown(page)
        tablet.scan_at_once(ming.code_sealed)
        tablet.answers("welcome")
        page.clock.run_for(10_600)
        tablet.shows("ready")
        after_answer = everything_shown(page)
        kept = page.evaluate(LEFT)

        for word in ("王小明", "小明", "沈星河", "6655", "松 3", "江南丝路", ming.code_sealed):
            for place in (after_search, after_walk_in, after_answer, kept):
                assert word not in place, word
        assert "/api/" not in "".join(line for line in kept.splitlines() if line.startswith("http"))
        # Where the house was slow to answer, the tablet did from its list, and hands the scan in now.
        expect(tablet.offline_line).to_be_hidden(timeout=4 * PATIENCE)
        assert SignIn.objects.count() == 1
