"""What is due, what is held back, and destroying by two people. (000-28)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from foyer.archive.enums import Afterwards, DestructionStatus
from foyer.archive.forms.keeping import (
    CarryOutForm,
    HoldForm,
    KeepOnForm,
    LiftForm,
    ProposeForm,
    TurnDownForm,
)
from foyer.archive.models import ArchiveRecord, Destruction
from foyer.archive.papers.certificate import certificate_pdf
from foyer.archive.queries.shortened import shortened
from foyer.archive.rights import holds
from foyer.archive.services import destroying, holding
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.core.refusals import Refusal

from .acting import Act, ActingPage
from .base import ArchivePage, CountedPages

PER_PAGE = 50
_HOLD, _PROPOSE, _CARRY_OUT = "hold_archiverecord", "propose_destruction", "carry_out_destruction"
_VIEWS = {
    "destroy": pgettext_lazy("due records", "To be destroyed"),
    "review": pgettext_lazy("due records", "To be reviewed"),
    "held": pgettext_lazy("due records", "Held back"),
    "endless": pgettext_lazy("due records", "End not known"),
}
_DUE = ("destroy", "review")


def _may(right: str) -> Callable[[Any, User, datetime], bool]:
    """Return the condition that somebody was given a right of the archive."""
    return lambda _thing, user, _at: holds(user, right)


class DuePage(ArchivePage):
    """The records whose time is over, as far as one may know of them; chosen ones are proposed to be destroyed."""

    template_name = "archive_admin/due.html"
    page_title: ClassVar = gettext_lazy("Due records")

    def look_up(self, **_kwargs: Any) -> None:
        """Only those who propose or hold back have anything to do here."""
        if not (holds(self.staff, _PROPOSE) or holds(self.staff, _HOLD)):
            raise PermissionDenied
        self.now = timezone.now()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of one view."""
        name = self.request.GET.get("view", "")
        name = name if name in _VIEWS else "destroy"
        rows = self._due(name).select_related("record_class", "keeper", "department")
        page = CountedPages(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "views": _VIEWS.items(),
            "view_now": name,
            "narrowed": f"view={name}",
            "form": kwargs.get("form") or ProposeForm(),
            "chosen": self.request.POST.getlist("record"),
            "may_propose": holds(self.staff, _PROPOSE) and name in _DUE,
        }

    def _due(self, view: str) -> Any:
        seen, today = ArchiveRecord.objects.visible_to(self.staff), house_day(self.now)
        if view == "held":
            return seen.filter(holds__lifted_at=None, holds__isnull=False).order_by("due_on", "pk")
        if view == "endless":
            return seen.waiting_for_end().order_by("dated_on", "pk")
        due = seen.due(today).filter(record_class__afterwards=Afterwards(view))
        return due.order_by("due_on", "pk")

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Propose to destroy what was chosen, or say why not."""
        if not holds(self.staff, _PROPOSE):
            raise PermissionDenied
        form = ProposeForm(request.POST)
        seen = ArchiveRecord.objects.visible_to(self.staff).select_related("record_class")
        chosen = list(seen.filter(number__in=request.POST.getlist("record")))
        if form.is_valid():
            try:
                made = destroying.propose(
                    records=chosen, reason=form.cleaned_data["reason"], by=self.staff, at=self.now
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                return redirect("archive:destruction", made.pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class KeepingPage(ActingPage):
    """How long one record is kept, and who holds it back."""

    template_name = "archive_admin/keeping.html"
    page_title: ClassVar = gettext_lazy("Keeping of a record")
    ACTS: ClassVar = {
        "hold": Act(
            gettext_lazy("Hold it back from destruction"),
            HoldForm,
            lambda record, values, by, at: holding.hold(record=record, **values, by=by, at=at),
            _may(_HOLD),
            lambda record, _at: not record.is_held,
        ),
        "lift": Act(
            gettext_lazy("Lift the hold"),
            LiftForm,
            lambda record, values, by, at: holding.lift_hold(record=record, **values, by=by, at=at),
            _may(_HOLD),
            lambda record, _at: record.is_held,
        ),
        "keep_on": Act(
            gettext_lazy("Keep it on"),
            KeepOnForm,
            lambda record, values, by, at: holding.keep_on(record=record, **values, by=by, at=at),
            _may(_PROPOSE),
            lambda record, at: record.due_on is not None and record.due_on < house_day(at),
            hint=gettext_lazy("What a review comes to: until when it is kept now."),
        ),
    }  # fmt: skip

    def look_up(self, **kwargs: Any) -> None:
        """Find the record among those one may know of."""
        self.now = timezone.now()
        seen = ArchiveRecord.objects.visible_to(self.staff)
        record = get_object_or_404(seen.select_related("record_class"), pk=kwargs["pk"])
        self.holds = list(record.holds.select_related("placed_by", "lifted_by"))
        record.is_held = any(one.lifted_at is None for one in self.holds)
        self.thing = record

    def get_page_subtitle(self) -> str:
        """Name the record."""
        return str(self.thing.number)

    def here(self) -> str:
        """Return the address of this page."""
        return reverse("archive:keeping", args=[self.thing.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the class says, and what people did."""
        sent = kwargs.pop("sent", None)
        return super().get_context_data(**kwargs) | {
            "record": self.thing,
            "holds": self.holds,
            "sees_reasons": any(
                holds(self.staff, right) for right in (_HOLD, _PROPOSE, _CARRY_OUT)
            ),
            "offers": self.offers(sent),
        }


