"""The pieces a form is built from, without code. (001-05; FORMS 4)"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from .enums import Aspect, Comparison, FileSort, Match, QuestionKind

_LABEL = 300


class EarlierQuestionBlock(blocks.CharBlock):
    """A question above this one: its block is kept, its words are chosen from (`rule_questions.js`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.widget.attrs |= {
            "data-rule-question": "",
            "data-none": _("Please choose"),
            "data-gone": _("A question that is gone or comes later"),
            "data-yes": pgettext_lazy("rule of a form", "agreed"),
            "data-other": _("“other”, written in one’s own words"),
        }


class ConditionBlock(blocks.StructBlock):
    """A look at an earlier answer."""

    question = EarlierQuestionBlock(label=_("Earlier question"), max_length=_LABEL)
    comparison = blocks.ChoiceBlock(
        label=pgettext_lazy("comparison", "Comparison"),
        choices=Comparison.choices,
        default=Comparison.IS,
    )
    value = blocks.CharBlock(
        label=pgettext_lazy("rule of a form", "Answer"),
        max_length=_LABEL,
        required=False,
        help_text=_("A choice in its words, a number, or “yes” for a consent."),
    )

    class Meta:
        icon = "view"
        label = _("Condition")


class RuleBlock(blocks.StructBlock):
    """Conditions of which all or any must hold."""

    match = blocks.ChoiceBlock(
        label=pgettext_lazy("rule of a form", "When"), choices=Match.choices, default=Match.ALL
    )
    conditions = blocks.ListBlock(ConditionBlock(), label=_("Conditions"), default=[], min_num=0)

    class Meta:
        icon = "view"
        label = _("Rule")


class _Translated(blocks.StructBlock):
    """Words in the three languages of the house."""

    label = blocks.CharBlock(label=_("Question"), max_length=_LABEL)
    label_zh_hant = blocks.CharBlock(
        label=_("Question in Traditional Chinese"),
        max_length=_LABEL,
        required=False,
        help_text=_("Empty: converted from Simplified Chinese."),
    )
    label_en = blocks.CharBlock(label=_("Question in English"), max_length=_LABEL, required=False)
    help = blocks.CharBlock(
        label=_("Help"),
        max_length=_LABEL,
        required=False,
        help_text=_("Other languages after a bar: 简体 | 繁體 | English."),
    )


def _laid_out(*shown: str, hidden: tuple[str, ...] = ()) -> blocks.BlockGroup:
    return blocks.BlockGroup(
        children=["label", "label_en", *shown, "required"],
        settings=["label_zh_hant", "help", *hidden, "width", "show_if", "required_if"],
    )


class QuestionBlock(_Translated):
    """A question; its kind is the name of the block."""

    required = blocks.BooleanBlock(label=_("Must be answered"), required=False)
    width = blocks.ChoiceBlock(
        label=_("Width"),
        choices=[("full", _("Whole line")), ("half", _("Half a line"))],
        default="full",
    )
    show_if = RuleBlock(label=_("Show only if"))
    required_if = RuleBlock(label=_("Must be answered if"))

    class Meta:
        icon = "help"
        form_layout = _laid_out()


class WrittenBlock(QuestionBlock):
    """A question answered in writing."""

    placeholder = blocks.CharBlock(
        label=_("Example in the empty field"), max_length=100, required=False
    )
    default = blocks.CharBlock(label=_("Filled in beforehand"), max_length=200, required=False)
    personal = blocks.BooleanBlock(
        label=_("The answer tells about a person"),
        required=False,
        help_text=_("It is kept sealed and stays out of the report."),
    )

    class Meta:
        form_layout = _laid_out("personal", hidden=("placeholder", "default"))


class NumberBlock(QuestionBlock):
    """A question answered with a number."""

    least = blocks.FloatBlock(label=_("At least"), required=False)
    most = blocks.FloatBlock(label=_("At most"), required=False)

    class Meta:
        form_layout = _laid_out("least", "most")


def _aspect(help_text: Any) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        label=_("Counts as satisfaction with"),
        choices=Aspect.choices,
        required=False,
        help_text=help_text,
    )


class _Choices(blocks.TextBlock):
    """Choices as people write and paste them."""

    def __init__(self, **kwargs: Any) -> None:
        words = _("One a line, other languages after a bar: 满意 | 滿意 | Satisfied.")
        super().__init__(**({"rows": 5, "help_text": words, "label": _("Choices")} | kwargs))

    class Meta:
        icon = "list-ul"


class ChoiceQuestionBlock(QuestionBlock):
    """A question answered by choosing."""

    choices = _Choices()
    other = blocks.BooleanBlock(label=_("Also “other”, to be written"), required=False)

    class Meta:
        form_layout = _laid_out("choices", "other")


class OneOfBlock(ChoiceQuestionBlock):
    """A question answered by choosing one."""

    aspect = _aspect(_("Only where the choices stand in order, the best one first."))

    class Meta:
        form_layout = _laid_out("choices", "other", hidden=("aspect",))


class SeveralBlock(ChoiceQuestionBlock):
    """A question answered by choosing several."""

    least = blocks.IntegerBlock(label=_("At least"), required=False, min_value=0)
    most = blocks.IntegerBlock(label=_("At most"), required=False, min_value=1)

    class Meta:
        form_layout = _laid_out("choices", "other", hidden=("least", "most"))


