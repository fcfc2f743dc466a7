"""The page of the fees."""

from foyer.events.models import HomePage
from foyer.fees.models import FeeSchedulePage


def fee_page(language: str = "zh-hans") -> FeeSchedulePage:
    """The published page in a language."""
    home = HomePage.objects.get(locale__language_code=language)
    page = FeeSchedulePage(
        title={"zh-hans": "场地收费", "zh-hant": "場地收費", "en": "Fees"}[language],
        slug="fees",
        locale=home.locale,
        introduction="<p>价格公开，按日生效。</p>",
        show_in_menus=True,
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return FeeSchedulePage.objects.get(pk=page.pk)
