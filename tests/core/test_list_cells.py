"""Rows of lists drawn without Wagtail's templates: element by element what Wagtail draws."""

from datetime import date
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.utils.translation import override
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, Table, TitleColumn
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, ListingButton

from foyer.core.list_cells import PlainColumn, PlainTitleColumn, RowMenu


class _Elements(HTMLParser):
    """Tags, attributes and words, without what white space does not say."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: " ".join((value or "").split()) for name, value in attrs}))

    def handle_endtag(self, tag):
        self.found.append(f"/{tag}")

    def handle_data(self, data):
        if words := data.split():
            self.found.append(words)


def _menu(instance) -> list[object]:
    entries = [
        Button("Open", url=f"/open/{instance.pk}/?a=1&b=2", icon_name="edit", priority=20),
        Button("Leave", url="/leave/", classname="late", attrs={"rel": "x", "title": '"<'}),
        Button("A form's", attrs={"data-a": "b"}, priority=5),  # no address: a button, Wagtail's
    ]
    more = {"aria-label": f"More for “{instance.name}”"}
    menu = ButtonWithDropdown(buttons=entries, icon_name="dots-horizontal", attrs=more)
    return [ListingButton("Beside it", url="/beside/"), menu]


class _Stock(ButtonsColumnMixin, TitleColumn):
    def get_buttons(self, instance, _context):
        return _menu(instance)


class _Ours(ButtonsColumnMixin, PlainTitleColumn):
    def get_buttons(self, instance, _context):
        plain, menu = _menu(instance)
        return [plain, RowMenu.of(menu)]


ROWS = [
    SimpleNamespace(pk=1200, name="<王> & 李", number=12345, on=date(2026, 5, 1), none=None),
    SimpleNamespace(pk=2, name="", number=0, on=None, none=" "),
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "title",
    [
        {"get_url": lambda one: f"/edit/{one.pk}/?x=<", "get_title_id": lambda one: f"t_{one.pk}"},
        {"label_prefix": "choose", "classname": "wide"},
        {},
    ],
)
def test_rows_hold_the_same_elements_as_wagtails(language, title):
    def drawn(title_column, column):
        columns = [
            title_column("name", **title),
            column("number"),
            column("on", classname="day"),
            column("none"),
        ]
        return _Elements(Table(columns, ROWS).render_html({})).found

    with override(language):
        stock, ours = drawn(_Stock, Column), drawn(_Ours, PlainColumn)

    assert ours == stock
    assert len(stock) > 60
