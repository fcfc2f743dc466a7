"""Notes what Django and Wagtail do to members of staff: logging in and out, roles, access. (SEC-08, SEC-16)"""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.utils import timezone
from wagtail.log_actions import log

from foyer.core.models import User

from .services import sessions

_ACCESS = ("is_active", "is_superuser")


def _begin_session(*, request: Any, **_kwargs: Any) -> None:
    sessions.begin_session(request.session, at=timezone.now())


def _note_log_out(*, user: User | None, **_kwargs: Any) -> None:
    if user is not None:
        log(user, "foyer.staff.log_out", user=user)


def _note_roles(
    *, instance: User | Group, action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: Any
) -> None:
    """Write down which roles a member of staff was given or lost, from whichever side it was done."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if isinstance(instance, User):
        groups, users = Group.objects.filter(user=instance), [instance]
        groups = groups if pk_set is None else Group.objects.filter(pk__in=pk_set)
    else:
        groups = Group.objects.filter(pk=instance.pk)
        held = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
        users = list(held)
    names = sorted(groups.values_list("name", flat=True))
    act = "foyer.staff.give_role" if action == "post_add" else "foyer.staff.take_role"
    for user in users if names else ():
        log(user, act, data={"roles": names})


def _remember_access(
    *, instance: User, update_fields: Collection[str] | None, **_kwargs: Any
) -> None:
    """Look up what somebody was allowed before, where that is about to be kept anew."""
    instance._access_before = None  # type: ignore[attr-defined]
    if instance.pk and (update_fields is None or set(_ACCESS) & set(update_fields)):
        before = User.objects.filter(pk=instance.pk).values_list(*_ACCESS).first()
        instance._access_before = before  # type: ignore[attr-defined]


def _note_access(*, instance: User, created: bool, **_kwargs: Any) -> None:
    """Write down that an account was switched on or off, or became one that passes every check."""
    before = (True, False) if created else instance._access_before  # type: ignore[attr-defined]
    after = tuple(getattr(instance, name) for name in _ACCESS)
    if before is not None and before != after:
        log(instance, "foyer.staff.change_access", data=dict(zip(_ACCESS, after, strict=True)))


user_logged_in.connect(_begin_session, dispatch_uid="foyer.staff begin session")
user_logged_out.connect(_note_log_out, dispatch_uid="foyer.staff log out")
m2m_changed.connect(
    _note_roles, sender=User.groups.through, dispatch_uid="foyer.staff change roles"
)
pre_save.connect(_remember_access, sender=User, dispatch_uid="foyer.staff access before")
post_save.connect(_note_access, sender=User, dispatch_uid="foyer.staff change access")
