"""Speaking to a person politely, in their own language."""

from django.utils.translation import override, pgettext

from .enums import FormOfAddress


def greeting(*, name: str, form: str, language: str) -> str:
    """Return how a person is greeted: 王小明先生, Mr Wang Xiaoming. (003-09)

    Args:
        name: the person's name as they write it.
        form: a value of `FormOfAddress`.
        language: the code of the language to greet in.
    """
    with override(language):
        return greeting_here(name=name, form=form)


def greeting_here(*, name: str, form: str) -> str:
    """Return how a person is greeted in the language that is active."""
    match form:
        case FormOfAddress.MR:
            pattern = pgettext("greeting", "Mr %(name)s")
        case FormOfAddress.MS:
            pattern = pgettext("greeting", "Ms %(name)s")
        case FormOfAddress.MRS:
            pattern = pgettext("greeting", "Mrs %(name)s")
        case FormOfAddress.DR:
            pattern = pgettext("greeting", "Dr %(name)s")
        case FormOfAddress.PROFESSOR:
            pattern = pgettext("greeting", "Professor %(name)s")
        case FormOfAddress.DIRECTOR:
            pattern = pgettext("greeting", "Director %(name)s")
        case _:
            pattern = "%(name)s"
    return pattern % {"name": name}
