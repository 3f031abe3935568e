"""What a salvage saved of a damaged register and what it could not read: shown, saved as a text, the new one opened."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import Card, Notice, rule
from labordesk.gui.message_screen import button_row, center, paragraph
from labordesk.gui.preview.saving import tell_saved
from labordesk.gui.text_place import ask_text_place
from labordesk.i18n import _
from labordesk.paths import REGISTER_SUFFIX

if TYPE_CHECKING:
    from labordesk.errors import LabordeskError
    from labordesk.gui.context import Context
    from labordesk.services.salvaging import SalvageResult


MOST_SHOWN = 12
"""Sentences of one list on the screen; the saved one holds all."""


class SalvagedScreen(QWidget):
    """``open_asked``: work with the new register; ``left``: back to the other ways."""

    open_asked = Signal()
    left = Signal()

    def __init__(self, context: Context, damaged: Path, result: SalvageResult) -> None:
        super().__init__()
        from labordesk.services.checking_words import NOTHING_LOST, salvaged_words

        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._damaged = damaged
        self._result = result
        whole = not result.losses
        told = salvaged_words(result) + (" " + _(NOTHING_LOST) if whole else "")
        self.notice = Notice(told, "good" if whole and result.check.ok else "warn")
        self.saved = Notice("")
        self.go = primary_button(_("Mở sổ mới"), self.open_asked.emit, icon="folder-open")
        self.saving = secondary_button(_("Lưu danh sách…"), self.save, icon="save")
        card = Card(_("Đã cứu dữ liệu của sổ “{name}”").format(name=damaged.stem))
        card.body.setSpacing(10)
        card.body.addWidget(self.notice)
        kept = _("Tệp hỏng “{name}” vẫn ở chỗ cũ, không bị đổi.").format(name=damaged.name)
        card.body.addWidget(paragraph(kept, "secondary"))
        card.body.addLayout(button_row(self.go, self.saving, secondary_button(_("Về cách khác"), self.left.emit)))
        card.body.addWidget(self.saved)
        if result.losses:
            card.body.addWidget(rule())
            _add_list(card.body, _("Không cứu được"), result.losses)
        if not result.check.ok:
            card.body.addWidget(rule())
            _add_list(card.body, _("Sổ mới còn chỗ cần xem"), [str(one) for one in result.check.problems])
            card.body.addWidget(
                paragraph(_("Mở sổ mới rồi vào Cài đặt, mục Kiểm tra sổ để mở từng dòng."), "secondary")
            )
        center(self, card)

    def focus_first(self) -> None:
        """Put the keyboard where the officer goes on."""
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Keep the list of what is lost as a text, to write it again from paper."""
        from labordesk.services.checking_words import salvage_text, save_text

        now = datetime.now().astimezone()
        name = _("Cứu sổ {name} {day}").format(name=self._damaged.stem, day=f"{now:%Y-%m-%d}")
        path = ask_text_place(self, _("Lưu danh sách không cứu được"), name)
        if path is None:
            return
        text = salvage_text(self._result, self._damaged.name, now)
        self._context.work.read(
            lambda: save_text(text, path), lambda made: tell_saved(self.saved, made), self._refused, owner=self
        )

    def _refused(self, error: LabordeskError) -> None:
        self.saved.set(str(error), "error")


def ask_new_register(parent: QWidget, damaged: Path) -> Path | None:
    """Ask where the new register shall lie, never in the place of another file; None when closed."""
    chosen, _kind = QFileDialog.getSaveFileName(
        parent,
        _("Sổ mới để cứu dữ liệu sang"),
        str(_free_name(damaged)),
        _("Sổ Labordesk (*{suffix})").format(suffix=REGISTER_SUFFIX),
        options=QFileDialog.Option.DontConfirmOverwrite,  # a file that is there is refused, not replaced
    )
    if not chosen:
        return None
    return Path(chosen if chosen.endswith(REGISTER_SUFFIX) else f"{chosen}{REGISTER_SUFFIX}")


def _free_name(damaged: Path) -> Path:
    number, target = 1, damaged.with_name(f"{damaged.stem}.cuu{REGISTER_SUFFIX}")
    while target.exists():
        number += 1
        target = damaged.with_name(f"{damaged.stem}.cuu-{number}{REGISTER_SUFFIX}")
    return target


def _add_list(column: QVBoxLayout, title: str, sentences: tuple[str, ...] | list[str]) -> None:
    column.addWidget(paragraph(title, "section"))
    for one in sentences[:MOST_SHOWN]:
        label: QLabel = paragraph(f"• {one}")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
    if len(sentences) > MOST_SHOWN:
        more = _("… và {n} mục nữa; bấm “Lưu danh sách…” để xem đủ.").format(n=len(sentences) - MOST_SHOWN)
        column.addWidget(paragraph(more, "secondary"))
