"""Other programs are told that a form was answered: which one and where to read it, no answer. (HEADLESS)"""

from django.conf import settings

from forms_content.models import Submission
from foyer.staff.models import WebhookEvent
from foyer.staff.services.webhooks import tell


def tell_submitted(kept: Submission) -> None:
    """Tell of a copy that was just kept, in the same transaction."""
    root = f"{settings.PUBLIC_URL}/api/foyer/v1"
    told = {
        "id": kept.pk,
        "number": kept.number,
        "form": kept.page.slug,
        "purpose": str(kept.page.purpose),
        "version": kept.version.number,
        "form_url": f"{root}/forms/{kept.page.slug}",
        "case_url": f"{root}/cases/{kept.case_id}" if kept.case_id else None,
    }
    tell(WebhookEvent.SUBMISSION_CREATED, told, at=kept.received_at)
