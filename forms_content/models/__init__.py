"""Forms, their versions and what was answered; a process without screens has none of them."""

from django.apps import apps

if apps.is_installed("wagtail.admin"):
    from .draft import Draft
    from .event_reach import EventReach
    from .file import SubmittedFile
    from .form_page import FormPage
    from .policy import FormPolicy
    from .sending import EventSurvey, FormLetter, Recipient, Sending
    from .submission import Submission
    from .summary import EventSummary, Improvement
    from .trial import Trial
    from .version import FormVersion, GivenKey

    __all__ = [
        "Draft",
        "EventReach",
        "EventSummary",
        "EventSurvey",
        "FormLetter",
        "FormPage",
        "FormPolicy",
        "FormVersion",
        "GivenKey",
        "Improvement",
        "Recipient",
        "Sending",
        "Submission",
        "SubmittedFile",
        "Trial",
    ]
