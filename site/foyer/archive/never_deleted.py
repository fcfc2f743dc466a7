"""Records are destroyed by two people and never deleted, whoever asks Wagtail to. (000-28)"""

from __future__ import annotations

from typing import Any

from wagtail.permissions import register_permission_policy

from foyer.core.visible import VisiblePermissionPolicy


class KeptPolicy(VisiblePermissionPolicy):
    """The model's rights, that of deleting left out: a superuser holds it without being given it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether an act is allowed."""
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Tell whether one of the acts is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


def register_policy(model: type[Any]) -> None:
    """Let Wagtail's screens of records ask these rights."""
    register_permission_policy(model, KeptPolicy(model))
