"""Trao quà: what a key does to the lines chosen; the same at the table beside the queue and in the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from labordesk.errors import LabordeskError
from labordesk.fields.choices import PAID
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog
from labordesk.gui.notify import Answer
from labordesk.gui.pages.gifts_line_forms import proxy_dialog
from labordesk.gui.pages.gifts_marks import CHANGED, VOUCHERS, MarkedRows, Step, give_serial, marked_rows
from labordesk.gui.pages.gifts_view import CampaignView
from labordesk.gui.pages.gifts_vouchers_forms import scan_dialog
from labordesk.gui.pages.gifts_words import double_sentence, is_doubled, when_words, who
from labordesk.gui.pages.parts.own_deeds import Deed, OwnDeeds, TakenBack
from labordesk.i18n import N_, _
from labordesk.services.gift_lists import RecipientRow
from labordesk.vietnamese.numbers import number

Rows = Sequence[RecipientRow]
SEE, WRITE = "see", "write"
MOST_STEPS = 500
DONE = {
    "received": N_("{who}: đã nhận."),
    "proxy": N_("{who}: đã nhận thay."),
    "absent": N_("{who}: ghi vắng."),
    "planned": N_("{who}: đã hoàn tác, chưa nhận."),
    "returned": N_("{who}: đã trả lại quà."),
    "scanned": N_("{who}: đã ghi số phiếu, vé."),
    "undone": N_("{who}: đã hoàn tác."),
}


class HandOver(QObject):
    """Marks are refused above the list, never silently; ``tally`` tells what came of them since ``start``."""

    wrote = Signal(object)
    """``Changes`` of a mark, for the other pages; the list shows it already."""
    see_asked = Signal(object)
    """The line whose other gift is to be looked at."""

    def __init__(self, context: Context, view: CampaignView, day: Callable[[], date | None]) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self._day = day
        self._busy: set[int] = set()
        self._steps: list[Step] = []
        self._own = OwnDeeds(MOST_STEPS)
        self._dialog: FormDialog | None = None
        self.at_table = False
        self._found: dict[int, str] = {}
        self._left: dict[int, RecipientRow] = {}

    def start(self) -> None:
        """Begin to count and to take back."""
        self._steps.clear()
        self._found.clear()
        self._left.clear()

    def tally(self) -> Counter[str]:
        """Return how many packages now stand in a state other than the one they were found in."""
        counts: Counter[str] = Counter()
        for award_id, row in self._left.items():
            if row.handover != self._found[award_id]:
                counts[row.handover] += row.quantity
        return counts

    # what the keys do

    def receive(self, rows: Rows) -> None:
        """Mark as received in person on the day chosen (Enter)."""
        self._give(rows, self._receive)

    def proxy(self, rows: Rows) -> None:
        """Ask who takes the gift of one line instead (T)."""
        if len(rows) > 1:
            self._view.say(_("Nhận thay ghi từng người một; hãy chọn một dòng."))
            return
        self._give(rows, self._ask_proxy)

    def scan(self, rows: Rows) -> None:
        """Ask for the serial of the voucher that goes to one line; at the table it is handed over with it (P)."""
        if len(rows) > 1:
            self._view.say(_("Ghi số phiếu, vé từng người một; hãy chọn một dòng."))
        elif self.at_table and rows and rows[0].handover not in PAID:
            self._give(rows, self._ask_serial)
        elif rows:
            self._ask_serial(rows, None, None)

    def absent(self, rows: Rows) -> None:
        """Mark as absent: the gift waits (V)."""
        award_ids = [row.award_id for row in self._free(rows) if row.handover != "absent"]
        register = self._context.register

        def write() -> Any:
            from labordesk.services.gifts import mark_absent

            return mark_absent(register, award_ids)

        self._write([row for row in rows if row.award_id in award_ids], "absent", write)

    def give_back(self, rows: Rows) -> None:
        """Mark gifts as given back on the day chosen."""
        day, register = self._day(), self._context.register
        award_ids = [row.award_id for row in self._free(rows)]

        def write() -> Any:
            from labordesk.services.gifts import mark_returned

            assert day is not None
            return mark_returned(register, award_ids, day)

        if day is not None:
            self._write(rows, "returned", write)

    def undo_of(self, rows: Rows) -> None:
        """Take the marks of these lines back (U)."""
        marked = [row for row in self._free(rows) if row.handover != "planned"]
        register = self._context.register

        def write() -> Any:
            from labordesk.services.gifts import undo_mark

            return undo_mark(register, [row.award_id for row in marked])

        if rows and not marked:
            self._view.say(_("{who}: chưa ghi gì để hoàn tác.").format(who=who(rows[0])), "info")
        self._write(marked, "planned", write)

    def undo_last(self) -> bool:
        """Take the last mark back and say whether there was one (Ctrl+Z)."""
        if not self._steps or not self._own.are_latest(self._context):
            return False
        step, register = self._steps.pop(), self._context.register
        state = "undone" if step.state in CHANGED else step.before[0].handover
        self._send(Step(step.before, state), lambda: TakenBack(step.deed.take_back(register)), is_undo=True)
        return True

    def remember(self, step: Step) -> None:
        """Let Ctrl+Z take back what was changed elsewhere (amounts, unit, companions, vouchers)."""
        self._steps.append(step)
        self._own.add(step.deed)
        del self._steps[:-MOST_STEPS]

    # one way or another

    def _give(self, rows: Rows, go_on: Callable[[Rows, date, str | None], None]) -> None:
        """Let what may be handed over go on: what was given already and what is doubled asks first."""
        rows = self._free(rows)
        given = [row for row in rows if row.handover in (*PAID, "returned")]
        day = self._day()
        if day is None or not rows:
            return
        if given and len(rows) == 1:
            self._say_given(given[0])
            return
        rows = [row for row in rows if row not in given]
        doubled = [row for row in rows if is_doubled(row)]
        if len(doubled) == 1 and len(rows) == 1:
            self._ask_double(rows[0], lambda reason: go_on(rows, day, reason))
            return
        if doubled:
            text = _("{n} người có tên hai lần chưa được ghi; hãy ghi từng người và nêu lý do.")
            self._view.say(text.format(n=number(len(doubled))))
        go_on([row for row in rows if row not in doubled], day, None)

    def _receive(self, rows: Rows, day: date, reason: str | None) -> None:
        register, award_ids = self._context.register, [row.award_id for row in rows]

        def write() -> Any:
            from labordesk.services.gifts import mark_received

            return mark_received(register, award_ids, day, reason=reason)

        self._write(rows, "received", write)

    def _ask_proxy(self, rows: Rows, day: date, reason: str | None) -> None:
        if not rows:
            return
        register = self._context.register
        dialog = proxy_dialog(self._context, rows[0], day, reason)
        self._dialog = dialog  # a window without a parent lives as long as somebody holds it
        dialog.panel.saved.connect(lambda marked: self._given(rows, "proxy", Deed().noted(register), marked))
        dialog.finished.connect(lambda _code: self._ready())
        dialog.open()

    def _ask_serial(self, rows: Rows, day: date | None, reason: str | None) -> None:
        if not rows:
            return
        register, [row] = self._context.register, rows

        deed = Deed()

        def receive(serial: str, on: date | None) -> Any:
            deed.operations.clear()  # a serial refused before is typed again
            return deed.noting(register, lambda: give_serial(register, row.award_id, serial, on, reason))()

        dialog = scan_dialog(self._context, row, day, receive)
        self._dialog = dialog
        state = "scanned" if day is None else "received"
        dialog.panel.saved.connect(lambda given: self._given(rows, state, deed, given))
        dialog.finished.connect(lambda _code: self._ready())
        dialog.open()

    def _given(self, rows: Rows, state: str, deed: Deed, given: Any) -> None:
        """Show a line that a dialog has written; what Ctrl+Z takes back is all the dialog wrote."""
        self.remember(Step(tuple(rows), VOUCHERS if state == "scanned" else state, deed))
        self._send(Step(tuple(rows), state), lambda: given, is_undo=False)

    def _ask_double(self, row: RecipientRow, go_on: Callable[[str], None]) -> None:
        answer = self._context.notify.ask(
            double_sentence(row),
            Answer(SEE, _("Xem")),
            Answer(WRITE, _("Vẫn ghi, nêu lý do"), "primary"),
            explain=_("Mỗi người chỉ nhận một suất, suất có lợi nhất (KH 48/KH-LĐLĐ)."),
        )
        if answer == SEE:
            self.see_asked.emit(row)
        elif answer == WRITE:
            question = _("Vì sao {who} vẫn nhận suất này?").format(who=who(row))
            reason = self._context.notify.ask_text(question, _("Lý do"), yes=_("Đã nhận"))
            if reason:
                go_on(reason)
        else:
            self._ready()

    def ask_double(self, row: RecipientRow) -> None:
        """Ask what to do about a doubled line (its note was pressed)."""
        self.receive([row])

    # writing

    def _free(self, rows: Rows) -> list[RecipientRow]:
        return [row for row in rows if row.award_id not in self._busy]

    def is_busy(self, row: RecipientRow) -> bool:
        """Say whether a mark of this line is on its way."""
        return row.award_id in self._busy

    def _write(self, rows: Rows, state: str, write: Callable[[], Any]) -> None:
        if rows:
            step = Step(tuple(rows), state)
            # Remembered at once: the next key may already be Ctrl+Z, and writes follow each other in order.
            self.remember(step)
            self._send(step, step.deed.noting(self._context.register, write), is_undo=False)

    def _send(self, step: Step, write: Callable[[], Any], *, is_undo: bool) -> None:
        assert self._view.state is not None
        register, campaign_id, before = self._context.register, self._view.state.campaign_id, step.before
        ids = {row.award_id for row in before}
        self._busy |= ids
        if self.at_table and is_undo:
            self._view.finder.box.start_next()
            self._view.table.select(before[0].award_id)
        elif self.at_table:
            self._view.finder.go_on_from(before[-1], self.is_busy)
        self._context.work.write(
            lambda: marked_rows(register, campaign_id, before, write),
            partial(self._done, step),
            partial(self._refused, step),
            owner=self,
            always=lambda: self._busy.difference_update(ids),
        )

    def _done(self, step: Step, found: MarkedRows) -> None:
        before = step.before
        for row in found.rows:
            self._view.table.replace(row)
        ids = {row.award_id for row in before}
        for row in before:
            self._found.setdefault(row.award_id, row.handover)
        self._left |= {row.award_id: row for row in found.rows if row.award_id in ids}
        name = who(before[0]) if len(before) == 1 else _("{n} dòng").format(n=number(len(before)))
        self._context.notify.info(_(DONE[step.state]).format(who=name))
        self._view.read_state()
        self.wrote.emit(found.changes)

    def _refused(self, step: Step, error: LabordeskError) -> None:
        if step in self._steps:
            self._steps.remove(step)
        self._view.say_error(error)
        self._view.reload()

    def _say_given(self, row: RecipientRow) -> None:
        text = _("{who} đã trả lại quà. Hoàn tác trước khi ghi lại.")
        if row.handover in PAID:
            text = _("{who} đã nhận ({when}), không ghi lần nữa.")
        undo = (_("Hoàn tác dòng này"), lambda: self.undo_of([row]))
        self._view.say(text.format(who=who(row), when=when_words(row)), "warn", [undo])
        self._ready()

    def _ready(self) -> None:
        if self.at_table:
            self._view.finder.box.start_next()
