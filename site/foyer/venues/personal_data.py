"""What this room keeps about people: nothing."""

from django.utils.translation import gettext_lazy as _

from foyer.privacy.registry import holds_none

from .models import Room, Venue

holds_none(Venue, Room, because=_("Places, not people."))
