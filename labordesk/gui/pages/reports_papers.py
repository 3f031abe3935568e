"""Papers opened over the report page: one of the log of prints again, a frozen report, what changed since."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from labordesk.gui.context import Context
from labordesk.gui.preview.paper import Paper, read_paper
from labordesk.gui.preview.paper_dialog import PaperDialog
from labordesk.i18n import _
from labordesk.vietnamese.dates import short

if TYPE_CHECKING:
    from labordesk.services.frozen_reports import FrozenRow
    from labordesk.services.prints import PrintLogged, PrintRow
    from labordesk.store.register import Register


def day_of(at: str) -> date:
    """Return the officer's own day of a moment of the log."""
    return datetime.fromisoformat(at).astimezone().date()


def open_frozen(context: Context, row: FrozenRow, parent: QWidget) -> PaperDialog:
    """Show a frozen report as it was presented."""
    register, frozen_id = context.register, row.id
    title = _("{title} (chốt ngày {day})").format(title=row.title, day=short(row.frozen_on))
    return _opened(
        PaperDialog(
            context,
            title,
            lambda: frozen_as_it_leaves(register, frozen_id),
            lambda path: save_frozen(register, frozen_id, path),
            parent,
            only_pdf=True,
        )
    )


def frozen_as_it_leaves(register: Register, frozen_id: int) -> Paper:
    """Return a frozen paper: byte for byte what was presented, with the mark of a copy where the register asks."""
    from labordesk.services.frozen_reports import frozen_paper, identity_of, load_frozen
    from labordesk.services.outgoing import stamped

    identity = identity_of(load_frozen(register, frozen_id))
    return read_paper(stamped(register, identity, frozen_paper(register, frozen_id)), identity=identity)


def save_frozen(register: Register, frozen_id: int, path: Path) -> PrintLogged | None:
    """Write a frozen paper as a PDF and log it."""
    from labordesk.documents.whole_file import write_whole
    from labordesk.services.outgoing import log_file

    paper = frozen_as_it_leaves(register, frozen_id)
    assert paper.identity is not None
    write_whole(path, paper.content)
    return log_file(register, paper.identity, path)


def open_comparison(context: Context, frozen_id: int, title: str, parent: QWidget) -> PaperDialog:
    """Show what changed since a report was frozen, as the paper that can be handed round."""
    from labordesk.services.frozen_comparison import compare_frozen, comparison_outgoing
    from labordesk.services.outgoing import Outgoing, pdf_of, save_paper

    register, today = context.register, context.today()

    def made() -> Outgoing:
        return comparison_outgoing(register, compare_frozen(register, frozen_id, today=today))

    def make() -> Paper:
        paper = made()
        return read_paper(pdf_of(paper), identity=paper.identity)

    words = _("Đã thay đổi từ khi chốt: {title}").format(title=title)
    return _opened(PaperDialog(context, words, make, lambda path: save_paper(register, made(), path), parent))


def open_printed(context: Context, row: PrintRow, parent: QWidget) -> PaperDialog | None:
    """Show a paper of the log again; None when it cannot be made again."""
    from labordesk.services.frozen_comparison import PAPER

    title = " - ".join(part for part in (_(row.title), row.subject) if part)
    if row.frozen_id is not None and row.paper == PAPER:
        return open_comparison(context, row.frozen_id, row.subject, parent)
    if row.frozen_id is not None:
        from labordesk.services.frozen_reports import load_frozen

        return open_frozen(context, load_frozen(context.register, row.frozen_id), parent)
    if not row.choices:
        return None
    return _opened(_made_again(context, row, title, parent))


def _made_again(context: Context, row: PrintRow, title: str, parent: QWidget) -> PaperDialog:
    from labordesk.services.outgoing import outgoing, pdf_of, save_outgoing
    from labordesk.services.paper_orders import from_text

    register, today, order = context.register, context.today(), from_text(row.choices)

    def make() -> Paper:
        paper = outgoing(register, order, today=today)
        return read_paper(pdf_of(paper), identity=paper.identity)

    def remark(paper: Paper) -> str:
        if paper.identity is None or paper.identity.content_key == row.content_key:
            return ""
        return _("Nội dung giấy này đã khác lần in số {number} ngày {day}, vì số liệu trong sổ đã đổi.").format(
            number=row.number, day=short(day_of(row.at))
        )

    return PaperDialog(
        context, title, make, lambda path: save_outgoing(register, order, path, today=today), parent, remark=remark
    )


def _opened(dialog: PaperDialog) -> PaperDialog:
    dialog.open()
    return dialog
