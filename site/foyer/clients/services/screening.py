"""Looking a new client over. (002-04)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.enums import Screening
from foyer.clients.models import (
    MOST_POINTS,
    Client,
    ClientPolicy,
    ScreeningCriterion,
    ScreeningMark,
)
from foyer.core.models import User
from foyer.core.refusals import Refusal


class CriterionUnmarked(Refusal):
    """A criterion in use was left out, or given points there are not."""

    code = "criterion_unmarked"
    message = _("Give each criterion 0 to 5 points: “%(criterion)s” has none.")


class NoCriteria(Refusal):
    """There is nothing to look a client over by."""

    code = "no_criteria"
    message = _("No screening criterion is in use. Ask management to set one up first.")


def screening_score(points: Mapping[ScreeningCriterion, int]) -> int:
    """Return the percentage of the points that can be had, each criterion by its weight."""
    had = sum(given * criterion.weight for criterion, given in points.items())
    most = sum(MOST_POINTS * criterion.weight for criterion in points)
    return had * 100 // most


@transaction.atomic
def screen_client(
    *, client: Client, points: Mapping[int, int], by: User, at: datetime
) -> Screening:
    """Look a client over by the criteria in use: pass or hold, as the house policy draws the line. (002-04)

    Args:
        points: 0 to 5 for the id of each criterion.

    Raises:
        NoCriteria: none is in use.
        CriterionUnmarked: one was left out.
    """
    criteria = list(ScreeningCriterion.objects.in_use())
    if not criteria:
        raise NoCriteria
    for criterion in criteria:
        if points.get(criterion.pk) not in range(MOST_POINTS + 1):
            raise CriterionUnmarked(criterion=criterion.name_text)
    score = screening_score({criterion: points[criterion.pk] for criterion in criteria})
    verdict = Screening.PASS if score >= ClientPolicy.load().screening_pass else Screening.HOLD
    client.screening_marks.all().delete()
    ScreeningMark.objects.bulk_create(
        ScreeningMark(client=client, criterion=criterion, points=points[criterion.pk])
        for criterion in criteria
    )
    client.screening, client.screening_score, client.screened_at = verdict, score, at
    client.save(update_fields=["screening", "screening_score", "screened_at"])
    log(client, "foyer.client.screen", user=by, data={"score": score, "verdict": str(verdict)})
    return verdict
