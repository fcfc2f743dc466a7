"""What a form page says about how copies are filled in and sent."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_content.sending_enums import ProofState

_ORIGIN = re.compile(
    r"https://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::[0-9]{1,5})?"
    r"|http://(?:localhost|127\.0\.0\.1)(?::[0-9]{1,5})?"  # to try it out
)


def check_origins(text: str) -> None:
    """Refuse what is no address of a site: it goes into the content policy word for word.

    Raises:
        ValidationError.
    """
    for origin in text.split():
        if not _ORIGIN.fullmatch(origin):
            raise ValidationError(
                _("“%(site)s” is not the address of a site, such as https://www.example.com."),
                params={"site": origin},
            )


class SendingSettings(models.Model):
    """How copies of a form are filled in and sent."""

    saves = models.BooleanField(
        _("may be saved and continued later"),
        default=False,
        help_text=_(
            "Whoever saves it gets a secret link to what was written so far; a personal link leads back to "
            "it. Not by personal link where the form is anonymous."
        ),
    )

    embed_origins = models.TextField(
        _("sites that may show it in a frame"),
        blank=True,
        max_length=2000,
        validators=[check_origins],
        help_text=_("One a line, such as https://www.example.com. Empty: none."),
    )

    proof = models.CharField(
        _("sum that keeps machines away"),
        max_length=3,
        choices=ProofState.choices,
        blank=True,
        default=ProofState.POLICY,
        help_text=_(
            "The browser does it unseen while the questions are answered. Personal links and tablets "
            "are not asked."
        ),
    )

    class Meta:
        abstract = True

    @property
    def frames(self) -> list[str]:
        """The sites whose pages may show the form in a frame."""
        return [origin for origin in self.embed_origins.split() if _ORIGIN.fullmatch(origin)]
