"""The six lists of the reference through the command line: every row as the truth says, and nothing else."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from labordesk.cli import main
from tests.reference.shared import shared_folder

FUNDERS = {"fund": "Quỹ Mái ấm", "company": "Doanh nghiệp", "family": "Gia đình"}
FIELDS = {"hoan_canh": "circumstance", "new": "new_build"}
"""What the truth calls otherwise."""
BAD_FIELDS = {"money": "amount"}

FILES = (
    "01_qua_tet_mot_trang.xlsx",
    "02_qua_tet_nhieu_trang_gop_o.xlsx",
    "03_tro_cap_phong_vntime.xlsx",
    "04_mai_am_nguon_von.xlsx",
    "05_tro_cap_go_voi.xlsx",
    "06_qua_windows1258.csv",
)


def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared_folder("lists") / "truth.json").read_text(encoding="utf-8"))
    return found


def listed(name: str) -> str:
    return str(shared_folder("lists") / name)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "so.labordesk"
    main_ok(["new", str(path), "--unit", "Công đoàn xã Hương Sơn"])
    return path


def main_ok(arguments: list[str]) -> int:
    """Run a command and return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def imported(capsys: pytest.CaptureFixture[str], register: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main_ok(["import", str(register), *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def said(row: dict[str, Any], name: str) -> Any:
    """Return what the JSON says of a field of the truth."""
    if name in FUNDERS:
        return row["funders"].get(FUNDERS[name], 0)
    return row[FIELDS.get(name, name)]


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_list_is_read_as_it_is_meant(
    name: str, register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = truth()[name]
    bad = {one["row"] for one in wanted.get("bad", ())}
    code, told = imported(capsys, register, listed(name), "--dry-run")
    assert code == (1 if bad else 0)
    refused = {row["row"] for row in told["rows"] if any(one["kind"] != "warning" for one in row["problems"])}
    assert refused == bad
    good = [row for row in told["rows"] if row["row"] not in bad]
    fields = set(told["mapping"].values()) | {"funders"}
    assert len(good) == len(wanted["rows"])
    for row, expected in zip(good, wanted["rows"], strict=True):
        for key, value in expected.items():
            field = FIELDS.get(key, key)
            if key not in FUNDERS and field not in fields and row[field] is None:
                continue  # the truth knows more than this list tells
            if key == "name":
                assert row["name"].casefold() == value.casefold()
            else:
                assert (key, said(row, key)) == (key, value), row
        assert unicodedata.is_normalized("NFC", row["name"])


@pytest.mark.parametrize("name", FILES)
def test_totals_and_bad_cells_are_those_of_the_truth(
    name: str, register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = truth()[name]
    _code, told = imported(capsys, register, listed(name), "--dry-run")
    assert told["total"] == wanted.get("total", wanted.get("total_clean", wanted.get("total_fund")))
    if "total_row" in wanted:
        assert told["file_total"] == wanted["total_row"]
    if "people" in wanted:
        assert told["people"] == wanted["people"]
    if "encoding" in wanted:
        assert told["encoding"] == wanted["encoding"]
    by_row = {row["row"]: row for row in told["rows"]}
    for one in wanted.get("bad", ()):
        field = BAD_FIELDS.get(one["field"], one["field"])
        assert field in {it["field"] for it in by_row[one["row"]]["problems"] if it["kind"] != "warning"}
    if "repeated" in wanted:
        assert sum(row["match"] == "strong" for row in told["rows"]) == wanted["repeated"]
    assert (told["written"], told["rejected"]) == (0, len(wanted.get("bad", ())))


def test_all_six_lists_are_written_and_recognised_when_they_come_again(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, wanted in truth().items():
        code, told = imported(capsys, register, listed(name), "--accept-good")
        assert (code, told["written"]) == (1 if wanted.get("bad") else 0, len(wanted["rows"]))
    assert main_ok(["check", str(register)]) == 0
    for name in truth():
        _code, told = imported(capsys, register, listed(name), "--accept-good")
        assert told["written"] == 0
