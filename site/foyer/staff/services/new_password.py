"""A new password for whoever forgot the old one: asked for by e-mail address, sent by the worker. (SEC-10)

The page does the same work and says the same whether or not anybody has the address: the letter, or the
lack of one, is made in the background.
"""

import unicodedata
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from foyer.core.audit import note
from foyer.core.context_processors import describe_house
from foyer.core.jobs import JobRun, start_job
from foyer.core.languages import known_language
from foyer.core.mail import Letter, NotNow, Postbox, Undelivered, address_of
from foyer.core.models import HousePolicy, User
from foyer.core.throttle import TooManyAttempts

from .limits import EVERYBODY, RESET_BY_ADDRESS, RESET_BY_EMAIL, RESET_IN_ALL
from .log_in import origin_of

SEND_LETTERS = "staff.send_password_letters"
_TRIED_FOR = timedelta(hours=1)
_PAUSE = timedelta(minutes=1)


def ask_for_new_password(*, email: str, address: str, language: str, at: datetime) -> None:
    """Have a letter sent to every account with this e-mail address; do the same work when there is none.

    Args:
        email: the address as typed.
        address: the network the question comes from.
        language: the letter's, where the account has chosen none.
        at: now.

    Raises:
        TooManyAttempts: asked too often, from this network, for this address, or in all.
    """
    plain = unicodedata.normalize("NFKC", email).strip().casefold()
    try:
        RESET_BY_ADDRESS.count(address, at=at)
        RESET_BY_EMAIL.count(plain, at=at)
        RESET_IN_ALL.count(EVERYBODY, at=at)
    except TooManyAttempts:
        note("new_password.refused", origin=origin_of(address))
        raise
    users = User.objects.filter(email__iexact=plain, is_active=True)
    reached = [user.pk for user in users if user.has_usable_password()]
    arguments = {"users": reached, "language": known_language(language)}
    start_job(kind=SEND_LETTERS, arguments=arguments, by=None, at=at, total=len(reached))
    note("new_password.asked", origin=origin_of(address))


def send_letters(run: JobRun) -> None:
    """Send one letter to each account of a job; while the mail server is away, try again for an hour."""
    users = run.arguments["users"]
    with Postbox() as postbox:
        for step in range(run.step, len(users)):
            user = User.objects.filter(pk=users[step], is_active=True).first()
            if user is not None:
                _post(user, postbox, run)
            run.advance(step + 1)


def _post(user: User, postbox: Postbox, run: JobRun) -> None:
    try:
        postbox.send(write_letter(user=user, language=run.arguments["language"]))
    except NotNow:
        if run.now() - run.job.created_at < _TRIED_FOR:
            run.postpone(run.now() + _PAUSE)
    except Undelivered:
        return  # to an address that takes no letters; whoever asked may ask an administrator
    else:
        log(user, "foyer.staff.ask_new_password", user=user)


def write_letter(*, user: User, language: str) -> Letter:
    """Return the letter with the link to a new password.

    The link's address is the house's own, whatever host the page was asked for at.

    Args:
        user: whom it is for.
        language: the letter's, where the account has chosen none.
    """
    token = default_token_generator.make_token(user)
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("wagtailadmin_password_reset_confirm", args=[uid, token])
    chosen = UserProfile.get_for_user(user).preferred_language
    with override(known_language(chosen or language)):
        house = describe_house(HousePolicy.load())
        context = {
            "user": user,
            "link": f"{settings.PUBLIC_URL}{path}",
            "house": house,
            "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
        }
        return Letter(
            subject=_("A new password for %(house)s") % {"house": house.name},
            body=render_to_string("mail/new_password.txt", context),
            to=[address_of(name=str(user), email=user.email)],
        )
