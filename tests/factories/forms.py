"""Forms built without code."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import factory
from factory.django import DjangoModelFactory

from forms_content.enums import Source
from forms_content.models import FormPage
from forms_content.services.submitting import Way, submit, version_in_use
from foyer.events.models import HomePage

NO_RULE = {"match": "all", "conditions": []}


def block(kind: str, label: str, **more: Any) -> dict[str, Any]:
    """Return a block of the builder; the same label gives the same block unless `id` says otherwise."""
    name = more.pop("id", None) or str(uuid5(NAMESPACE_URL, f"{kind}/{label}"))
    plain = {} if kind in ("step", "hidden") else {"show_if": NO_RULE}
    if kind not in ("step", "hidden", "information"):
        plain |= {"required": False, "width": "full", "required_if": NO_RULE}
    return {"type": kind, "id": name, "value": plain | {"label": label} | more}


def when(question: str, comparison: str, value: str = "", match: str = "all") -> dict[str, Any]:
    """Return a rule of one condition."""
    condition = {"question": question, "comparison": comparison, "value": value}
    return {
        "match": match,
        "conditions": [
            {"type": "item", "value": condition, "id": str(uuid5(NAMESPACE_URL, question))}
        ],
    }


class FormPageFactory(DjangoModelFactory[FormPage]):
    """A published form; `blocks` are what it asks, `draft=True` leaves it unpublished."""

    class Meta:
        model = FormPage

    title = "春茶会满意度"
    slug = factory.Sequence(lambda n: f"spring-tea-{n}")

    @classmethod
    def _create(cls, model_class: type[FormPage], *args: Any, **kwargs: Any) -> FormPage:
        draft = kwargs.pop("draft", False)
        asked = kwargs.pop("blocks", None) or [block("rating", "您对今晚满意吗？", most=5)]
        home = HomePage.objects.get(locale__language_code="zh-hans")
        page = home.add_child(instance=model_class(*args, live=False, **kwargs))
        page.questions = page._meta.get_field("questions").to_python(asked)
        revision = page.save_revision()
        if not draft:
            revision.publish()
        return FormPage.objects.get(pk=page.pk)


def answered_form(*, at: datetime) -> FormPage:
    """Return a form with one filled copy."""
    page: FormPage = FormPageFactory()
    way = Way(Source.API, "zh-hans", "once")
    submit(page=page, version=version_in_use(page), given={"q1": 5}, way=way, at=at)
    return page


def ask_anew(page: FormPage, *asked: dict[str, Any]) -> FormPage:
    """Publish a form with other questions."""
    page.questions = page._meta.get_field("questions").to_python(list(asked))
    page.save_revision().publish()
    return FormPage.objects.get(pk=page.pk)
