"""What stands in the rows of a list, the same elements as Wagtail's without a template for each. (performance 4)

Wagtail draws a row's menu through five templates for every entry: of a list of fifty rows with eight
entries each, that was half the work. Whatever is not plain is still drawn by Wagtail.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Self

from django.forms.utils import flatatt
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]  # unknown to the stubs
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import BaseButton, ButtonWithDropdown


class PlainColumn(Column):
    """A column of words and numbers."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        """Return the cell of one row."""
        value = self.get_cell_context_data(instance, parent_context)["value"]
        shown = "" if value is None else localize(template_localtime(value))
        if self.classname:
            return format_html('<td class="{}">{}</td>', self.classname, shown)
        return format_html("<td>{}</td>", shown)


class PlainTitleColumn(TitleColumn):
    """The column of names, each leading to its record, with the buttons of the row."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        """Return the cell of one row."""
        context = self.get_cell_context_data(instance, parent_context)
        title, link = context["value"], context["link_url"]
        if context["title_id"]:
            title = format_html('<span id="{}">{}</span>', context["title_id"], title)
        if link:
            title = format_html("<a{}>{}</a>", flatatt(context["link_attrs"]), title)
        elif context["label_id"]:
            title = format_html('<label for="{}">{}</label>', context["label_id"], title)
        buttons = [one for one in context.get("buttons", ()) if one.show]
        listed = format_html_join(
            "", "<li>{}</li>", ((one.render_html(parent_context),) for one in buttons)
        )
        return format_html(
            '<td class="{}"><div class="title-wrapper">{}</div>{}</td>',
            f"{self.classname} title" if self.classname else "title",
            title,
            format_html('<ul class="actions">{}</ul>', listed) if buttons else "",
        )


class RowMenu(ButtonWithDropdown):
    """The menu of a row, behind three dots."""

    @classmethod
    def of(cls, menu: ButtonWithDropdown) -> Self:
        """Return the menu Wagtail has put together."""
        return cls(
            label=menu.label,
            classname=menu.classname,
            icon_name=menu.icon_name,
            attrs=menu.attrs,
            priority=menu.priority,
            buttons=menu.dropdown_buttons,
        )

    def render_html(self, parent_context: Any = None) -> SafeString:
        """Return the button that opens the menu, and its entries."""
        entries = format_html_join(
            "", "{}", ((_entry(one, parent_context),) for one in sorted(self.dropdown_buttons))
        )
        return format_html(
            '<div data-controller="w-dropdown" class="w-dropdown"{}>'
            '<button type="button" class="w-dropdown__toggle w-dropdown__toggle--icon"'
            ' data-w-dropdown-target="toggle" aria-label="{}">{}</button>'
            '<div data-w-dropdown-target="content" class="w-dropdown__content" hidden>{}</div></div>',
            self.base_attrs_string,
            self.aria_label,
            _icon(self.icon_name or "arrow-down", "w-dropdown__toggle-icon"),
            entries,
        )


def _entry(button: Any, parent_context: Any) -> str:
    """Return an entry of a menu."""
    plain = (
        isinstance(button, BaseButton)
        and button.url
        and type(button).render_html is BaseButton.render_html
        and button.template_name == BaseButton.template_name
    )
    if not plain:
        return str(button.render_html(parent_context))
    return format_html(
        '<a href="{}" class="{}"{}>{}{}</a>',
        button.url,
        button.classname,
        button.base_attrs_string,
        _icon(button.icon_name, "icon") if button.icon_name else "",
        button.label,
    )


@cache
def _icon(name: str, classname: str) -> SafeString:
    return format_html(
        '<svg class="icon icon-{} {}" aria-hidden="true"><use href="#icon-{}"></use></svg>',
        name,
        classname,
        name,
    )
