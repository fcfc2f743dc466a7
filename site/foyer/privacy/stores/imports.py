"""What imports keep of a person: rows, journals, and the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.core.imports.blocks import each_block, keep_block, open_block, pack, unpack
from foyer.core.imports.enums import ImportStatus, RowVerdict
from foyer.core.imports.models import ImportBatch, ImportBlock, ImportJournal, ImportRow
from foyer.core.imports.stored import (
    delete_file,
    head_as_kept,
    look_at,
    open_batch,
    store_file,
)
from foyer.core.imports.targets import (
    Given,
    Judged,
    Target,
    Written,
    any_target,
    known_target,
)
from foyer.core.refusals import Refusal
from foyer.privacy.declarations import Busy, Store
from foyer.privacy.identifiers import plain_email, plain_phone
from foyer.privacy.people import Person
from foyer.privacy.words import Needles

_DRILL = "drill"
_SHORTEST_NUMBER = 7
_APART = re.compile(r"[、，,；;/\s]+")
_SOON = timedelta(seconds=20)
_TOLD = ("reasons", "notes", "changes")  # sentences about a row, which may name somebody else


class ImportStore(Store):
    """Imported lists that are still kept."""

    key = "imports"
    title = _("Imported lists")
    models = (ImportBatch, ImportBlock, ImportRow, ImportJournal)

    def rows(self, person: Person) -> Iterator[Mapping[str, Any]]:
        """Yield the person's rows of imported lists, as they stood in the file."""
        for batch, target in _kept_batches():
            look = _Look(person, batch, target)
            for block in each_block(batch):
                for number, kept in open_block(block, target).items():
                    if look.means(number, kept) or look.tells_of(kept["cells"].values()):
                        cells = kept["cells"].items()
                        labels = {str(target.column(key).label): text for key, text in cells}
                        where = {str(_("List")): batch.file_name, str(_("Row")): number}
                        yield where | labels

    def erase(self, person: Person) -> int:
        """Delete the person's rows, what would bring them back, and the copies of files they stand in.

        Raises:
            Busy: a list with the person in it is being checked, applied or taken back at this moment.
        """
        return sum(_erase_from(batch, target, person) for batch, target in _kept_batches())

    def plant(self, canary: Any) -> None:
        """Keep a list with the drill's person in it, as if it had been uploaded and applied."""
        target = any_target()
        cells = {"name": canary.name, "phone": canary.phone, "email": canary.email}
        data = f"姓名,手机,邮箱\n{','.join(cells.values())}\n".encode()
        table = look_at(target, data)
        batch = ImportBatch.objects.create(
            target=target.key,
            scope=_DRILL,
            status=ImportStatus.APPLIED,
            by=canary.by,
            language=settings.LANGUAGE_CODE,
            file_name="drill.csv",
            reading=asdict(table.reading),
            sealed_head=head_as_kept(target, table),
            file=store_file(target, data),
            created_at=canary.at,
        )
        judged = Judged(2, RowVerdict.NEW, notes=(canary.name,), plans={RowVerdict.NEW: cells})
        keep_block(batch, target, [(Given(2, cells), judged)])
        written = pack(target, [Written(2, 0, cells, "")])
        batch.journal.create(step=1, sealed=written, applied_at=canary.at)
        canary.helpers[ImportBatch] = batch


def _kept_batches() -> Iterator[tuple[ImportBatch, Target]]:
    """Yield the lists whose rows are still kept; those of a kind the house has no more open to nobody."""
    for batch in ImportBatch.objects.filter(purged_at=None).order_by("pk"):
        if target := known_target(batch):
            yield batch, target


@dataclass
class _Look:
    """Tells of the rows of one list whether they mean a person."""

    person: Person
    batch: ImportBatch
    target: Target

    def __post_init__(self) -> None:
        texts = self.person.phones | self.person.emails
        self._reach = {_reach(text) for text in texts} - {""}
        self.needles = Needles.of(self.person)
        self._own = {pk for pks in self.person.keys.values() for pk in pks}
        self._written = {
            entry.number: entry.pk
            for step in self.batch.journal.all()
            for entry in _entries(step, self.target)
        }

    def means(self, number: int, kept: Mapping[str, Any]) -> bool:
        """Tell whether a checked row means the person."""
        plans = kept["plans"].values()
        known = {self._written.get(number), *(plan.get("pk") for plan in plans)}
        known |= {plan.get("contact") for plan in plans}
        known |= {pk for plan in plans for pk in plan.get("contacts") or ()}
        return self.says(kept["cells"].values(), known=known)

    def says(self, texts: Iterable[str], *, known: Iterable[Any] = ()) -> bool:
        """Tell whether cells mean the person: by phone or e-mail, or by name where no other is given.

        Args:
            texts: the cells.
            known: keys of records the row was or would be written to.
        """
        cells = [text for text in texts if text.strip()]
        reached = [plain for text in cells if (plain := _reach(text))]
        if any(plain in self._reach for plain in reached):
            return True
        if self.target.tells:  # 欧阳明月 总经理、李雷
            cells += [part for text in cells for part in _APART.split(text)]
        named = any(self.person.bears(text) for text in cells)
        return named and (not reached or not self._own.isdisjoint(known))

    def tells_of(self, texts: Iterable[str]) -> bool:
        """Tell whether cells speak of the person in other words: what was said at a visit."""
        return self.target.tells and any(self.needles.within(text) for text in texts)


