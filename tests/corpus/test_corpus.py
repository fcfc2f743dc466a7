"""Every file of the corpus comes in as it was meant, or is told of in a sentence that names the place."""

from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from foyer.clients.models import Contact
from foyer.clients.resources import CLIENT_LIST, SCOPE
from foyer.core.imports.applying import NothingToApply, confirm_import
from foyer.core.imports.blocks import open_rows
from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.staging import choose_columns, layout_of, upload_list
from foyer.core.imports.stored import head_of
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import User
from foyer.core.refusals import Refusal
from tests.corpus.files import Case, every_case

CASES = every_case()


@dataclass
class Came:
    """What became of one file."""

    people: tuple[str, ...] = ()
    errors: dict[int, str] = field(default_factory=dict)
    refused: str = ""


def brought_in(case: Case, by: User) -> ImportBatch:
    at = timezone.now()
    batch = upload_list(
        target=CLIENT_LIST.fresh(),
        scope=SCOPE,
        data=case.data,
        file_name=case.name,
        by=by,
        language="zh-hans",
        at=at,
    )
    meanings = layout_of(batch, head_of(batch)).meanings
    mapping = {str(position): meaning for position, meaning in enumerate(meanings)}
    choose_columns(batch=batch, mapping=mapping, by=by, at=at)
    try:
        confirm_import(batch=batch, by=by, at=at)
    except NothingToApply:
        return batch
    carry_due_jobs(clock=timezone.now)
    batch.refresh_from_db()
    assert batch.status == ImportStatus.APPLIED
    return batch


def came(case: Case, by: User) -> Came:
    try:
        batch = brought_in(case, by)
    except Refusal as refusal:
        return Came(refused=str(refusal))
    contacts = Contact.objects.order_by("pk").select_related("client")
    people = tuple(f"{one.company}|{one.name}|{one.phone}|{one.birthday or ''}" for one in contacts)
    left = open_rows(batch, batch.rows.bad(), CLIENT_LIST)
    return Came(people, {row.number: " ".join(kept["reasons"]) for row, kept in left})


def test_the_corpus_holds_sixty_files_with_names_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_comes_in_as_it_was_meant_or_says_where_it_is_wrong(
    case: Case, administrator: User
) -> None:
    found = came(case, administrator)

    assert found.people == case.people
    assert found.errors.keys() == dict(case.errors).keys(), found.errors
    assert [words for row, words in case.errors if words not in found.errors[row]] == [], found
    assert case.refused in found.refused
    assert bool(case.refused) == bool(found.refused), found.refused
