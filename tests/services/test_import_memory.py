"""What a preview remembers of the one before makes it quicker and nothing else: it says what a full run says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.exchange.workbook import read_workbook
from labordesk.services import import_memory
from labordesk.services.import_matching import Wanted
from labordesk.services.import_memory import PreviewMemory
from labordesk.services.imports import ImportOrder, preview_import
from tests.services.list_files import list_file
from tests.services.welfare_office import Office, office

__all__ = ["office"]

GIFTS = "DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026"
SHEET_ROWS = 12
ROWS = [
    ("Trần Thị Lan", "12/03/1985", "042185000017", "CĐCS May Sông Lam", "Hộ nghèo", "500.000", "25/01/2026"),
    ("Trần Thị Lan", "1985", "", "CĐCS May Sông Lam", "Ung thư", "500", ""),
    ("TRẦN THỊ LAN", "", "", "CĐCS Dệt Sông Lam", "", "500.000", ""),
    ("Lê Văn Hùng", "1990", "042090000025", "CĐCS Gỗ Phú Thịnh", "", "1 triệu", ""),
    ("Lê Văn Hùng", "1990", "042090000026", "CĐCS Gỗ Phú Thịnh", "Nhà dột", "1 triệu", ""),
    ("Phạm Thị Nga", "1988", "042188000033", "CĐCS Trạm Y tế", "Con mồ côi", "300k", "31/02/2026"),
    ("Phạm Thị Nga", "02/1988", "042188000033", "CĐCS Trạm Y tế Hương Sơn", "", "300k", ""),
    ("Nguyễn Văn Bảo", "1979", "", "", "", "", ""),
    ("Nguyễn Văn Bào", "05/06/1979", "", "CĐCS May Sông Lam", "", "400.000", ""),
    ("Hồ Thị Thanh", "4.3.1991", "04219100003", "CĐCS May Sông Lan", "", "400.000", ""),
    ("123", "1991", "", "CĐCS May Sông Lam", "", "400.000", ""),
    ("Đặng Thị Quý", "1968", "183000001", "CĐCS May Sông Lam", "", "900.000.000", ""),
]
UNITS = ("CĐCS Dệt Sông Lam", "CĐCS Trạm Y tế", "CĐCS Trạm Y tế Hương Sơn", "CĐCS May Sông Lan")
FIELDS = {"amount": 450_000, "born": "1990-05-06", "name": "Lê Thị Mới", "cccd": "042191000031", "unit": "CĐCS Mới"}

Answer = tuple[str, int, Any]
"""What is answered, for which row, and with what."""

ROW = st.integers(0, SHEET_ROWS - 1)
ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.tuples(st.just("person"), ROW, st.none() | st.integers(0, 3)),
    st.tuples(st.just("unit"), st.integers(0, len(UNITS) - 1), st.sampled_from([None, 2, 3, 4])),
    st.tuples(st.just("word"), st.just(0), st.sampled_from(["Nhà dột", "Ung thư"])),
    st.tuples(st.just("cell"), ROW, st.sampled_from(list(FIELDS))),
    st.tuples(st.sampled_from(["out", "reason"]), ROW, st.none()),
    st.tuples(st.just("paid_on"), st.just(0), st.sampled_from([None, date(2026, 1, 27)])),
    st.tuples(st.just("kind"), st.just(0), st.sampled_from(["people", "gifts", "grants"])),
    st.tuples(st.just("unit_id"), st.just(0), st.sampled_from([None, 2, 3])),
)


def answered(order: ImportOrder, answer: Answer, places: list[tuple[str, int]], people: list[int]) -> ImportOrder:
    what, at, value = answer
    place = places[at]
    match what:
        case "person":
            return replace(order, people={**order.people, place: None if value is None else people[value]})
        case "unit":
            return replace(order, units={**order.units, UNITS[at]: value})
        case "word":
            return replace(order, circumstances={**order.circumstances, value: 1})
        case "cell":
            answers = {**order.choices.answers, (*place, value): FIELDS[value]}
            return replace(order, choices=replace(order.choices, answers=answers))
        case "out":
            return replace(order, left_out=order.left_out ^ {place})
        case "reason":
            return replace(order, reasons={**order.reasons, place: "Đã xét"})
        case _:
            return replace(order, **{what: value})


def known(office: Office) -> list[int]:
    people: list[dict[str, Any]] = [
        {"full_name": "Trần Thị Lan", "birth": "1985", "citizen_id": "042185000017", "phone": None},
        {"full_name": "Trần Thị Lan", "birth": "1985-03-12", "citizen_id": None},
        {"full_name": "Nguyễn Văn Bảo", "birth": "1979-06-05", "citizen_id": None},
        {"full_name": "Đặng Thị Quí", "birth": "1968", "citizen_id": None, "old_id": "183000001"},
    ]
    return [office.person(one.pop("full_name"), **one) for one in people]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(answers=st.lists(ANSWERS, max_size=4), written_after=st.integers(0, 4))
def test_each_answer_shows_what_a_preview_from_the_beginning_shows(
    office: Office, tmp_path_factory: pytest.TempPathFactory, answers: list[Answer], written_after: int
) -> None:
    path = list_file(tmp_path_factory.mktemp("list"), ROWS, title=GIFTS)
    people, workbook, memory, order = known(office), read_workbook(path), PreviewMemory(), ImportOrder()
    first = preview_import(office.register, path, order, workbook=workbook, memory=memory)
    places = [row.place for row in first.rows]
    for count, answer in enumerate(answers):
        if count == written_after:  # somebody else's work between two answers
            office.person("Phạm Thị Nga", birth="1988-02-11", citizen_id=None)
        order = answered(order, answer, places, people)
        remembered = preview_import(office.register, path, order, workbook=workbook, memory=memory)
        assert remembered == preview_import(office.register, path, order, workbook=workbook)


def test_an_answer_about_one_row_reads_no_file_and_looks_for_nobody_else(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(office)
    path = list_file(tmp_path, ROWS, title=GIFTS)
    workbook, memory = read_workbook(path), PreviewMemory()
    first = preview_import(office.register, path, ImportOrder(), workbook=workbook, memory=memory)
    looked_for: list[int] = []
    real = import_memory.match_rows

    def watched(connection: Any, rows: list[Wanted], told: Any = None) -> Any:
        looked_for.append(len(rows))
        return real(connection, rows, told)

    monkeypatch.setattr(import_memory, "match_rows", watched)
    monkeypatch.setattr(import_memory, "read_list", None)
    person = ImportOrder(people={first.rows[1].place: None})
    preview_import(office.register, path, person, workbook=workbook, memory=memory)
    assert looked_for == []
    unit = replace(person, units={UNITS[0]: 2})
    preview_import(office.register, path, unit, workbook=workbook, memory=memory)
    assert looked_for == [1]
    office.person("Lê Thị Khác")
    preview_import(office.register, path, unit, workbook=workbook, memory=memory)
    assert looked_for == [1, len(set(range(SHEET_ROWS)))]


def test_what_is_given_up_is_found_again(office: Office, tmp_path: Path) -> None:
    known(office)
    path = list_file(tmp_path, ROWS, title=GIFTS)
    workbook, memory = read_workbook(path), PreviewMemory()
    first = preview_import(office.register, path, ImportOrder(), workbook=workbook, memory=memory)
    held = memory.given_up()
    assert len(first.rows) in map(len, held)
    assert not any(memory.given_up())
    assert preview_import(office.register, path, ImportOrder(), workbook=workbook, memory=memory) == first
