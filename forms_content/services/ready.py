"""Making a draft of one's own from a ready form."""

from __future__ import annotations

from django.db import transaction

from forms_content.models import FormPage
from forms_content.ready import ReadyForm
from foyer.core.models import User
from foyer.events.models import HomePage


def home_of_forms() -> HomePage:
    """Return the page below which forms are made: the front page in the house's own language."""
    home: HomePage = HomePage.objects.get(locale__language_code="zh-hans")
    return home


def may_make_forms(user: User) -> bool:
    """Tell whether somebody may make forms."""
    home = HomePage.objects.filter(locale__language_code="zh-hans").first()
    return bool(home and home.permissions_for_user(user).can_add_subpage())


@transaction.atomic
def make_draft(*, ready: ReadyForm, by: User | None) -> FormPage:
    """Make a draft with all that a ready form holds, in three languages; nothing is public yet."""
    introduction, introduction_zh_hant, introduction_en = ready.introductions
    page = FormPage(
        title=ready.title,
        title_zh_hant=ready.title_zh_hant,
        title_en=ready.title_en,
        slug=_free_slug(ready.key),
        introduction=introduction,
        introduction_zh_hant=introduction_zh_hant,
        introduction_en=introduction_en,
        purpose=ready.purpose,
        thanks=ready.thanks,
        live=False,
        owner=by,
        **ready.settings,
    )
    home_of_forms().add_child(instance=page)
    page.questions = page.questions.stream_block.to_python(ready.blocks())
    page.save_revision(user=by)
    return page


def _free_slug(key: str) -> str:
    """The first address that is free: smiley, smiley-2."""
    taken = set(FormPage.objects.filter(slug__startswith=key).values_list("slug", flat=True))
    taken |= set(home_of_forms().get_children().values_list("slug", flat=True))
    numbered = (key if n == 1 else f"{key}-{n}" for n in range(1, 10_000))
    return next(slug for slug in numbered if slug not in taken)
