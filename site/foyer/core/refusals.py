"""A refusal: an act the rules of the house do not allow."""

from typing import Any, ClassVar

from django.utils.functional import Promise


class Refusal(Exception):
    """Says why an act was not carried out: a stable code for machines, a sentence for people.

    Subclasses stand beside the act that raises them and set both. Values given to the
    constructor fill the sentence's placeholders and are kept in `params`.
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[str | Promise] = ""

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message) % self.params if self.params else str(self.message)
