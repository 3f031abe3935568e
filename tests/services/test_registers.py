"""Making and describing a register."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from labordesk.errors import BadFile, InvalidInput, Unavailable
from labordesk.model import Letterhead, Programme, Unit, UnitType
from labordesk.services.checking import check_register
from labordesk.services.registers import create_register, open_register, register_info
from labordesk.store import creation
from labordesk.store.register import Register


def test_new_register_has_its_unit_its_letterhead_and_the_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "Sơn Giang.labordesk"
    with create_register(
        path,
        unit_name="  Công đoàn xã  Sơn Giang ",
        unit_type="công đoàn XÃ",
        superior="Liên đoàn Lao động tỉnh Hà Tĩnh",
        place="Sơn Giang",
        today=date(2026, 9, 30),
    ) as register:
        info = register_info(register)
        assert (info.unit_name, info.superior, info.path) == (
            "Công đoàn xã Sơn Giang",
            "Liên đoàn Lao động tỉnh Hà Tĩnh",
            path,
        )
        assert (info.people_count, info.is_sample, info.read_only) == (0, False, False)
        with register.reading() as session:
            unit = session.exec(select(Unit)).one()
            kind = session.get_one(UnitType, unit.type_id)
            assert (unit.id, kind.name) == (info.unit_id, "Công đoàn xã")
            letterhead = session.exec(select(Letterhead)).one()
            assert letterhead.valid_from == date(2026, 1, 1)
            assert (letterhead.issuing_body, letterhead.symbol, letterhead.place, letterhead.unit_id) == (
                "Công đoàn xã Sơn Giang",
                kind.abbreviation,
                "Sơn Giang",
                None,
            )
            assert session.exec(select(Programme)).first() is not None
        assert check_register(register).problems == ()


def test_unit_type_that_is_not_in_the_catalogue_is_added(tmp_path: Path) -> None:
    path = tmp_path / "a.labordesk"
    made = create_register(path, unit_name="Công đoàn Cảng", unit_type="Công đoàn cảng")
    with made, made.reading() as session:
        unit = session.exec(select(Unit)).one()
        assert session.get_one(UnitType, unit.type_id).name == "Công đoàn cảng"


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_register_without_a_unit_name_is_refused_beside_the_field(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        create_register(tmp_path / "a.labordesk", unit_name=name)
    assert refusal.value.field == "unit_name"
    assert list(tmp_path.iterdir()) == []


def test_too_long_superior_is_refused_beside_its_field(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="200") as refusal:
        create_register(tmp_path / "a.labordesk", unit_name="Công đoàn xã", superior="x" * 201)
    assert refusal.value.field == "superior"


def test_file_that_exists_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "thư.labordesk"
    path.write_text("Kính gửi", encoding="utf-8")
    with pytest.raises(BadFile, match="đặt tên khác"):
        create_register(path, unit_name="Công đoàn xã")
    assert path.read_text(encoding="utf-8") == "Kính gửi"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("end", ["-wal", "-journal"])
def test_log_left_by_a_lost_register_is_never_played_into_a_new_one(tmp_path: Path, end: str) -> None:
    left = tmp_path / f"sổ.labordesk{end}"
    left.write_bytes(b"x")
    with pytest.raises(BadFile, match=f"sổ.labordesk{end}.*đặt tên khác"):
        create_register(tmp_path / "sổ.labordesk", unit_name="Công đoàn xã")
    assert [one.name for one in tmp_path.iterdir()] == [left.name]


def test_file_that_appears_while_the_register_is_made_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "thư.labordesk"
    build = creation._fill

    def slow_fill(*args: object) -> None:
        build(*args)  # type: ignore[arg-type]
        path.write_text("Kính gửi", encoding="utf-8")

    monkeypatch.setattr(creation, "_fill", slow_fill)
    with pytest.raises(BadFile, match="đặt tên khác"):
        create_register(path, unit_name="Công đoàn xã")
    assert path.read_text(encoding="utf-8") == "Kính gửi"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_disk_without_hard_links_gets_its_register_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_args: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(creation.os, "link", no_links)
    create_register(tmp_path / "usb.labordesk", unit_name="Công đoàn xã").close()
    assert [one.name for one in tmp_path.iterdir()] == ["usb.labordesk"]
    with open_register(tmp_path / "usb.labordesk") as register:
        assert register_info(register).unit_name == "Công đoàn xã"


def test_fault_while_the_first_rows_are_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_args: object) -> None:
        raise Unavailable

    monkeypatch.setattr("labordesk.services.first_rows.seed", fault)
    with pytest.raises(Unavailable):
        create_register(tmp_path / "a.labordesk", unit_name="Công đoàn xã")
    assert list(tmp_path.iterdir()) == []


def test_missing_folder_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="không-có"):
        create_register(tmp_path / "không-có" / "a.labordesk", unit_name="Công đoàn xã")


def test_sample_register_says_that_it_is_one(tmp_path: Path) -> None:
    with create_register(tmp_path / "a.labordesk", unit_name="Công đoàn xã", is_sample=True) as register:
        assert register_info(register).is_sample


def test_register_being_made_is_already_held(tmp_path: Path) -> None:
    path = tmp_path / "a.labordesk"
    with create_register(path, unit_name="Công đoàn xã"), pytest.raises(Unavailable, match="đang mở"):
        open_register(path)


def test_register_opened_for_reading_says_so(register_path: Path) -> None:
    with open_register(register_path, read_only=True) as opened:
        assert register_info(opened).read_only


def test_register_is_counted_with_its_people(register: Register) -> None:
    with register.writing() as session:
        for number in range(3):
            session.connection().exec_driver_sql(
                "INSERT INTO person (uid, row_version, created_at, updated_at, full_name, standing, consent,"
                " plain_key, search_key, sort_key, block_key)"
                " VALUES (?, 1, '', '', 'A', 'member', 0, 'a', 'a', 'a', 'a ')",
                (f"uid-{number}",),
            )
    assert register_info(register).people_count == 3
