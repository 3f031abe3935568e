"""A damaged register: what can be read comes over into a new one, what cannot is counted, the damaged file stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import select

from labordesk.errors import BadFile
from labordesk.model import Fund, Person, Unit
from labordesk.model.keys import person_keys
from labordesk.services.salvaging import SalvageResult, salvage_register
from labordesk.store.backup import back_up
from labordesk.store.backup_list import BackupList
from labordesk.store.connection import connect_plain
from labordesk.store.opening import open_register
from labordesk.store.register import Register
from labordesk.store.tally import tally_of
from labordesk.store.unlocking import NewKeys
from tests.store.encrypted import PASSWORD

PAGE = 4096
PEOPLE = 200


def fill(register: Register) -> None:
    """Write 200 people in 20 saves, so that the tables have many pages."""
    for part in range(20):
        with register.writing() as session:
            unit = session.exec(select(Unit.id)).first()
            for number in range(part * 10, part * 10 + 10):
                name = f"Nguyễn Văn Bình {number}"
                session.add(Person(full_name=name, unit_id=unit, note="ghi chú " * 20, **vars(person_keys(name, None))))


@pytest.fixture
def full(register_path: Path) -> Path:
    """A closed register with people."""
    with open_register(register_path) as register:
        fill(register)
    return register_path


@pytest.fixture
def salvaged(full: Path, tmp_path: Path) -> Iterator[Callable[[], tuple[SalvageResult, Register]]]:
    """Salvage the register as it is now, prove that its file did not change, and open the result."""
    opened: list[Register] = []

    def run() -> tuple[SalvageResult, Register]:
        before = full.read_bytes()
        result = salvage_register(full, tmp_path / "cứu.labordesk")
        assert full.read_bytes() == before
        opened.append(open_register(result.path))
        return result, opened[-1]

    yield run
    for one in opened:
        one.close()


def pages_of(path: Path, table: str, kind: str = "leaf") -> list[int]:
    """Return the pages of a table of a plain file."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ? ORDER BY path", (table, kind)
        ).fetchall()
    return [page for (page,) in found]


def lose(path: Path, page: int) -> None:
    """Let a page be read as zeros, as a dying disk gives it."""
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(bytes(PAGE))


