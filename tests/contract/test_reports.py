"""Every report on an empty register, on the sample register and on a period without data: read back, three kinds."""

from __future__ import annotations

import re
from datetime import date

import pypdfium2
import pytest

from labordesk.documents.excel.book import render_excel
from labordesk.documents.model import Document, Table
from labordesk.documents.pdf import render_pdf
from labordesk.documents.word.paper import render_word
from labordesk.errors import NotFound
from labordesk.reports import all_reports
from labordesk.reports.base import Report
from labordesk.services.report_texts import load_texts, save_text
from labordesk.services.reporting import Order, campaigns_of, compose_report
from labordesk.store.register import Register
from labordesk.vietnamese.periods import Period, parse_period

TODAY = date(2026, 11, 22)
ENGLISH = r"\b(None|null|True|False|total|amount|house|unit|programme|received|grassroots|upper|package|handed_over)\b"
WITHOUT_CUT_OFF = {report.name for report in all_reports() if report.needs_campaign}
"""A list to be signed at the table has no figures known up to a day."""

REPORTS = pytest.mark.parametrize("report", all_reports(), ids=lambda report: report.name)


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    try:
        words = " ".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        pages.close()
    return " ".join(words.replace("\u00a0", " ").split())


def compose(register: Register, report: Report, period: Period, **more: object) -> Document:
    campaign = None
    if report.needs_campaign:
        found = campaigns_of(register, period)
        if not found:
            pytest.skip("no campaign to make this list of")
        campaign = found[0][0]
    order = Order(report.name, period, campaign_id=campaign, **more)  # type: ignore[arg-type]
    return compose_report(register, order, today=TODAY)


def check(document: Document, report: Report) -> str:
    """Render all three kinds and return the text of the paper."""
    printed = text_of(render_pdf(document))
    assert not re.search(ENGLISH, printed), re.search(ENGLISH, printed)
    assert "{" not in printed
    assert "}" not in printed
    assert not re.search(r"(?<![.,\d])0 (đồng|suất|nhà|lượt)\b", printed)
    assert "Độc lập - Tự do - Hạnh phúc" in printed
    if report.name not in WITHOUT_CUT_OFF:
        assert re.search("số liệu tính đến ngày [0-9]{2}/[0-9]{2}/[0-9]{4}", printed, re.IGNORECASE)
        assert "theo đơn vị lúc phát sinh" in printed or "quy về đơn vị hiện nay" in printed
        assert "theo ngày" in printed
    assert render_word(document)[:2] == b"PK"
    assert render_excel(document)[:2] == b"PK"
    return printed


@REPORTS
def test_an_empty_register_makes_a_correct_paper(register: Register, report: Report) -> None:
    check(compose(register, report, parse_period("2025")), report)


@REPORTS
@pytest.mark.parametrize("code", ["2026", "2026-TK", "TET 2026"])
def test_the_sample_register_makes_a_correct_paper(sample: Register, report: Report, code: str) -> None:
    printed = check(compose(sample, report, parse_period(code)), report)
    assert "Hương Sơn" in printed


@REPORTS
def test_a_period_without_data_makes_a_correct_paper(sample: Register, report: Report) -> None:
    document = compose(sample, report, parse_period("2019"), view="now")
    check(document, report)
    for block in document.blocks:
        assert not isinstance(block, Table) or not any(
            isinstance(cell, int) for row in block.rows for cell in row.cells
        )


@REPORTS
def test_units_brought_to_those_of_today(sample: Register, report: Report) -> None:
    printed = check(compose(sample, report, parse_period("2025"), view="now"), report)
    assert report.name in WITHOUT_CUT_OFF or "quy về đơn vị hiện nay" in printed


@REPORTS
def test_one_unit_below_makes_a_correct_paper(sample: Register, report: Report) -> None:
    with sample.looking() as connection:
        [unit] = connection.execute("SELECT id FROM unit WHERE short_name = 'May Sông Lam'").fetchone()
    check(compose(sample, report, parse_period("2026"), unit_id=unit), report)


def test_the_names_are_those_of_the_command_line() -> None:
    names = [report.name for report in all_reports()]
    assert len(names) == len(set(names)) >= 15
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", name) for name in names)


def test_what_an_officer_wrote_stands_in_the_review_of_that_period_only(sample: Register) -> None:
    half, year = parse_period("2026-H1"), parse_period("2026")
    with sample.looking() as connection:
        [unit] = connection.execute("SELECT value FROM register_setting WHERE key = 'own_unit'").fetchone() or [1]
    save_text(sample, "so-ket", int(unit), half, "limits", "Lập danh sách còn chậm.\n- Cán bộ kiêm nhiệm.")
    report = next(one for one in all_reports() if one.name == "so-ket")
    printed = text_of(render_pdf(compose(sample, report, half)))
    assert "Lập danh sách còn chậm." in printed
    assert "- Cán bộ kiêm nhiệm." in printed
    assert "SƠ KẾT" in printed.upper()
    assert "còn chậm" not in text_of(render_pdf(compose(sample, report, year)))
    save_text(sample, "so-ket", int(unit), half, "limits", "")
    assert load_texts(sample, "so-ket", int(unit), half) == {}


def test_a_sample_for_inspection_can_be_drawn_again(sample: Register) -> None:
    report = next(one for one in all_reports() if one.name == "kiem-tra")
    year = parse_period("2026")

    def drawn(seed: int) -> tuple[object, ...]:
        document = compose(sample, report, year, parts=frozenset({"sample"}), seed=seed)
        return next(block for block in document.blocks if isinstance(block, Table)).rows

    assert drawn(5) == drawn(5)
    assert drawn(5) != drawn(6)


def test_a_cut_off_leaves_out_what_came_later(sample: Register) -> None:
    report = next(one for one in all_reports() if one.name == "theo-chuong-trinh")
    whole = compose(sample, report, parse_period("2026"))
    until_may = compose(sample, report, parse_period("2026"), cut_off=date(2026, 5, 31))
    assert "31/05/2026" in until_may.note

    def money(document: Document) -> int:
        total = next(block for block in document.blocks if isinstance(block, Table)).rows[-1].cells[7]
        assert isinstance(total, int)
        return total

    with sample.looking() as connection:
        [spent] = connection.execute(
            "SELECT (SELECT sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id"
            " WHERE a.handover IN ('received', 'proxy') AND a.paid_on BETWEEN '2026-01-01' AND '2026-05-31')"
            " + (SELECT coalesce(sum(cash + goods), 0) FROM aggregate"
            " WHERE starts_on >= '2026-01-01' AND ends_on <= '2026-05-31')"
        ).fetchone()
    assert money(until_may) == spent < money(whole)


def test_the_summary_with_charts_is_one_page(sample: Register) -> None:
    report = next(one for one in all_reports() if one.name == "mot-trang")
    for code in ("2026", "2025", "TET 2026", "2026-TK"):
        pages = pypdfium2.PdfDocument(render_pdf(compose(sample, report, parse_period(code))))
        assert len(pages) == 1
        pages.close()


def test_a_report_that_is_none_is_refused(sample: Register) -> None:
    with pytest.raises(NotFound):
        compose_report(sample, Order("bao-cao-la", parse_period("2026")), today=TODAY)
