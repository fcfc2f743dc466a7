"""Who is told of what the archive needs: those a role, or somebody by name, gave a right of it."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from foyer.core.models import User


def holders(codename: str) -> QuerySet[User]:
    """Return the members of staff who were given a right of the archive; being a superuser gives none."""
    right = Permission.objects.filter(codename=codename, content_type__app_label="archive")
    given = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    theirs = User.objects.filter(given).order_by().values("pk")
    return User.objects.filter(pk__in=theirs, is_active=True).select_related("wagtail_userprofile")
