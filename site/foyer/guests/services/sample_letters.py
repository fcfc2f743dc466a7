"""A letter as an invented guest would receive it: to look at, and to be sent to whoever writes it. (000-07)

Nobody on any list is touched: the guest, the evening and the code are invented, and nothing is kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from foyer.core.enums import FormOfAddress, JobStatus, Language
from foyer.core.jobs import JobRun, start_job
from foyer.core.mail import Letter, Postbox, Undelivered, address_of
from foyer.core.models import HousePolicy, Job, JobQuerySet, User
from foyer.core.refusals import Refusal
from foyer.events.enums import DressCode
from foyer.events.models import Event, EventType
from foyer.guests.letters import write_letter
from foyer.guests.models import Guest, InvitationWording
from foyer.venues.models import Room

SEND_TEST_LETTER = "guests.send_test_letter"
_CODE: Final = "0" * 26  # no guest's: the pass does not know it, and no door opens to it
_PEOPLE: Final = {
    Language.ZH_HANS: ("王小明", FormOfAddress.MR, "江南丝路文化有限公司"),
    Language.ZH_HANT: ("林若蘭", FormOfAddress.MS, "雲嶺茶業股份有限公司"),
    Language.EN: ("Ann Lee", FormOfAddress.MS, "Bright Harbour Design"),
}


class NoAddressOfOwn(Refusal):
    """Whoever asks for a test letter has no address it could go to."""

    code = "no_address_of_own"
    message = gettext_lazy(
        "Your account has no e-mail address. Enter one under Account, then try again."
    )


class AlreadyUnderWay(Refusal):
    """One is on its way to the same person."""

    code = "test_letter_under_way"
    message = gettext_lazy("A test letter to you is on its way already.")


def sample_guest(*, words: InvitationWording, at: datetime) -> Guest:
    """Return an invented guest of an invented evening of the kind a wording is for; neither is kept."""
    language = Language(words.language or Language.ZH_HANS)
    name, form, company = _PEOPLE[language]
    return Guest(
        event=_sample_event(words, at),
        name=name,
        form_of_address=form,
        company=company,
        language=language,
        email="guest@example.com",
        party_limit=2,
        code_sealed=_CODE,
    )


def sample_letter(*, words: InvitationWording, at: datetime) -> Letter:
    """Return the finished letter an invented guest would receive, with its subject above it."""
    guest = sample_guest(words=words, at=at)
    letter = write_letter(guest=guest, words=words, policy=HousePolicy.load())
    with override(guest.language):
        note = _("Subject: %(subject)s") % {"subject": letter.subject}
    return write_letter(guest=guest, words=words, policy=HousePolicy.load(), note=note)


@transaction.atomic
def ask_for_test_letter(*, words: InvitationWording, by: User, at: datetime) -> Job:
    """Have one letter in these words sent to whoever asks; it counts as nobody's invitation.

    Raises:
        NoAddressOfOwn: there is nowhere to send it to.
        AlreadyUnderWay: one is on its way already.
    """
    if not by.email:
        raise NoAddressOfOwn
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if (
        test_letters(words=words, by=by)
        .filter(status__in=(JobStatus.WAITING, JobStatus.RUNNING))
        .exists()
    ):
        raise AlreadyUnderWay
    return start_job(kind=SEND_TEST_LETTER, arguments={"wording": words.pk}, by=by, at=at, total=1)


def send_test_letter(run: JobRun) -> None:
    """Send the letter of one such job, at most once, and keep what became of it."""
    words = InvitationWording.objects.filter(pk=run.arguments["wording"]).first()
    by = run.job.by
    if run.step or words is None or by is None:
        return  # handed over before, or nobody is left to care
    try:
        letter = _test_letter(words, by, run.now())
        with Postbox() as postbox:
            postbox.open()
            run.advance(1)  # from here on it is never sent a second time
            postbox.send(letter)
    except Undelivered as problem:
        run.advance(1, result={"trouble": problem.trouble.value, "words": problem.words})
    else:
        run.advance(1, result={"sent_at": run.now().isoformat()})


def test_letters(*, words: InvitationWording, by: User) -> JobQuerySet:
    """Return the test letters in these words that somebody asked for, the latest first."""
    return Job.objects.filter(kind=SEND_TEST_LETTER, by=by, arguments__wording=words.pk)


def _test_letter(words: InvitationWording, by: User, at: datetime) -> Letter:
    with override(words.language):
        note = _("This is a test letter. The guest is invented, and the code opens no door.")
    return write_letter(
        guest=sample_guest(words=words, at=at),
        words=words,
        policy=HousePolicy.load(),
        note=note,
        to=address_of(name=str(by), email=by.email),
    )


def _sample_event(words: InvitationWording, at: datetime) -> Event:
    starts_at = localtime(at + timedelta(days=14)).replace(hour=18, minute=30, second=0)
    room = Room.objects.select_related("venue").first()
    return Event(
        type=words.event_type or EventType.objects.first() or EventType(),
        title="秋日品鉴晚宴",
        title_zh_hant="秋日品鑑晚宴",
        title_en="Autumn tasting dinner",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        venue=room.venue if room else None,
        room=room,
        dress_code=DressCode.BUSINESS,
        capacity=60,
    )
