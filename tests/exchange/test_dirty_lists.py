"""Whatever an officer does to a list, nobody and no đồng is lost or invented without a problem that says so."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.exchange.lists import ReadList, ReadRow, read_list
from labordesk.exchange.workbook import read_workbook
from tests.exchange.dirty_lists import DirtyList, Kind, Listed, make_dirty_list

KINDS = st.sampled_from(get_args(Kind))
SEEDS = st.integers(min_value=0, max_value=10**9)
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def read(made: DirtyList) -> ReadList:
    return read_list(read_workbook(made.path))


def told(row: ReadRow, one: Listed, made: DirtyList) -> dict[str, tuple[object, object]]:
    """Return what the truth says and what was read, for each field the file has."""
    values = row.values
    pairs: dict[str, tuple[object, object]] = {
        "name": (one.name.lower(), str(values.get("name", "")).lower()),
        "sex": (one.sex, values.get("sex")),
        "born": (one.born if "born" in made.columns else one.born[:4], values.get("born")),
        "cccd": (one.cccd, values.get("cccd")),
        "unit": (one.unit, values.get("unit")),
    }
    if "phone" in made.columns:
        pairs["phone"] = one.phone, values.get("phone")
    if "paid" in made.columns:
        pairs["paid"] = one.paid, values.get("paid")
    if made.kind != "people":
        pairs["amount"] = one.amount, values.get("amount")
    if made.kind == "houses":
        funders = {label.lower(): amount for label, amount in one.funders.items() if amount}
        pairs["funders"] = funders, {label.lower(): amount for label, amount in values["funders"].items()}
        pairs["new_build"] = one.new_build, values.get("new_build")
        pairs["started"] = one.started, values.get("started")
        pairs["handed"] = one.handed or None, values.get("handed")
    return pairs


@SLOW
@given(seed=SEEDS, kind=KINDS)
def test_a_list_without_mistakes_is_read_whole(tmp_path: Path, seed: int, kind: Kind) -> None:
    made = make_dirty_list(tmp_path, seed, kind)
    found = read(made)
    assert found.kind == kind
    assert len(found.rows) == len(made.rows)
    for row, one in zip(found.rows, made.rows, strict=True):
        assert row.is_good, row
        for field, (truth, value) in told(row, one, made).items():
            assert value == truth, (row.row, field, row.raw)


@SLOW
@given(seed=SEEDS, kind=KINDS)
def test_totals_of_a_list_without_mistakes_agree(tmp_path: Path, seed: int, kind: Kind) -> None:
    made = make_dirty_list(tmp_path, seed, kind)
    found = read(made)
    assert found.total == sum(one.amount for one in made.rows if kind != "people")
    if made.has_total:
        assert found.file_total == found.total
    assert not [problem for sheet in found.sheets for problem in sheet.problems]


@SLOW
@given(seed=SEEDS, kind=KINDS)
def test_a_spoilt_cell_is_told_by_row_and_field_and_the_rest_is_read(tmp_path: Path, seed: int, kind: Kind) -> None:
    made = make_dirty_list(tmp_path, seed, kind, spoil=True)
    found = read(made)
    assert len(found.rows) == len(made.rows)
    for row, one in zip(found.rows, made.rows, strict=True):
        assert {problem.field for problem in row.problems if problem.blocks} == ({one.wrong} if one.wrong else set())
        for field, (truth, value) in told(row, one, made).items():
            derived = field == "sex" and one.wrong in ("cccd", "born")
            if field != one.wrong and not derived:
                assert value == truth, (row.row, field, row.raw)
    good = [one.amount for one in made.rows if not one.wrong]
    assert found.total == (sum(good) if kind != "people" else 0)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_long_list_is_read_like_a_short_one(tmp_path: Path, kind: Kind) -> None:
    made = make_dirty_list(tmp_path, 7, kind, count=800)
    found = read(made)
    assert [row.values["name"].lower() for row in found.rows] == [one.name.lower() for one in made.rows]
    assert found.total == sum(one.amount for one in made.rows if kind != "people")
