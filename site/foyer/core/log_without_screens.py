"""Wagtail's log where Wagtail's screens are not: acts at the door are written all the same. (SEC-16)

Wagtail learns what may be logged from the hooks of every room, and with them come all its screens. A
process for tablets alone (`FOYER_PROCESS=kiosk`) looks for no hooks: it is told here which log is kept,
and each room it has names its acts when it is ready.
"""

from django.db.models import Model
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

registry.register_model(Model, ModelLogEntry)
registry.has_scanned_for_actions = True
