"""Records of the staff room."""

from .department import Department, DepartmentQuerySet
from .getting_in import (
    ApiScope,
    ApiToken,
    ApiTokenQuerySet,
    DeliveryStatus,
    FirstLink,
    RecoveryCode,
    SecondStep,
    Webhook,
    WebhookDelivery,
    WebhookEvent,
)

__all__ = [
    "ApiScope",
    "ApiToken",
    "ApiTokenQuerySet",
    "DeliveryStatus",
    "Department",
    "DepartmentQuerySet",
    "FirstLink",
    "RecoveryCode",
    "SecondStep",
    "Webhook",
    "WebhookDelivery",
    "WebhookEvent",
]
