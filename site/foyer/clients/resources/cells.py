"""What each cell of a list of clients may hold, on import-export's resource layer. (001-04)"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar

from django.utils.translation import gettext, override
from import_export.fields import Field
from import_export.resources import ModelResource

from foyer.clients.care_enums import VisitMode
from foyer.clients.enums import (
    ClientKind,
    Collection,
    Festival,
    LegalBasis,
    PhotoConsent,
    Potential,
    Region,
    Size,
    Source,
    Tier,
)
from foyer.clients.lunar_words import lunar_day_of
from foyer.clients.models import Client, ClientAddress, Contact
from foyer.clients.services.import_fields import (
    ADDRESS_COLUMNS,
    CLIENT_COLUMNS,
    CONTACT_COLUMNS,
    POINT_COLUMNS,
)
from foyer.core.enums import FormOfAddress, Language
from foyer.core.imports.cells import (
    CellWidget,
    ChoiceWidget,
    EmailWidget,
    MarkWidget,
    NotesWidget,
    PhoneWidget,
    TextWidget,
    plain_words,
)
from foyer.core.imports.words import FORMS_OF_ADDRESS, LANGUAGES
from foyer.core.languages import OWN_NAMES
from foyer.core.text import fold

_AMOUNT = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?", re.ASCII)
_MONEY = " ¥￥$元圆円RMBCNYHKDTWDUSD"
_APART = re.compile(r"[、,，;；/\n|]+")
_SHORT: dict[Any, dict[str, Any]] = {
    Tier: {"a": Tier.KEY, "重要": Tier.KEY, "重点客户": Tier.KEY, "普通": Tier.REGULAR},
    Region: {"境内": Region.DOMESTIC, "境外": Region.FOREIGN, "海外": Region.FOREIGN},
    VisitMode: {
        **dict.fromkeys(("拜访", "面谈", "走访", "上门", "登门"), VisitMode.VISIT),
        **dict.fromkeys(("来访", "接待", "到访"), VisitMode.RECEPTION),
        **dict.fromkeys(("电话", "致电", "来电", "call", "phone"), VisitMode.PHONE),
        **dict.fromkeys(("邮件", "email"), VisitMode.EMAIL),
    },
    ClientKind: {
        **dict.fromkeys(("公司", "企业", "单位", "法人", "company"), ClientKind.ORGANISATION),
        **dict.fromkeys(("个人", "自然人", "individual"), ClientKind.PERSON),
    },
    PhotoConsent: {
        **dict.fromkeys(("同意", "是", "可以", "已同意", "yes", "y", "ok"), PhotoConsent.GIVEN),
        **dict.fromkeys(("不同意", "否", "拒绝", "不可以", "no", "n"), PhotoConsent.REFUSED),
    },
    Festival: {
        **dict.fromkeys(("新年", "元旦", "元旦节"), Festival.NEW_YEAR),
        **dict.fromkeys(("春节", "农历新年", "过年", "chinese new year"), Festival.SPRING),
        **dict.fromkeys(("元宵", "元宵节"), Festival.LANTERN),
        **dict.fromkeys(("妇女节", "三八节"), Festival.WOMENS_DAY),
        **dict.fromkeys(("端午", "端午节", "dragon boat"), Festival.DRAGON_BOAT),
        **dict.fromkeys(("中秋", "中秋节", "mid-autumn"), Festival.MID_AUTUMN),
        **dict.fromkeys(("重阳", "重阳节"), Festival.DOUBLE_NINTH),
        **dict.fromkeys(("国庆", "国庆节"), Festival.NATIONAL_DAY),
        **dict.fromkeys(("圣诞", "圣诞节"), Festival.CHRISTMAS),
    },
}


def choice(choices: Any) -> ChoiceWidget:
    """Return a widget for one of a few words, in any of the house's languages."""
    known = dict(_SHORT.get(choices, {}))
    for language in OWN_NAMES:
        with override(language):
            known |= {fold(str(label)): value for value, label in choices.choices if value}
    return ChoiceWidget({word: str(value) for word, value in known.items()}, choices)


class AmountWidget(CellWidget):
    """An amount of money or a number, with or without thousands marked off and a currency."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the digits; refuse what is no number."""
        text = unicodedata.normalize("NFKC", value).strip().upper().strip(_MONEY)
        if not _AMOUNT.fullmatch(text):
            raise ValueError(
                gettext("“%(text)s” is not a number. Enter digits only.")
                % {"text": value.strip()[:60]}
            )
        return text.replace(",", "")


class WholeWidget(AmountWidget):
    """A number of times."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the digits; refuse what is no number of times."""
        return super().clean(value.strip().rstrip("次场"))


class CompanyNumberWidget(CellWidget):
    """A number a state gives to companies; its check character is looked at in every cell."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the number."""
        return plain_words(unicodedata.normalize("NFKC", value))


class DayWidget(CellWidget):
    """A day, as 2026-05-01."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the day; the column's field makes a date of it."""
        return value


