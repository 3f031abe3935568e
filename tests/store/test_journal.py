"""The journal beside a register: a lost register comes back from the last good backup and what was written since."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from labordesk.errors import InvalidInput
from labordesk.model import AccessNote, Attachment, AttachmentContent, Campaign, Fund, RegisterSetting
from labordesk.sample import make_sample
from labordesk.services.checking import check_register
from labordesk.services.history import last_operation, undo
from labordesk.store import journal_entries
from labordesk.store.backup import back_up
from labordesk.store.backup_names import FOLDER
from labordesk.store.connection import connect_plain
from labordesk.store.history import first_broken, head
from labordesk.store.history_triggers import NOT_NOTED
from labordesk.store.journal import forget_journal, journal_of, read_journal
from labordesk.store.journal_entries import Entry, entries_since
from labordesk.store.opening import open_register
from labordesk.store.rebuilding import rebuild
from labordesk.store.register import Register
from tests.store.test_history import _add_fund, _rename

_RISES = ("row_version", "updated_at")


def everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that is not derived, without what rises with each save; the book too."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'person_search%' AND name <> 'kept_content' ORDER BY name"
        ).fetchall()
        for (table,) in names:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] not in _RISES]
            found[table] = sorted(connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall(), key=repr)
    return found


def rebuilt(register_path: Path, backup: Path, tmp_path: Path) -> Path:
    target = tmp_path / "lai.labordesk"
    result = rebuild(backup, read_journal(journal_of(register_path), connect_plain), target, connect_plain)
    assert result.is_whole
    return target


def test_a_lost_register_comes_back_from_its_first_copy_and_the_journal(tmp_path: Path, register: Register) -> None:
    backup = back_up(register.path, connect_plain, label="dau")
    fund = _add_fund(register)
    _rename(register, fund, "Quỹ “Vì bạn”")
    gone = _add_fund(register, "Z")
    with register.writing() as session:
        session.delete(session.get_one(Fund, gone))
        session.merge(RegisterSetting(key="ty", value="tỉ"))
        session.add(AccessNote(at="2026-07-01T00:00:00Z", kind="export", subject="people", amount=3))
    register.close()
    target = rebuilt(register.path, backup, tmp_path)
    assert everything(target) == everything(register.path)
    with open_register(target) as again:
        assert check_register(again).ok


def test_the_sample_register_comes_back_row_by_row(tmp_path: Path) -> None:
    with make_sample(tmp_path / "mau.labordesk", people=30, seed=5) as register:
        backup = back_up(register.path, connect_plain, label="giua")
        for _step in range(5):
            deed = last_operation(register)
            assert deed is not None
            undo(register, deed)
        path = register.path
    target = rebuilt(path, backup, tmp_path)
    assert everything(target) == everything(path)


def test_bytes_of_files_come_back_too(tmp_path: Path, register: Register) -> None:
    backup = back_up(register.path, connect_plain, label="dau")
    with register.writing() as session:
        campaign = Campaign(programme_id=1, name="Tết", starts_on="2026-01-01", ends_on="2026-02-01")
        campaign = Campaign.model_validate(campaign)
        session.add(campaign)
        session.flush()
        for number in (1, 2):
            file = Attachment(
                name=f"{number}.pdf", media_type="application/pdf", size=3, sha256="0", campaign_id=campaign.id
            )
            session.add(file)
            session.flush()
            session.add(AttachmentContent(attachment_id=file.id or 0, content=bytes((number, 0, 255))))
    with register.writing() as session:
        session.delete(session.get_one(Attachment, 1))
    register.close()
    target = rebuilt(register.path, backup, tmp_path)
    assert everything(target) == everything(register.path)
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT content FROM kept_content").fetchall() == [(b"\x01\x00\xff",)]


def test_refused_work_is_not_in_the_journal(register: Register) -> None:
    _add_fund(register)
    with pytest.raises(InvalidInput):
        _refuse(register)
    ids = [one.id for one in read_journal(journal_of(register.path), connect_plain)]
    assert ids == [register.last_operation]


def _refuse(register: Register) -> None:
    with register.writing() as session:
        session.add(Fund(code="Q", name="Quỹ Q"))
        raise InvalidInput("không")


def test_what_could_not_be_appended_is_made_up_for(tmp_path: Path, register: Register) -> None:
    backup = back_up(register.path, connect_plain, label="dau")
    fund = _add_fund(register)
    with closing(sqlite3.connect(journal_of(register.path), isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        _rename(register, fund, "Quỹ thứ hai")
        assert register.journal_is_behind
        _rename(register, fund, "Quỹ thứ ba")
    _rename(register, fund, "Quỹ thứ tư")
    assert not register.journal_is_behind
    register.close()
    assert everything(rebuilt(register.path, backup, tmp_path)) == everything(register.path)


def test_a_lost_journal_begins_anew_where_the_register_is(register: Register) -> None:
    fund = _add_fund(register)
    path = register.path
    register.close()
    forget_journal(path)
    with open_register(path) as again:
        _rename(again, fund, "Quỹ mới")
        assert [one.id for one in read_journal(journal_of(path), connect_plain)] == [again.last_operation]


def test_the_journal_of_another_course_of_things_is_kept_aside(tmp_path: Path, register: Register) -> None:
    backup = back_up(register.path, connect_plain, label="dau")
    _add_fund(register, "A")
    path = register.path
    register.close()
    path.unlink()
    backup.replace(path)
    with open_register(path) as again:
        _add_fund(again, "B")
    names = {one.name for one in (path.parent / FOLDER).glob("*.nhatky")}
    assert len(names) == 2
    (only,) = read_journal(journal_of(path), connect_plain)
    assert b"B" not in only.body or only.changes()


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_damaged_journal_gives_back_what_can_be_read(tmp_path: Path, register: Register, cut: float) -> None:
    backup = back_up(register.path, connect_plain, label="dau")
    for number in range(60):
        _add_fund(register, f"F{number}")
    path = register.path
    register.close()
    journal = journal_of(path)
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(journal.read_bytes())
    place = max(8192, int(len(data) * cut))
    data[place : place + 600] = bytes(600)
    journal.write_bytes(data)
    target = tmp_path / "lai.labordesk"
    result = rebuild(backup, read_journal(journal, connect_plain), target, connect_plain)
    with open_register(target) as again:
        assert check_register(again).ok
        with again.looking() as connection:
            assert first_broken(connection) is None
            assert head(connection)[0] == result.last
            funds = connection.execute("SELECT count(*) FROM fund WHERE code LIKE 'F%'").fetchone()[0]
    assert funds == result.operations <= 60


def test_entries_can_be_made_from_the_history_alone(register: Register) -> None:
    fund = _add_fund(register)
    _rename(register, fund, "Quỹ khác")
    _rename(register, fund, "Quỹ khác nữa")
    with register.looking() as connection:
        made = entries_since(connection, 1)
    written = list(read_journal(journal_of(register.path), connect_plain))
    assert [_without_versions(one) for one in made] == [_without_versions(one) for one in written]


def _without_versions(entry: Entry) -> Any:
    changes = [
        (*noted, row and {name: value for name, value in row.items() if name not in _RISES})
        for *noted, row in entry.changes()
    ]
    return entry.id, entry.chain, entry.facts(), changes


def test_an_entry_cannot_be_changed_or_removed(register: Register) -> None:
    _add_fund(register)
    with closing(sqlite3.connect(journal_of(register.path))) as other:
        for deed in ("DELETE FROM entry", "UPDATE entry SET body = x'00'"):
            with pytest.raises(sqlite3.DatabaseError, match="append only"):
                other.execute(deed)


def test_every_table_but_the_book_itself_is_in_the_journal() -> None:
    assert {"operation", "row_change", "kept_content", "history_now", "alembic_version"} == NOT_NOTED


def test_an_operation_of_thousands_of_rows_comes_back(tmp_path: Path, register: Register) -> None:
    backup = back_up(register.path, connect_plain, label="dau")
    with register.writing() as session:
        session.add_all(Fund(code=f"N{number}", name=f"Quỹ {number}") for number in range(2_500))
        session.flush()
        for fund in session.exec(select(Fund)).all()[::7]:
            fund.name += " (sửa)"
            session.add(fund)
        session.flush()
        for fund in session.exec(select(Fund).where(Fund.code.startswith("N"))).all()[::11]:
            session.delete(fund)
    register.close()
    assert everything(rebuilt(register.path, backup, tmp_path)) == everything(register.path)


def test_rows_told_by_the_thousand_are_those_told_one_by_one(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = ('Quỹ "Vì bạn"', "dòng\nmới\tô", "\\", "\x01\x1f\x7f", "’😀")
    with register.writing() as session:
        session.add_all(Fund(code=f"N{number}", name=f"{odd[number % 5]} {number}") for number in range(2_500))
        session.flush()
        changed = session.exec(select(Fund).where(Fund.code == "N7")).one()
        changed.name = "Quỹ khác"
        session.add(changed)
    with register.looking() as connection:
        together = entries_since(connection, 1)
        monkeypatch.setattr(journal_entries, "_MANY", 1_000_000)
        singly = entries_since(connection, 1)
    assert [one.facts() for one in together] == [one.facts() for one in singly]
    assert [list(one.changes()) for one in together] == [list(one.changes()) for one in singly]
    assert sum(1 for one in together for _change in one.changes()) > 2_500
