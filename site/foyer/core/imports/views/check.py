"""The step in which a person sees what would become of every row, decides what is doubtful, and confirms."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from foyer.core.imports.applying import confirm_import
from foyer.core.imports.counting import counts
from foyer.core.imports.deciding import choose_overwriting, decide_rows
from foyer.core.imports.enums import Decision, ImportStatus, Overwriting, RowVerdict
from foyer.core.imports.models import ImportRow
from foyer.core.refusals import Refusal

from .base import BatchStep

_ANSWERS = (Decision.SKIP, Decision.UPDATE, Decision.NEW)
_LONGEST_NUMBER = 9


class CheckStep(BatchStep):
    """Shows what would become of every row, and is confirmed."""

    template_name = "core/imports/check.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the verdicts, unless the file has gone on."""
        if self.batch.status != ImportStatus.CHECKED:
            return self.where_it_stands(self.batch)
        return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined,no-any-return]  # the room's base

    def rows_asked_for(self) -> tuple[str, QuerySet[ImportRow]]:
        """Return the verdict whose rows are shown, and the rows."""
        verdict = self.request.GET.get("verdict", "")
        if verdict not in RowVerdict.values:
            return "", self.batch.rows.all()
        return verdict, self.batch.rows.filter(verdict=verdict)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the verdicts, one page of rows, and what should be known before."""
        verdict, rows = self.rows_asked_for()
        count = counts(self.batch)
        said = set(self.batch.mapping.values())
        columns = [column for column in self.target.columns if column.key in said]
        return (
            super().get_context_data(**kwargs)
            | self.page_of(rows)
            | {
                "count": count,
                "applies": count["applies"],
                "tabs": [
                    (v.value, v.label, count[v.value], v.value == verdict) for v in RowVerdict
                ],
                "verdict": verdict,
                "warnings": self.target.warnings(self.batch),
                "answers": [(answer.value, answer.label) for answer in _ANSWERS],
                "known_records": count[RowVerdict.UPDATE]
                + count[RowVerdict.SAME]
                + count[RowVerdict.POSSIBLE],
                "overwriting": [
                    (mode.value, mode.label, mode.value == self.batch.overwriting)
                    for mode in Overwriting
                ],
                "overwritable": [
                    (column.key, column.label, column.key in self.batch.overwritten)
                    for column in columns
                ],
            }
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Decide some rows, say what may be written over, or have the rows written."""
        try:
            if "decide" in request.POST or "decide-all" in request.POST:
                return self.decide()
            if "overwriting" in request.POST:
                self.choose_overwriting()
            else:
                confirm_import(batch=self.batch, by=self.by, at=timezone.now())
        except Refusal as refusal:
            self.refuse(refusal)
        return self.where_it_stands(self.batch)

    def decide(self) -> HttpResponseBase:
        """Decide one row ("decide" is the answer and the row's number) or every undecided one."""
        post = self.request.POST
        answer, _space, number = str(post.get("decide") or post["decide-all"]).partition(" ")
        decision = Decision(answer) if answer in Decision.values else Decision.NONE
        numbers = [int(number)] if number.isdecimal() and len(number) <= _LONGEST_NUMBER else []
        if "decide" in post and not numbers:
            return self.where_it_stands(self.batch)
        decided = decide_rows(batch=self.batch, decision=decision, numbers=numbers)
        if not numbers:
            sentence = ngettext("%(rows)s row was decided.", "%(rows)s rows were decided.", decided)
            messages.success(self.request, sentence % {"rows": decided})
        return HttpResponseRedirect(f"{self.request.get_full_path()}#row-{number}")

    def choose_overwriting(self) -> None:
        """Have every row checked again with what may be written over."""
        post = self.request.POST
        mode = str(post["overwriting"])
        choose_overwriting(
            batch=self.batch,
            overwriting=Overwriting(mode) if mode in Overwriting.values else Overwriting.ALL,
            columns=post.getlist("column"),
            by=self.by,
            at=timezone.now(),
        )
        messages.success(self.request, _("Every row was checked again."))
