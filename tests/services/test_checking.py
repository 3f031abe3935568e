"""Checking a register: each kind of damage is found, said in one sentence, and named nowhere else."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

import labordesk.model as model
from labordesk.errors import BadFile, RuleBroken
from labordesk.fields import specs_of
from labordesk.model import (
    Award,
    AwardLine,
    Campaign,
    CaseEvent,
    Fund,
    GrantCase,
    House,
    HouseFunder,
    HouseholdMember,
    HouseMilestone,
    Membership,
    Person,
    PersonCircumstance,
    Programme,
    Unit,
)
from labordesk.model.keys import person_keys
from labordesk.services.backups import back_up_register
from labordesk.services.checking import CheckResult, check_register
from labordesk.services.checking_papers import PAPER_PROMISES
from labordesk.services.checking_rules import PROMISES
from labordesk.services.checking_values import checked_fields
from labordesk.services.checking_welfare import WELFARE_PROMISES
from labordesk.services.problem import Fault, Problem
from labordesk.services.register_keys import encrypt_register, new_keys
from labordesk.services.registers import open_register
from labordesk.services.repairing import repair_derived
from labordesk.services.table_names import TABLE_NAMES
from labordesk.store.cipher import finish_file
from labordesk.store.connection import Connect, connect_plain
from labordesk.store.register import Register
from tests.store.encrypted import PASSWORD


def _person(name: str, birth: str, unit_id: int | None) -> Person:
    keys = person_keys(name, birth)
    return Person(full_name=name, birth=birth, unit_id=unit_id, **vars(keys))


@pytest.fixture(scope="module")
def full_template(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed register with one row of each kind that the promises speak of; copy it, never open it."""
    register_path = Path(shutil.copy(register_template, tmp_path_factory.mktemp("full")))
    with open_register(register_path) as register, register.writing() as session:
        unit = session.exec(select(Unit)).one()
        fund = session.exec(select(Fund)).first()
        gift, house_kind, grant = (
            session.exec(select(Programme).where(Programme.kind == kind)).first() for kind in ("gift", "house", "grant")
        )
        assert None not in (fund, gift, house_kind, grant)
        below = Unit(name="CĐCS Công ty May", parent_id=unit.id, valid_from=date(2020, 1, 1))
        session.add(below)
        an, hoa = _person("Nguyễn Văn An", "1985", unit.id), _person("Lê Thị Hòa", "1990-03", unit.id)
        campaign = Campaign(
            programme_id=gift.id or 0, name="Tết", starts_on=date(2026, 1, 5), ends_on=date(2026, 2, 10)
        )
        other = Campaign(programme_id=grant.id or 0, name="Hè", starts_on=date(2026, 5, 5), ends_on=date(2026, 6, 1))
        session.add_all([an, hoa, campaign, other])
        session.flush()
        house = House(person_id=an.id, unit_id=unit.id, programme_id=house_kind.id, stage="approved")
        case = GrantCase(
            person_id=hoa.id, unit_id=unit.id, programme_id=grant.id, requested_on=date(2026, 1, 6), state="paid"
        )
        session.add_all([house, case])
        session.flush()
        session.add(HouseMilestone(house_id=house.id, milestone="approved", happened_on=date(2026, 1, 9)))
        session.add(HouseFunder(house_id=house.id, fund_id=fund.id, planned=50_000_000))
        session.add(CaseEvent(case_id=case.id, state="received", happened_on=date(2026, 1, 6)))
        session.flush()
        session.add(CaseEvent(case_id=case.id, state="paid", happened_on=date(2026, 2, 1)))
        session.add(HouseholdMember(person_id=an.id, full_name="Nguyễn Thị Bé", relation="child"))
        session.add(Membership(person_id=an.id, unit_id=unit.id, since=date(2020, 1, 1), until=date(2021, 1, 1)))
        session.add(PersonCircumstance(person_id=an.id, circumstance_id=1, since="2020-05", until="2020"))
        awards = [
            Award(programme_id=gift.id, campaign_id=campaign.id, person_id=an.id, unit_id=unit.id),
            Award(programme_id=gift.id, campaign_id=campaign.id, person_id=hoa.id, unit_id=unit.id),
            Award(programme_id=house_kind.id, house_id=house.id, person_id=an.id, unit_id=unit.id),
            Award(
                programme_id=grant.id,
                case_id=case.id,
                person_id=hoa.id,
                unit_id=unit.id,
                handover="received",
                paid_on=date(2026, 2, 1),
            ),
        ]
        session.add_all(awards)
        session.flush()
        session.add(AwardLine(award_id=awards[3].id, fund_id=fund.id, amount=2_000_000))
    with open_register(register_path) as register:
        repair_derived(register)
    return register_path


