"""Finding a person as people type, wherever one is kept with sealed phone and e-mail."""

from django.db.models import Q

from foyer.core.text import search_needle

from .identifiers import blind_index


def person_matching(query: str) -> Q:
    """Return the condition for records with `search_text` and the three blind indexes of a person.

    The middle of a Chinese name or company, pinyin, initials, Simplified or Traditional; a whole phone
    number or e-mail address; the last four digits of the phone.
    """
    return Q(search_text__contains=search_needle(query)) | reached_at(query)


def reached_at(query: str) -> Q:
    """Return the condition for records with the three blind indexes by the phone or e-mail typed.

    It holds for no record when what was typed is neither.
    """
    text = query.strip()
    found = Q(pk__in=())
    if last_four := blind_index(text, kind="phone_last_four"):
        found |= Q(phone_index=blind_index(text, kind="phone"))
        if len(text) == 4:
            found |= Q(phone_last_four_index=last_four)
    if "@" in text:
        found |= Q(email_index=blind_index(text, kind="email"))
    return found
