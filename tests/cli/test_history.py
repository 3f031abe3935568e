"""``labordesk log``: the history in sentences, and taking one operation back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from labordesk.model.person import PersonFields
from labordesk.services.people import PersonData, save_person
from labordesk.services.registers import create_register
from tests.cli.test_cli import Run, refused, run

__all__ = ["run"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "sổ.labordesk"
    with create_register(made, unit_name="Công đoàn xã Hương Sơn", today=date(2026, 1, 5)) as register:
        for name in ("Trần Thị Hoà", "Lê Văn Nam"):
            save_person(register, PersonData(PersonFields(full_name=name, unit_id=1)))
    return made


def test_the_log_tells_sentences_the_newest_last(run: Run, path: Path) -> None:
    lines = run("log", str(path)).out.splitlines()
    assert lines[-1].split("\t")[2] == "Thêm đối tượng “Lê Văn Nam”"
    assert lines[-2].split("\t")[2] == "Thêm đối tượng “Trần Thị Hoà”"
    facts = json.loads(run("log", str(path), "--json").out)
    assert [one["sentence"] for one in facts][-1] == "Thêm đối tượng “Lê Văn Nam”"


def test_the_newest_few_are_told_in_their_order(run: Run, path: Path) -> None:
    whole = run("log", str(path)).out.splitlines()
    assert run("log", str(path), "--last", "2").out.splitlines() == whole[-2:]
    assert run("log", str(path), "--last", "1000").out.splitlines() == whole
    assert run("log", str(path), "--last", "0").code == 2


def test_one_operation_is_taken_back_by_its_number(run: Run, path: Path) -> None:
    number = json.loads(run("log", str(path), "--json").out)[-2]["id"]
    told = run("log", str(path), "--undo", str(number)).out
    assert told.startswith("Đã hoàn tác: Thêm đối tượng “Trần Thị Hoà”")
    out = run("log", str(path)).out
    assert "“Trần Thị Hoà” [đã hoàn tác]" in out
    assert out.splitlines()[-1].split("\t")[2] == "Hoàn tác: Thêm đối tượng “Trần Thị Hoà”"
    assert "đã được hoàn tác rồi" in refused(run("log", str(path), "--undo", str(number)))


def test_days_without_anything_say_so(run: Run, path: Path) -> None:
    assert run("log", str(path), "--until", "01/01/2020").out == "Không có lần ghi nào khớp.\n"