@pytest.fixture
def full_path(full_template: Path, tmp_path: Path) -> Path:
    """A copy of this test alone."""
    return Path(shutil.copy(full_template, tmp_path))


@pytest.fixture
def check_after(full_path: Path) -> Callable[[str], CheckResult]:
    """Damage the closed file with SQL, as another program could, and check it."""

    def run(damage: str) -> CheckResult:
        with closing(sqlite3.connect(full_path)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.executescript(damage)
        with open_register(full_path) as register:
            return check_register(register)

    return run


DAMAGES = [
    (
        "UPDATE award SET paid_on = NULL WHERE case_id IS NOT NULL",
        ["Lần hỗ trợ: có giá trị mà sổ không nhận", "1 lần đã trao mà không có ngày trao"],
    ),
    ("UPDATE award SET paid_on = '2026-01-09' WHERE house_id IS NOT NULL", ["chưa trao"]),
    ("UPDATE award SET paid_on = '2099-01-01' WHERE case_id IS NOT NULL", ["tương lai"]),
    (
        "UPDATE award SET campaign_id = (SELECT id FROM campaign WHERE name = 'Hè') WHERE id = 1",
        ["chương trình khác"],
    ),
    ("UPDATE award SET person_id = 2 WHERE house_id IS NOT NULL", ["chủ nhà của Mái ấm"]),
    ("UPDATE award SET person_id = 1 WHERE case_id IS NOT NULL", ["hồ sơ trợ cấp"]),
    ("UPDATE award SET person_id = 1 WHERE campaign_id IS NOT NULL", ["hai lần trong một đợt"]),
    ("UPDATE award SET handover = 'planned', paid_on = NULL WHERE case_id IS NOT NULL", ["“Đã chi”"]),
    ("DELETE FROM award_line", ["không có số tiền, trị giá"]),
    ("UPDATE award SET handover = 'proxy' WHERE case_id IS NOT NULL", ["không có tên người nhận"]),
    ("UPDATE grant_case SET approved_amount = 1999999", ["hồ sơ chi quá mức duyệt"]),
    ("UPDATE grant_case SET state = 'closed'", ["diễn biến cuối"]),
    ("DELETE FROM case_event WHERE state = 'paid'", ["diễn biến cuối"]),
    (
        "UPDATE house SET approved_amount = 50000000;"
        "UPDATE award SET handover = 'received', paid_on = '2026-02-02' WHERE house_id IS NOT NULL;"
        "INSERT INTO award_line (uid, row_version, created_at, updated_at, award_id, fund_id, level, form, amount)"
        " SELECT 'x', 1, '', '', id, 1, 'upper', 'cash', 50000001 FROM award WHERE house_id IS NOT NULL",
        ["nhà chi quá mức duyệt"],
    ),
    ("UPDATE house_funder SET labour_days = 3", ["cả ngày công lẫn tiền"]),
    ("UPDATE house_funder SET form = 'labour'", ["cả ngày công lẫn tiền"]),
    ("UPDATE unit SET valid_to = '2019-01-01' WHERE valid_from IS NOT NULL", ["trước khi hoạt động"]),
    ("UPDATE unit SET successor_id = 1 WHERE valid_from IS NOT NULL", ["kế thừa"]),
    ("UPDATE membership SET until = '2019-12-31'", ["Quá trình tham gia"]),
    ("UPDATE person_circumstance SET until = '2020-04'", ["Hoàn cảnh của người"]),
    ("UPDATE campaign SET ends_on = '2026-01-01' WHERE name = 'Tết'", ["Đợt tặng quà"]),
    ("UPDATE household_member SET relative_id = person_id", ["thành viên hộ của chính mình"]),
    ("DELETE FROM register_setting WHERE key = 'own_unit_id'", ["đơn vị giữ sổ"]),
    ("DELETE FROM letterhead", ["đầu văn bản"]),
    (
        "DELETE FROM person WHERE id = 2",
        ["Lần hỗ trợ: 2 dòng trỏ tới dòng không còn ở “Đối tượng”", "Hồ sơ trợ cấp: 1 dòng"],
    ),
    ("UPDATE person SET sort_key = 'zzz', plain_key = 'hoang bo' WHERE id = 1", ["xếp hoặc tìm theo tên"]),
    ("UPDATE unit SET plain_key = ''", ["2 đơn vị xếp hoặc tìm"]),
    ("UPDATE unit SET parent_id = 2 WHERE id = 1", ["vòng quanh chính mình"]),
    ("UPDATE unit SET parent_id = id WHERE id = 2", ["1 đơn vị trực thuộc vòng"]),
    ("UPDATE house SET stage = 'settled'", ["giai đoạn không khớp"]),
    ("UPDATE house_milestone SET milestone = 'started'", ["giai đoạn không khớp"]),
    ("INSERT INTO person_search (person_search) VALUES ('delete-all')", ["Chỉ mục tìm kiếm"]),
    (
        "DROP TRIGGER person_search_update; DROP TRIGGER person_search_delete; DROP TRIGGER person_search_insert;"
        "INSERT INTO person_search (rowid, name) VALUES (77, 'tran thi la')",
        ["Chỉ mục tìm kiếm"],
    ),
    ("UPDATE sum_line SET amount = amount + 1", ["Số tổng hợp lưu sẵn sai"]),
    ("DELETE FROM sum_person WHERE programme_id = 0", ["Số tổng hợp lưu sẵn sai"]),
    ("INSERT INTO sum_person VALUES (1, '2019-01-01', '', 5)", ["Số tổng hợp lưu sẵn sai ở 1 chỗ"]),
    ("DROP TRIGGER sum_of_award_update", ["Số tổng hợp lưu sẵn sai ở 1 chỗ"]),
    ("DROP TABLE sum_award", ["Số tổng hợp lưu sẵn sai"]),
    ("UPDATE person SET sex = 'nam'", ["“Giới tính” có 2 giá trị"]),
    ("UPDATE person SET birth = '1985-13' WHERE id = 1", ["“Ngày sinh” có 1 giá trị"]),
    ("UPDATE person SET citizen_id = '04218500012' WHERE id = 1", ["“Số CCCD”"]),
    ("UPDATE person SET phone = '0912 345 678' WHERE id = 1", ["“Điện thoại”"]),
    ("UPDATE person SET old_id = '12345678' WHERE id = 1", ["“Số CMND cũ”"]),
    ("UPDATE person SET consent = 2 WHERE id = 1", ["“Người này đã đồng ý”"]),
    ("UPDATE award_line SET amount = 'hai triệu'", ["“Số tiền, trị giá”", "không có số tiền"]),
    ("UPDATE award_line SET amount = 900000000000", ["“Số tiền, trị giá”"]),
    ("UPDATE campaign SET starts_on = '05/01/2026' WHERE name = 'Tết'", ["“Từ ngày”"]),
    ("UPDATE campaign SET starts_on = '2026-02-30', ends_on = '2026-03-05' WHERE name = 'Tết'", ["“Từ ngày”"]),
    ("UPDATE house SET area = -1", ["“Diện tích (m²)”"]),
    ("UPDATE unit SET name = '' WHERE id = 2", ["“Tên đơn vị”", "đơn vị xếp hoặc tìm"]),
]


def test_sound_register_has_no_problem(full_path: Path) -> None:
    with open_register(full_path) as register:
        result = check_register(register)
    assert result.problems == ()
    assert result.ok


@pytest.mark.parametrize(("damage", "sentences"), DAMAGES)
def test_damage_is_found_and_nothing_else_is_blamed(
    check_after: Callable[[str], CheckResult], damage: str, sentences: list[str]
) -> None:
    result = check_after(damage)
    assert not result.ok
    texts = [str(problem) for problem in result.problems]
    assert len(texts) == len(sentences), texts
    for text, sentence in zip(texts, sentences, strict=True):
        assert sentence in text
        assert "; hãy " in text
        assert "{" not in text


def test_paid_award_without_a_date_is_said_as_such_where_the_table_lets_it_pass(
    full_path: Path, check_after: Callable[[str], CheckResult]
) -> None:
    """The check of the table goes first; without it the promise still holds."""
    promise = next(one for one in PROMISES if "không có ngày trao" in one.sentence)
    with open_register(full_path) as register, register.looking() as connection:
        assert connection.execute(promise.broken).fetchall() == []
    with closing(sqlite3.connect(full_path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE award SET paid_on = NULL WHERE case_id IS NOT NULL")
        assert len(connection.execute(promise.broken).fetchall()) == 1


def test_every_promise_is_broken_by_a_test() -> None:
    said = [sentence for _damage, sentences in DAMAGES for sentence in sentences]
    untried = [
        promise.sentence for promise in PROMISES[1:] if not any(sentence in promise.sentence for sentence in said)
    ]
    assert untried == []


def test_every_table_and_field_is_looked_at() -> None:
    assert set(TABLE_NAMES) == {getattr(model, noun).__tablename__ for noun in model.__all__}
    unread = {
        f"{noun}.{name}"
        for noun in model.__all__
        for name, spec in specs_of(getattr(model, noun)).items()
        if name not in checked_fields().get(getattr(model, noun).__tablename__, {})
        and type(spec.kind).__name__ not in ("Reference", "LongText", "PersonName")
    }
    assert unread == set()


def hide_index(connection: sqlite3.Connection, name: str, deed: str) -> None:
    """Let a program that knows nothing of an index write into its table."""
    connection.execute("PRAGMA writable_schema = ON")
    (row,) = connection.execute("SELECT * FROM sqlite_master WHERE name = ?", (name,)).fetchall()
    connection.execute("DELETE FROM sqlite_master WHERE name = ?", (name,))
    connection.execute("PRAGMA writable_schema = RESET")
    connection.executescript(deed)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)


@pytest.mark.parametrize("secret", [None, PASSWORD], ids=["plain", "encrypted"])
def test_an_index_that_does_not_fit_is_told_as_such_and_made_anew(full_path: Path, secret: str | None) -> None:
    connect: Connect = connect_plain
    if secret is not None:
        keys = new_keys(secret)
        encrypt_register(full_path, keys, secret)
        connect = keys.connect
    with closing(connect(full_path, "rw")) as connection:
        hide_index(connection, "ix_person_block_key", "UPDATE person SET block_key = 'z' || block_key")
    finish_file(full_path, connect)
    with open_register(full_path, secret=secret) as register:
        (problem,) = check_register(register).problems
        assert problem.kind is Fault.DERIVED
        assert "Chỉ mục của tệp sổ sai ở" in str(problem)
        repair_derived(register)
        assert check_register(register).ok
        assert back_up_register(register).file.is_good


def test_two_rows_with_one_number_keep_an_index_from_being_made(full_path: Path) -> None:
    with closing(connect_plain(full_path, "rw")) as connection:
        again = "CREATE TEMP TABLE again AS SELECT * FROM house_milestone; UPDATE again SET id = 999, uid = 'x';"
        twice = f"{again} INSERT INTO house_milestone SELECT * FROM again; DROP TABLE temp.again;"
        hide_index(connection, "ix_house_milestone_house_id_milestone", twice)
    before = full_path.read_bytes()
    with open_register(full_path) as register:
        assert not check_register(register).ok
        with pytest.raises(RuleBroken, match="hai dòng giữ cùng một giá trị"):
            repair_derived(register)
    assert full_path.read_bytes()[100:] == before[100:]


def test_a_value_that_may_not_be_empty_is_told_with_its_rows(full_path: Path) -> None:
    with closing(connect_plain(full_path, "rw")) as connection:
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'fund'").fetchone()[0]
        loose = sql.replace("name VARCHAR NOT NULL", "name VARCHAR")
        assert loose != sql
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'fund'", (loose,))
        connection.execute("PRAGMA writable_schema = RESET")
        connection.execute("UPDATE fund SET name = NULL WHERE id = 2")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'fund'", (sql,))
    with open_register(full_path) as register:
        problems = check_register(register).problems
    (problem,) = [one for one in problems if "trống ở 1 dòng (dòng số 2)" in str(one)]
    assert (problem.kind, problem.table, problem.rows) == (Fault.ROWS, "fund", (2,))
    assert not any(one.kind is Fault.DAMAGE for one in problems)


def test_damaged_page_is_said_and_nothing_further_is_asked(full_path: Path) -> None:
    with closing(sqlite3.connect(full_path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_person_block_key'").fetchone()[0]
    content = bytearray(full_path.read_bytes())
    content[(root - 1) * size : root * size] = content[(root - 1) * size : (root - 1) * size + 8] + bytes(size - 8)
    full_path.write_bytes(content)
    with open_register(full_path) as register:
        (problem,) = check_register(register).problems
    assert "bản sao lưu" in str(problem)


def test_repair_makes_keys_and_search_anew_and_changes_nothing_typed(
    full_path: Path, check_after: Callable[[str], CheckResult]
) -> None:
    result = check_after(
        "UPDATE person SET plain_key = 'sai', sort_key = '', search_key = '', block_key = '' WHERE id = 1;"
        "UPDATE unit SET sort_key = 'sai';"
        "DROP TRIGGER person_search_update; INSERT INTO person_search (person_search) VALUES ('delete-all')"
    )
    assert [problem.repairable for problem in result.problems] == [True, True, True]
    with open_register(full_path) as register:
        before = _typed(register)
        repaired = repair_derived(register)
        assert (repaired.people, repaired.units, repaired.changes.people) == (1, 2, True)
        assert _typed(register) == before
        assert check_register(register).ok
        with register.writing() as session:
            session.connection().exec_driver_sql("UPDATE person SET plain_key = 'le thi hoa' WHERE id = 1")
        assert [problem.repairable for problem in check_register(register).problems] == [True]


def test_a_cut_book_is_told_and_cannot_be_repaired(check_after: Callable[[str], CheckResult]) -> None:
    result = check_after("DELETE FROM operation WHERE id = (SELECT max(id) / 2 FROM operation)")
    assert [problem.repairable for problem in result.problems] == [False]
    assert "Nhật ký bị cắt" in str(result.problems[0])


def test_repair_makes_what_notes_changes_anew(full_path: Path, check_after: Callable[[str], CheckResult]) -> None:
    result = check_after("DROP TRIGGER history_of_person_update; DROP TRIGGER history_of_award_delete")
    assert [problem.repairable for problem in result.problems] == [True]
    with open_register(full_path) as register:
        repair_derived(register)
        assert check_register(register).ok


def test_repair_makes_the_sums_and_what_keeps_them_anew(
    full_path: Path, check_after: Callable[[str], CheckResult]
) -> None:
    result = check_after("DROP TABLE sum_line; DROP TRIGGER sum_of_award_delete; DELETE FROM sum_person")
    assert [problem.repairable for problem in result.problems] == [True]
    with open_register(full_path) as register:
        assert repair_derived(register).changes.awards
        assert check_register(register).ok
        with register.writing() as session:
            session.connection().exec_driver_sql("DELETE FROM award_line")
            session.connection().exec_driver_sql("DELETE FROM award")
        assert register.connection().execute("SELECT count(*) FROM sum_line").fetchone() == (0,)
        assert register.connection().execute("SELECT count(*) FROM sum_person").fetchone() == (0,)


def test_check_tells_how_far_it_is(register: Register) -> None:
    steps: list[tuple[int, int | None]] = []
    check_register(register, progress=lambda done, total: steps.append((done, total)))
    places = list(dict.fromkeys(done for done, _total in steps))
    assert places == list(range(len(places)))
    assert {total for _done, total in steps} == {len(places)}


def test_a_long_step_of_the_check_can_be_stopped(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step would count for minutes; it is stopped in the middle, and the register is as usable as before."""
    from labordesk.services import checking

    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 4000000000) SELECT count(*) FROM n"

    def never_ends(connection: sqlite3.Connection) -> Iterator[Problem]:
        connection.execute(endless).fetchone()
        yield Problem("không bao giờ tới đây")

    class Stopped(Exception):
        pass

    calls: list[int] = []

    def stop(done: int, _steps: int | None) -> None:
        calls.append(done)
        if len(calls) > 3:
            raise Stopped

    monkeypatch.setattr(checking, "_CHECKS", (never_ends,))
    with pytest.raises(Stopped):
        check_register(register, progress=stop)
    assert calls == [0, 0, 0, 0]
    monkeypatch.undo()
    assert check_register(register).ok


def test_a_problem_of_rows_says_which_rows_of_which_table(check_after: Callable[[str], CheckResult]) -> None:
    (problem,) = check_after("UPDATE household_member SET relative_id = person_id").problems
    assert (problem.kind, problem.table, problem.rows) == (Fault.ROWS, "household_member", (1,))


def test_every_promise_names_the_table_of_its_rows() -> None:
    every = (*PROMISES, *WELFARE_PROMISES, *PAPER_PROMISES)
    without = [one.sentence for one in every if not one.table]
    assert all(one.table in TABLE_NAMES for one in every if one.table)
    assert [sentence[:12] for sentence in without] == ["Sổ chưa có đ", "Sổ chưa có đ"]


def _typed(register: Register) -> list[tuple[object, ...]]:
    return register.connection().execute("SELECT id, full_name, birth, row_version, updated_at FROM person").fetchall()


def test_a_text_with_changed_bytes_is_told_in_a_sentence(full_path: Path) -> None:
    with closing(sqlite3.connect(full_path)) as connection:
        connection.execute("UPDATE operation SET chain = CAST(x'32c3' AS TEXT) WHERE id = 1")
        connection.commit()
    with open_register(full_path) as register, pytest.raises(BadFile, match="hỏng một phần"):
        check_register(register)


def test_a_day_that_is_none_is_told_and_the_check_goes_on(check_after: Callable[[str], CheckResult]) -> None:
    told = [str(one) for one in check_after("UPDATE house_milestone SET happened_on = 'xx26-01-09'").problems]
    assert any("không đọc được nên chưa kiểm tra hết" in one for one in told)


def test_a_change_whose_content_became_bytes_is_told_as_a_cut_book(
    check_after: Callable[[str], CheckResult],
) -> None:
    result = check_after("UPDATE row_change SET content = CAST(content AS BLOB) WHERE content IS NOT NULL")
    assert [one.kind for one in result.problems] == [Fault.BOOK]
