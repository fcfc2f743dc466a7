"""Who is logged in, read once a request with all that every page asks of them. (SEC-21, performance)"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from foyer.core.models import User

from .services.second_step import with_standing


class StaffBackend(ModelBackend):
    """Passwords as Django keeps them; the account comes with its standing and its profile in one query."""

    def get_user(self, user_id: int) -> User | None:
        """Return an account that may be logged in, as it stands at this moment."""
        found = with_standing(User.objects.select_related("wagtail_userprofile"))
        user = found.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return every right of an account, its own and its groups', in one query instead of two."""
        if (
            obj is not None
            or user_obj.is_anonymous
            or not user_obj.is_active
            or user_obj.is_superuser
        ):
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(
            user_obj, "_perm_cache"
        ):  # where Django keeps them, and forgets them with the account
            own, of_groups = (
                rights.values_list("content_type__app_label", "codename").order_by()
                for rights in (
                    user_obj.user_permissions.all(),
                    Permission.objects.filter(group__in=user_obj.groups.all()),
                )
            )
            both = own.union(of_groups).order_by()
            user_obj._perm_cache = {f"{app}.{name}" for app, name in both}
        found: set[str] = user_obj._perm_cache
        return found
