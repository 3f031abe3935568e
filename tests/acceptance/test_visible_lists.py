"""The lists of the reference beside the project, each with the truth that its maker wrote down."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from labordesk.exchange.lists import ReadList, ReadRow, read_list
from labordesk.exchange.workbook import read_workbook
from tests.reference.shared import shared_folder

FILES = (
    "01_qua_tet_mot_trang.xlsx",
    "02_qua_tet_nhieu_trang_gop_o.xlsx",
    "03_tro_cap_phong_vntime.xlsx",
    "04_mai_am_nguon_von.xlsx",
    "05_tro_cap_go_voi.xlsx",
    "06_qua_windows1258.csv",
)
SEXES = {"Nam": "male", "Nữ": "female"}
FIELDS = {"money": "amount"}
FUNDERS = {"fund": "Quỹ Mái ấm", "company": "Doanh nghiệp", "family": "Gia đình"}


@cache
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared_folder("lists") / "truth.json").read_text(encoding="utf-8"))
    return found


@cache
def read(file: str) -> ReadList:
    return read_list(read_workbook(Path(shared_folder("lists") / file)))


def good_rows(file: str) -> list[ReadRow]:
    return [row for row in read(file).rows if row.is_good]


def test_every_file_of_the_folder_is_tried() -> None:
    folder = shared_folder("lists")
    assert sorted(FILES) == sorted(path.name for path in folder.iterdir() if path.name != "truth.json")


@pytest.mark.parametrize("file", FILES)
def test_the_kind_of_list_is_known(file: str) -> None:
    assert read(file).kind == truth()[file]["kind"]


@pytest.mark.parametrize("file", FILES)
def test_everybody_is_read_and_nobody_is_invented(file: str) -> None:
    told = truth()[file]
    assert len(good_rows(file)) == told.get("people", told.get("clean"))
    assert [row.values["name"].lower() for row in good_rows(file)] == [one["name"].lower() for one in told["rows"]]


@pytest.mark.parametrize("file", FILES)
def test_each_row_says_what_its_maker_meant(file: str) -> None:
    for row, told in zip(good_rows(file), truth()[file]["rows"], strict=True):
        for key in ("born", "unit", "paid", "started", "handed"):
            if key in told:
                assert row.values.get(key) == told[key], (row.row, key)
        for key, field in (("cccd", "cccd"), ("phone", "phone"), ("hoan_canh", "circumstance")):
            if key in told and field in row.raw:
                assert row.values.get(field) == told[key], (row.row, key)
        if "sex" in told:
            assert row.values["sex"] == SEXES[told["sex"]], row.row
        if "new" in told:
            assert row.values["new_build"] is told["new"], row.row


@pytest.mark.parametrize("file", FILES)
def test_every_dong_is_where_its_maker_put_it(file: str) -> None:
    for row, told in zip(good_rows(file), truth()[file]["rows"], strict=True):
        if "amount" in told:
            assert row.values["amount"] == told["amount"], row.row
        for key in ("cash", "goods"):
            if key in told:
                assert row.values.get(key, 0) == told[key], (row.row, key)
        for key, label in FUNDERS.items():
            if key in told:
                assert row.values.get("funders", {}).get(label, 0) == told[key], (row.row, key)


@pytest.mark.parametrize("file", FILES)
def test_totals_are_those_of_the_maker_and_of_the_file(file: str) -> None:
    told = truth()[file]
    found = read(file)
    assert found.total == told.get("total", told.get("total_fund", told.get("total_clean")))
    if "total_row" in told:
        assert found.file_total == told["total_row"]
    if "total_value" in told:
        assert sum(sum(row.values["funders"].values()) for row in found.rows) == told["total_value"]
    assert not [problem for sheet in found.sheets for problem in sheet.problems], "no sum of these files is wrong"


@pytest.mark.parametrize("file", FILES)
def test_bad_cells_are_those_of_the_maker_by_row_and_field(file: str) -> None:
    told = {(bad["row"], FIELDS.get(bad["field"], bad["field"])) for bad in truth()[file].get("bad", ())}
    found = {(row.row, problem.field) for row in read(file).rows for problem in row.problems if problem.blocks}
    assert found == told


def test_a_person_listed_twice_is_warned_of() -> None:
    file = "05_tro_cap_go_voi.xlsx"
    twice = [row for row in read(file).rows if any("trùng" in problem.reason for problem in row.problems)]
    assert len(twice) == truth()[file]["repeated"]


def test_the_encoding_of_an_old_font_is_named() -> None:
    file = "03_tro_cap_phong_vntime.xlsx"
    encodings = {column.encoding for sheet in read(file).sheets for column in sheet.columns}
    assert truth()[file]["encoding"] in encodings
