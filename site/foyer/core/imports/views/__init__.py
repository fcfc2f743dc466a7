"""The steps of an import in the staff's tool, for any list: a room adds the right, the list and the addresses.

A room's view is one of these steps and a base of its own, which names `target` and `scope`, gives
`step_url`, checks the right, and renders as a page of the staff's tool.
"""

from .after import (
    ErrorsStep,
    ProgressStep,
    ResultStep,
    ResumeStep,
    StatusStep,
    StopStep,
    UndoStep,
)
from .base import BatchStep, ImportStep, file_response, register_pages
from .before import PreviewStep, UploadStep
from .check import CheckStep

__all__ = [
    "BatchStep",
    "CheckStep",
    "ErrorsStep",
    "ImportStep",
    "PreviewStep",
    "ProgressStep",
    "ResultStep",
    "ResumeStep",
    "StatusStep",
    "StopStep",
    "UndoStep",
    "UploadStep",
    "file_response",
    "register_pages",
]
