"""Forms, their versions and what was answered; a process without screens has none of them."""

from django.apps import apps

if apps.is_installed("wagtail.admin"):
    from .event_reach import EventReach
    from .form_page import FormPage
    from .submission import Submission
    from .version import FormVersion, GivenKey

    __all__ = ["EventReach", "FormPage", "FormVersion", "GivenKey", "Submission"]
