"""Records of the cases room."""

from .case import Case, CaseQuerySet
from .evidence import Evidence
from .parts import Action, CaseLetter, CaseMessage, CasePause, CaseStep, Measure, TeamMember
from .policy import CasePolicy

__all__ = [
    "Action",
    "Case",
    "CaseLetter",
    "CaseMessage",
    "CasePause",
    "CasePolicy",
    "CaseQuerySet",
    "CaseStep",
    "Evidence",
    "Measure",
    "TeamMember",
]
