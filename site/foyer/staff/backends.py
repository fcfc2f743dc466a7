"""Who is logged in, read once a request with all that every page asks of them. (SEC-21, performance)"""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from foyer.core.models import User

from .services.second_step import with_standing


class StaffBackend(ModelBackend):
    """Passwords as Django keeps them; the account comes with its standing and its profile in one query."""

    def get_user(self, user_id: int) -> User | None:
        """Return an account that may be logged in, as it stands at this moment."""
        found = with_standing(User.objects.select_related("wagtail_userprofile"))
        user = found.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
