"""The files of a case, for staff who see the case. (001-19, 001-21)"""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from foyer.cases.models import Case, Evidence
from foyer.core.audit import note
from foyer.core.uploads.views import PrivateFileView


class EvidenceFile(PrivateFileView):
    """One file of a case, as an attachment."""

    right = "cases.view_case"

    def find(self, **kwargs: Any) -> Evidence:
        """Find it among those of the cases one may see, and note who opens it."""
        seen = Case.objects.visible_to(self.staff).order_by()
        evidence = get_object_or_404(Evidence.objects.filter(case__in=seen), pk=kwargs["pk"])
        note("cases.evidence.open", by=self.staff.pk, record=str(evidence.pk))
        return evidence
