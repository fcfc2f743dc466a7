"""One act upon the cases ticked in the queue, or upon all that match. (001-19, 001-20)"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from foyer.cases.forms.acts import ManyForm
from foyer.cases.models import Case
from foyer.cases.services.bulk import MOST, TooManyCases, assign_many
from foyer.core.refusals import Refusal

from .desk import CasesPage
from .queue import Asked


class AssignManyPage(CasesPage):
    """Make somebody answerable for many cases, or put people on their teams."""

    right = "cases.assign_case"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """There is nothing to see."""
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Do it and go back to the list as it was."""
        form = ManyForm(request.POST)
        asked = Asked(QueryDict(request.POST.get("asked", "")))
        if not form.is_valid():
            messages.error(
                request, " ".join(str(words) for found in form.errors.values() for words in found)
            )
        else:
            self._act(form.cleaned_data, asked)
        return redirect(f"{reverse('cases:queue')}?{urlencode(asked.values)}")

    def _act(self, values: dict[str, Any], asked: Asked) -> None:
        try:
            chosen = self._chosen(asked)
            done = assign_many(
                cases=chosen,
                owner=values["owner"],
                members=values["members"],
                by=self.staff,
                at=timezone.now(),
            )
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return
        if not chosen:
            messages.error(self.request, _("Tick at least one case."))
            return
        said = ngettext("%(n)s case has been assigned.", "%(n)s cases have been assigned.", done)
        messages.success(self.request, said % {"n": done})

    def _chosen(self, asked: Asked) -> list[Case]:
        """Return the cases ticked, or all of the list; only those one may see.

        Raises:
            TooManyCases.
        """
        if self.request.POST.get("everybody"):
            found = asked.cases(self.staff, at=timezone.now())
            if (count := found.count()) > MOST:
                raise TooManyCases(found=count, most=MOST)
            return list(found)
        ticked = [pk for pk in self.request.POST.getlist("case") if pk.isdecimal()][:MOST]
        return list(Case.objects.visible_to(self.staff).filter(pk__in=ticked))
