"""Cases of clients."""

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from foyer.cases.enums import CaseChannel, CaseKind
from foyer.cases.models import Case
from foyer.cases.services.opening import open_case


class CaseFactory(DjangoModelFactory[Case]):
    """A complaint by phone that was just taken in; `case.secret_sealed` reads as the plain secret."""

    class Meta:
        model = Case

    kind = CaseKind.COMPLAINT
    channel = CaseChannel.PHONE
    content = "宴会厅空调太冷，反映后无人处理。"
    name = "欧阳明月"
    phone = "13800001234"
    at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[Case], *args: Any, **kwargs: Any) -> Case:
        return open_case(**kwargs)
