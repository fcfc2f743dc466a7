"""Which records of this room public pages show, and how its workflow is called on screen."""

from django.utils.translation import pgettext_lazy

from foyer.core.page_cache import show_on_pages, show_pages
from foyer.core.shown_names import show_name

from .models import FeeSchedule, FeeSchedulePage

show_on_pages(FeeSchedule)
show_pages(FeeSchedulePage)
show_name("Fee approval", pgettext_lazy("workflow", "Approval of fees by Management"))
