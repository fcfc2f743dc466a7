"""When a member of staff leaves: their rights end at once. (002-27)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import APIToken, ModelLogEntry

from foyer.core.models import User
from foyer.core.refusals import Refusal

TAKEN_WITHIN = timedelta(days=90)


class NotOneself(Refusal):
    """Whoever closes the door stands outside."""

    code = "not_oneself"
    message = _("You cannot close your own account. Ask another administrator.")


class LastAdministrator(Refusal):
    """Nobody would be left to keep accounts."""

    code = "last_administrator"
    message = _("This is the last account that can manage users. Make another administrator first.")


class AlreadyClosed(Refusal):
    """Nothing is left to close."""

    code = "already_closed"
    message = _("This account is closed already.")


@dataclass(frozen=True, slots=True)
class Closed:
    """What ended with an account."""

    sessions: int
    tokens: int
    roles: tuple[str, ...]


@transaction.atomic
def close_account(*, user: User, by: User, at: datetime) -> Closed:
    """Take every right from a member of staff at once; what they did stays under their name. (002-27)

    The account is deactivated, its password no longer works, it loses its roles and rights of its own,
    every session ends with the next request, and API tokens are revoked.

    Raises:
        NotOneself: `by` would close their own account.
        LastAdministrator: nobody would be left to manage users.
        AlreadyClosed: it is closed, and nothing of it is left open.
    """
    if user.pk == by.pk:
        raise NotOneself
    leaver = User.objects.select_for_update().get(pk=user.pk)
    if leaver.has_perm("core.change_user") and not _others_manage_users(leaver):
        raise LastAdministrator
    roles = tuple(leaver.groups.order_by("name").values_list("name", flat=True))
    closed = Closed(_end_sessions(leaver), _revoke_tokens(leaver, at), roles)
    if not (leaver.is_active or roles or closed.sessions or closed.tokens):
        raise AlreadyClosed
    leaver.groups.clear()
    leaver.user_permissions.clear()
    leaver.is_active = leaver.is_staff = leaver.is_superuser = False
    leaver.logged_out_at = at
    leaver.set_unusable_password()
    leaver.save(
        update_fields=["is_active", "is_staff", "is_superuser", "logged_out_at", "password"]
    )
    data = {"sessions": closed.sessions, "tokens": closed.tokens, "roles": list(roles)}
    log(leaver, "foyer.user.close", user=by, data=data)
    user.refresh_from_db()
    return closed


def taken_away(user: User, *, since: datetime | None = None) -> QuerySet[ModelLogEntry]:
    """Return the log of what a member of staff took out of the house as files, the latest first.

    Args:
        since: the earliest moment; None: everything.
    """
    taking = Q(action__endswith=".export") | Q(action__endswith=".dossier")
    if since:
        taking &= Q(timestamp__gte=since)
    lines: QuerySet[ModelLogEntry] = ModelLogEntry.objects.filter(taking, user=user)
    return lines.order_by("-timestamp", "-pk")


def open_sessions(user: User, *, at: datetime) -> list[Session]:
    """Return the sessions in which a member of staff is logged in."""
    live = Session.objects.filter(expire_date__gt=at)
    return [one for one in live if one.get_decoded().get("_auth_user_id") == str(user.pk)]


def _end_sessions(user: User) -> int:
    pks = [
        one.pk
        for one in Session.objects.iterator()
        if one.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    return Session.objects.filter(pk__in=pks).delete()[0]


def _revoke_tokens(user: User, at: datetime) -> int:
    revoked: int = APIToken.objects.filter(user=user, revoked_at=None).update(revoked_at=at)
    return revoked


def _others_manage_users(user: User) -> bool:
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    return any(other.has_perm("core.change_user") for other in others.iterator())