class _DestructionsPage(ArchivePage):
    """Needs the right to see destructions."""

    right = "archive.view_destruction"


class DestructionsPage(_DestructionsPage):
    """Proposed, carried out, turned down."""

    template_name = "archive_admin/destructions.html"
    page_title: ClassVar = gettext_lazy("Destructions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of them."""
        rows = Destruction.objects.select_related("proposed_by", "decided_by").with_counts()
        page = CountedPages(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"page": page, "narrowed": ""}


class DestructionPage(ActingPage):
    """One destruction: what is in it, who decides, its certificate."""

    right = "archive.view_destruction"
    template_name = "archive_admin/destruction.html"
    page_title: ClassVar = pgettext_lazy("archive", "Destruction")
    above: ClassVar = ("archive:destructions", gettext_lazy("Destructions"))
    ACTS: ClassVar = {
        "carry_out": Act(
            gettext_lazy("Destroy these records"),
            CarryOutForm,
            lambda thing, _values, by, at: destroying.carry_out(destruction=thing, by=by, at=at),
            lambda thing, user, _at: holds(user, _CARRY_OUT) and thing.proposed_by_id != user.pk,
            lambda thing, _at: thing.is_proposed,
            is_grave=True,
        ),
        "turn_down": Act(
            gettext_lazy("Do not destroy"),
            TurnDownForm,
            lambda thing, values, by, at: destroying.turn_down(
                destruction=thing, **values, by=by, at=at
            ),
            lambda thing, user, _at: holds(user, _CARRY_OUT) or thing.proposed_by_id == user.pk,
            lambda thing, _at: thing.is_proposed,
        ),
    }  # fmt: skip

    def look_up(self, **kwargs: Any) -> None:
        """Find the destruction."""
        self.now = timezone.now()
        found = Destruction.objects.select_related("proposed_by", "decided_by")
        self.thing = get_object_or_404(found, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the destruction."""
        return str(self.thing.number)

    def here(self) -> str:
        """Return the address of this page."""
        return reverse("archive:destruction", args=[self.thing.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return its records; who is to carry it out sees what they are, others those they may know of."""
        sent = kwargs.pop("sent", None)
        items = list(self.thing.items.all())
        records = ArchiveRecord.objects.filter(pk__in=[item.record_id for item in items])
        known = records.visible_to(self.staff)
        if destroying.shown_to_decide(self.thing, self.staff):
            if known.count() != records.count():
                destroying.note_looked_over(destruction=self.thing, by=self.staff)
            known = records
        waits = records if self.thing.is_proposed else records.none()
        before = shortened(waits, at=self.now)
        told = {one.pk: one for one in known.select_related("record_class", "department")}
        return super().get_context_data(**kwargs) | {
            "destruction": self.thing,
            "items": [
                (item, told.get(item.record_id), before.get(item.record_id)) for item in items
            ],
            "is_done": self.thing.status == DestructionStatus.DONE,
            "offers": self.offers(sent),
        }


class CertificatePage(_DestructionsPage):
    """The certificate as a PDF, in the reader's language."""

    def look_up(self, **kwargs: Any) -> None:
        """Find what was carried out."""
        done = Destruction.objects.filter(status=DestructionStatus.DONE)
        done = done.select_related("proposed_by", "decided_by")
        self.destruction = get_object_or_404(done, pk=kwargs["pk"])

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Give it out."""
        return HttpResponse(
            certificate_pdf(self.destruction),
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'attachment; filename="{self.destruction.number}.pdf"',
                "Cache-Control": "no-store",
            },
        )
