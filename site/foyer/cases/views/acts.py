"""The acts staff carry out on a case's page: form, service, and the steps in which each is offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foyer.cases.enums import ActionState, CaseKind, CaseStatus, CauseCategory, Outcome
from foyer.cases.forms.acts import (
    ActForm,
    AssignForm,
    EvidenceForm,
    FactsForm,
    JoinForm,
    LeaveForm,
    MeasureDoneForm,
    MeasuresForm,
    MergeForm,
    PlanForm,
    TeamForm,
    TellForm,
    TextForm,
)
from foyer.cases.forms.prevention import AnalysisForm, EffectForm, InPlaceForm, PreventForm
from foyer.cases.models import Case
from foyer.cases.services import steps
from foyer.cases.services.correcting import correct_facts
from foyer.cases.services.evidence import add_evidence
from foyer.cases.services.merging import merge_duplicate
from foyer.cases.services.prevention import (
    analyse_cause,
    check_effect,
    plan_prevention,
    put_in_place,
)
from foyer.cases.services.refusals import NotADuplicate
from foyer.cases.services.reopening import may_reopen, reopen_case
from foyer.cases.services.team import join_team, leave_team
from foyer.cases.services.unmerging import undo_merge
from foyer.core.models import User


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its name, its form, what it does, and in which steps it is the next one."""

    label: Any
    form: type[ActForm]
    do: Callable[[Case, dict[str, Any], ActForm, User, datetime], object]
    at: Sequence[str] = CaseStatus.OPEN
    hint: Any = ""
    right: str = "cases.change_case"
    fits: Callable[[Case], bool] = lambda _case: True


def _team(case: Case, values: dict[str, Any], form: Any, by: User, at: datetime) -> object:
    return steps.form_team(case=case, members=form.members, by=by, at=at, seen=values["seen"])


def _plan(case: Case, values: dict[str, Any], form: Any, by: User, at: datetime) -> object:
    return steps.plan_handling(
        case=case,
        findings=values["findings"],
        cause=values["cause"],
        responsible=values["responsible"],
        measures=form.measures,
        by=by,
        at=at,
        seen=values["seen"],
    )


def _more(case: Case, values: dict[str, Any], form: Any, by: User, at: datetime) -> object:
    return steps.add_measures(case=case, measures=form.measures, by=by, at=at, seen=values["seen"])


def _correct(case: Case, values: dict[str, Any], form: Any, by: User, at: datetime) -> object:
    return correct_facts(case=case, facts=form.facts, by=by, at=at, seen=values["seen"])


def _merge(case: Case, values: dict[str, Any], form: ActForm, by: User, at: datetime) -> object:
    into = Case.objects.visible_to(by).filter(pk=values["other"]).first()
    if into is None:
        raise NotADuplicate
    return merge_duplicate(case=case, into=into, by=by, at=at)


def _analyse(case: Case, values: dict[str, Any], form: Any, by: User, at: datetime) -> object:
    return analyse_cause(
        case=case,
        category=CauseCategory(values["category"]),
        analysis=values["analysis"],
        preventions=form.preventions,
        none_because=values["none_because"],
        by=by,
        at=at,
        seen=values["seen"],
    )


def _prevent(case: Case, values: dict[str, Any], form: Any, by: User, at: datetime) -> object:
    return plan_prevention(case=case, prevention=form.prevention, by=by, at=at)


def _is_short(case: Case) -> bool:
    return case.kind in CaseKind.SHORT


def _ask(case: Case, values: dict[str, Any], form: ActForm, by: User, at: datetime) -> object:
    return steps.ask_satisfaction(
        case=case, result=values["text"], by=by, at=at, seen=values["seen"]
    )


