"""Numbers that states give to companies: 统一社会信用代码 and 統一編號, as typed and as kept. (001-04)"""

from __future__ import annotations

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.tw import ubn

_CODE_SIGNS = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")  # without I, O, S, V, Z


def compact(number: str) -> str:
    """Return a number as it is kept: NFKC, capitals, neither spaces nor hyphens."""
    return str(uscc.compact(unicodedata.normalize("NFKC", number)))


def check_credit_code(code: str) -> None:
    """Refuse what is no 统一社会信用代码 (GB 32100-2015): its length, its signs, its check character.

    The first two places may hold letters: codes given out by the farming and other departments begin
    with N or Y.
    """
    if len(code) != 18:
        raise ValidationError(
            _("A unified social credit code has 18 characters; this one has %(count)d."),
            code="length",
            params={"count": len(code)},
        )
    if strange := sorted(set(code) - _CODE_SIGNS):
        raise ValidationError(
            _(
                "A unified social credit code is made of digits and capital letters without "
                "I, O, S, V and Z. Please check: %(signs)s"
            ),
            code="signs",
            params={"signs": " ".join(strange)},
        )
    if not code[2:8].isdigit():
        raise ValidationError(
            _("Characters 3 to 8 of a unified social credit code are the digits of a region."),
            code="region",
        )
    if code[-1] != uscc.calc_check_digit(code):
        raise ValidationError(
            _(
                "The check character of this unified social credit code does not fit: "
                "a character is wrong or two have changed places."
            ),
            code="checksum",
        )


def check_business_number(number: str) -> None:
    """Refuse what is no 統一編號: eight digits whose weighted sum five divides, as Taiwan counts since 2023.

    Where the seventh digit is 7, its product may count as one or as nothing.
    """
    if len(number) != 8 or not (number.isascii() and number.isdigit()):
        raise ValidationError(_("A unified business number (Taiwan) has 8 digits."), code="length")
    rest = ubn.calc_checksum(number) % 5
    if rest and not (number[6] == "7" and rest == 4):
        raise ValidationError(
            _(
                "The check digit of this unified business number does not fit: "
                "a digit is wrong or two have changed places."
            ),
            code="checksum",
        )


class CompanyNumberField(models.CharField[str, str]):
    """A number kept without the spaces and hyphens people type in it, and found however it is typed."""

    def to_python(self, value: Any) -> Any:
        """Return the number as it is kept."""
        text = super().to_python(value)
        return compact(text) if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        """Return the number as it is kept and looked for."""
        text = super().get_prep_value(value)
        return compact(text) if isinstance(text, str) else text

    def formfield(self, **kwargs: Any) -> Any:
        """Return a form field with room for spaces and hyphens."""
        return super().formfield(**({"max_length": 60} | kwargs))
