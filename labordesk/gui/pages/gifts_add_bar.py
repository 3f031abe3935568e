"""Adding people one after another: type, Enter, the next; a double gift explains itself and offers the next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit

from labordesk.errors import InvalidInput, LabordeskError
from labordesk.gui.buttons import quiet_button
from labordesk.gui.cards import Card, Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.gifts_words import package_words
from labordesk.gui.pages.parts.person_picker import person_picker
from labordesk.gui.theme import sizes
from labordesk.i18n import _
from labordesk.rules.double_benefit import BenefitWarning, Likeness
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.model.programme import CampaignFields
    from labordesk.services.benefit_replacement import BetterForm
    from labordesk.services.gifts import RecipientsAdded
    from labordesk.services.saved import Saved

NEEDS_REASON = (Likeness.SAME_CAMPAIGN, Likeness.SAME_TET)
"""Likenesses that stop and ask why; the others are told after the person was added."""


@dataclass(frozen=True)
class _Asked:
    person_id: int
    name: str
    reason: str | None = None


class AddBar(Card):
    """A line above the list; ``added`` brings ``Changes``, ``see_asked`` the warning one wants to look into."""

    added = Signal(object)
    see_asked = Signal(object)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(padding=12)
        self._context = context
        self._campaign_id = 0
        self._is_adding = False
        self.picker = person_picker(context, _("Người nhận quà"))
        self._package = QLabel()
        self._package.setProperty("role", "secondary")
        self.notice = Notice("")
        row = QHBoxLayout()
        row.setSpacing(12)
        label = QLabel(_("Thêm người nhận"))
        label.setProperty("role", "section")
        for words in (label, self._package):
            words.setFixedHeight(sizes().control)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.picker, 1)
        row.addWidget(self._package, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(quiet_button("x", _("Đóng"), self.close_bar), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.body.addWidget(self.notice)
        self.picker.entered.connect(self._entered)

    def open_for(self, campaign_id: int, fields: CampaignFields) -> None:
        """Show the line for a campaign with the keyboard in it."""
        self._campaign_id = campaign_id
        package = package_words(fields.package_cash, fields.package_goods)
        text = _("Mức quà {package} · Enter để thêm")
        if fields.worker_cash is not None or fields.worker_goods is not None:
            cash = fields.package_cash if fields.worker_cash is None else fields.worker_cash
            goods = fields.package_goods if fields.worker_goods is None else fields.worker_goods
            worker = package_words(cash, goods)
            text = _("Mức quà {package} · chưa là đoàn viên {worker}").format(package=package, worker=worker)
        self._package.setText(text.format(package=package))
        self.notice.set("")
        self.show()
        self.take_next()

    def take_next(self) -> None:
        """Be ready for the next person."""
        self.picker.set_value(None)
        self.picker.show_note("")
        self.picker.editor().setFocus()

    def add_person(self, person_id: int, name: str) -> None:
        """Add somebody found elsewhere."""
        self._check(_Asked(person_id, name))

    def _entered(self) -> None:
        try:
            person_id = self.picker.value()
        except InvalidInput:
            self.picker.search()
            return
        if isinstance(person_id, int):
            self._check(_Asked(person_id, self.picker.label()))

    def _check(self, asked: _Asked) -> None:
        """Look what the gift may double before it is written."""
        if self._is_adding:
            return
        self._is_adding = True
        register, campaign_id = self._context.register, self._campaign_id

        def read() -> tuple[tuple[BenefitWarning, ...], BetterForm | None]:
            from labordesk.services.benefit_replacement import better_form
            from labordesk.services.gifts import double_benefits

            warnings = double_benefits(register, campaign_id, asked.person_id)
            is_second = any(one.refused for one in warnings)
            return warnings, better_form(register, campaign_id, asked.person_id) if is_second else None

        self._context.work.read(read, lambda found: self._judge(asked, *found), self._refused, owner=self)

    def _judge(self, asked: _Asked, warnings: tuple[BenefitWarning, ...], better: BetterForm | None) -> None:
        grave = next((one for one in warnings if one.likeness in NEEDS_REASON), None)
        if grave is None:
            self._write(asked, warnings)
            return
        self._is_adding = False
        links = [(_("Xem"), lambda: self.see_asked.emit(grave)), (_("Vẫn ghi, nêu lý do"), lambda: self._ask(asked))]
        if better is not None:
            text = _("Đổi lên mức {amount} đồng, có lợi hơn").format(amount=number(better.total))
            links.insert(0, (text, partial(self._replace, asked, better)))
        self.notice.set(f"{asked.name}: {_lower(grave.sentence)}", "warn", links)
        self._select_typed()

    def _replace(self, asked: _Asked, better: BetterForm) -> None:
        """Give the gift already in the list the larger amounts, in place of a second line."""
        register = self._context.register

        def write() -> Saved:
            from labordesk.services.benefit_replacement import replace_form

            return replace_form(register, better.award_id, better.cash, better.goods)

        self._context.work.write(write, lambda saved: self._replaced(asked, better, saved), self._refused, owner=self)

    def _replaced(self, asked: _Asked, better: BetterForm, saved: Saved) -> None:
        text = _("Suất của {who} nay là {amount} đồng; không ghi thêm suất thứ hai.")
        self.notice.set(text.format(who=asked.name, amount=number(better.total)), "good")
        self.take_next()
        self.added.emit(saved.changes)

    def _ask(self, asked: _Asked) -> None:
        question = _("Vì sao {who} vẫn được ghi thêm một suất?").format(who=asked.name)
        reason = self._context.notify.ask_text(question, _("Lý do"), yes=_("Ghi vào danh sách"))
        if reason:
            self._is_adding = True
            self._write(_Asked(asked.person_id, asked.name, reason), ())

    def _write(self, asked: _Asked, warnings: tuple[BenefitWarning, ...]) -> None:
        register, campaign_id = self._context.register, self._campaign_id

        def write() -> RecipientsAdded:
            from labordesk.services.gifts import RecipientEntry, add_recipients

            entry = RecipientEntry(asked.person_id, override_reason=asked.reason)
            return add_recipients(register, campaign_id, [entry])

        self._context.work.write(write, lambda found: self._written(asked, warnings, found), self._refused, owner=self)

    def _written(self, asked: _Asked, warnings: tuple[BenefitWarning, ...], found: RecipientsAdded) -> None:
        self._is_adding = False
        if found.refused:
            refused = found.refused[0]
            go_on = (_("Mở hồ sơ người này"), partial(self._context.go, "people", person=asked.person_id))
            if refused.full_unit_id is not None:
                go_on = (_("Nêu lý do"), partial(self._ask_more, asked, refused.full_unit_id))
            self.notice.set(f"{asked.name}: {_lower(refused.reason)}", "error", [go_on])
            self._select_typed()
            return
        told = next(iter(warnings), None)
        text = _("Đã thêm {who} vào cuối danh sách.").format(who=asked.name)
        links: list[tuple[str, Callable[[], None]]] = []
        if told is not None:
            text = _("{done} Lưu ý: {warning}").format(done=text, warning=_lower(told.sentence))
            links = [(_("Xem"), lambda: self.see_asked.emit(told))]
        self.notice.set(text, "good" if told is None else "info", links)
        self.take_next()
        self.added.emit(found.changes)

    def _ask_more(self, asked: _Asked, unit_id: int) -> None:
        """Ask why the list of a unit may be longer than its allocation, then add the person."""
        question = _("Vì sao danh sách của đơn vị được nhiều hơn số suất phân bổ?")
        reason = self._context.notify.ask_text(question, _("Lý do"), yes=_("Ghi vào danh sách"))
        if not reason:
            return
        register, campaign_id = self._context.register, self._campaign_id
        self._is_adding = True

        def write() -> Saved:
            from labordesk.services.unit_lists import allow_excess

            return allow_excess(register, campaign_id, unit_id, reason)

        self._context.work.write(write, lambda _saved: self._write(asked, ()), self._refused, owner=self)

    def _refused(self, error: LabordeskError) -> None:
        self._is_adding = False
        self.notice.set(str(error), "error")
        self._select_typed()

    def _select_typed(self) -> None:
        editor = self.picker.editor()
        if isinstance(editor, QLineEdit):
            editor.setFocus()
            editor.selectAll()

    def close_bar(self) -> None:
        """Put the line away."""
        self.hide()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        # Claimed here, so that the window's own Esc does not make the key ambiguous.
        if event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)


def _is_escape(event: Any) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape


def _lower(sentence: str) -> str:
    """Return a sentence as it stands after a name and a colon."""
    return sentence[:1].lower() + sentence[1:]
