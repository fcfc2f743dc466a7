"""Records of the cases room."""

from .case import Case, CaseQuerySet
from .evidence import Evidence
from .merge import CaseMerge
from .parts import Action, CaseLetter, CaseMessage, CasePause, CaseStep, Measure, TeamMember
from .policy import CasePolicy
from .queue_view import QueueView
from .reply import ReplyText

__all__ = [
    "Action",
    "Case",
    "CaseLetter",
    "CaseMerge",
    "CaseMessage",
    "CasePause",
    "CasePolicy",
    "CaseQuerySet",
    "CaseStep",
    "Evidence",
    "Measure",
    "QueueView",
    "ReplyText",
    "TeamMember",
]
