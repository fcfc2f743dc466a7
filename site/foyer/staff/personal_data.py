"""What this room keeps about people: how members of staff log in, about nobody outside."""

from django.utils.translation import gettext_lazy as _

from foyer.privacy.registry import holds_none

from .models import (
    ApiToken,
    Department,
    FirstLink,
    RecoveryCode,
    SecondStep,
    Webhook,
    WebhookDelivery,
)

holds_none(ApiToken, because=_("How other programs get in; about nobody outside."))
holds_none(
    FirstLink, RecoveryCode, SecondStep, because=_("How staff log in; about nobody outside.")
)
holds_none(
    Webhook,
    WebhookDelivery,
    because=_("What other programs are told: keys of records, nobody's facts."),
)
holds_none(Department, because=_("Who of the staff works where; about nobody outside."))
