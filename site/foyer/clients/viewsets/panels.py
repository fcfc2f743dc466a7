"""Parts of the forms of this room that Wagtail has none for."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.context_processors import PermWrapper
from django.db import models
from django.utils.html import format_html_join
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
    TabbedInterface,
)

from foyer.clients.forms.base import HIDDEN, PREFIX


class HouseFieldsPanel(MultiFieldPanel):
    """The fields the house added itself, as many as the form has."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"children": ()} | kwargs)

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The panel as one person sees it."""

        @property
        def children(self) -> list[Any]:
            """One field each."""
            names = [name for name in self.form.fields if name.startswith(PREFIX)]
            return [self._child(name) for name in names]

        def _child(self, name: str) -> Any:
            panel = FieldPanel(name).bind_to_model(self.panel.model)
            return panel.get_bound_panel(
                instance=self.instance,
                request=self.request,
                form=self.form,
                prefix=f"{self.prefix}-{name}",
            )

        def is_shown(self) -> bool:
            """Nothing is shown while there is no such field."""
            return bool(self.children)


class HouseTabs(TabbedInterface):
    """Tabs of a form that has fields of the house, which no panel names beforehand."""

    class BoundPanel(TabbedInterface.BoundPanel):
        """The tabs as one person sees them."""

        def render_missing_fields(self) -> str:
            """Add only what is hidden: Wagtail would show the fields of the house there once more."""
            hidden = (field for field in self.form.hidden_fields() if field.name in HIDDEN)
            return format_html_join("", "{}", ((field,) for field in hidden))


class SealedInlinePanel(InlinePanel):
    """Rows that stand in the form only for those who may see them."""

    class BoundPanel(InlinePanel.BoundPanel):
        """The rows as one person sees them."""

        def __init__(self, **kwargs: Any) -> None:
            form = kwargs["form"]
            self.is_left_out = (
                form is not None and kwargs["panel"].relation_name not in form.formsets
            )
            if self.is_left_out:
                Panel.BoundPanel.__init__(self, **kwargs)
            else:
                super().__init__(**kwargs)

        def is_shown(self) -> bool:
            """Tell whether the reader may see them."""
            return not self.is_left_out and super().is_shown()


class StandingPanel(Panel):
    """What a record has come to by acts of their own, which the form does not change."""

    class BoundPanel(Panel.BoundPanel):
        """The panel as one person sees it."""

        template_name = "clients_admin/standing.html"
        instance: models.Model

        def is_shown(self) -> bool:
            """A new record has come to nothing yet."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return the record and who is reading."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            rights = PermWrapper(self.request.user)
            return context | {"record": self.instance, "request": self.request, "perms": rights}
