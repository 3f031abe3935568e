"""``BenefitNotice``: what a support may double, as soon as the person is chosen: see it, or go on and say why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labordesk.gui.cards import Notice
from labordesk.gui.context import Context
from labordesk.i18n import _
from labordesk.rules.double_benefit import Likeness
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from datetime import date

    from labordesk.rules.double_benefit import BenefitWarning

SHOWN = 3
"""So many sentences are said at once, the gravest first; the page of the person has the rest."""


class BenefitNotice(QWidget):
    """Asks the register behind the screen; ``reason`` is why the officer goes on, "" while none was given."""

    reason_given = Signal(str)

    def __init__(self, context: Context, *, house_id: int | None = None, award_id: int | None = None) -> None:
        super().__init__()
        self._context = context
        self._house_id, self._award_id = house_id, award_id
        self._asked: tuple[object, ...] = ()
        self._warnings: tuple[BenefitWarning, ...] = ()
        self.reason = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    def ask(self, person_id: int | None, programme_id: int | None, on: date | None) -> None:
        """Look for what a support to a person under a programme on a day may double."""
        asked = (person_id, programme_id, on)
        if asked == self._asked:
            return
        self._asked = asked
        if person_id is None or programme_id is None:
            self.show_warnings(())
            return
        register = self._context.register

        def look() -> tuple[BenefitWarning, ...]:
            from labordesk.services.awards import warnings_for

            return warnings_for(register, person_id, None, programme_id, on, award_id=self._award_id)

        self._context.work.read(look, self.show_warnings, latest=("benefits", id(self)))

    def show_warnings(self, warnings: Sequence[BenefitWarning]) -> None:
        """Say other warnings; a reason given for the same ones stays."""
        found = tuple(one for one in warnings if self._house_id is None or one.house_id != self._house_id)
        if found != self._warnings:
            self.reason = ""
        self._warnings = found
        self._show()

    def texts(self) -> list[str]:
        """Return the sentences now shown."""
        return [notice.text() for notice in self.findChildren(Notice)]

    def give_reason(self) -> None:
        """Ask why the support is recorded all the same, and keep the answer."""
        asked = _("Vẫn ghi dù đã được hỗ trợ?")
        reason = self._context.notify.ask_text(
            asked, _("Lý do vẫn ghi"), explain=self._warnings[0].sentence if self._warnings else ""
        )
        if reason:
            self.reason = reason
            self._show()
            self.reason_given.emit(reason)

    def _show(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for place, warning in enumerate(self._warnings[:SHOWN]):
            links: list[tuple[str, Callable[[], None]]] = [(_("Xem"), partial(self._see, warning))]
            is_grave = warning.likeness is not Likeness.OTHER
            if place == 0 and is_grave and not self.reason:
                links.append((_("Vẫn ghi, nêu lý do"), self.give_reason))
            self._column.addWidget(Notice(warning.sentence, "warn" if is_grave else "info", links))
        if len(self._warnings) > SHOWN:
            rest = _("Và {count} lần hỗ trợ khác trong vòng một năm.").format(count=number(len(self._warnings) - SHOWN))
            self._column.addWidget(Notice(rest, "info", [(_("Xem"), partial(self._see, self._warnings[SHOWN]))]))
        if self._warnings and self.reason:
            said = _("Vẫn ghi, lý do: {reason}").format(reason=self.reason)
            self._column.addWidget(Notice(said, "info", [(_("Sửa lý do"), self.give_reason)]))
        self.setVisible(bool(self._warnings))

    def _see(self, warning: BenefitWarning) -> None:
        if warning.house_id is not None:
            self._context.go("houses", house=warning.house_id)
        else:
            self._context.go("people", person=warning.person_id)


def reason_note(reason: str) -> str:
    """Return how a reason reads in the note of a file."""
    return _("Đã được hỗ trợ trước đó, vẫn ghi vì: {reason}").format(reason=reason)
