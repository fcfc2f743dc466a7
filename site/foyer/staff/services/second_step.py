"""The second step of logging in: a code from a phone, or a recovery code in its stead. (SEC-21)"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.audit import note
from foyer.core.models import HousePolicy, User
from foyer.core.refusals import Refusal
from foyer.core.roles import ADMINISTRATORS
from foyer.privacy.sealing import SealBroken, keyed_hash, seal, unseal
from foyer.staff.models import RecoveryCode, SecondStep

from .limits import CODE_NOW, CODE_TODAY, PASSWORD_AGAIN
from .one_time_codes import DIGITS, new_secret, window_of

RECOVERY_CODES = 10
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing looks like something else
_AS_READ = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LENGTH = 16  # 80 bits: typed by hand in need, tried five times at most, and then counted


class CodeWrong(Refusal):
    """Neither the app's code of this half minute nor an unused recovery code."""

    code, status = "code_wrong", 422
    message = _("This code is not right. Type the one the app shows now; each code works once.")


class PasswordWrong(Refusal):
    """Not the account's password."""

    code, status = "password_wrong", 422
    message = _("This is not your password.")


class AlreadySetUp(Refusal):
    """The account has a second step."""

    code = "second_step_already_set_up"
    message = _("A second step is set up already. Remove it first to set up another phone.")


class SetUpExpired(Refusal):
    """The picture does not belong to this account, or was altered."""

    code = "second_step_set_up_expired"
    message = _("This picture cannot be used any more. Please scan the new one.")


def is_set_up(user: User) -> bool:
    """Tell whether an account has a second step."""
    return SecondStep.objects.filter(user=user).exists()


def accounts_set_up() -> set[int]:
    """Return the keys of every account with a second step."""
    return set(SecondStep.objects.values_list("user", flat=True))


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an account has a second step, and whether the house policy asks for one."""

    is_set_up: bool
    is_required: bool


def with_standing(users: QuerySet[User]) -> QuerySet[User]:
    """Return accounts, each read together with how it stands; a superuser counts as an administrator."""
    asked_of = HousePolicy.second_step_roles.through.objects
    by_role = Exists(asked_of.filter(group__user=OuterRef("pk")))
    as_administrator = Exists(asked_of.filter(group__name=ADMINISTRATORS))
    return users.annotate(
        second_step_is_set_up=Exists(SecondStep.objects.filter(user=OuterRef("pk"))),
        second_step_is_required=Q(by_role) | (Q(is_superuser=True) & Q(as_administrator)),
    )


def standing_of(user: User) -> Standing:
    """Return how an account stands now, in one query."""
    return standing_read_with(with_standing(User.objects.all()).get(pk=user.pk))


def standing_read_with(user: Any) -> Standing:
    """Return how an account stood when it was read with its standing."""
    return Standing(user.second_step_is_set_up, user.second_step_is_required)


def begin_set_up(*, user: User) -> tuple[str, str]:
    """Return a fresh secret, and the same sealed: the form brings it back, nothing is kept before."""
    secret = new_secret()
    return secret, seal(secret, place=_place(user))


def secret_of_set_up(sealed: str, *, user: User) -> str:
    """Return the secret a form brought back.

    Raises:
        SetUpExpired: it was not sealed for this account.
    """
    try:
        return unseal(sealed, place=_place(user))
    except (SealBroken, ValueError) as reason:
        raise SetUpExpired from reason


def set_up(*, user: User, secret: str, code: str, at: datetime) -> list[str]:
    """Give an account its second step; return the recovery codes, which are shown this once.

    Raises:
        CodeWrong: the app does not show this code for the secret.
        AlreadySetUp: there is one.
        TooManyAttempts: too many wrong codes.
    """
    _count(user, at)
    window = window_of(_digits(code), secret=secret, at=at)
    if window is None:
        raise CodeWrong
    try:
        with transaction.atomic():
            step = SecondStep.objects.create(
                user=user, secret=secret, last_window=window, set_up_at=at
            )
            codes = _issue_codes(step)
            log(user, "foyer.staff.set_up_second_step", user=user)
    except IntegrityError as reason:
        raise AlreadySetUp from reason
    _clear(user)
    return codes


def check_code(*, user: User, code: str, at: datetime) -> None:
    """Take a code from the app, or a recovery code; each works once.

    Raises:
        CodeWrong: it is neither.
        TooManyAttempts: too many wrong ones.
    """
    _count(user, at)
    step = SecondStep.objects.get(user=user)
    if not (_take_app_code(step, code, at) or _take_recovery_code(step, code, at)):
        note("second_step.failed", user=user.pk)
        raise CodeWrong
    _clear(user)


@transaction.atomic
def renew_recovery_codes(*, user: User) -> list[str]:
    """Return fresh recovery codes; the former ones die."""
    step = SecondStep.objects.get(user=user)
    step.recovery_codes.all().delete()
    log(user, "foyer.staff.renew_recovery_codes", user=user)
    return _issue_codes(step)


def confirm_password(*, user: User, password: str, at: datetime) -> None:
    """Make sure that it is still the member of staff who sits there.

    Raises:
        PasswordWrong: it is not the account's password.
        TooManyAttempts: too many wrong ones.
    """
    PASSWORD_AGAIN.count(str(user.pk), at=at)
    if not user.check_password(password):
        raise PasswordWrong
    PASSWORD_AGAIN.clear(str(user.pk))


def codes_left(user: User) -> int:
    """Return how many recovery codes an account can still use."""
    return RecoveryCode.objects.filter(second_step__user=user, used_at=None).count()


@transaction.atomic
def remove_second_step(*, user: User) -> None:
    """Take the second step off one's own account."""
    if SecondStep.objects.filter(user=user).delete()[0]:
        log(user, "foyer.staff.remove_second_step", user=user)


