"""The checkpoints of an event, on one small screen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from foyer.core.refusals import Refusal
from foyer.guests.forms.guest_list import CheckpointFormSet
from foyer.guests.queries import doors_of
from foyer.guests.services.checkpoints import remove_checkpoint

from .scope import EventView


class CheckpointsView(EventView):
    """Name, order, add and take away an event's lists."""

    right = "guests.change_checkpoint"
    template_name = "guests_admin/checkpoints.html"
    page_title: ClassVar = gettext_lazy("Checkpoints")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return a form for each list and one for a new one."""
        kwargs.setdefault("formset", CheckpointFormSet(instance=self.event))
        passed = {door.checkpoint.pk: door for door in doors_of(self.event)}
        return super().get_context_data(**kwargs) | {
            "lines": [(form, passed.get(form.instance.pk)) for form in kwargs["formset"].forms]
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep what was written, or say what is wrong with it."""
        formset = CheckpointFormSet(request.POST, instance=self.event)
        if formset.is_valid():
            try:
                self._keep(formset)
            except Refusal as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("The checkpoints have been kept."))
                return redirect(request.path)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(formset=formset))
        return response

    @transaction.atomic
    def _keep(self, formset: Any) -> None:
        formset.save(commit=False)
        for checkpoint in formset.deleted_objects:
            remove_checkpoint(checkpoint=checkpoint, by=self.staff)
        for checkpoint in [
            *formset.new_objects,
            *(kept for kept, _changed in formset.changed_objects),
        ]:
            checkpoint.save()
            data = {"id": checkpoint.pk}
            log(self.event, "foyer.checkpoint.change", user=self.staff, data=data)
