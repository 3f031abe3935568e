"""The command that takes lists in: what it says, what it writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from labordesk.cli import main
from tests.services.list_files import list_file

GIFTS = "DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026"
LAN = ("Trần Thị Lan", "12/03/1985", "042185000017", "CĐCS May Sông Lam", "Hộ nghèo", "500.000", "")
BAD = ("Võ Thị Ánh", "31/02/1990", "", "CĐCS May Sông Lam", "", "500.000", "")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = run("import", *arguments, "--json")
    return code, json.loads(capsys.readouterr().out)


def test_the_json_has_every_key_for_every_row(
    register_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = told(capsys, str(register_path), str(list_file(tmp_path, [LAN], title=GIFTS)), "--dry-run")
    assert code == 0
    assert list(said) == [
        "file", "sheets", "encoding", "header_row", "mapping", "rows", "people", "total", "file_total", "written",
        "rejected",
    ]  # fmt: skip
    [row] = said["rows"]
    assert list(row) == [
        "sheet", "row", "name", "sex", "born", "cccd", "phone", "unit", "circumstance", "amount", "cash", "goods",
        "paid", "started", "handed", "new_build", "funders", "match", "problems",
    ]  # fmt: skip
    assert (row["name"], row["born"], row["amount"], row["match"]) == ("Trần Thị Lan", "1985-03-12", 500_000, "new")
    assert (said["header_row"], said["mapping"]["Số tiền"], said["written"]) == (3, "amount", 0)


def test_a_refused_row_keeps_the_file_out_and_ends_with_one(
    register_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(list_file(tmp_path, [LAN, BAD], title=GIFTS))
    assert run("import", str(register_path), path) == 1
    out = capsys.readouterr().out
    assert "Chưa ghi gì" in out
    assert "dòng 5" in out
    code, said = told(capsys, str(register_path), path, "--accept-good")
    assert (code, said["written"], said["rejected"]) == (1, 1, 1)
    code, said = told(capsys, str(register_path), path, "--accept-good")
    assert (code, said["written"], said["rejected"]) == (1, 0, 1)


def test_the_sheet_comes_back_marked(register_path: Path, tmp_path: Path) -> None:
    path, out = list_file(tmp_path, [LAN, BAD], title=GIFTS), tmp_path / "sửa.xlsx"
    assert run("import", str(register_path), str(path), "--dry-run", "--marked", str(out)) == 1
    sheet = load_workbook(out).worksheets[0]
    assert sheet["C5"].comment is not None
    assert "31" in sheet["C5"].comment.text


def test_several_files_each_answer(register_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = list_file(tmp_path, [LAN], title=GIFTS, name="một.csv")
    second = list_file(tmp_path, [("Lê Văn Hùng", *LAN[1:2], "042085000025", *LAN[3:])], title=GIFTS, name="hai.csv")
    code, said = told(capsys, str(register_path), str(first), str(second))
    assert (code, [one["file"] for one in said], [one["written"] for one in said]) == (
        0,
        ["một.csv", "hai.csv"],
        [1, 1],
    )
    assert run("import", str(register_path), str(first), str(second), "--marked", "x.xlsx") == 2


def test_a_campaign_is_named_and_added_under_its_programme(
    register_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(list_file(tmp_path, [LAN]))
    options = ("--as", "gifts", "--campaign", "Quà tháng Ba", "--programme", "QUA-KK", "--paid-on", "02/03/2026")
    assert run("import", str(register_path), path, *options) == 0
    out = capsys.readouterr().out
    assert "Quà tháng Ba" in out
    assert "Tặng quà đoàn viên khó khăn" in out


def test_a_programme_nobody_knows_is_refused_with_the_way_out(
    register_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(list_file(tmp_path, [LAN]))
    assert run("import", str(register_path), path, "--as", "gifts", "--programme", "KHONG-CO") == 1
    assert "KHONG-CO" in capsys.readouterr().err
    assert run("import", str(register_path), path, "--as", "gifts", "--programme", "MAI-AM") == 1


def test_a_file_that_is_no_list_is_one_sentence(
    register_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ảnh.xlsx"
    path.write_bytes(b"\x89PNG not a workbook")
    assert run("import", str(register_path), str(path)) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("ảnh.xlsx: ")


def test_what_waits_for_an_answer_is_told_with_its_candidates(
    register_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [LAN, ("Võ Thị Ánh", "1990", "", "CĐCS May Sông Lam", "", "2 x 500.000", "")]
    assert run("import", str(register_path), str(list_file(tmp_path, rows, title=GIFTS)), "--dry-run") == 1
    [line] = [line for line in capsys.readouterr().out.splitlines() if "phép nhân" in line]
    assert line.endswith("(có thể là: 1.000.000; 500.000)")


def test_a_file_without_a_list_is_refused_in_one_sentence(
    register_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trống.csv"
    path.write_text("Kính gửi: Công đoàn xã\nTrân trọng cảm ơn.\n", encoding="utf-8")
    assert run("import", str(register_path), str(path), "--dry-run", "--json") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("trống.csv: Không thấy bảng danh sách nào")


def test_a_second_table_of_a_sheet_is_told_and_marked_in_its_own_cells(
    register_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "hai bảng.xlsx", tmp_path / "trả lại.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "DS"
    for row in (
        ["DANH SÁCH NHẬN QUÀ TẾT 2026"],
        ["STT", "Họ và tên", "Ngày sinh", "Số tiền"],
        [1, "Trần Thị Lan", "12/03/1985", 500_000],
        [2, "Lê Văn Bình", "1990", 500_000],
        [],
        ["STT", "Họ và tên", "Số tiền", "Ngày sinh"],
        [1, "Phạm Thị Hoa", 300_000, "05/06/1991"],
        [2, "Võ Thị Ánh", 300_000, "31/02/1990"],
    ):
        sheet.append(row)
    book.save(path)
    code, said = told(capsys, str(register_path), str(path), "--dry-run", "--marked", str(out))
    assert (code, said["sheets"], said["people"], said["total"]) == (1, ["DS"], 4, 1_300_000)
    assert {row["sheet"] for row in said["rows"]} == {"DS"}
    assert "tháng 2 năm 1990" in str(load_workbook(out)["DS"]["D8"].comment)
