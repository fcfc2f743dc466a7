"""Machine translation between the two Chinese scripts, for the translation screen of the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from opencc import OpenCC
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

_CONVERSIONS = {("zh-hans", "zh-hant"): "s2twp", ("zh-hant", "zh-hans"): "tw2sp"}


class OpenCCTranslator(BaseMachineTranslator):
    """Turns Simplified into Taiwan's Traditional Chinese and back, words included, on this machine."""

    display_name = _("OpenCC (Simplified and Traditional Chinese)")

    def translate(
        self, source_locale: Any, target_locale: Any, strings: Any
    ) -> dict[Any, StringValue]:
        """Return each source string with its conversion."""
        pair = (source_locale.language_code, target_locale.language_code)
        converter = OpenCC(_CONVERSIONS[pair])
        return {string: StringValue(converter.convert(string.data)) for string in strings}

    def can_translate(self, source_locale: Any, target_locale: Any) -> bool:
        """Tell whether both languages are Chinese scripts of the house."""
        return (source_locale.language_code, target_locale.language_code) in _CONVERSIONS
