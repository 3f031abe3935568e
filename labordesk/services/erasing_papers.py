"""Frozen papers that name somebody whose data is taken out: the figures stay, a page takes the place of the paper.

A frozen report is shown as it was presented; once the time of the data is over the law goes before that (Luật
91/2025/QH15). Figures, title and choices are kept, so that every later paper can still be compared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pypdfium2 import PdfiumError

from labordesk.documents.model import Document, Paragraph, PlaceDate
from labordesk.documents.pdf import render_pdf
from labordesk.documents.pdfium import opened_pdf
from labordesk.i18n import _
from labordesk.logs import LOGGER
from labordesk.model.base import now
from labordesk.reports.base import Paper
from labordesk.services.stored_day import stored_day
from labordesk.store.erasing_traces import Finder
from labordesk.vietnamese.dates import short

Mentions = Callable[[str | None], bool]


@dataclass(frozen=True)
class FrozenPaper:
    """A frozen report by its title and the day it was frozen on."""

    id: int
    title: str
    frozen_on: date | None


@dataclass(frozen=True)
class Papers:
    """Papers that name somebody for certain, and those that name somebody whose name another file has too."""

    named: tuple[FrozenPaper, ...]
    unsure: tuple[FrozenPaper, ...]


def papers_naming(connection: sqlite3.Connection, finder: Finder) -> Papers:
    """Read every frozen paper; one that cannot be read counts as unsure."""
    named, unsure = [], []
    for id_, title, frozen_on, content in connection.execute(
        "SELECT id, title, frozen_on, paper FROM frozen_report ORDER BY id"
    ):
        one = FrozenPaper(id_, title, stored_day(frozen_on))
        text = _text_of(bytes(content))
        if text is not None and finder.finds(text):
            named.append(one)
        elif text is None or finder.names_somebody(text):
            unsure.append(one)
    return Papers(tuple(named), tuple(unsure))


def put_away(connection: sqlite3.Connection, paper: FrozenPaper, page: bytes, today: date) -> None:
    """Put the page in the place of a frozen paper, inside a unit of work, and say so in its note."""
    words = _("Bản giấy đã gỡ ngày {day} vì có tên người đã ẩn danh; số liệu vẫn giữ.").format(day=short(today))
    connection.execute(
        "UPDATE frozen_report SET paper = ?, note = trim(coalesce(note, '') || ' ' || ?),"
        " row_version = row_version + 1, updated_at = ? WHERE id = ?",
        (page, words, now(), paper.id),
    )


def page_instead(head: Paper, paper: FrozenPaper, finder: Finder, today: date) -> bytes:
    """Return the page, as PDF, that stands for a paper from now on."""
    frozen = short(paper.frozen_on) if paper.frozen_on is not None else ""
    return render_pdf(
        Document(
            letterhead=head.letterhead(),
            kind="Phiếu thay bản giấy đã gỡ",
            abstract=finder.mask(paper.title),
            place_date=PlaceDate(head.place, today),
            blocks=(
                Paragraph(
                    f"Bản giấy của báo cáo này, chốt ngày {frozen}, có tên người mà thông tin cá nhân đã được xóa khỏi "
                    "sổ khi hết hạn lưu hoặc theo yêu cầu (Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15)."
                ),
                Paragraph("Các số liệu đã chốt vẫn được giữ trong sổ và dùng để đối chiếu như trước."),
            ),
            author=head.issuing_body,
        )
    )


def _text_of(content: bytes) -> str | None:
    """Return all words of a PDF, None when it cannot be read."""
    try:
        with opened_pdf(content) as document:
            return "\n".join(document[place].get_textpage().get_text_bounded() for place in range(len(document)))
    except PdfiumError:
        LOGGER.warning("a frozen paper could not be read")
        return None
