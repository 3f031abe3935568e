"""Sổ in: what left the register, in what order, and which papers left before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import BadFile, InvalidInput, NotFound, Unavailable
from labordesk.model import Officer
from labordesk.services.checking import check_register
from labordesk.services.forms import FormOrder, compose_form
from labordesk.services.outgoing import outgoing, pdf_of, save_outgoing
from labordesk.services.paper_orders import from_text, to_text
from labordesk.services.prints import (
    Printed,
    PrintOptions,
    PrintQuery,
    count_prints,
    list_prints,
    load_print,
    log_print,
    printed_papers,
)
from labordesk.services.register_settings import save_options
from labordesk.services.registers import open_register
from labordesk.services.reporting import Order
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period
from tests.gui.pages.giving import fill
from tests.store.disks import read_only, small_disk

TODAY = date(2026, 3, 2)
TET = parse_period("TET 2026")
SUMMARY = Order("tong-hop", TET)


@pytest.fixture
def given_register(register: Register) -> Register:
    """A register in which something was given for Tết 2026."""
    fill(register)
    return register


def numbers(register: Register, query: PrintQuery | None = None) -> list[int]:
    return [row.number for row in list_prints(register, query).rows]


def words_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(document[page].get_textpage().get_text_bounded() for page in range(len(document)))
    finally:
        document.close()


def printed(key: str = "a", **more: object) -> Printed:
    usual: dict[str, object] = {"paper": "tong-hop", "title": "Tổng hợp", "subject": "quý I/2026", "out": "printer"}
    return Printed(content_key=key, **{**usual, **more})  # type: ignore[arg-type]


def test_a_saved_report_is_one_line_of_the_log(given_register: Register, tmp_path: Path) -> None:
    target = tmp_path / "tổng hợp.pdf"
    logged = save_outgoing(given_register, SUMMARY, target, today=TODAY)
    assert logged is not None
    assert logged.changes.prints
    (row,) = list_prints(given_register).rows
    assert (row.number, row.out, row.copies, row.time, row.first_number) == (1, "pdf", 1, 1, None)
    assert row.title == "Báo cáo tổng hợp chăm lo"
    assert row.subject == "Tết Bính Ngọ 2026 · Công đoàn xã Hương Sơn"
    assert row.pages == len(pypdfium2.PdfDocument(target))
    assert from_text(row.choices) == replace(SUMMARY, unit_id=1, cut_off=min(TODAY, TET.end), signed_on=TODAY)


def test_a_form_is_logged_under_whose_file_it_is(given_register: Register, tmp_path: Path) -> None:
    save_outgoing(given_register, FormOrder("de-nghi-nha"), tmp_path / "a.docx", today=TODAY)
    save_outgoing(given_register, FormOrder("bien-ban-trao-qua", 1), tmp_path / "b.xlsx", today=TODAY)
    second, first = list_prints(given_register).rows
    assert (first.subject, first.out, first.pages) == ("mẫu trắng", "docx", None)
    assert (second.subject, second.out) == ("Tết Sum vầy Bính Ngọ 2026", "xlsx")


def test_what_was_not_made_is_not_logged(given_register: Register, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        save_outgoing(given_register, SUMMARY, tmp_path / "a.txt", today=TODAY)
    with pytest.raises(Unavailable):
        save_outgoing(given_register, SUMMARY, tmp_path / "không có" / "a.pdf", today=TODAY)
    with pytest.raises(InvalidInput):
        save_outgoing(given_register, Order("tong-hop", parse_period("2027")), tmp_path / "a.pdf", today=TODAY)
    assert numbers(given_register) == []
    assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_a_disk_that_is_full_leaves_no_half_paper_and_no_line(
    given_register: Register, tmp_path: Path, suffix: str
) -> None:
    with small_disk(tmp_path / "đầy", kilobytes=4) as folder:
        with pytest.raises(Unavailable, match="đã đầy"):
            save_outgoing(given_register, SUMMARY, folder / f"a{suffix}", today=TODAY)
        assert list(folder.iterdir()) == []
    assert numbers(given_register) == []


def test_a_register_nobody_can_write_to_prints_without_a_line(register_path: Path, tmp_path: Path) -> None:
    with read_only(register_path.parent), open_register(register_path) as register:
        assert register.read_only
        out = tmp_path.parent / "ra.pdf" if register_path.parent == tmp_path else tmp_path / "ra.pdf"
        assert save_outgoing(register, SUMMARY, out, today=TODAY) is None
        assert out.read_bytes().startswith(b"%PDF")
        assert numbers(register) == []
    out.unlink()


def test_the_same_paper_another_day_is_printed_again(given_register: Register, tmp_path: Path) -> None:
    for day in (date(2026, 3, 2), date(2026, 3, 9)):
        save_outgoing(given_register, SUMMARY, tmp_path / f"{day}.pdf", today=day)
    again, first = list_prints(given_register).rows
    assert (again.time, again.first_number, first.time) == (2, 1, 1)
    assert again.content_key == first.content_key


def test_another_period_another_number_or_a_late_record_is_judged_by_what_the_paper_says(
    given_register: Register,
) -> None:
    first = outgoing(given_register, SUMMARY, today=TODAY).identity.content_key
    numbered = Order("so-ket", TET, number=5)
    assert outgoing(given_register, Order("tong-hop", parse_period("2026")), today=TODAY).identity.content_key != first
    assert (
        outgoing(given_register, numbered, today=TODAY).identity.content_key
        == outgoing(given_register, Order("so-ket", TET), today=TODAY).identity.content_key
    )
    with given_register.writing() as session:
        session.connection().exec_driver_sql("UPDATE award_line SET amount = amount + 1000 WHERE id = 1")
    assert outgoing(given_register, SUMMARY, today=TODAY).identity.content_key != first


def test_word_and_excel_are_files_to_work_on_and_make_no_later_print_a_copy(
    given_register: Register, tmp_path: Path
) -> None:
    save_options(given_register, PrintOptions(mark_reprints=True))
    for name in ("a.docx", "b.xlsx", "c.pdf", "d.docx"):
        save_outgoing(given_register, SUMMARY, tmp_path / name, today=TODAY)
    rows = list_prints(given_register).rows
    assert [(row.out, row.time, row.first_number) for row in reversed(rows)] == [
        ("docx", 0, None),
        ("xlsx", 0, None),
        ("pdf", 1, None),
        ("docx", 0, 3),
    ]
    assert "BẢN SAO" not in words_of(tmp_path / "c.pdf")


def test_a_reprint_says_so_only_when_the_register_asks_for_it(given_register: Register, tmp_path: Path) -> None:
    for name, marks in (("a.pdf", True), ("b.pdf", False), ("c.pdf", True)):
        save_options(given_register, PrintOptions(mark_reprints=marks))
        save_outgoing(given_register, SUMMARY, tmp_path / name, today=TODAY)
    assert [words_of(tmp_path / name).count("BẢN SAO") > 0 for name in ("a.pdf", "b.pdf", "c.pdf")] == [
        False,
        False,
        True,
    ]


def test_the_paper_shown_is_the_paper_saved(given_register: Register, tmp_path: Path) -> None:
    save_options(given_register, PrintOptions(mark_reprints=True))
    for name in ("a.pdf", "b.pdf"):
        shown = outgoing(given_register, SUMMARY, today=TODAY)
        save_outgoing(given_register, SUMMARY, tmp_path / name, today=TODAY)
        assert (tmp_path / name).read_bytes() == pdf_of(shown)
        assert shown.marked == (name == "b.pdf")


def test_the_log_is_searched_by_words_paper_day_and_number(given_register: Register) -> None:
    with given_register.writing() as session:
        session.add(Officer(name="Trần Thị Hoà", pin_hash=""))
    given_register.officer_id = 1
    log_print(given_register, printed("a", subject="Quý I · Gỗ Phú Thịnh"))
    given_register.officer_id = None
    log_print(given_register, printed("b", paper="ky-nhan", title="Danh sách ký nhận"))
    assert list_prints(given_register).rows[1].officer == "Trần Thị Hoà"
    assert numbers(given_register, PrintQuery("phu thinh")) == [1]
    assert numbers(given_register, PrintQuery("hoà")) == [1]
    assert numbers(given_register, PrintQuery("2")) == [2]
    assert numbers(given_register, PrintQuery(paper="ky-nhan")) == [2]
    assert numbers(given_register, PrintQuery(end=date(2020, 1, 1))) == []
    assert numbers(given_register, PrintQuery(start=date(2020, 1, 1), end=date(2099, 1, 1))) == [2, 1]
    assert count_prints(given_register, PrintQuery("ky nhan")) == 1
    assert printed_papers(given_register) == (("ky-nhan", "Danh sách ký nhận"), ("tong-hop", "Tổng hợp"))


def test_a_print_is_found_under_the_officers_own_day(register: Register) -> None:
    log_print(register, printed())
    with register.writing() as session:
        session.connection().exec_driver_sql("UPDATE paper_print SET at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')")
    today = date.today()  # noqa: DTZ011 - the officer's own calendar
    assert count_prints(register, PrintQuery(start=today, end=today)) == 1


def test_a_long_log_is_read_page_by_page(register: Register) -> None:
    for place in range(7):
        log_print(register, printed(str(place)))
    page = list_prints(register, limit=3)
    assert [row.number for row in page.rows] == [7, 6, 5]
    page = list_prints(register, after=page.next_key, limit=5)
    assert [row.number for row in page.rows] == [4, 3, 2, 1]
    assert page.next_key is None
    with pytest.raises(NotFound):
        load_print(register, 99)


@given(
    st.sampled_from(["tong-hop", "kiem-tra", "cụm thi đua"]),
    st.sampled_from(["2026", "2026-Q1", "TET 2026", "2025-TK-H1", "2026-01-05..2026-02-14"]),
    st.none() | st.integers(1, 9),
    st.sampled_from(["then", "now"]),
    st.frozensets(st.sampled_from(["units", "programmes"])),
    st.none() | st.dates(date(2000, 1, 1)),
    st.none() | st.integers(0, 10**8),
)
def test_choices_come_back_as_they_were_kept(
    paper: str, period: str, unit: int | None, view: str, parts: frozenset[str], day: date | None, seed: int | None
) -> None:
    order = Order(paper, parse_period(period), unit, view, None, parts, day, day, None, seed)  # type: ignore[arg-type]
    assert from_text(to_text(order)) == order


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", '{"report": "x"}', '{"period": "x", "report": "y"}', '{"form": "x", "more": 1}']
)
def test_choices_nobody_can_read_are_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(BadFile, match="; hãy "):
        from_text(text)


def test_a_paper_of_the_log_is_made_again_from_its_choices(given_register: Register, tmp_path: Path) -> None:
    order = FormOrder("bien-ban-trao-qua", 1, signed_on=date(2026, 2, 1))
    save_outgoing(given_register, order, tmp_path / "a.pdf", today=TODAY)
    (row,) = list_prints(given_register).rows
    again = from_text(row.choices)
    assert isinstance(again, FormOrder)
    assert compose_form(given_register, again, today=date(2026, 5, 5)) == compose_form(
        given_register, order, today=TODAY
    )


@pytest.fixture
def logged_path(register_path: Path) -> Path:
    """A closed register with three prints, the third of the same paper as the first."""
    with open_register(register_path) as register:
        for key in "aba":
            log_print(register, printed(key))
    return register_path


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("DELETE FROM paper_print WHERE number = 2", "bị thiếu hoặc trùng"),
        ("UPDATE paper_print SET number = 9 WHERE number = 3", "bị thiếu hoặc trùng"),
        ("UPDATE paper_print SET reprint_of = 3 WHERE number = 3", "lần in sau nó"),
        ("UPDATE paper_print SET reprint_of = 2 WHERE number = 3", "trỏ tới giấy khác"),
        ("UPDATE paper_print SET paper = 'khác' WHERE number = 3", "trỏ tới giấy khác"),
        ("UPDATE paper_print SET copies = 0 WHERE number = 3", "không có số bản"),
        ("UPDATE paper_print SET pages = 0 WHERE number = 3", "không có số bản"),
        ("UPDATE paper_print SET out = 'fax' WHERE number = 3", "Cách ra giấy"),
    ],
)
def test_a_broken_log_is_found_and_nothing_else_is_blamed(logged_path: Path, damage: str, sentence: str) -> None:
    with open_register(logged_path) as register:
        assert check_register(register).ok
    with closing(sqlite3.connect(logged_path)) as connection:
        connection.executescript(damage)
    with open_register(logged_path) as register:
        [problem] = check_register(register).problems
    assert sentence in str(problem)
    assert "; hãy " in str(problem)