class LunarDayWidget(CellWidget):
    """A month and day of the lunar calendar, as 08-03."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the day; refuse what is none."""
        if day := lunar_day_of(value):
            return day
        raise ValueError(
            gettext("“%(text)s” is not a day of the lunar calendar. Write it as 八月初三 or 8-3.")
            % {"text": value.strip()[:60]}
        )


class FestivalsWidget(CellWidget):
    """Festivals, several in one cell."""

    def __init__(self) -> None:
        super().__init__()
        self._one = choice(Festival)

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> list[str]:
        """Return their codes in the order of the year; refuse one that is not known."""
        kept = {self._one.clean(word) for word in _APART.split(value) if word.strip()}
        return [code for code in Festival.values if code in kept]


class AddressResource(ModelResource):
    """Says how an address of a client is cleaned, whatever its kind."""

    address = Field(attribute="text", widget=TextWidget())
    registered_address = Field(attribute="text", widget=TextWidget())
    postal_address = Field(attribute="text", widget=TextWidget())
    invoice_address = Field(attribute="text", widget=TextWidget())

    class Meta:
        model = ClientAddress
        fields: ClassVar = tuple(ADDRESS_COLUMNS)


class ClientResource(ModelResource):
    """Says how each column about a client is cleaned; written in sets, see `client_import`."""

    company = Field(attribute="name", widget=TextWidget())
    number = Field(attribute="number", widget=MarkWidget())
    credit_code = Field(attribute="credit_code", widget=CompanyNumberWidget())
    business_number = Field(attribute="business_number", widget=CompanyNumberWidget())
    kind = Field(attribute="kind", widget=choice(ClientKind))
    short_name = Field(attribute="short_name", widget=TextWidget())
    name_en = Field(attribute="name_en", widget=TextWidget())
    legal_representative = Field(attribute="legal_representative", widget=TextWidget())
    business_scope = Field(attribute="business_scope", widget=NotesWidget())
    industry = Field(attribute="industry", widget=TextWidget())
    region = Field(attribute="region", widget=choice(Region))
    size = Field(attribute="size", widget=choice(Size))
    tier = Field(attribute="tier", widget=choice(Tier))
    source = Field(attribute="source", widget=choice(Source))
    source_note = Field(attribute="source_note", widget=TextWidget())
    collection = Field(attribute="collection", widget=choice(Collection))
    provenance = Field(attribute="provenance", widget=NotesWidget())
    legal_basis = Field(attribute="legal_basis", widget=choice(LegalBasis))
    stand_style = Field(attribute="stand_style", widget=NotesWidget())
    facilities = Field(attribute="facilities", widget=NotesWidget())
    event_form = Field(attribute="event_form", widget=NotesWidget())
    client_interests = Field(attribute="interests", widget=NotesWidget())
    topics = Field(attribute="topics", widget=NotesWidget())
    annual_spend = Field(attribute="annual_spend", widget=AmountWidget())
    deals_a_year = Field(attribute="deals_a_year", widget=WholeWidget())
    potential = Field(attribute="potential", widget=choice(Potential))

    class Meta:
        model = Client
        fields: ClassVar = tuple(key for key in CLIENT_COLUMNS if key != "account_manager")


class ContactResource(ModelResource):
    """Says how each column about a contact is cleaned."""

    name = Field(attribute="name", widget=TextWidget())
    latin_name = Field(attribute="latin_name", widget=TextWidget())
    form_of_address = Field(
        attribute="form_of_address", widget=ChoiceWidget(FORMS_OF_ADDRESS, FormOfAddress)
    )
    title = Field(attribute="title", widget=TextWidget())
    since = Field(attribute="since", widget=DayWidget())
    phone = Field(attribute="phone", widget=PhoneWidget())
    email = Field(attribute="email", widget=EmailWidget())
    phone_2 = Field(attribute="phone", widget=PhoneWidget())
    phone_3 = Field(attribute="phone", widget=PhoneWidget())
    email_2 = Field(attribute="email", widget=EmailWidget())
    wechat = Field(attribute="wechat", widget=MarkWidget())
    language = Field(attribute="language", widget=ChoiceWidget(LANGUAGES, Language))
    birthday = Field(attribute="birthday", widget=DayWidget())
    lunar_birthday = Field(attribute="lunar_birthday", widget=LunarDayWidget())
    festivals = Field(attribute="festivals", widget=FestivalsWidget())
    preferences = Field(attribute="preferences", widget=NotesWidget())
    interests = Field(attribute="interests", widget=NotesWidget())
    taboos = Field(attribute="taboos", widget=NotesWidget())
    photo_consent = Field(attribute="photo_consent", widget=choice(PhotoConsent))
    photo_consent_on = Field(attribute="photo_consent_on", widget=DayWidget())
    photo_consent_how = Field(attribute="photo_consent_how", widget=TextWidget())

    class Meta:
        model = Contact
        fields: ClassVar = (*CONTACT_COLUMNS, *POINT_COLUMNS)
