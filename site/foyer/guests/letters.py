"""Making the letter one guest receives: words, facts, and the code as a picture. (000-07)."""

from dataclasses import dataclass
from email.utils import make_msgid
from io import BytesIO
from urllib.parse import urlsplit

import qrcode
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from qrcode.constants import ERROR_CORRECT_M

from foyer.core.context_processors import describe_house
from foyer.core.languages import HTML_LANG
from foyer.core.mail import Letter, address_of, one_line
from foyer.core.models import HousePolicy
from foyer.core.placeholders import paragraphs
from foyer.core.refusals import Refusal

from .models import Guest, InvitationWording
from .services.codes import pass_url, qr_text
from .wordings import INVITATION, values_for

_PIXELS_PER_MODULE = 10
_QUIET_ZONE = 4  # modules, as the standard asks


class NoWording(Refusal):
    """Nobody has written what a letter says."""

    code = "no_wording"
    message = _(
        "There is no invitation wording for this type of event in this language: %(language)s. "
        "Write one under Invitation wordings, then send again."
    )


@dataclass(frozen=True, slots=True)
class Wordings:
    """Every wording of the house, read once for many letters."""

    by_key: dict[tuple[int | None, str], InvitationWording]

    def choose(self, *, event_type: int, language: str) -> InvitationWording:
        """Return the words for one type of event in one language, else the general ones.

        Raises:
            NoWording: there are neither.
        """
        found = self.by_key.get((event_type, language)) or self.by_key.get((None, language))
        if found is None:
            raise NoWording(language=dict(settings.LANGUAGES)[language])
        return found


def load_wordings() -> Wordings:
    """Read every wording of the house."""
    rows = InvitationWording.objects.all()
    return Wordings({(row.event_type_id, row.language): row for row in rows})


def write_letter(
    *,
    guest: Guest,
    words: InvitationWording,
    policy: HousePolicy,
    message_id: str = "",
    note: str = "",
    to: str = "",
) -> Letter:
    """Return the letter to one guest, in the guest's language.

    Args:
        guest: with its event, room, venue, type and hosts loaded.
        words: subject and text, with placeholders.
        policy: names the house.
        message_id: the letter's own number in the mail system.
        note: what is said above the letter, where it is not meant for a guest.
        to: who receives it instead of the guest, as a header takes it.
    """
    values = values_for(guest, policy)
    subject, picture_id = (
        one_line(INVITATION.fill(words.subject, values)),
        new_message_id().strip("<>"),
    )
    context = {
        "subject": subject,
        "note": note,
        "paragraphs": paragraphs(INVITATION.fill(words.body, values)),
        "event": guest.event,
        "guest": guest,
        "pass_url": pass_url(guest.code_sealed),
        "qr_cid": picture_id,
        "lang": HTML_LANG[guest.language],
    }
    with override(guest.language):
        context["house"] = describe_house(policy)
        text = render_to_string("mail/invitation.txt", context)
        html = render_to_string("mail/invitation.html", context)
        letter = Letter(
            subject=subject,
            body=text,
            to=[to or address_of(name=guest.name, email=guest.email)],
            headers={"Message-ID": message_id or new_message_id()},
            alternatives=[(html, "text/html")],
        )
    letter.picture, letter.picture_id = code_picture(guest.code_sealed), picture_id
    return letter


def code_picture(code: str) -> bytes:
    """Return a guest's code as a PNG: black on white, with a quiet zone around it."""
    image = qrcode.QRCode(
        error_correction=ERROR_CORRECT_M, box_size=_PIXELS_PER_MODULE, border=_QUIET_ZONE
    )
    image.add_data(qr_text(code))
    png = BytesIO()
    image.make_image(fill_color="black", back_color="white").save(png, format="PNG")
    return png.getvalue()


def new_message_id() -> str:
    """Return a fresh number for a letter, under the house's own domain."""
    return make_msgid(domain=_domain())


def _domain() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
