"""Tokens by which other programs of the house come in: made, shown once, looked up, revoked. (security 1)"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.privacy.fields import remember_newest
from foyer.privacy.sealing import keyed_hash
from foyer.staff.models import ApiToken

LONGEST = timedelta(days=731)
USUAL = timedelta(days=365)
_PREFIX = "foyer_"  # by which a token that leaked into a file is recognised
_BYTES = 32
_SEEN_EVERY = timedelta(minutes=5)


class TokenRefused(Refusal):
    """No program may come in with this token."""

    code = "not_authenticated"
    status = 401
    message = _("A valid token is needed here.")


@transaction.atomic
def make_token(
    *, name: str, user: User, scopes: Collection[str], expires_on: date, by: User, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token and return it with the secret, which is shown this once and kept nowhere.

    Args:
        name: which program will use it.
        user: in whose name it works.
        scopes: values of `ApiScope`.
        expires_on: its last day.
    """
    secret = f"{_PREFIX}{secrets.token_urlsafe(_BYTES)}"
    token = ApiToken.objects.create(
        name=name,
        user=user,
        scopes=sorted(scopes),
        token_hash=_hash(secret),
        created_at=at,
        created_by=by,
        expires_on=expires_on,
    )
    told = {"scopes": token.scopes, "works_for": user.pk, "until": expires_on.isoformat()}
    log(token, "foyer.staff.make_api_token", user=by, data=told)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, at: datetime) -> None:
    """End a token at once; one that was revoked before stays as it is."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        log(token, "foyer.staff.revoke_api_token", user=by)


def find_token(secret: str, *, at: datetime) -> ApiToken:
    """Return the token of a secret, with its account, and note that it was used.

    Raises:
        TokenRefused: there is none, or it is revoked, over, or its account is off.
    """
    shown = _hash(secret)
    working = ApiToken.objects.working(at=at).select_related("user")
    token = working.filter(token_hash=shown).first() if secret else None
    if token is None:
        raise TokenRefused
    remember_newest(token, "token_hash", shown)
    if token.last_used_at is None or at - token.last_used_at >= _SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def _hash(secret: str) -> str:
    return keyed_hash(secret, purpose="api-token")
