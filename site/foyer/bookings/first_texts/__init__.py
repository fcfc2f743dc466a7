"""The letters, the contract and the terms of payment a new house starts with. (004-04, 004-05, 004-22)"""

from typing import Final

from . import en, zh_hans, zh_hant

TEXTS: Final = {"zh-hans": zh_hans.TEXTS, "zh-hant": zh_hant.TEXTS, "en": en.TEXTS}
PAYMENT: Final = {
    "payment": zh_hans.PAYMENT,
    "payment_zh_hant": zh_hant.PAYMENT,
    "payment_en": en.PAYMENT,
}
