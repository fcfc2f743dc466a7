"""Forms, their versions and what was answered; a process without screens has none of them."""

from django.apps import apps

if apps.is_installed("wagtail.admin"):
    from .form_page import FormPage
    from .policy import FormPolicy
    from .sending import EventSurvey, FormLetter, Recipient, Sending
    from .submission import Submission
    from .version import FormVersion, GivenKey

    __all__ = [
        "EventSurvey",
        "FormLetter",
        "FormPage",
        "FormPolicy",
        "FormVersion",
        "GivenKey",
        "Recipient",
        "Sending",
        "Submission",
    ]
