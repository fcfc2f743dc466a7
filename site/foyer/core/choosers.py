"""Choosers that ask for rights: Wagtail's own show every snippet's name to every member of staff."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
    SnippetCreateView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from .visible import is_visible, visible

SEEING: frozenset[str] = frozenset({"view", "add", "change", "delete"})


class MatchingFilterForm(BaseFilterForm):
    """A search box that finds what the model's own `matching()` finds."""

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        required=False,
        max_length=200,
    )

    def filter(self, objects: Any) -> Any:
        """Return the objects that match what was typed."""
        found = super().filter(objects)
        self.search_query = self.cleaned_data.get("q", "").strip()
        if not self.search_query:
            return found
        self.is_searching = True
        return found.matching(self.search_query)


class _AsksForRights:
    """Refuses everybody who may not see the records that are to be chosen from."""

    model: type[models.Model]
    request: Any

    @property
    def _visible(self) -> Any:
        return visible(self.model, self.request.user)

    def get_filter_form_class(self) -> type[forms.Form]:
        """Search where the model knows how to be searched."""
        searched = hasattr(self.model._default_manager.all(), "matching")
        return MatchingFilterForm if searched else BaseFilterForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        policy = policy_registry.get_by_type(self.model)
        if not policy.user_has_any_permission(request.user, SEEING):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # the view below


class _Choose(_AsksForRights, ChooseView):
    def get_object_list(self) -> Any:
        return self._visible


class _ChooseResults(_AsksForRights, ChooseResultsView):
    def get_object_list(self) -> Any:
        return self._visible


class _Chosen(_AsksForRights, SnippetChosenView):
    def get_object(self, pk: Any) -> Any:
        return self._visible.get(pk=pk)


class _ChosenMultiple(_AsksForRights, SnippetChosenMultipleView):
    def get_objects(self, pks: list[Any]) -> Any:
        return self._visible.filter(pk__in=pks)


class _Create(_AsksForRights, SnippetCreateView):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """There is no such page where a chooser only chooses: Wagtail's own answers 500."""
        super().setup(request, *args, **kwargs)
        if self.get_creation_form_class() is None:
            raise Http404


class PlainWordsChooser(AdminSnippetChooser):
    """The field's buttons in the reader's language; Wagtail's keep the language of whoever came first.

    `user`, set by a form, is the reader: a record they may not see is not named, whatever was sent.
    """

    user: Any = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for words in ("choose_one_text", "choose_another_text", "link_to_chosen_text"):
            setattr(self, words, getattr(type(self), words))

    def get_instance(self, value: Any) -> Any:
        """Return the record chosen, if there is one and the reader may see it."""
        try:
            found = super().get_instance(value)
        except ValueError:  # an address somebody wrote by hand
            return None
        hidden = found is not None and self.user is not None and not is_visible(found, self.user)
        return None if hidden else found


class RightsCheckedChooserViewSet(SnippetChooserViewSet):
    """A chooser open only to those who may see the records; searched by the model's `matching()`. (security fact 1)"""

    page_title: ClassVar = _("Choose")  # Wagtail's own words are fixed in one language at start
    choose_one_text: ClassVar = _("Choose")
    choose_another_text: ClassVar = _("Choose another")
    edit_item_text: ClassVar = _("Edit")
    base_widget_class: ClassVar = PlainWordsChooser
    choose_view_class: ClassVar = _Choose
    choose_results_view_class: ClassVar = _ChooseResults
    chosen_view_class: ClassVar = _Chosen
    chosen_multiple_view_class: ClassVar = _ChosenMultiple
    create_view_class: ClassVar = _Create
