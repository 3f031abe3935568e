"""Parts of a person's card about more than one file: relatives' aid, what was taken for others, merges, notices."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labordesk.gui.buttons import Link, Run
from labordesk.gui.cards import Notice, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.pages.people_supports import FactRow, plain_label
from labordesk.i18n import _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.gui.pages.people_reading import CardNotice
    from labordesk.services.person_merges import MergeRow, Parted
    from labordesk.services.person_page import PersonPage, ReceivedFor, RelativeSupport

SHOWN = 5
"""So many supports taken for others are listed; more are counted."""


def notice_box(context: Context, page: PersonPage, notice: CardNotice) -> Notice:
    """Return a notice with the ways to go on that its kind has."""
    links: list[tuple[str, Run]] = []
    if notice.person_id is not None and notice.is_twin:
        compare = partial(context.go, "people", pairs=True, person=page.id, other=notice.person_id)
        links.append((_("So sánh"), compare))
        links.append((_("Không phải cùng một người"), partial(_say_different, context, page.id, notice.person_id)))
    elif notice.person_id is not None:
        links.append((_("Xem"), partial(context.go, "people", person=notice.person_id)))
    if notice.award_id is not None:
        links.append((_("Nêu lý do"), partial(_give_reason, context, notice.award_id, notice.text)))
    return Notice(notice.text, "warn", links)


def relative_rows(context: Context, page: PersonPage) -> list[QWidget]:
    """Return what each of the household received."""
    return [FactRow(one.name, _relative_words(one), _person(context, one.person_id)) for one in page.relatives]


def taken_rows(context: Context, page: PersonPage) -> list[QWidget]:
    """Return what this person took for others of the household."""
    rows: list[QWidget] = [
        FactRow(one.name, _taken_words(one), _person(context, one.person_id)) for one in page.received_for[:SHOWN]
    ]
    if (more := len(page.received_for) - SHOWN) > 0:
        rows.append(plain_label(_("Và {n} lần nữa.").format(n=number(more)), "small"))
    return rows


class MergePart(QWidget):
    """The merges that made this file what it is, each with what was not chosen, and "Tách lại"."""

    def __init__(self, context: Context, page: PersonPage) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(SectionHeader(_("Đã gộp hồ sơ")))
        for row in page.merges:
            column.addWidget(FactRow(row.name, _merge_words(row)))
            if row.can_part:
                column.addWidget(Link(_("Tách lại"), partial(self.part, row)), 0, Qt.AlignmentFlag.AlignLeft)

    def part(self, row: MergeRow) -> None:
        """Part the two files again after asking."""
        from labordesk.gui.notify import Answer

        question = _("Tách lại hồ sơ của {name}?").format(name=row.name)
        explain = _("Hai hồ sơ trở lại như trước khi gộp. Khoản ghi sau khi gộp vẫn ở hồ sơ này.")
        if self._context.notify.ask(question, Answer("part", _("Tách lại"), "primary"), explain=explain) != "part":
            return
        register = self._context.register

        def work() -> Parted:
            from labordesk.services.person_merges import undo_merge

            return undo_merge(register, row.id)

        context = self._context
        context.work.write(work, lambda parted: _tell_parted(context, row.name, parted), owner=context)


def _tell_parted(context: Context, name: str, parted: Parted) -> None:
    context.tell(parted.changes)
    sentences = [_("Đã tách lại hồ sơ của {name}.").format(name=name)]
    if parted.later_awards:
        text = _("{n} khoản ghi sau khi gộp vẫn ở hồ sơ giữ lại.")
        sentences.append(text.format(n=number(parted.later_awards)))
    if parted.edited:
        sentences.append(
            _("Đã sửa sau khi gộp nên giữ nguyên: {fields}.").format(fields=", ".join(_(one) for one in parted.edited))
        )
    context.notify.info(" ".join(sentences))


def _say_different(context: Context, person_id: int, other_id: int) -> None:
    register = context.register

    def work() -> Any:
        from labordesk.services.duplicate_pairs import decide_different

        return decide_different(register, person_id, other_id)

    context.work.write(work, context.tell, owner=context)


def _give_reason(context: Context, award_id: int, sentence: str) -> None:
    reason = context.notify.ask_text(_("Vì sao người này nhận thêm suất?"), _("Lý do"), explain=sentence)
    if not reason:
        return
    register = context.register

    def work() -> Any:
        from labordesk.services.benefit_reasons import give_reason

        return give_reason(register, award_id, reason)

    context.work.write(work, lambda saved: context.tell(saved.changes), owner=context)


def _person(context: Context, person_id: int) -> Run:
    return partial(context.go, "people", person=person_id)


def _relative_words(one: RelativeSupport) -> str:
    last = _("gần nhất {day}").format(day=short(one.last)) if one.last else ""
    told = _("{n} lần, {amount} đ").format(n=number(one.times), amount=number(one.total))
    return " · ".join(part for part in (one.relation, told, last) if part)


def _taken_words(one: ReceivedFor) -> str:
    day = short(one.on) if one.on else ""
    return " · ".join(part for part in (one.what, day, _("{amount} đ").format(amount=number(one.total))) if part)


def _merge_words(row: MergeRow) -> str:
    parts = [_("gộp ngày {day}").format(day=short(row.merged_on))]
    if row.reason:
        parts.append(_("lý do: {reason}").format(reason=row.reason))
    kept = [f"{one.label} {one.text}" for one in row.unused if not one.sensitive]
    if kept:
        parts.append(_("còn giữ: {values}").format(values="; ".join(kept)))
    hidden = sum(one.sensitive for one in row.unused)
    if hidden:
        parts.append(_("{n} giá trị nhạy cảm khác được giữ cùng lần gộp").format(n=number(hidden)))
    return " · ".join(parts)
