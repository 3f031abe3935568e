"""``ReviewNotices``: while a person is being written, who may be in the register already, and what does not agree."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labordesk.gui.cards import Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.people_saving import PersonSaving
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.people import DuplicateHint, Review

SHOWN = 2
"""So many people who may be the same are named at once, the surest first."""

Links = list[tuple[str, Callable[[], None]]]


class ReviewNotices(QWidget):
    """Never merges anything: the officer opens the other file, or says that this is somebody else."""

    see_asked = Signal(int)
    """The other person's file is to be opened."""
    answered = Signal()
    """The officer has said how to go on."""

    def __init__(self, context: Context, saving: PersonSaving) -> None:
        super().__init__()
        self._context, self._saving = context, saving
        self._review: Review | None = None
        self._said_beside = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    def show_review(self, review: Review | None, said_beside: str = "") -> None:
        """Show another review; ``said_beside`` is a sentence that already stands beside its field."""
        self._review, self._said_beside = review, said_beside
        self._show()

    def texts(self) -> list[str]:
        """Return the sentences now shown."""
        return [] if self.isHidden() else [notice.text() for notice in self._notices()]

    def confirm_other(self, hint: DuplicateHint) -> None:
        """Take down that this is somebody else."""
        self._saving.confirmed.add(hint.person_id)
        self._show()
        self.answered.emit()

    def give_reason(self) -> None:
        """Ask why the same number is kept for two people, and take the answer down."""
        reason = self._context.notify.ask_text(
            _("Vẫn lưu dù trùng số CCCD?"),
            _("Lý do"),
            explain=_("Lý do được ghi vào ghi chú của hồ sơ, để người sau còn đối chiếu."),
            yes=_("Giữ lý do này"),
        )
        if reason:
            self._saving.reason = reason
            self._show()
            self.answered.emit()

    def _show(self) -> None:
        for old in self._notices():
            self._column.removeWidget(old)
            old.setParent(None)
            old.deleteLater()
        review = self._review
        for hint in self._open_hints() if review is not None else ():
            self._add_hint(hint)
        if review is not None:
            for text in review.warnings:
                if text != self._said_beside:
                    self._column.addWidget(Notice(text, "warn"))
        self.setVisible(self._column.count() > 0)

    def _open_hints(self) -> list[DuplicateHint]:
        assert self._review is not None
        found = [one for one in self._review.duplicates if one.person_id not in self._saving.confirmed]
        if self._saving.person_id is not None:
            found = [one for one in found if one.verdict == "strong"]  # namesakes were told of when the file was made
        return found[:SHOWN]

    def _add_hint(self, hint: DuplicateHint) -> None:
        from labordesk.services.duplicates import describe

        links: Links = [(_("Xem"), partial(self.see_asked.emit, hint.person_id))]
        if hint.same_citizen_id and self._saving.reason:
            text = _("Trùng số CCCD với {person}; vẫn lưu, lý do: {reason}")
            links.append((_("Sửa lý do"), self.give_reason))
            notice = Notice(text.format(person=describe(hint), reason=self._saving.reason), "info", links)
        elif hint.same_citizen_id:
            links.append((_("Vẫn lưu, nêu lý do"), self.give_reason))
            notice = Notice(_("Số CCCD này đã ghi cho {person}.").format(person=describe(hint)), "warn", links)
        else:
            links.append((_("Vẫn là người khác"), partial(self.confirm_other, hint)))
            text = _("Có thể đã có trong sổ: {person}.").format(person=describe(hint))
            notice = Notice(text, "warn" if hint.verdict == "strong" else "info", links)
        self._column.addWidget(notice)

    def _notices(self) -> list[Notice]:
        return self.findChildren(Notice, options=Qt.FindChildOption.FindDirectChildrenOnly)
