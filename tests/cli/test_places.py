"""What the command line says of places, and how it reads a register that is open elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

from labordesk.model.person import PersonFields
from labordesk.services.people import PersonData, save_person
from labordesk.services.registers import open_register
from tests.cli.test_cli import Run, refused, run

__all__ = ["run"]


def test_a_place_is_told_once_beside_the_answer(run: Run, register_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    path = shutil.copy(register_path, folder / "sổ.labordesk")
    first, second = run("check", path), run("check", path)
    assert (first.code, second.code) == (0, 0)
    assert "thư mục Dropbox tự đồng bộ" in first.err
    assert first.err.count("\n") == 1
    assert second.err == ""


def test_a_register_that_is_open_is_read_but_not_written(run: Run, register_path: Path) -> None:
    with open_register(register_path) as register:
        save_person(register, PersonData(PersonFields(full_name="Trần Thị Hoà", unit_id=1)))
        assert "Trần Thị Hoà" in run("people", register_path, "Hoà").out
        assert run("log", register_path).code == 0
        assert "hãy đóng sổ ở đó" in refused(run("log", register_path, "--undo", "2"))
        assert "hãy đóng sổ ở đó" in refused(run("check", register_path, "--repair"))


def test_a_register_that_vanished_is_told(run: Run, register_path: Path) -> None:
    register_path.unlink()
    assert "kiểm tra ổ đĩa đã cắm" in refused(run("check", register_path))


def test_a_name_too_long_for_the_disk_is_told(run: Run, tmp_path: Path) -> None:
    place = tmp_path / ("Công đoàn cơ sở " * 12 + ".labordesk")
    assert "tên ngắn hơn" in refused(run("new", place, "--unit", "Công đoàn xã Hương Sơn"))
    assert list(tmp_path.iterdir()) == []
