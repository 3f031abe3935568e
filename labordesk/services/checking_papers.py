"""What the log of prints and the frozen reports promise: no number left out, reprints behind their first print."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial

from labordesk.errors import LabordeskError
from labordesk.i18n import N_, _
from labordesk.services.checking_rules import Promise, broken
from labordesk.services.frozen_reports import FROZEN_ROWS, frozen_rows, kept_choices, read_figures
from labordesk.services.problem import Problem, problem_of

PAPER_PROMISES = (
    Promise(
        N_("Sổ in: số in bị thiếu hoặc trùng ở {n} chỗ (dòng số {ids}); hãy so với bản sao lưu gần nhất."),
        "SELECT id FROM (SELECT id, number - lag(number, 1, 0) OVER (ORDER BY number) AS step FROM paper_print)"
        " WHERE step <> 1",
    ),
    Promise(
        N_("Sổ in: {n} lần in lại trỏ tới giấy khác hoặc lần in sau nó (dòng số {ids}); hãy mở bản sao lưu gần nhất."),
        "SELECT p.id FROM paper_print p JOIN paper_print f ON f.id = p.reprint_of"
        " WHERE f.number >= p.number OR f.paper <> p.paper OR f.content_key <> p.content_key",
    ),
    Promise(
        N_("Sổ in: {n} dòng không có số bản hoặc số trang (dòng số {ids}); hãy mở bản sao lưu gần nhất."),
        "SELECT id FROM paper_print WHERE copies < 1 OR pages < 1",
    ),
    Promise(
        N_("Báo cáo đã chốt: {n} báo cáo mất bản in (dòng số {ids}); hãy lấy lại từ bản sao lưu gần nhất."),
        "SELECT id FROM frozen_report WHERE substr(paper, 1, 5) <> CAST('%PDF-' AS BLOB)",
    ),
    Promise(
        N_("Báo cáo đã chốt: {n} báo cáo đã bỏ mà không có ngày hoặc lý do (dòng số {ids}); hãy mở bản sao lưu."),
        "SELECT id FROM frozen_report WHERE (dropped_on IS NULL) <> (dropped_reason IS NULL)",
    ),
)

CHOICES = N_("Báo cáo đã chốt: {n} báo cáo không đọc được lựa chọn (dòng số {ids}); hãy mở bản sao lưu gần nhất.")
FIGURES = N_("Báo cáo đã chốt: {n} báo cáo không đọc được số liệu (dòng số {ids}); hãy mở bản sao lưu gần nhất.")


def broken_papers(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield one problem per promise about papers that some rows break."""
    yield from broken(connection, PAPER_PROMISES)
    rows = frozen_rows(connection, f"{FROZEN_ROWS} ORDER BY f.id")
    choices = [row.id for row in rows if not _reads(partial(kept_choices, row))]
    if choices:
        yield problem_of(_(CHOICES), choices, "frozen_report")
    kept = connection.execute("SELECT id, figures FROM frozen_report ORDER BY id")
    figures = [found for found, text in kept if not _reads(partial(read_figures, text))]
    if figures:
        yield problem_of(_(FIGURES), figures, "frozen_report")


def _reads(read: Callable[[], object]) -> bool:
    try:
        read()
    except LabordeskError:
        return False
    return True