@transaction.atomic
def reset_second_step(*, user: User, by: User | None, at: datetime) -> None:
    """Take a colleague's second step away, and log them out everywhere: the phone may be in other hands."""
    SecondStep.objects.filter(user=user).delete()
    user.logged_out_at = at
    user.save(update_fields=["logged_out_at"])
    CODE_NOW.clear(str(user.pk))
    CODE_TODAY.clear(str(user.pk))
    log(user, "foyer.staff.reset_second_step", user=by)


def _place(user: User) -> str:
    return f"staff.set_up:{user.pk}"


def _digits(code: str) -> str:
    plain = unicodedata.normalize("NFKC", code).replace(" ", "").strip()
    return plain if plain.isascii() and plain.isdigit() and len(plain) == DIGITS else ""


def _count(user: User, at: datetime) -> None:
    CODE_NOW.count(str(user.pk), at=at)
    CODE_TODAY.count(str(user.pk), at=at)


def _clear(user: User) -> None:
    CODE_NOW.clear(str(user.pk))
    CODE_TODAY.give_back(str(user.pk))


def _take_app_code(step: SecondStep, code: str, at: datetime) -> bool:
    """Use an app's code up: of two who type it at once, one is taken."""
    digits = _digits(code)
    window = window_of(digits, secret=step.secret, at=at) if digits else None
    if window is None:
        return False
    unused = SecondStep.objects.filter(pk=step.pk, last_window__lt=window)
    return bool(unused.update(last_window=window))


def _take_recovery_code(step: SecondStep, code: str, at: datetime) -> bool:
    plain = unicodedata.normalize("NFKC", code).upper().replace("-", "").replace(" ", "")
    unused = step.recovery_codes.filter(
        code_hash=hash_recovery_code(plain.translate(_AS_READ)), used_at=None
    )
    with transaction.atomic():
        if not unused.update(used_at=at):
            return False
        log(step.user, "foyer.staff.use_recovery_code", user=step.user)
    return True


def _issue_codes(step: SecondStep) -> list[str]:
    codes = [
        "".join(secrets.choice(_ALPHABET) for _n in range(_LENGTH)) for _c in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(second_step=step, code_hash=hash_recovery_code(code)) for code in codes
    )
    return ["-".join(code[n : n + 4] for n in range(0, _LENGTH, 4)) for code in codes]


def hash_recovery_code(code: str) -> str:
    """Return the keyed hash under which a recovery code is kept."""
    return keyed_hash(code, purpose="recovery-code")
