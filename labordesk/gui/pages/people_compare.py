"""``PairCompare``: two files that may be one human, all that tells them apart, and the ways to decide."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QStackedLayout, QVBoxLayout, QWidget

from labordesk.fields import Day, Money
from labordesk.gui.buttons import Link, MenuButton, primary_button, secondary_button
from labordesk.gui.cards import EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.people_compare_fields import CompareTable
from labordesk.gui.pages.people_pairs_words import (
    file_line,
    household_line,
    merge_question,
    some_names,
    support_words,
    totals_of,
)
from labordesk.gui.pages.people_supports import plain_label
from labordesk.gui.pages.people_words import support_title
from labordesk.gui.table import Column, ListTable
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.services.person_comparison import Comparison
    from labordesk.services.person_merges import Merged
    from labordesk.services.person_page import PersonPage

SUPPORTS_HEIGHT = 132
"""Pixels for the list of what each received, under the fields; it scrolls."""
ROOMY = 500
"""Pixels of height below which only the sums of what each received are shown: the fields need the room."""


class PairCompare(QFrame):
    """``decided`` gives ``Changes`` after something was written; ``skipped`` asks for the next pair."""

    decided = Signal(object)
    skipped = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.context = context
        self.comparison: Comparison | None = None
        self.fields = CompareTable(context)
        self.fields.merge_asked.connect(self.merge)
        self._said = Notice("", "info")
        self._supports: list[ListTable] = []
        self._history = QHBoxLayout()
        self._history.setSpacing(12)
        self.merge_button = primary_button(_("Gộp"), self.merge, key="Enter")
        self.different_button = secondary_button(_("Không phải cùng một người"), self.say_different, key="K")
        self.later_button = secondary_button(_("Để sau"), self.skipped.emit, key="S")
        self.reopen_button = secondary_button(_("Bỏ kết luận"), partial(self._decide, "open"))
        menu = QMenu(self)
        menu.addAction(_("Cùng một người, giữ hai hồ sơ")).triggered.connect(lambda: self._decide("same"))
        self._swap = menu.addAction(_("Giữ hồ sơ bên phải"))
        self._swap.triggered.connect(self.swap)
        self.more_button = MenuButton(_("Khác"), menu)
        hint = EmptyState("users", _("Chọn một cặp để so sánh"), _("Nhấn ↓ để xem cặp đầu tiên."))
        self._layers = QStackedLayout(self)
        self._layers.setContentsMargins(1, 1, 1, 1)
        self._layers.addWidget(hint)
        self._layers.addWidget(self._whole())

    def _whole(self) -> QWidget:
        self._sensitive = Link(_("Hiện thông tin nhạy cảm"), self.show_sensitive)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        for button in (self.merge_button, self.different_button, self.reopen_button, self.later_button):
            foot.addWidget(button)
        foot.addWidget(self.more_button)
        foot.addStretch(1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._said)
        column.addWidget(self.fields, 1)
        column.addWidget(self._sensitive, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._history)
        column.addLayout(foot)
        return whole

    def show_nobody(self) -> None:
        """Show what to do first."""
        self.comparison = None
        self._layers.setCurrentIndex(0)

    def show_comparison(self, found: Comparison) -> None:
        """Show two files."""
        self.comparison = found
        self._say()
        self.fields.show_fields(found.fields)
        self._sensitive.setVisible(self.fields.hides_something())
        self._supports.clear()
        while (item := self._history.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for page in (found.left, found.right):
            self._history.addWidget(self._history_of(page), 1)
        is_open = found.decision == "open"
        self.different_button.setVisible(is_open)
        self.reopen_button.setVisible(not is_open)
        self.merge_button.setEnabled(found.decision != "different")
        self._layers.setCurrentIndex(1)

    def _say(self) -> None:
        found = self.comparison
        assert found is not None
        sentences = []
        if found.needs_reason:
            sentences.append(_("Hai số CCCD khác nhau: chỉ gộp khi chắc chắn một số ghi sai, và phải nêu lý do."))
        if found.campaigns:
            text = _("Cả hai đều có suất trong {campaigns}: gộp xong cần nêu lý do.")
            sentences.append(text.format(campaigns=some_names(found.campaigns)))
        alike = _("Giống nhau: {reasons}.").format(reasons=", ".join(found.reasons)) if found.reasons else ""
        self._said.set(" ".join([alike, *sentences]).strip(), "warn" if sentences else "info")

    def _history_of(self, page: PersonPage) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(plain_label(file_line(page), "section", wrap=True), 1, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Link(_("Mở"), partial(self.context.go, "people", person=page.id)), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(plain_label(totals_of(page), "secondary", wrap=True))
        if household := household_line(page):
            column.addWidget(plain_label(household, "small", wrap=True))
        supports = ListTable(
            "people compared supports",
            [
                Column("on", N_("Ngày"), Day(), width=10, spare=True),
                Column("name", N_("Đã được hỗ trợ"), read=support_title, tip=support_words, stretch=True),
                Column("total", N_("Số tiền"), Money(low=0), width=9),
            ],
            self.context,
            identify=lambda one: one.award_id,
            empty=EmptyState("gift", _("Chưa nhận khoản hỗ trợ nào.")),
            title=_("Đã được hỗ trợ: {name}").format(name=page.fields.full_name),
        )
        supports.set_rows(page.supports)
        supports.setFixedHeight(SUPPORTS_HEIGHT)
        if self.height() < ROOMY or not page.supports:
            supports.hide()  # never shown here: it has no parent yet and would be a window of its own
        if page.supports:
            self._supports.append(supports)
        column.addWidget(supports)
        column.addStretch(1)
        return inside

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for supports in self._supports:
            supports.setVisible(event.size().height() >= ROOMY)

    def words(self) -> list[str]:
        """Return everything written here."""
        return [label.text() for label in self.findChildren(QLabel) if label.isVisible()]

    def show_sensitive(self) -> None:
        """Show what is hidden, and note in the log that it was shown, without names."""
        from labordesk.gui.pages.people_health import note_health_shown

        if self.comparison is not None:
            for page in (self.comparison.left, self.comparison.right):
                note_health_shown(page.id)
        self.fields.show_sensitive()
        self._sensitive.hide()

    def swap(self) -> None:
        """Keep the other file: left and right change places."""
        if self.comparison is not None:
            from labordesk.services.person_comparison import turned

            self.show_comparison(turned(self.comparison))

    # deciding

    def merge(self) -> None:
        """Make one file of both after asking; two citizen ids ask for a reason first."""
        found = self.comparison
        if found is None or found.decision == "different":
            return
        from labordesk.gui.notify import Answer

        reason = None
        if found.needs_reason:
            reason = self.context.notify.ask_text(
                _("Vì sao vẫn gộp dù hai số CCCD khác nhau?"), _("Lý do"), explain=_("Lý do được giữ cùng lần gộp.")
            )
            if not reason:
                return
        question, explain = merge_question(found, len(self.fields.from_right()))
        if self.context.notify.ask(question, Answer("merge", _("Gộp"), "primary"), explain=explain) != "merge":
            return
        register, chosen = self.context.register, self.fields.from_right()
        left, right = found.left, found.right

        def work() -> Merged:
            from labordesk.services.person_merges import MergeOrder, merge_people

            order = MergeOrder(left.id, right.id, left.row_version, right.row_version, chosen, reason)
            return merge_people(register, order)

        self.context.work.write(work, self._was_merged, owner=self)

    def _was_merged(self, merged: Merged) -> None:
        found = self.comparison
        self.decided.emit(merged.changes)
        if merged.doubled:
            campaigns = some_names(tuple(dict.fromkeys(one.campaign for one in merged.doubled)))
            self.context.notify.warn(
                _("Hồ sơ đã gộp có hơn một suất trong {campaigns}; hãy mở hồ sơ và nêu lý do.").format(
                    campaigns=campaigns
                )
            )
        elif found is not None:
            self.context.notify.info(
                _("Đã gộp hai hồ sơ của {name}; tách lại được bất cứ lúc nào trên hồ sơ.").format(
                    name=found.left.fields.full_name
                )
            )

    def say_different(self) -> None:
        """Keep that these are two people; they are never shown again (K)."""
        if self.comparison is not None and self.comparison.decision == "open":
            self._decide("different")

    def _decide(self, decision: Any) -> None:
        found = self.comparison
        if found is None:
            return
        register, left, right = self.context.register, found.left.id, found.right.id

        def work() -> Any:
            from labordesk.services.duplicate_pairs import decide

            return decide(register, left, right, decision)

        self.context.work.write(work, self.decided.emit, owner=self)
