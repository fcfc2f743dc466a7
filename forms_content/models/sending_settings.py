"""What a form page says about how copies are filled in and sent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SendingSettings(models.Model):
    """How copies of a form are filled in and sent."""

    saves = models.BooleanField(
        _("may be saved and continued later"),
        default=False,
        help_text=_("Whoever saves it gets a secret link to what was written so far."),
    )

    class Meta:
        abstract = True
