"""Records of which each member of staff sees only a part. (security 12)

A model says so twice: its manager has `visible_to(user)`, a record `is_visible_to(user)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

_partly_seen: list[type[models.Model]] = []


def is_seen_in_part(model: type[models.Model]) -> bool:
    """Tell whether people may see some records of a model and not others."""
    return model in _partly_seen


def visible(model: type[models.Model], user: Any) -> Any:
    """Return the records of a model that a member of staff may see."""
    records: Any = model._default_manager.all()
    return records.visible_to(user) if model in _partly_seen else records


def is_visible(record: models.Model, user: Any) -> bool:
    """Tell whether a member of staff may see a record."""
    return type(record) not in _partly_seen or bool(record.is_visible_to(user))  # type: ignore[attr-defined]  # see above


def seen_in_part(*kinds: type[models.Model]) -> None:
    """Let Wagtail's screens show of these records only what each member of staff may see."""
    for model in kinds:
        _partly_seen.append(model)
        register_permission_policy(model, VisiblePermissionPolicy(model))


def hidden_entries(user: Any) -> Q:
    """Return the condition for entries of the log that name records a member of staff may not see."""
    hidden = Q(pk__in=())
    for model in _partly_seen:
        ids = visible(model, user).order_by().annotate(id_text=Cast("pk", CharField()))
        if not ids.query.where:  # all are seen, those deleted since included
            continue
        of_kind = Q(content_type=ContentType.objects.get_for_model(model))
        hidden |= of_kind & ~Q(object_id__in=ids.values("id_text"))
    return hidden


class VisiblePermissionPolicy(ModelPermissionPolicy):
    """The model's rights, for the records the member of staff may see and no others."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Tell whether an act upon one record is allowed."""
        return self.user_has_permission(user, action) and bool(instance.is_visible_to(user))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        """Return the records upon which one of the acts is allowed."""
        if self.user_has_any_permission(user, actions):
            return visible(self.model, user)
        return self.model._default_manager.none()
