"""A check and a salvage as texts to keep: the worst first, no names where none are needed, a file written whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from labordesk.errors import Unavailable
from labordesk.model.person import PersonFields
from labordesk.services.checking import CheckResult
from labordesk.services.checking_rows import FaultyRow, faulty_rows
from labordesk.services.checking_words import SOUND, check_text, parts_of, salvage_text, save_text
from labordesk.services.people import PersonData, save_person
from labordesk.services.problem import Fault, Problem
from labordesk.services.salvaging import SalvageResult
from labordesk.store.register import Register

NOW = datetime(2026, 11, 22, 14, 32).astimezone()

EVERYTHING = CheckResult(
    (
        Problem("Chỉ mục sai.", Fault.DERIVED),
        Problem("Hai dòng sai.", Fault.ROWS, "person", (1, 2)),
        Problem("Nhật ký bị cắt.", Fault.BOOK),
        Problem("Tệp hỏng.", Fault.DAMAGE),
        Problem("Dòng khác sai.", Fault.ROWS, "house", (7,)),
    )
)


def test_the_worst_comes_first_and_each_kind_once() -> None:
    parts = parts_of(EVERYTHING)
    assert [part.kind for part in parts] == [Fault.DAMAGE, Fault.BOOK, Fault.ROWS, Fault.DERIVED]
    assert [len(part.problems) for part in parts] == [1, 1, 2, 1]
    assert parts_of(CheckResult(())) == ()


def test_every_kind_of_fault_has_its_words() -> None:
    every = CheckResult(tuple(Problem("x", kind) for kind in Fault))
    assert {part.kind for part in parts_of(every)} == set(Fault)


def test_the_text_of_a_check_holds_every_sentence() -> None:
    text = check_text(EVERYTHING, "Hương Sơn.labordesk", NOW)
    assert text.startswith("Kiểm tra sổ “Hương Sơn.labordesk”\nLúc 14:32 ngày 22/11/2026\n")
    places = [text.index(f"- {problem}\n") for problem in EVERYTHING.problems]
    assert len(set(places)) == 5
    assert SOUND in check_text(CheckResult(()), "Hương Sơn.labordesk", NOW)


def test_the_text_of_a_salvage_tells_what_is_lost_and_what_is_still_wrong() -> None:
    result = SalvageResult(Path("cứu.labordesk"), 1234, ("Đối tượng: 3 dòng không đọc được.",), EVERYTHING)
    text = salvage_text(result, "Hương Sơn.labordesk", NOW)
    assert "Đã cứu 1.234 dòng sang sổ mới “cứu.labordesk”." in text
    assert "- Đối tượng: 3 dòng không đọc được.\n" in text
    assert "- Tệp hỏng.\n" in text
    assert "tên người" in text
    whole = salvage_text(SalvageResult(Path("cứu.labordesk"), 9, (), CheckResult(())), "Hương Sơn.labordesk", NOW)
    assert "Mọi dòng đều đọc được." in whole
    assert "tên người" not in whole


def test_a_text_is_written_whole_and_never_over_a_register(tmp_path: Path) -> None:
    register = tmp_path / "Hương Sơn.labordesk"
    register.write_bytes(b"SQLite format 3")
    written = save_text("Một\nhai đồng\n", register)
    assert register.read_bytes() == b"SQLite format 3"
    assert written.name == "Hương Sơn.labordesk.txt"
    assert written.read_bytes() == "\ufeffMột\r\nhai đồng\r\n".encode()
    assert save_text("Ba\n", written) == written
    with pytest.raises(Unavailable):
        save_text("x", tmp_path / "không có" / "a.txt")
    assert sorted(one.name for one in tmp_path.iterdir()) == [register.name, written.name]


def test_a_text_may_have_a_name_as_long_as_the_disk_takes(tmp_path: Path) -> None:
    name = f"{'a' * 250}.txt"
    assert save_text("Một\n", tmp_path / name).name == name
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_rows_at_fault_are_called_by_name_and_lead_to_their_record(register: Register) -> None:
    person = save_person(register, PersonData(PersonFields(full_name="Trần Thị Mận", unit_id=1))).id
    found = faulty_rows(register, Problem("x", Fault.ROWS, "person", (person, 999)))
    assert found == (FaultyRow(person, f"Trần Thị Mận (dòng số {person})", ("person", person)),)
    assert faulty_rows(register, Problem("x", Fault.ROWS, "norm", (999,))) == ()
    assert faulty_rows(register, Problem("x", Fault.DAMAGE)) == ()
    (setting,) = faulty_rows(register, Problem("x", Fault.ROWS, "letterhead", (1,)))
    assert setting.record is None
