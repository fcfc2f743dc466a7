"""The first administrator of an empty house: made by a one-time link, never by a default account. (SEC-20)"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.roles import ADMINISTRATORS
from foyer.privacy.sealing import keyed_hash
from foyer.staff.models import FirstLink

LINK_LIFE = timedelta(hours=2)


class HouseHasAdministrator(Refusal):
    """Somebody can already make accounts."""

    code = "house_has_administrator"
    message = _("This house has an administrator already, who can make further accounts.")


class LinkUnknown(Refusal):
    """No such link, or it was used, or its time is over: all the same to a stranger."""

    code, status = "link_unknown", 404
    message = _("This link is not valid any more. Ask whoever runs the house for a new one.")


def has_administrator() -> bool:
    """Tell whether somebody with a password may make accounts."""
    may = Q(is_superuser=True) | Q(groups__name=ADMINISTRATORS)
    holders = User.objects.filter(may, is_active=True).distinct()
    return any(user.has_usable_password() for user in holders)


@transaction.atomic
def issue_first_link(*, at: datetime) -> str:
    """Return the address at which the first administrator chooses a password; earlier ones die.

    Raises:
        HouseHasAdministrator: there is no need of one.
    """
    if has_administrator():
        raise HouseHasAdministrator
    FirstLink.objects.filter(used_at=None).delete()
    token = secrets.token_urlsafe(32)
    FirstLink.objects.create(token_hash=_hashed(token), expires_at=at + LINK_LIFE)
    return f"{settings.PUBLIC_URL}{reverse('staff_door:first', args=[token])}"


def check_link(token: str, *, at: datetime) -> None:
    """Look whether a link still works.

    Raises:
        LinkUnknown: it does not.
    """
    usable = FirstLink.objects.filter(token_hash=_hashed(token), used_at=None, expires_at__gt=at)
    if not usable.exists() or has_administrator():
        raise LinkUnknown


@transaction.atomic
def make_first_administrator(*, user: User, token: str, at: datetime) -> User:
    """Keep the account a link was used for; of two who use it at once, one gets it.

    Args:
        user: not kept yet, with name and password.
        token: the link's.
        at: now.

    Raises:
        LinkUnknown: the link was used, is too old, or the house has an administrator.
    """
    usable = FirstLink.objects.filter(token_hash=_hashed(token), used_at=None, expires_at__gt=at)
    if has_administrator() or not usable.update(used_at=at):
        raise LinkUnknown
    user.is_superuser = True
    user.save()
    user.groups.add(Group.objects.get(name=ADMINISTRATORS))
    log(user, "foyer.staff.first_administrator", user=user)
    return user


def _hashed(token: str) -> str:
    return keyed_hash(token, purpose="first-link")
