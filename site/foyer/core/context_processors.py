"""What every public template may say about the house."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from .languages import HTML_LANG, known_language, wording
from .models import HousePolicy


@dataclass(frozen=True, slots=True)
class House:
    """The house as its guests see it, in the active language."""

    name: str
    tagline: str
    address: str
    hotline: str


def describe_house(policy: HousePolicy) -> House:
    """Return the house's name and address in the active language."""
    return House(
        name=wording(policy, "name"),
        tagline=wording(policy, "tagline"),
        address=wording(policy, "address"),
        hotline=policy.hotline,
    )


def house(request: HttpRequest) -> dict[str, Any]:
    """Give templates `house` and `html_lang`; the policy is read once a request."""
    return {
        "house": describe_house(HousePolicy.load(request_or_site=request)),
        "html_lang": HTML_LANG[known_language(get_language())],
    }
