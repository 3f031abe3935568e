"""What the page of lists reads and writes, away from the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labordesk.calm import many_rows
from labordesk.errors import LabordeskError, NotFound
from labordesk.gui.pages.imports_counts import Counts, count_rows
from labordesk.gui.pages.imports_parts import SheetParts, parts_of
from labordesk.gui.pages.imports_questions import Question, questions_of
from labordesk.gui.pages.imports_result_words import result_sentences
from labordesk.gui.work import Cancelled
from labordesk.i18n import N_

if TYPE_CHECKING:
    from labordesk.exchange.cells import Workbook
    from labordesk.exchange.marked import Marked
    from labordesk.services.import_memory import PreviewMemory
    from labordesk.services.import_model import BatchRow, ImportOrder, ImportPreview, ImportResult
    from labordesk.services.import_rows import WrittenRow

Progress = Callable[[int, int | None], None]
Told = Callable[[int, int], None]
FREED_TOGETHER = 200
PARTS = 1000
"""Into so many parts one file of several is divided for the bar of progress."""


@dataclass(frozen=True)
class Understood:
    """What a file would become, with the parts of each of its sheets and what is left open."""

    preview: ImportPreview
    parts: Mapping[str, SheetParts]
    questions: tuple[Question, ...]
    counts: Counts


@dataclass(frozen=True)
class BatchRead:
    """An import of the past and the rows it wrote."""

    batch: BatchRow
    rows: tuple[WrittenRow, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class FileRead:
    """A file read for the first time; without ``understood``, ``problem`` says why."""

    path: Path
    workbook: Workbook | None = None
    understood: Understood | None = None
    problem: str = ""
    memory: PreviewMemory | None = None


def read_files(register: Any, files: Sequence[tuple[Path, ImportOrder]], progress: Progress) -> list[FileRead]:
    """Read several files; one that cannot be read does not hold up the others. After Cancel: those read so far."""
    found: list[FileRead] = []
    total = len(files) * PARTS
    try:
        for place, (path, order) in enumerate(files):
            progress(place * PARTS, total)
            found.append(read_file(register, path, order, _share_of(progress, place, total)))
    except Cancelled:
        return found
    return found


def read_file(register: Any, path: Path, order: ImportOrder, told: Told | None = None) -> FileRead:
    """Read one file and what it would become."""
    from labordesk.exchange.workbook import read_workbook
    from labordesk.services.import_memory import PreviewMemory

    try:
        with many_rows():
            workbook = read_workbook(path, told=_half(told, 0))
    except LabordeskError as error:
        return FileRead(path, problem=str(error))
    memory = PreviewMemory()
    try:
        understood = understand(register, path, order, workbook, _half(told, 1), memory)
        return FileRead(path, workbook, understood, memory=memory)
    except LabordeskError as error:
        return FileRead(path, workbook, problem=str(error))


def understand(
    register: Any,
    path: Path,
    order: ImportOrder,
    workbook: Workbook,
    told: Told | None = None,
    memory: PreviewMemory | None = None,
) -> Understood:
    """Work out what a file becomes; it is not read again, and what ``memory`` knows is not found again."""
    from labordesk.services.imports import preview_import

    with many_rows():
        preview = preview_import(register, path, order, told, workbook=workbook, memory=memory)
        layouts = {sheet.name: sheet.layout for sheet in preview.read.sheets}
        parts = {sheet.name: parts_of(sheet, layouts.get(sheet.name)) for sheet in workbook.sheets}
        return Understood(preview, parts, questions_of(preview), count_rows(preview))


def secure(register: Any, progress: Progress) -> None:
    """Back the register up before an import, unless a good backup of its state exists."""
    from labordesk.services.backups import back_up_before
    from labordesk.store.backup_names import BEFORE_IMPORT

    back_up_before(register, BEFORE_IMPORT, progress)


def write_preview(register: Any, preview: ImportPreview, progress: Progress) -> ImportResult:
    """Write what a preview shows into a register that was secured."""
    from labordesk.services.imports import write_import

    with many_rows():
        return write_import(register, preview, progress, secured=True)


def read_batch(register: Any, batch_id: int) -> BatchRead:
    """Return an import of the past with what it wrote."""
    from labordesk.services.import_rows import written_rows

    batch = next((row for row in read_batches(register) if row.id == batch_id), None)
    if batch is None:
        raise NotFound(N_("Lần nhập này không còn trong sổ."))
    rows = written_rows(register, batch_id)
    return BatchRead(batch, rows, tuple(result_sentences(batch, rows)))


def read_batches(register: Any) -> tuple[BatchRow, ...]:
    """Return the imports so far, the latest first."""
    from labordesk.services.imports import batches_of

    return batches_of(register)


def let_rows_go(kept: list[Understood]) -> None:
    """Free the rows of a preview nobody shows any more, a few at a time.

    Freed at once, fifty thousand rows would hold up every thread for a third of a second.
    """
    understood = kept.pop()
    held: list[list[Any]] = [
        list(understood.preview.rows),
        list(understood.preview.read.rows),
        [item for question in understood.questions for item in question.items],
        *(list(sheet.layout.body) for sheet in understood.preview.read.sheets if sheet.layout is not None),
    ]
    del understood
    _free(held)


def let_memory_go(kept: list[PreviewMemory]) -> None:
    """Free what was remembered of a file nobody looks at any more, a few parts at a time."""
    _free(kept.pop().given_up())


def _free(held: list[list[Any]]) -> None:
    for rows in held:
        while rows:
            del rows[-FREED_TOGETHER:]


def mark_file(preview: ImportPreview, out: Path, progress: Progress, *, written: bool) -> Marked:
    """Write the officer's file anew with its doubtful cells marked; ``written``: its good rows are in the register."""
    from labordesk.services.export_marked import save_marked

    return save_marked(preview, out, progress, written=written)


def take_back(register: Any, batch_id: int) -> ImportResult:
    """Take an import back as a whole."""
    from labordesk.services.imports import undo_import

    with many_rows():
        return undo_import(register, batch_id)


def _share_of(progress: Progress, place: int, total: int) -> Told:
    """Return what turns the progress of one file into that of all."""

    def told(done: int, of: int) -> None:
        progress(place * PARTS + (done * PARTS // of if of else 0), total)

    return told


def _half(told: Told | None, half: int) -> Told | None:
    """Count reading the file as the first half of the work, understanding it as the second."""
    if told is None:
        return None

    def tell(done: int, of: int) -> None:
        told(half * of + done, 2 * of)

    return tell
