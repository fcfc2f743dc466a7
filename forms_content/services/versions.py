"""Publishing a form: what it asks from now on. (FORMS 2)"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forms_content.compiling import Compiled, compile_form
from forms_content.models import FormPage, FormVersion, GivenKey
from foyer.core.publishing import Unready


def compiled_now(page: FormPage) -> Compiled:
    """Return what a form asks as it is written now, with the keys it has given."""
    if page.pk is None:
        return compile_form(page, known={}, before=None)
    keys = GivenKey.objects.filter(page_id=page.pk).values_list("scope", "of", "key")
    known = {(scope, of): key for scope, of, key in keys}
    latest = FormVersion.objects.filter(page_id=page.pk).first()
    return compile_form(page, known=known, before=latest.asks if latest else None)


def check_ready(page: FormPage) -> Compiled:
    """Return what a form asks, if it may be published.

    Raises:
        Unready: a rule cannot be read, choices or the notice on personal data are missing.
    """
    compiled = compiled_now(page)
    if compiled.problems:
        raise Unready(page, compiled.problems)
    return compiled


@transaction.atomic
def make_version(*, page: FormPage, at: datetime) -> FormVersion:
    """Make the version that is answered from now on; where nothing has changed the latest one stays.

    Args:
        page: the form that was published.
        at: the moment.

    Raises:
        Unready: it may not be published as it is.
    """
    FormPage.objects.select_for_update(of=("self",)).get(pk=page.pk)  # one version at a time
    compiled = check_ready(page)
    latest = FormVersion.objects.filter(page=page).first()
    wanted = compiled.definition.to_json()
    if latest and latest.definition == wanted:
        return latest
    GivenKey.objects.bulk_create(
        [
            GivenKey(page_id=page.pk, scope=scope, of=of, key=key)
            for (scope, of), key in compiled.given.items()
        ],
        ignore_conflicts=True,
    )
    number = latest.number + 1 if latest else 1
    return FormVersion.objects.create(page=page, number=number, definition=wanted, made_at=at)
