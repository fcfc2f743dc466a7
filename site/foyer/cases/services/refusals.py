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


class LastOfTeam(Refusal):
    """The only member of a team that still investigates wants to leave it."""

    code = "last_of_team"
    message = _("Somebody has to look into this case: add another member to the team first.")


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


class AlreadyInPlace(Refusal):
    """The measure was put in place before."""

    code = "already_in_place"
    message = _("This measure is in place already.")


class NotInPlace(Refusal):
    """What is not in place has no effect that could be checked."""

    code = "not_in_place"
    message = _(
        "This measure is not in place yet: write down that it is before you check its effect."
    )


class CheckInThePast(Refusal):
    """The effect is to be checked by a day that is over."""

    code = "check_in_the_past"
    message = _("The day by which the effect is checked has to be today or later.")


class NoAnswerNotAllowed(Refusal):
    """The policy does not let a case be closed without an answer, or not yet."""

    code = "no_answer_not_allowed"
    message = _("The house policy does not let this case be closed without an answer yet.")


class ReopeningOver(Refusal):
    """The client wants a closed case looked at again after the period of the house."""

    code = "reopening_over"
    message = _("This case was closed too long ago to be opened again. Please tell us anew.")


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