# The next step of each stands first; the others are offered below.
NEXT_ACTS = {
    "answer": Act(
        _("Answer and ask the client"),
        TellForm,
        _ask,
        (CaseStatus.RECEIVED, CaseStatus.CONTACTED, CaseStatus.INVESTIGATING),
        _("The client reads this and answers whether it settles the matter."),
        fits=_is_short,
    ),
    "contact": Act(
        _("Client contacted"),
        TextForm,
        lambda case, values, _form, by, at: steps.contact_client(
            case=case, note=values["text"], by=by, at=at, seen=values["seen"]
        ),
        (CaseStatus.RECEIVED,),
        _("What was said, and until when an answer was promised."),
    ),
    "team": Act(
        _("Form the team"),
        TeamForm,
        _team,
        (CaseStatus.CONTACTED,),
        fits=lambda case: not _is_short(case),
    ),
    "plan": Act(_("Plan the handling"), PlanForm, _plan, (CaseStatus.INVESTIGATING,)),
    "measures": Act(
        _("Plan a further measure"),
        MeasuresForm,
        _more,
        (CaseStatus.RESOLVING,),
        _("The client was not satisfied with what was done: look at it again."),
        fits=steps.lacks_further_measure,
    ),
    "ask": Act(
        _("Tell the result and ask the client"),
        TellForm,
        _ask,
        (CaseStatus.RESOLVING,),
        _("The client reads this and answers whether it settles the matter."),
        fits=lambda case: not steps.lacks_further_measure(case),
    ),
    "satisfied": Act(
        _("Client is satisfied"),
        TextForm,
        lambda case, values, _form, by, at: steps.close_satisfied(
            case=case, at=at, by=by, note=values["text"], seen=values["seen"]
        ),
        (CaseStatus.FOLLOWING_UP,),
    ),
    "object": Act(
        _("Client is not satisfied"),
        TextForm,
        lambda case, values, _form, by, at: steps.object_to_result(
            case=case, reason=values["text"], at=at, by=by, seen=values["seen"]
        ),
        (CaseStatus.FOLLOWING_UP,),
    ),
    "no_answer": Act(
        _("Close without an answer"),
        ActForm,
        lambda case, values, _form, by, at: steps.close_without_answer(
            case=case, by=by, at=at, seen=values["seen"]
        ),
        (CaseStatus.FOLLOWING_UP,),
    ),
    "analyse": Act(
        _("Complete the file"),
        AnalysisForm,
        _analyse,
        (CaseStatus.CLOSED,),
        _("The cause, and a prevention measure; or why none is needed."),
        fits=lambda case: case.lacks_analysis,
    ),
    "reopen": Act(
        _("Reopen it for the client"),
        TextForm,
        lambda case, values, _form, by, at: reopen_case(
            case=case, reason=values["text"], by=by, at=at, seen=values["seen"]
        ),
        (CaseStatus.CLOSED,),
        _(
            "For a client who is not satisfied after all and tells you so. They read this as their words."
        ),
        fits=lambda case: may_reopen(case, at=timezone.now()),
    ),
    "in_place": Act(
        _("Put a measure in place"),
        InPlaceForm,
        lambda _case, values, _form, by, at: put_in_place(
            action=values["action"],
            words=values["words"],
            check_on=values["check_on"],
            by=by,
            at=at,
        ),
        CaseStatus.values,
        _("What was done to put the prevention measure in place."),
        fits=lambda case: case.actions.in_state(ActionState.PLANNED).exists(),
    ),
    "effect": Act(
        _("Check the effect"),
        EffectForm,
        lambda _case, values, _form, by, at: check_effect(
            action=values["action"], effect=values["effect"], by=by, at=at
        ),
        CaseStatus.values,
        _("Did the prevention measure work?"),
        fits=lambda case: case.actions.in_state(ActionState.IN_PLACE).exists(),
    ),
}
OTHER_ACTS = {
    "prevent": Act(
        _("Plan a further prevention measure"),
        PreventForm,
        _prevent,
        CaseStatus.values,
        fits=lambda case: bool(case.cause_category),
    ),
    "look_into": Act(
        _("Look into it with a team"),
        TeamForm,
        _team,
        (CaseStatus.CONTACTED,),
        fits=_is_short,
    ),
    "join": Act(
        _("Add to the team"),
        JoinForm,
        lambda case, values, _form, by, at: join_team(
            case=case, user=values["user"], part=values["part"], by=by, at=at, seen=values["seen"]
        ),
        hint=_("Who is on the team already sees to this from now on."),
    ),
    "leave": Act(
        _("Leave the team, or take somebody off it"),
        LeaveForm,
        lambda case, values, _form, by, at: leave_team(
            case=case, user=values["member"].user, by=by, at=at, seen=values["seen"]
        ),
        hint=_("The file keeps who was on the team and until when."),
        fits=lambda case: case.team.now().exists(),
    ),
    "measure_done": Act(
        _("A measure is carried out"),
        MeasureDoneForm,
        lambda case, values, _form, by, at: steps.finish_measure(
            case=case, measure=values["measure"], by=by, at=at, seen=values["seen"]
        ),
        (CaseStatus.RESOLVING,),
        fits=lambda case: case.measures.filter(done_at=None).exists(),
    ),
    "more_measures": Act(
        _("Add a measure to the plan"),
        MeasuresForm,
        _more,
        (CaseStatus.RESOLVING,),
        fits=lambda case: not steps.lacks_further_measure(case),
    ),
    "progress": Act(
        _("Tell the client how far it is"),
        TellForm,
        lambda case, values, _form, by, at: steps.tell_progress(
            case=case, text=values["text"], by=by, at=at
        ),
    ),
    "note": Act(
        _("Internal note"),
        TextForm,
        lambda case, values, _form, by, at: steps.add_note(
            case=case, text=values["text"], by=by, at=at
        ),
        CaseStatus.values,
    ),
    "evidence": Act(
        _("Add a file"),
        EvidenceForm,
        lambda case, values, _form, by, at: add_evidence(
            case=case, file=values["file"], from_client=values["from_client"], by=by, at=at
        ),
        CaseStatus.values,
    ),
    "wait": Act(
        _("Ask the client and wait"),
        TellForm,
        lambda case, values, _form, by, at: steps.wait_for_client(
            case=case, question=values["text"], by=by, at=at
        ),
    ),
    "facts": Act(
        _("Set the facts right"),
        FactsForm,
        _correct,
        hint=_("What is still promised follows the kind, the severity and the client’s tier."),
    ),
    "assign": Act(
        _("Assign"),
        AssignForm,
        lambda case, values, _form, by, at: steps.assign(
            case=case, owner=values["owner"], by=by, at=at, seen=values["seen"]
        ),
        right="cases.assign_case",
    ),
    "merge": Act(_("Merge with another case"), MergeForm, _merge, right="cases.assign_case"),
    "unmerge": Act(
        _("Take the merge back"),
        ActForm,
        lambda case, _values, _form, by, at: undo_merge(case=case, by=by, at=at),
        (CaseStatus.CLOSED,),
        _(
            "Words and files that came with this case return to it; what was written since stays there."
        ),
        right="cases.assign_case",
        fits=lambda case: case.outcome == Outcome.DUPLICATE,
    ),
}
ACTS = NEXT_ACTS | OTHER_ACTS
