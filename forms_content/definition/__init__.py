"""What a form asks, as data: one definition is drawn, checked, published and counted by."""

from .parts import Choice, Condition, Definition, Question, Rule, Step, Words
from .rules import Standing, standing_of

__all__ = [
    "Choice",
    "Condition",
    "Definition",
    "Question",
    "Rule",
    "Standing",
    "Step",
    "Words",
    "standing_of",
]
