"""Ticking guests on a list of more than one page."""

from tests.factories import EventFactory, GuestFactory


class TestTicks:
    def test_are_for_everybody_until_one_is_taken_back(self, log_in_to):
        event = EventFactory(running=True)
        GuestFactory.create_batch(51, event=event)
        staff = log_in_to(f"/admin/guests/{event.pk}/", role="Marketing")
        everybody, page = (
            staff.locator("[data-tick-everybody]"),
            staff.locator("[data-tick-all]"),
        )
        rows, shown = staff.locator("tbody input[type=checkbox]"), staff.locator("output")

        everybody.check()
        all_of_them = (page.is_checked(), shown.inner_text())
        rows.first.uncheck()

        assert all_of_them == (True, "51 / 51")
        assert not everybody.is_checked()
        assert shown.inner_text() == "49 / 51"
