"""Speaking to a person politely, in their own language; and the letters that stand for them."""

from functools import lru_cache

from django.utils.translation import override, pgettext

from .enums import FormOfAddress


def greeting(*, name: str, form: str, language: str) -> str:
    """Return how a person is greeted: 王小明先生, Mr Wang Xiaoming. (003-09)

    Args:
        name: the person's name as they write it.
        form: a value of `FormOfAddress`.
        language: the code of the language to greet in.
    """
    return _pattern(form, language) % {"name": name}


@lru_cache(maxsize=64)
def _pattern(form: str, language: str) -> str:
    with override(language):
        match form:
            case FormOfAddress.MR:
                return pgettext("greeting", "Mr %(name)s")
            case FormOfAddress.MS:
                return pgettext("greeting", "Ms %(name)s")
            case FormOfAddress.MRS:
                return pgettext("greeting", "Mrs %(name)s")
            case FormOfAddress.DR:
                return pgettext("greeting", "Dr %(name)s")
            case FormOfAddress.PROFESSOR:
                return pgettext("greeting", "Professor %(name)s")
            case FormOfAddress.DIRECTOR:
                return pgettext("greeting", "Director %(name)s")
            case _:
                return "%(name)s"


def initials(name: str) -> str:
    """Return what stands where a face would: 王 of 王小明, WX of Wang Xiaoming."""
    words = name.split()
    if not words:
        return ""
    if not words[0].isascii():
        return words[0][0]
    return "".join(dict.fromkeys((words[0][0], words[-1][0]))).upper()
