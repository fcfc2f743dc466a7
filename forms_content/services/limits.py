"""How much may be sent in how short a time: the same on a form's page and over the API. (FORMS 7; SEC-10)"""

from datetime import datetime

from forms_content.models import FormPage
from foyer.core.throttle import count_attempt

FROM_ONE_ADDRESS = (
    60  # in a minute: a whole house, or a site that sends for its readers, may stand behind one
)
TO_ONE_FORM = 600
TO_ALL_FORMS = 3000


def count_sending(*, page: FormPage, address: str, at: datetime) -> None:
    """Count one attempt to answer a form.

    Args:
        page: the form.
        address: from where.
        at: the moment.

    Raises:
        TooManyAttempts: from that address, to that form or to all of them too much came in a minute.
    """
    limits = ((address, FROM_ONE_ADDRESS), (f"to:{page.pk}", TO_ONE_FORM), ("all", TO_ALL_FORMS))
    for whose, limit in limits:
        count_attempt(key=f"form:{whose}", limit=limit, seconds=60, at=at)