def _erase_from(batch: ImportBatch, target: Target, person: Person) -> int:
    look = _Look(person, batch, target)
    numbers, told = set(), set()
    for block in each_block(batch):
        for number, kept in open_block(block, target).items():
            if look.means(number, kept):
                numbers.add(number)
            elif look.tells_of(kept["cells"].values()):
                told.add(number)
    in_file = _stands_in_file(batch, look)
    if not (numbers or told or in_file):
        return 0
    with transaction.atomic():
        current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if current.status in ImportStatus.AT_WORK:
            raise Busy(_SOON)
        current.rows.filter(number__in=numbers).delete()
        _clean_blocks(current, target, numbers, look.needles)
        _clean_journal(current, target, numbers, look.needles)
        _clean_head(current, target, look)
        if in_file:
            ImportBatch.objects.filter(pk=batch.pk).update(file="")
            transaction.on_commit(lambda: delete_file(current))
    return len(numbers) + len(told) + in_file


def _clean_blocks(batch: ImportBatch, target: Target, numbers: set[int], needles: Needles) -> None:
    """Take some rows out of the blocks, and the person's words out of what is told of other rows."""
    for block in each_block(batch):
        kept = unpack(target, block.sealed)
        rows = [
            [number, *_without_words(target, cells, found, needles)]
            for number, cells, found in kept["rows"]
            if number not in numbers
        ]
        if rows != kept["rows"]:
            block.sealed = pack(target, kept | {"rows": rows})
            block.save(update_fields=["sealed"])


def _without_words(
    target: Target, cells: Any, found: Mapping[str, Any], needles: Needles
) -> tuple[Any, Any]:
    if target.tells:
        return needles.taken_out_of(cells), needles.taken_out_of(dict(found))
    return cells, {
        name: needles.taken_out_of(value) if name in _TOLD else value
        for name, value in found.items()
    }


def _clean_journal(batch: ImportBatch, target: Target, numbers: set[int], needles: Needles) -> None:
    """Take what was written for some rows out of the journal: taking the list back leaves them alone.

    What another row would bring back speaks of the person no more.
    """
    for step in batch.journal.all():
        entries = _entries(step, target)
        left = [entry for entry in entries if entry.number not in numbers]
        if target.tells:
            left = [entry._replace(before=needles.taken_out_of(entry.before)) for entry in left]
        if left != entries:
            step.sealed = pack(target, left)
            step.save(update_fields=["sealed"])


def _clean_head(batch: ImportBatch, target: Target, look: _Look) -> None:
    """Take the person's rows out of the first rows of the file."""
    if not batch.sealed_head:
        return
    kept = unpack(target, batch.sealed_head)
    rows = [row for row in kept["rows"] if not look.says(row[1])]
    if target.tells:
        rows = look.needles.taken_out_of(rows)
    if rows != kept["rows"]:
        sealed = pack(target, kept | {"rows": rows})
        ImportBatch.objects.filter(pk=batch.pk).update(sealed_head=sealed)


def _entries(step: ImportJournal, target: Target) -> list[Written]:
    return [Written(*entry) for entry in unpack(target, step.sealed)]


def _stands_in_file(batch: ImportBatch, look: _Look) -> bool:
    if not batch.file:
        return False
    try:
        rows = open_batch(batch).rows
        return any(look.says(row.cells) or look.tells_of(row.cells) for row in rows)
    except Refusal:  # the copy is gone, or can no longer be read: then nobody can read it
        return False


def _reach(text: str) -> str:
    """Return the phone number or e-mail address a cell holds, in its comparable form, or nothing."""
    if "@" in text:
        return plain_email(text)
    plain = plain_phone(text)
    digits = sum(sign.isdigit() for sign in plain)
    letters = sum(sign.isalpha() for sign in text)
    return plain if digits >= _SHORTEST_NUMBER and not letters else ""
