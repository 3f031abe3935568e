"""``FileTaking``: chosen or dropped files go into the register behind the screen, and what was refused is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from labordesk.errors import LabordeskError
from labordesk.gui.context import Context
from labordesk.gui.notify import Answer
from labordesk.gui.work import Cancelled
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.attachment_owner import Owner

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Taking:
    """What to keep: files of one kind for one record; with ``paper_type_id`` the paper is ticked too.

    ``no_card``: the officer has said that these, shaped like cards, are none.
    """

    owner: Owner
    paths: tuple[Path, ...]
    kind: str = "paper"
    paper_type_id: int | None = None
    no_card: bool = False


@dataclass
class Taken:
    """What became of them: ids kept, sentences why others were not, and those of the shape of a card."""

    kept: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    suspected: list[Path] = field(default_factory=list)
    changes: Any = None


class FileTaking(QObject):
    """``finished(Taken)`` comes when everything that could be kept is kept."""

    finished = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent
        self._taking: Taking | None = None

    def choose(self, taking: Callable[[tuple[Path, ...]], Taking], *, photos: bool) -> None:
        """Ask for files, several at once, and take them."""
        pictures = "*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff"
        every = pictures if photos else f"{pictures} *.pdf"
        title = _("Chọn ảnh") if photos else _("Chọn tệp")
        kinds = _("Ảnh ({endings})") if photos else _("Ảnh và PDF ({endings})")
        offered = ";;".join((kinds.format(endings=every), _("Mọi tệp (*)")))
        names, _filter = QFileDialog.getOpenFileNames(self._window, title, "", offered)
        if names:
            self.take(taking(tuple(map(Path, names))))

    def take(self, taking: Taking) -> None:
        """Take files that were chosen or dropped."""
        self._taking = taking
        register = self._context.register
        self._context.work.run_long(
            lambda progress, _cancelled: _keep_all(register, taking, progress),
            _("Đang thêm tệp vào sổ"),
            self._was_taken,
        )

    def _was_taken(self, taken: Taken) -> None:
        if taken.changes is not None:
            self._context.tell(taken.changes)
        for sentence in taken.told:
            self._context.notify.info(sentence)
        self.finished.emit(taken)
        if taken.suspected and self._taking is not None:
            self._ask_about(self._taking, taken.suspected)

    def _ask_about(self, taking: Taking, suspected: Sequence[Path]) -> None:
        """A shape is only a guess, so the officer decides; a name is the officer's own word and is not asked about."""
        names = ", ".join(f"“{path.name}”" for path in suspected)
        question = _("{names} có khuôn của thẻ căn cước. Có phải ảnh thẻ không?").format(names=names)
        explain = _(
            "Ảnh thẻ căn cước là dữ liệu cá nhân nhạy cảm (Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP), sổ không lưu;"
            " chỉ ghi số căn cước."
        )
        answer = Answer("none", _("Không phải ảnh thẻ, thêm vào"))
        if self._context.notify.ask(question, answer, explain=explain) == "none":
            self.take(replace(taking, paths=tuple(suspected), no_card=True))


def _keep_all(register: Any, taking: Taking, progress: Progress) -> Taken:
    """Keep each file by itself: one that cannot be kept does not hold up the others. After Cancel none is kept."""
    from labordesk.services.attachments import CardSuspected, attach_file, remove_attachment

    taken = Taken()
    try:
        for place, path in enumerate(taking.paths):
            progress(place, len(taking.paths))
            try:
                saved = attach_file(
                    register,
                    taking.owner,
                    path,
                    kind=taking.kind,
                    paper_type_id=taking.paper_type_id,
                    no_card=taking.no_card,
                )
            except CardSuspected:
                taken.suspected.append(path)
            except LabordeskError as error:
                taken.refused.append(str(error))
            else:
                taken.changes = saved.changes
                taken.told += saved.warnings
                if not saved.warnings:
                    taken.kept.append(saved.id)
        progress(len(taking.paths), len(taking.paths))
    except Cancelled:
        for found in taken.kept:
            remove_attachment(register, found)
        raise
    return taken
