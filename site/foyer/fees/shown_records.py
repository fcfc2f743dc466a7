"""Which pages of this room are kept, and how its workflow is called on screen.

A schedule tells the pages itself when it is approved: its drafts, saved while they are typed, are shown on none.
"""

from django.utils.translation import pgettext_lazy

from foyer.core.page_cache import show_pages
from foyer.core.shown_names import show_name

from .models import FeeSchedulePage

show_pages(FeeSchedulePage)
show_name("Fee approval", pgettext_lazy("workflow", "Approval of fees by Management"))
