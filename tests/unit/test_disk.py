"""Files written beside their place: the old one or the whole new one, and nothing a killed program left stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from labordesk.disk import beside, draft_of, drafted, is_draft, parts_of, sweep

DAY = 24 * 3600


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "Sổ chi.csv"
    target.write_text("cũ", encoding="utf-8")
    with beside(target) as draft:
        draft.write_text("mới", encoding="utf-8")
        assert target.read_text(encoding="utf-8") == "cũ"
    assert target.read_text(encoding="utf-8") == "mới"
    assert list(tmp_path.iterdir()) == [target]


def test_a_fault_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(KeyError):
        _fail_while_writing(target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def _fail_while_writing(target: Path) -> None:
    with beside(target) as draft, parts_of(draft) as parts:
        draft.with_name(f"{draft.name}-wal").write_bytes(b"log")
        (parts / "sheet1.xml").write_bytes(b"part")
        raise KeyError


def left_by_a_killed_program(target: Path, age: float = 0) -> Path:
    draft = draft_of(target)
    draft.write_bytes(b"half")
    log = draft.with_name(f"{draft.name}-wal")
    log.write_bytes(b"log")
    parts = draft.with_name(f"{draft.name}-d")
    parts.mkdir()
    (parts / "sheet1.xml").write_bytes(b"part")
    for one in (draft, log, parts):
        os.utime(one, (time.time() - age, time.time() - age))
    return draft


def test_who_alone_may_write_a_file_removes_what_was_left_of_it_at_once(tmp_path: Path) -> None:
    target, other = tmp_path / "sổ.labordesk", tmp_path / "khác.labordesk"
    left_by_a_killed_program(target)
    of_other = left_by_a_killed_program(other)
    sweep(target)
    assert {one.name for one in tmp_path.iterdir()} == {f"{of_other.name}{end}" for end in ("", "-wal", "-d")}


def test_what_was_left_goes_a_day_later_with_the_next_draft_in_the_folder(tmp_path: Path) -> None:
    left_by_a_killed_program(tmp_path / "sổ chi.csv", age=DAY + 60)
    young = left_by_a_killed_program(tmp_path / "sổ thu.csv", age=DAY - 60)
    with drafted(tmp_path / "khác.csv") as draft:
        assert is_draft(draft)
    assert {one.name for one in tmp_path.iterdir()} == {f"{young.name}{end}" for end in ("", "-wal", "-d")}


def test_nothing_of_the_user_is_taken_for_a_draft(tmp_path: Path) -> None:
    names = ("a.new", ".a.new", "báo cáo.new", ".1234abcd.new", "12345678-12345678.new", ".12345678-1234567.new")
    for name in names:
        (tmp_path / name).write_bytes(b"mine")
        os.utime(tmp_path / name, (0, 0))
    with beside(tmp_path / "sổ"):
        pass
    sweep(tmp_path / "a")
    assert {*names} < {one.name for one in tmp_path.iterdir()}


def test_a_draft_has_a_short_name(tmp_path: Path) -> None:
    """Paths of Windows are limited, and names of Linux to 255 bytes: a long name has room for its draft."""
    target = tmp_path / ("Đ" * 120 + ".csv")
    with beside(target) as draft:
        assert len(draft.name) == 22
    assert target.exists()