class RankingBlock(QuestionBlock):
    """Choices to be put in order."""

    choices = _Choices()

    class Meta:
        form_layout = _laid_out("choices")


class MatrixBlock(QuestionBlock):
    """The same choices for several rows."""

    rows = _Choices(label=_("Rows"))
    choices = _Choices(label=_("Choices in every row"))
    aspect = _aspect(_("Only where the choices stand in order, the best one first."))

    class Meta:
        form_layout = _laid_out("rows", "choices", hidden=("aspect",))


class StarsBlock(QuestionBlock):
    """Stars to be given."""

    most = blocks.IntegerBlock(label=_("How many stars"), default=5, min_value=3, max_value=10)
    aspect = _aspect(_("The report and the house's score of satisfaction then count this answer."))

    class Meta:
        form_layout = _laid_out("most", "aspect")


class FilesBlock(QuestionBlock):
    """A question answered with files, such as photos of what happened."""

    files = blocks.ChoiceBlock(
        label=_("Which files"), choices=FileSort.choices, default=FileSort.PICTURES
    )
    most = blocks.IntegerBlock(label=_("How many at most"), default=3, min_value=1, max_value=10)
    camera = blocks.BooleanBlock(
        label=_("A phone opens its camera"),
        required=False,
        help_text=_("Then a photo is taken at once, and none is chosen from those there are."),
    )

    class Meta:
        form_layout = _laid_out("files", "most", hidden=("camera",))


class StepBlock(blocks.StructBlock):
    """Where the next step begins."""

    label = blocks.CharBlock(
        label=_("Heading"),
        max_length=_LABEL,
        required=False,
        help_text=_("Other languages after a bar: 简体 | 繁體 | English."),
    )

    class Meta:
        icon = "arrow-right"
        label = _("Next step")


class InformationBlock(blocks.StructBlock):
    """Text between the questions."""

    label = blocks.TextBlock(label=_("Text"), rows=3, max_length=2000)
    label_zh_hant = blocks.TextBlock(
        label=_("Text in Traditional Chinese"), rows=3, required=False, max_length=2000
    )
    label_en = blocks.TextBlock(label=_("Text in English"), rows=3, required=False, max_length=2000)
    show_if = RuleBlock(label=_("Show only if"))

    class Meta:
        icon = "pilcrow"
        form_layout = blocks.BlockGroup(
            children=["label", "label_en"], settings=["label_zh_hant", "show_if"]
        )


class HiddenBlock(blocks.StructBlock):
    """A value taken from the address."""

    label = blocks.CharBlock(label=_("What it is"), max_length=_LABEL)
    parameter = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9_]{0,29}$",
        label=_("Name in the address"),
        help_text=_("Small letters: with “table”, a link ending in ?table=8 gives 8."),
        error_messages={"invalid": _("Use small letters, digits and _, beginning with a letter.")},
    )

    class Meta:
        icon = "link"


def _named(block: type[blocks.StructBlock], kind: QuestionKind, icon: str) -> blocks.StructBlock:
    groups = {
        _("Writing"): ("text", "long_text", "number", "email", "phone", "date", "time"),
        _("Choosing"): ("single", "multiple", "drop_down", "matrix", "ranking"),
        _("Rating"): ("rating", "nps"),
    }
    group = next((name for name, kinds in groups.items() if kind in kinds), _("Further"))
    return block(label=kind.label, icon=icon, group=group)


class QuestionsBlock(blocks.StreamBlock):
    """All that a form asks, in order."""

    step = StepBlock(group=_("Further"))
    text = _named(WrittenBlock, QuestionKind.TEXT, "pilcrow")
    long_text = _named(WrittenBlock, QuestionKind.LONG_TEXT, "doc-full")
    number = _named(NumberBlock, QuestionKind.NUMBER, "order")
    email = _named(WrittenBlock, QuestionKind.EMAIL, "mail")
    phone = _named(WrittenBlock, QuestionKind.PHONE, "mobile-alt")
    date = _named(QuestionBlock, QuestionKind.DATE, "date")
    time = _named(QuestionBlock, QuestionKind.TIME, "time")
    single = _named(OneOfBlock, QuestionKind.SINGLE, "radio-full")
    multiple = _named(SeveralBlock, QuestionKind.MULTIPLE, "list-ul")
    drop_down = _named(OneOfBlock, QuestionKind.DROP_DOWN, "arrow-down-big")
    rating = _named(StarsBlock, QuestionKind.RATING, "pick")
    nps = _named(QuestionBlock, QuestionKind.NPS, "view")
    matrix = _named(MatrixBlock, QuestionKind.MATRIX, "table")
    ranking = _named(RankingBlock, QuestionKind.RANKING, "list-ol")
    consent = _named(QuestionBlock, QuestionKind.CONSENT, "check")
    file = _named(FilesBlock, QuestionKind.FILE, "upload")
    signature = _named(QuestionBlock, QuestionKind.SIGNATURE, "edit")
    hidden = _named(HiddenBlock, QuestionKind.HIDDEN, "link")
    information = _named(InformationBlock, QuestionKind.INFORMATION, "info-circle")

    def grouped_child_blocks(self) -> list[Any]:
        """Offer what is asked most first, and steps and the rest last."""
        further = str(_("Further"))
        return sorted(super().grouped_child_blocks(), key=lambda group: str(group[0]) == further)

    class Meta:
        icon = "form"
        label = _("Questions")
