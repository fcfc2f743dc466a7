"""A field that names somebody of the staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from .models import User


class StaffField(forms.ModelChoiceField[User]):
    """Somebody of the staff who is still there; with `right`, only those who have it."""

    def __init__(self, *, right: str = "", **kwargs: Any) -> None:
        staff = User.objects.filter(is_active=True).order_by("last_name", "first_name")
        if right:
            room, _dot, act = right.partition(".")
            held = {"content_type__app_label": room, "codename": act}
            by_group = Q(**{f"groups__permissions__{name}": value for name, value in held.items()})
            by_name = Q(**{f"user_permissions__{name}": value for name, value in held.items()})
            may = User.objects.filter(Q(is_superuser=True) | by_group | by_name)
            staff = staff.filter(pk__in=may.order_by().values("pk"))
        super().__init__(queryset=staff, **kwargs)
