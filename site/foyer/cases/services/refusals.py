"""Why an act upon a case is not carried out."""

from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal


class WrongStep(Refusal):
    """The case stands elsewhere."""

    code = "wrong_step"
    message = _("This step does not follow from where the case stands now. Load the page again.")


class CaseChanged(Refusal):
    """Somebody changed the case meanwhile."""

    code = "case_changed"
    message = _(
        "A colleague has changed this case meanwhile. What you typed is kept below; compare it "
        "with the case as it is now, then send it again."
    )


class ContentMissing(Refusal):
    """A step lacks what the house rules ask for."""

    code = "content_missing"
    message = _("Write down what was said or done before going on.")


class PlanMissing(Refusal):
    """No plan."""

    code = "plan_missing"
    message = _("The plan needs a measure with its department, person and time limit.")


class FurtherMeasureMissing(Refusal):
    """The client was not satisfied, and nothing further was planned."""

    code = "further_measure_missing"
    message = _(
        "The client was not satisfied: plan a further measure before you tell a result again."
    )


class TeamMissing(Refusal):
    """No team."""

    code = "team_missing"
    message = _("Name at least one member of the team that investigates.")


class PreventionMissing(Refusal):
    """Neither a prevention measure nor a reason why none is needed."""

    code = "prevention_missing"
    message = _(
        "Name a prevention measure with its person and due day, or write why none is needed."
    )


class EffectChecked(Refusal):
    """The effect was checked before."""

    code = "effect_checked"
    message = _("The effect of this measure has been checked already.")


class NoAnswerNotAllowed(Refusal):
    """The policy does not let a case be closed without an answer, or not yet."""

    code = "no_answer_not_allowed"
    message = _("The house policy does not let this case be closed without an answer yet.")


class OfAnotherPerson(Refusal):
    """The two were reported by different people."""

    code = "of_another_person"
    message = _(
        "These cases were reported by different people: after merging, one would read what the other wrote. "
        "Handle them side by side."
    )


class NotADuplicate(Refusal):
    """The two cannot be merged."""

    code = "not_a_duplicate"
    message = _("Choose another open case; a case cannot be merged with itself.")


class NotMerged(Refusal):
    """There is no merge to take back."""

    code = "not_merged"
    message = _("There is no merge of this case that could be taken back.")


class MergedOn(Refusal):
    """The case it was merged into was merged itself."""

    code = "merged_on"
    message = _(
        "The case this one was merged into has been merged as well. Take that merge back first."
    )