def count(register: Register, table: str) -> int:
    return int(register.connection().execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_sound_register_comes_over_whole(full: Path, salvaged: Callable[[], tuple[SalvageResult, Register]]) -> None:
    with closing(sqlite3.connect(full)) as connection:
        before = tally_of(connection)
    result, register = salvaged()
    assert result.losses == ()
    assert result.check.ok
    after = tally_of(register.connection())
    assert (after.last, after.chain) == (before.last, before.chain)
    same = {name for name in before.rows if not name.startswith("person_search")}
    assert {name: after.rows[name] for name in same} == {name: before.rows[name] for name in same}
    assert {n: v for n, v in after.sums.items() if "_search" not in n} == {
        n: v for n, v in before.sums.items() if "_search" not in n
    }


def test_lost_page_of_people_loses_only_the_people_on_it(
    full: Path, salvaged: Callable[[], tuple[SalvageResult, Register]]
) -> None:
    lose(full, pages_of(full, "person")[2])
    result, register = salvaged()
    kept = count(register, "person")
    assert PEOPLE - 15 < kept < PEOPLE
    assert any(f"Đối tượng: {PEOPLE - kept} dòng không đọc được" in one for one in result.losses)
    assert result.check.ok
    found = register.connection().execute("SELECT count(*) FROM person_search WHERE person_search MATCH 'binh'")
    assert found.fetchone() == (kept,)


def test_lost_root_of_people_is_told_and_the_rest_comes_over(
    full: Path, salvaged: Callable[[], tuple[SalvageResult, Register]]
) -> None:
    lose(full, pages_of(full, "person", "internal")[0])
    result, register = salvaged()
    assert count(register, "person") == 0
    assert any(f"Đối tượng: {PEOPLE} dòng không đọc được" in one for one in result.losses)
    assert count(register, "fund") > 0
    assert result.check.ok


def test_rows_of_a_lost_parent_are_left_out_by_name_or_cut_off(
    full: Path, salvaged: Callable[[], tuple[SalvageResult, Register]]
) -> None:
    with closing(sqlite3.connect(full)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE person SET unit_id = 4711 WHERE id = 7")
        connection.execute(
            "INSERT INTO household_member"
            " (uid, row_version, created_at, updated_at, person_id, full_name, relation, dependant)"
            " VALUES ('h', 1, '', '', 4712, 'Nguyễn Thị Bé', 'child', 0)"
        )
        connection.commit()
    result, register = salvaged()
    assert any("1 dòng mất liên kết" in one for one in result.losses)
    assert any("Thành viên hộ: bỏ 1 dòng" in one and "Nguyễn Thị Bé" in one for one in result.losses)
    assert register.connection().execute("PRAGMA foreign_key_check").fetchall() == []
    assert register.connection().execute("SELECT unit_id FROM person WHERE id = 7").fetchone() == (None,)
    assert count(register, "household_member") == 0
    assert result.check.ok


def test_history_is_kept_up_to_the_gap_and_goes_on_from_there(
    full: Path, salvaged: Callable[[], tuple[SalvageResult, Register]]
) -> None:
    lose(full, pages_of(full, "row_change")[-1])
    result, register = salvaged()
    assert any("lần ghi cuối không giữ được" in one for one in result.losses)
    assert 0 < count(register, "operation") < 20
    assert result.check.ok
    with register.writing() as session:
        session.add(Fund(code="moi", name="Quỹ mới"))
    from labordesk.services.checking import check_register

    assert check_register(register).ok


@pytest.mark.parametrize("start", [b"\0" * 100, b"x" * 100, b"SQLite format 3\0" + b"\xff" * 84])
def test_hurt_header_is_written_anew(
    full: Path, start: bytes, salvaged: Callable[[], tuple[SalvageResult, Register]]
) -> None:
    with full.open("r+b") as file:
        file.write(start)
    result, register = salvaged()
    assert count(register, "person") == PEOPLE
    assert result.losses == ()
    assert result.check.ok


def test_lost_first_page_is_taken_from_a_backup(
    full: Path, salvaged: Callable[[], tuple[SalvageResult, Register]]
) -> None:
    backup = back_up(full, connect_plain, label="tu-dong")
    with closing(sqlite3.connect(backup)) as connection:
        BackupList(full).note(backup, tally_of(connection))
    with open_register(full) as register, register.writing() as session:
        session.add(Fund(code="sau", name="Quỹ sau bản sao lưu"))
    lose(full, 1)
    _result, register = salvaged()
    assert count(register, "person") == PEOPLE
    assert register.connection().execute("SELECT count(*) FROM fund WHERE code = 'sau'").fetchone() == (1,)


def test_file_cut_in_half_gives_what_the_first_half_holds(
    full: Path, salvaged: Callable[[], tuple[SalvageResult, Register]]
) -> None:
    data = full.read_bytes()
    full.write_bytes(data[: len(data) // 2 // 512 * 512])
    result, register = salvaged()
    assert result.losses
    assert register.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert register.connection().execute("PRAGMA foreign_key_check").fetchall() == []


def test_file_without_anything_of_a_register_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rác.labordesk"
    path.write_bytes(b"x" * 50_000)
    with pytest.raises(BadFile, match="không phải là sổ"):
        salvage_register(path, tmp_path / "cứu.labordesk")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_existing_file_is_never_replaced(full: Path, tmp_path: Path) -> None:
    out = tmp_path / "có rồi.labordesk"
    out.write_bytes(b"khac")
    for target in (out, full):
        with pytest.raises(BadFile):
            salvage_register(full, target)
    assert out.read_bytes() == b"khac"


def test_encrypted_register_is_salvaged_into_one_with_the_same_password(
    locked_path: Path, keys: NewKeys, tmp_path: Path
) -> None:
    with open_register(locked_path, connect=keys.connect) as register:
        fill(register)
    data = bytearray(locked_path.read_bytes())
    for page in range(len(data) // PAGE - 6, len(data) // PAGE - 3):
        data[page * PAGE + 100] ^= 1
    locked_path.write_bytes(data)
    result = salvage_register(locked_path, tmp_path / "cứu.labordesk", secret=PASSWORD)
    assert locked_path.read_bytes() == data
    assert result.losses
    with open_register(result.path, secret=PASSWORD) as register:
        assert count(register, "fund") > 0
        assert count(register, "person") > 100
