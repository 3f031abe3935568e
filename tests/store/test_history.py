"""The book of what was written: every changed row is in it, once, and a cut or an edit shows."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from sqlmodel import select

from labordesk.errors import InvalidInput
from labordesk.model import Attachment, AttachmentContent, Campaign, Fund, RegisterSetting, Unit
from labordesk.store.engine import sqlite_of
from labordesk.store.history import Broken, first_broken
from labordesk.store.history_triggers import missing_triggers, noted_tables
from labordesk.store.origin import NEW, OUTSIDE, origin
from labordesk.store.register import Register


def _add_fund(register: Register, code: str = "X") -> int:
    with register.writing() as session:
        fund = Fund(code=code, name=f"Quỹ {code}")
        session.add(fund)
        session.flush()
        assert fund.id is not None
        return fund.id


def _rename(register: Register, fund_id: int, name: str) -> None:
    with register.writing() as session:
        fund = session.get_one(Fund, fund_id)
        fund.name = name
        fund.row_version += 1
        session.add(fund)


def _add_two_funds_and_refuse(register: Register) -> None:
    with register.writing() as session:
        session.add_all((Fund(code="Y", name="Quỹ Y"), Fund(code="Z", name="Quỹ Z")))
        session.flush()
        raise InvalidInput("không")


def _changes(register: Register, operation: int | None) -> list[tuple[str, int, str, object]]:
    rows = register.connection().execute(
        "SELECT table_name, row_id, kind, content FROM row_change WHERE operation_id = ? ORDER BY id", (operation,)
    )
    return [(table, row, kind, json.loads(content) if content else None) for table, row, kind, content in rows]


def test_a_unit_of_work_is_one_operation_with_before_and_after(register: Register) -> None:
    fund = _add_fund(register)
    assert _changes(register, register.last_operation) == [("fund", fund, "i", None)]
    with origin("funds"):
        _rename(register, fund, "Quỹ “Tấm lòng” 'vàng'")
    before_after = {"name": ["Quỹ X", "Quỹ “Tấm lòng” 'vàng'"]}
    assert _changes(register, register.last_operation) == [("fund", fund, "u", before_after)]
    row = register.connection().execute("SELECT origin, changes FROM operation ORDER BY id DESC LIMIT 1").fetchone()
    assert row == ("funds", 1)


def test_a_deleted_row_is_kept_whole(register: Register) -> None:
    fund = _add_fund(register)
    with register.writing() as session:
        session.delete(session.get_one(Fund, fund))
    ((table, row, kind, content),) = _changes(register, register.last_operation)
    assert (table, row, kind) == ("fund", fund, "d")
    assert isinstance(content, dict)
    assert content["name"] == "Quỹ X"
    assert content["uid"]


def test_work_that_changes_nothing_is_no_operation(register: Register) -> None:
    fund = _add_fund(register)
    before = register.last_operation
    with register.writing() as session:
        kept = session.get_one(Fund, fund)
        kept.row_version += 1  # a save of the same words
        session.add(kept)
    assert register.last_operation is None
    _rename(register, fund, "Quỹ khác")
    assert before is not None
    assert register.last_operation == before + 1


def test_refused_work_leaves_no_trace_in_the_book(register: Register) -> None:
    count = register.connection().execute("SELECT count(*) FROM row_change").fetchone()
    with pytest.raises(InvalidInput):
        _add_two_funds_and_refuse(register)
    assert register.connection().execute("SELECT count(*) FROM row_change").fetchone() == count


def test_the_making_of_a_register_is_its_first_operation(register: Register) -> None:
    first = register.connection().execute("SELECT origin FROM operation WHERE id = 1").fetchone()
    assert first == (NEW,)


def test_a_setting_is_noted_under_its_key(register: Register) -> None:
    with register.writing() as session:
        session.merge(RegisterSetting(key="ty", value="tỷ"))
    with register.writing() as session:
        session.merge(RegisterSetting(key="ty", value="tỉ"))
    assert _changes(register, register.last_operation) == [
        ("register_setting", 0, "u", {"key": ["ty", "ty"], "value": ["tỷ", "tỉ"]})
    ]


def test_bytes_of_a_deleted_file_are_kept_aside(register: Register) -> None:
    with register.writing() as session:
        unit = session.exec(select(Unit)).first()
        assert unit is not None
        campaign = Campaign(programme_id=1, name="Tết", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
        session.add(campaign)
        session.flush()
        file = Attachment(name="a.pdf", media_type="application/pdf", size=3, sha256="0", campaign_id=campaign.id)
        session.add(file)
        session.flush()
        session.add(AttachmentContent(attachment_id=file.id or 0, content=b"\x00\xff\x01"))
    with register.writing() as session:
        session.delete(session.exec(select(Attachment)).one())
    kinds = [(table, kind) for table, _row, kind, _content in _changes(register, register.last_operation)]
    assert sorted(kinds) == [("attachment", "d"), ("attachment_content", "d")]
    assert register.connection().execute("SELECT content FROM kept_content").fetchone() == (b"\x00\xff\x01",)


def test_every_table_of_the_register_is_noted_or_is_a_book_itself(register: Register) -> None:
    connection = register.connection()
    assert missing_triggers(connection) == 0
    triggers = {
        table
        for (table,) in connection.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE name LIKE 'history%'")
    }
    assert set(noted_tables(connection)) <= triggers
    assert {"person", "award", "award_line", "house", "unit", "officer"} <= set(noted_tables(connection))


def test_what_another_program_changed_stands_in_the_book_under_its_own_name(register: Register) -> None:
    fund = _add_fund(register)
    with closing(sqlite3.connect(register.path)) as other:
        other.execute("UPDATE fund SET name = 'Quỹ lén lút' WHERE id = ?", (fund,))
        other.commit()
    _rename(register, fund, "Quỹ lại đổi")
    last = register.last_operation
    assert last is not None
    origins = register.connection().execute("SELECT origin FROM operation WHERE id >= ? ORDER BY id", (last - 1,))
    assert [name for (name,) in origins] == [OUTSIDE, ""]
    assert _changes(register, last - 1) == [("fund", fund, "u", {"name": ["Quỹ X", "Quỹ lén lút"]})]
    assert first_broken(register.connection()) is None


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        ("UPDATE row_change SET content = replace(content, 'Quỹ A', 'Quỹ B') WHERE kind = 'u'", "changes"),
        ("UPDATE row_change SET content = CAST(content AS BLOB) WHERE kind = 'u'", "changes"),
        ("UPDATE row_change SET table_name = CAST(table_name AS BLOB) WHERE kind = 'u'", "changes"),
        ("UPDATE operation SET at = '2020-01-01T00:00:00.000Z' WHERE id = {id}", "chain"),
        ("UPDATE operation SET officer_id = 7 WHERE id = {id}", "chain"),
        ("DELETE FROM operation WHERE id = {id}", "gap"),
        ("DELETE FROM row_change WHERE operation_id = {id}", "changes"),
        ("DELETE FROM operation WHERE id > {id}", "end"),
    ],
)
def test_a_cut_or_edited_book_is_found(register: Register, deed: str, found: str) -> None:
    fund = _add_fund(register, "A")
    _rename(register, fund, "Quỹ C")
    edited = register.last_operation
    _rename(register, fund, "Quỹ D")
    with register.looking() as connection:
        assert first_broken(connection) is None
    with closing(sqlite3.connect(register.path)) as other:
        other.execute(deed.format(id=edited))
        other.commit()
    with register.looking() as connection:
        broken = first_broken(connection)
    assert isinstance(broken, Broken)
    assert broken.what == found


def test_the_book_grows_inside_the_same_transaction(register: Register) -> None:
    with register.writing() as session:
        session.add(Fund(code="Z", name="Quỹ Z"))
        rows = sqlite_of(session).execute("SELECT table_name FROM row_change WHERE table_name = 'fund'").fetchall()
        assert rows[-1] == ("fund",)
        outside = register.connection().execute("SELECT count(*) FROM fund WHERE code = 'Z'").fetchone()
        assert outside == (0,)


def test_the_digest_is_that_of_the_changes_as_json_lines(register: Register) -> None:
    """Registers of every version are checked by it, so that its form never changes."""
    fund = _add_fund(register, "a'\"\\")
    _rename(register, fund, 'Quỹ "Vì bạn"\n\t\x01 😀')
    connection = register.connection()
    for first, count, covered in connection.execute("SELECT first_change, changes, digest FROM operation").fetchall():
        rows = connection.execute(
            "SELECT id, table_name, row_id, kind, content FROM row_change WHERE id >= ? AND id < ? ORDER BY id",
            (first, first + count),
        )
        lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
        assert hashlib.sha256("".join(lines).encode()).hexdigest() == covered
