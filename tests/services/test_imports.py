"""A list becomes records: what is shown first, what is written, what is recognised, and taking it back."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.errors import Conflict, RuleBroken
from labordesk.exchange.list_model import ReadChoices
from labordesk.model.norm import NormFields
from labordesk.model.person import PersonFields
from labordesk.services.backups import back_up_before, backups_of
from labordesk.services.checking import check_register
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from labordesk.services.imports import (
    ImportOrder,
    ImportPreview,
    ImportResult,
    batches_of,
    preview_import,
    undo_import,
    write_import,
)
from labordesk.services.norms import save_norm
from labordesk.services.people import PersonData, load_person, save_person
from labordesk.services.unit_events import Decision
from labordesk.services.unit_mergers import close_unit
from labordesk.store.backup_names import BEFORE_IMPORT
from labordesk.store.register import Register
from tests.services.list_files import list_file
from tests.services.welfare_office import COMMUNE, Office, office

__all__ = ["office"]

GIFTS = "DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026"
GRANTS = "DANH SÁCH TRỢ CẤP KHÓ KHĂN ĐỘT XUẤT NĂM 2026"
LAN = ("Trần Thị Lan", "12/03/1985", "042185000017", "CĐCS May Sông Lam", "Hộ nghèo", "500.000", "")
HUNG = ("Lê Văn Hùng", "1990", "042090000025", "CĐCS Gỗ Phú Thịnh", "", "1 triệu", "")


def shown(office: Office, path: Path, **order: Any) -> ImportPreview:
    return preview_import(office.register, path, ImportOrder(**order))


def taken(office: Office, path: Path, **order: Any) -> tuple[ImportPreview, ImportResult]:
    preview = shown(office, path, **order)
    return preview, write_import(office.register, preview)


def count(register: Register, table: str, where: str = "1") -> int:
    with register.looking() as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])


def one(register: Register, sql: str, *values: object) -> Any:
    with register.looking() as connection:
        row = connection.execute(sql, values).fetchone()
        return row[0] if row is not None and len(row) == 1 else row


def reasons(preview: ImportPreview, row: int) -> list[tuple[str, str, str]]:
    return [(it.field, it.kind, it.reason) for it in preview.rows[row].problems]


def test_nothing_is_written_before_the_preview_is_accepted(office: Office, tmp_path: Path) -> None:
    preview = shown(office, list_file(tmp_path, [LAN, HUNG], title=GIFTS))
    assert (preview.good, preview.rejected, preview.total) == (2, 0, 1_500_000)
    assert count(office.register, "person") == count(office.register, "campaign") == 0


def test_a_list_of_gifts_adds_people_units_and_its_campaign(office: Office, tmp_path: Path) -> None:
    new = ("Phạm Thị Nga", "1988", "042188000033", "CĐCS Trạm Y tế Hương Sơn", "Con mồ côi", "300k", "")
    _preview, result = taken(office, list_file(tmp_path, [LAN, HUNG, new], title=GIFTS))
    register = office.register
    assert (result.written, result.rejected) == (3, 0)
    assert one(register, "SELECT name, tet_year FROM campaign") == ("Tết Bính Ngọ 2026", 2026)
    unit = "SELECT u.name, u.parent_id, t.name FROM unit u JOIN unit_type t ON t.id = u.type_id ORDER BY u.id DESC"
    assert one(register, unit) == ("CĐCS Trạm Y tế Hương Sơn", COMMUNE, "Công đoàn cơ sở")
    assert one(register, "SELECT sum(amount) FROM award_line") == 1_800_000
    assert count(register, "award", "handover = 'planned' AND campaign_id IS NOT NULL") == 3
    assert count(register, "membership") == 3
    assert count(register, "person_circumstance") == 2
    assert check_register(register).problems == ()


def test_a_signed_row_is_received_on_its_day(office: Office, tmp_path: Path) -> None:
    taken(office, list_file(tmp_path, [(*LAN[:-1], "25/01/2026"), HUNG], title=GIFTS))
    assert one(office.register, "SELECT paid_on, handover, signed FROM award ORDER BY id") == (
        "2026-01-25",
        "received",
        1,
    )
    assert office.spent() == 500_000


def test_a_day_for_the_whole_list_is_that_of_rows_without_one(office: Office, tmp_path: Path) -> None:
    rows = [(*LAN[:-1], "25/01/2026"), HUNG]
    taken(office, list_file(tmp_path, rows, title=GIFTS), paid_on=date(2026, 1, 27))
    days = "SELECT group_concat(paid_on) FROM (SELECT paid_on FROM award ORDER BY id)"
    assert one(office.register, days) == "2026-01-25,2026-01-27"


def test_a_list_without_days_may_be_said_to_be_signed(office: Office, tmp_path: Path) -> None:
    headings = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Đơn vị", "Hoàn cảnh", "Số tiền")
    path = list_file(tmp_path, [LAN[:-1], HUNG[:-1]], title=GIFTS, headings=headings)
    taken(office, path, paid_on=date(2026, 1, 27))
    assert office.spent() == 1_500_000


def test_somebody_known_by_number_is_completed_and_never_overwritten(office: Office, tmp_path: Path) -> None:
    person_id = office.person("Trần Thị Lan", birth="1985", citizen_id="042185000017", phone=None)
    office.person("Lê Văn Hùng", birth="1991-02-02", citizen_id="042090000025")
    headings = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Đơn vị", "SĐT")
    rows = [
        ("TRẦN THỊ LAN", "12/03/1985", "042185000017", "CĐCS Gỗ Phú Thịnh", "0912345678"),
        ("Lê Văn Hùng", "1990", "042090000025", "CĐCS May Sông Lam", ""),
    ]
    preview, _result = taken(office, list_file(tmp_path, rows, headings=headings), kind="people")
    assert [row.match for row in preview.rows] == ["strong", "strong"]
    fields = load_person(office.register, person_id).fields
    assert (fields.birth, fields.phone, fields.unit_id) == ("1985-03-12", "0912345678", office.song_lam)
    assert one(office.register, "SELECT block_key FROM person WHERE id = ?", person_id) == "lan 1985"
    assert [field for field, kind, _reason in reasons(preview, 0) if kind == "warning"] == ["unit"]
    assert "1991" in next(reason for field, _kind, reason in reasons(preview, 1) if field == "born")
    assert one(office.register, "SELECT birth FROM person WHERE citizen_id = '042090000025'") == "1991-02-02"
    assert count(office.register, "person") == 2


def test_a_short_list_of_names_and_numbers_is_filled_from_the_register(office: Office, tmp_path: Path) -> None:
    person_id = office.person("Trần Thị Lan", office.dong_tam, birth="1985-03-12", citizen_id="042185000017")
    headings = ("STT", "Họ và tên", "CCCD", "Số tiền")
    path = list_file(tmp_path, [("Trần Thị Lan", "042185000017", "500.000")], headings=headings, title=GIFTS)
    preview, _result = taken(office, path)
    [row] = preview.rows
    assert (row.chosen, row.values["born"], row.unit_id) == (person_id, "1985-03-12", office.dong_tam)
    assert one(office.register, "SELECT person_id, unit_id FROM award") == (person_id, office.dong_tam)


def test_a_union_card_alone_is_enough_to_know_somebody(office: Office, tmp_path: Path) -> None:
    person_id = office.person("Trần Thị Lan", birth="1985", union_card="HS-0001")
    headings = ("STT", "Họ và tên", "Số thẻ đoàn viên", "Số tiền")
    preview = shown(
        office, list_file(tmp_path, [("Trần Thị Lan", "HS-0001", "500.000")], headings=headings, title=GIFTS)
    )
    assert preview.rows[0].chosen == person_id


def test_a_number_of_somebody_with_another_name_asks(office: Office, tmp_path: Path) -> None:
    person_id = office.person("Phan Bá Lực", birth="1985", citizen_id="042185000017")
    path = list_file(tmp_path, [LAN], title=GIFTS)
    preview = shown(office, path)
    assert [(field, kind) for field, kind, _reason in reasons(preview, 0) if kind != "warning"] == [("cccd", "ask")]
    assert write_import(office.register, preview).batch_id is None
    place = preview.rows[0].place
    assert shown(office, path, people={place: person_id}).rows[0].is_good


def test_one_gift_in_a_campaign_unless_a_reason_is_given(office: Office, tmp_path: Path) -> None:
    campaign_id = office.campaign()
    person_id = office.person("Trần Thị Lan", birth="1985-03-12", citizen_id="042185000017")
    award_ids = add_recipients(office.register, campaign_id, [RecipientEntry(person_id)]).award_ids
    mark_received(office.register, award_ids, date(2026, 1, 28))
    path = list_file(tmp_path, [LAN], title=GIFTS)
    preview = shown(office, path)
    [(field, kind, reason)] = [it for it in reasons(preview, 0) if it[1] != "warning"]
    assert (field, kind) == ("name", "error")
    assert "Tết Bính Ngọ 2026" in reason
    assert "May Sông Lam" in reason
    assert "28/01/2026" in reason
    _again, result = taken(office, path, reason="Hai vợ chồng cùng nhận")
    assert result.written == 1
    assert one(office.register, "SELECT override_reason FROM award ORDER BY id DESC") == "Hai vợ chồng cùng nhận"


def test_somebody_listed_twice_gets_one_gift(office: Office, tmp_path: Path) -> None:
    twice = (*LAN[:3], "CĐCS Gỗ Phú Thịnh", *LAN[4:])
    preview, result = taken(office, list_file(tmp_path, [LAN, twice], title=GIFTS), accept_good=True)
    assert preview.rows[1].same_as == preview.rows[0].place
    assert (result.written, result.rejected, count(office.register, "person")) == (1, 1, 1)


def test_a_gift_beyond_the_rate_needs_a_reason(office: Office, tmp_path: Path) -> None:
    norm = NormFields(
        programme_id=office.programme("TET"), high=600_000, valid_from=date(2025, 1, 1), basis="QĐ 1411/QĐ-TLĐ"
    )
    save_norm(office.register, norm)
    preview = shown(office, list_file(tmp_path, [LAN, HUNG], title=GIFTS))
    assert [row.is_good for row in preview.rows] == [True, False]
    assert "QĐ 1411/QĐ-TLĐ" in reasons(preview, 1)[-1][2]
    assert shown(office, preview.path, reason="Đặc biệt khó khăn").rejected == 0


def test_grants_with_a_day_are_paid_and_others_wait(office: Office, tmp_path: Path) -> None:
    rows = [(*LAN[:-1], "05/02/2026"), HUNG]
    _preview, result = taken(office, list_file(tmp_path, rows, title=GRANTS))
    assert result.written == 2
    with office.register.looking() as connection:
        states = connection.execute("SELECT state, asked_amount FROM grant_case ORDER BY id").fetchall()
        steps = connection.execute("SELECT group_concat(state) FROM case_event GROUP BY case_id").fetchall()
    assert states == [("paid", 500_000), ("received", 1_000_000)]
    assert steps == [("received,approved,paid",), ("received",)]
    assert office.spent() == 500_000
    assert check_register(office.register).problems == ()


def test_a_circumstance_nobody_knows_is_kept_in_words(office: Office, tmp_path: Path) -> None:
    row = (*LAN[:4], "Đông con nhỏ", "500.000", "05/02/2026")
    taken(office, list_file(tmp_path, [row], title=GRANTS))
    assert "Đông con nhỏ" in one(office.register, "SELECT note FROM grant_case")


HOUSES = (
    "STT", "Họ và tên", "Năm sinh", "Đơn vị", "Loại (XM/SC)", "Quỹ Mái ấm", "Doanh nghiệp", "Gia đình",
    "Ngày khởi công", "Ngày bàn giao",
)  # fmt: skip


def test_a_house_comes_with_who_pays_and_what_happened(office: Office, tmp_path: Path) -> None:
    rows = [
        ("Trần Thị Lan", "1985", "CĐCS May Sông Lam", "XM", "50000000", "20000000", "", "15/03/2025", "26/06/2025"),
        ("Lê Văn Hùng", "1990", "CĐCS Gỗ Phú Thịnh", "SC", "25000000", "", "40000000", "10/04/2025", "đang xây"),
    ]
    path = list_file(tmp_path, rows, headings=HOUSES, title="BIỂU TỔNG HỢP NHÀ MÁI ẤM CÔNG ĐOÀN NĂM 2025")
    _preview, result = taken(office, path)
    assert result.written == 2
    with office.register.looking() as connection:
        houses = connection.execute(
            "SELECT stage, work, approved_amount, total_value FROM house ORDER BY id"
        ).fetchall()
        funders = connection.execute(
            "SELECT f.code, h.planned, h.received FROM house_funder h JOIN fund f ON f.id = h.fund_id ORDER BY h.id"
        ).fetchall()
        handed = connection.execute(
            "SELECT happened_on FROM house_milestone WHERE milestone = 'handed_over'"
        ).fetchall()
    assert houses == [("handed_over", "new", 50_000_000, 70_000_000), ("started", "repair", 25_000_000, 65_000_000)]
    assert funders == [
        ("QMA", 50_000_000, 50_000_000),
        ("DN", 20_000_000, 20_000_000),
        ("QMA", 25_000_000, 0),
        ("GD", 40_000_000, 0),
    ]
    assert handed == [("2025-06-26",)]
    assert office.spent() == 50_000_000
    assert check_register(office.register).problems == ()


def test_one_bad_row_keeps_the_whole_file_out(office: Office, tmp_path: Path) -> None:
    bad = ("Võ Thị Ánh", "31/02/1990", "", "CĐCS May Sông Lam", "", "500.000", "")
    path = list_file(tmp_path, [LAN, bad], title=GIFTS)
    _preview, result = taken(office, path)
    assert (result.batch_id, result.written, result.rejected) == (None, 0, 1)
    assert count(office.register, "person") == 0
    _preview, result = taken(office, path, accept_good=True)
    assert (result.written, result.rejected) == (1, 1)


def test_the_corrected_sheet_writes_only_what_is_still_missing(office: Office, tmp_path: Path) -> None:
    bad = ("Võ Thị Ánh", "31/02/1990", "", "CĐCS May Sông Lam", "", "500.000", "")
    taken(office, list_file(tmp_path, [LAN, bad], title=GIFTS), accept_good=True)
    corrected = ("Võ Thị Ánh", "13/02/1990", "", "CĐCS May Sông Lam", "", "500.000", "")
    preview, result = taken(office, list_file(tmp_path, [corrected, LAN], title=GIFTS, name="sua.csv"))
    assert [row.taken_before for row in preview.rows] == [False, True]
    assert (result.written, result.rejected, count(office.register, "award")) == (1, 0, 2)


def test_an_import_is_taken_back_as_one_and_may_come_again(office: Office, tmp_path: Path) -> None:
    path = list_file(tmp_path, [LAN, HUNG], title=GIFTS)
    _preview, result = taken(office, path)
    assert result.batch_id is not None
    undo_import(office.register, result.batch_id)
    assert (
        count(office.register, "person") == count(office.register, "award") == count(office.register, "campaign") == 0
    )
    [batch] = batches_of(office.register)
    assert batch.undone_at is not None
    with pytest.raises(RuleBroken):
        undo_import(office.register, result.batch_id)
    preview, again = taken(office, path)
    assert (again.written, any(row.taken_before for row in preview.rows)) == (2, False)
    assert check_register(office.register).problems == ()


def test_an_import_that_something_was_built_on_is_not_taken_back(office: Office, tmp_path: Path) -> None:
    _preview, result = taken(office, list_file(tmp_path, [LAN], title=GIFTS))
    person_id = one(office.register, "SELECT id FROM person")
    other = office.campaign("Tết Bính Ngọ của tỉnh", ends_on=date(2026, 2, 27))
    add_recipients(office.register, other, [RecipientEntry(person_id)])
    assert result.batch_id is not None
    with pytest.raises(RuleBroken):
        undo_import(office.register, result.batch_id)
    assert count(office.register, "award") == 2


def test_a_preview_of_a_register_changed_since_is_not_written(office: Office, tmp_path: Path) -> None:
    preview = shown(office, list_file(tmp_path, [LAN], title=GIFTS))
    office.person("Ai Đó")
    with pytest.raises(Conflict):
        write_import(office.register, preview)
    assert count(office.register, "award") == 0


def test_what_fails_half_way_leaves_nothing_behind(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = shown(office, list_file(tmp_path, [LAN, HUNG], title=GIFTS))

    def stop(_done: int, _total: int) -> None:
        raise sqlite3.OperationalError("stopped")

    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever a progress bar raises
        write_import(office.register, preview, stop)
    assert count(office.register, "person") == count(office.register, "import_batch") == 0


def test_a_closed_unit_gives_its_rows_to_the_one_that_carries_on(office: Office, tmp_path: Path) -> None:
    close_unit(office.register, office.song_lam, Decision(date(2025, 7, 1)), successor_id=office.phu_thinh)
    preview = shown(office, list_file(tmp_path, [LAN], title=GIFTS))
    assert preview.rows[0].unit_id == office.phu_thinh
    assert any("kế tục" in reason for _field, _kind, reason in reasons(preview, 0))


def test_a_unit_that_is_nearly_one_of_the_register_is_asked_about(office: Office, tmp_path: Path) -> None:
    path = list_file(tmp_path, [(*LAN[:3], "CĐCS May Sông Làm", *LAN[4:])], title=GIFTS)
    preview = shown(office, path)
    assert ("unit", "ask") in [(field, kind) for field, kind, _reason in reasons(preview, 0)]
    [question] = preview.units
    assert (question.asks, question.candidates[0].unit_id) == (True, office.song_lam)
    assert shown(office, path, units={"CĐCS May Sông Làm": office.song_lam}).rows[0].unit_id == office.song_lam
    _preview, result = taken(office, path, units={"CĐCS May Sông Làm": None})
    assert result.written == 1
    assert count(office.register, "unit", "name = 'CĐCS May Sông Làm'") == 1


def test_somebody_said_to_be_new_is_not_asked_about_again(office: Office, tmp_path: Path) -> None:
    known = office.person("Trần Thị Lan", office.dong_tam, birth="1985-03-12")
    path = list_file(tmp_path, [(*LAN[:2], "", *LAN[3:])], title=GIFTS)
    preview = shown(office, path)
    assert (preview.rows[0].match, preview.rows[0].chosen) == ("strong", known)
    place = preview.rows[0].place
    _preview, result = taken(office, path, people={place: None})
    assert result.written == 1
    assert one(office.register, "SELECT decision FROM person_pair") == "different"


def test_rows_left_out_are_neither_written_nor_refused(office: Office, tmp_path: Path) -> None:
    preview = shown(office, list_file(tmp_path, [LAN, HUNG], title=GIFTS))
    left = frozenset({preview.rows[1].place})
    _preview, result = taken(office, preview.path, left_out=left)
    assert (result.written, result.rejected) == (1, 0)


def test_a_campaign_that_is_nearly_named_is_asked_about(office: Office, tmp_path: Path) -> None:
    office.campaign()
    preview = shown(office, list_file(tmp_path, [LAN], title=GIFTS), campaign_name="Tết Bính Ngo 2026")
    assert "Tết Bính Ngọ 2026" in preview.target.problem or preview.target.campaign_id is not None
    with pytest.raises(RuleBroken):
        write_import(office.register, shown(office, preview.path, campaign_name="Tết Bính Ngoj 2026"))


def test_new_people_of_a_list_are_those_the_form_would_have_saved(
    office: Office, another_register: Any, tmp_path: Path
) -> None:
    headings = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "SĐT", "Đơn vị")
    rows = [
        ("Trần Thị Lan", "12/03/1985", "Nữ", "042185000017", "0912345678", "Công đoàn xã Hương Sơn"),
        ("H'Hen Niê", "1992", "Nữ", "", "", "Công đoàn xã Hương Sơn"),
    ]
    taken(office, list_file(tmp_path, rows, headings=headings), kind="people")
    by_form = another_register("form")
    for name, birth, citizen_id, phone in (
        ("Trần Thị Lan", "1985-03-12", "042185000017", "0912345678"),
        ("H'Hen Niê", "1992", None, None),
    ):
        fields = PersonFields(
            full_name=name, birth=birth, sex="female", citizen_id=citizen_id, phone=phone, unit_id=COMMUNE
        )
        save_person(by_form, PersonData(fields))
    columns = "full_name, birth, sex, citizen_id, phone, unit_id, standing, plain_key, search_key, sort_key, block_key"
    with office.register.looking() as ours, by_form.looking() as theirs:
        sql = f"SELECT {columns} FROM person ORDER BY id"
        assert ours.execute(sql).fetchall() == theirs.execute(sql).fetchall()
        sql = "SELECT person_id, unit_id, since, until FROM membership"
        assert ours.execute(sql).fetchall() == theirs.execute(sql).fetchall()


def test_the_total_of_the_file_is_compared(office: Office, tmp_path: Path) -> None:
    path = list_file(tmp_path, [LAN, HUNG], title=GIFTS)
    path.write_text(path.read_text(encoding="utf-8-sig") + ";Tổng cộng;;;;;1.400.000;\n", encoding="utf-8-sig")
    preview = shown(office, path)
    assert preview.file_total == 1_400_000
    assert any("1.400.000" in note and "1.500.000" in note for note in preview.notes)


def test_units_come_with_what_they_belong_to(office: Office, tmp_path: Path) -> None:
    headings = ("STT", "Tên đơn vị", "Trực thuộc", "Loại đơn vị", "Khối", "Số đoàn viên")
    rows = [
        ("Công đoàn bộ phận Tổ 1", "CĐCS Bệnh viện Hương Sơn", "Công đoàn bộ phận", "Hành chính sự nghiệp", "20"),
        ("CĐCS Bệnh viện Hương Sơn", "", "Công đoàn cơ sở", "Hành chính sự nghiệp", "120"),
        ("CĐCS May Sông Lam", "", "", "Doanh nghiệp", "900"),
    ]
    path = list_file(tmp_path, rows, headings=headings, title="DANH SÁCH CÁC CÔNG ĐOÀN CƠ SỞ")
    preview, result = taken(office, path, kind="units")
    assert result.written == 3
    assert [row.match for row in preview.rows] == ["new", "new", "strong"]
    sql = "SELECT p.name, u.member_count, u.sector FROM unit u JOIN unit p ON p.id = u.parent_id WHERE u.name = ?"
    assert one(office.register, sql, rows[0][0]) == ("CĐCS Bệnh viện Hương Sơn", 20, "public")
    assert one(office.register, sql, rows[1][0]) == ("Công đoàn xã Hương Sơn", 120, "public")
    assert one(office.register, "SELECT member_count FROM unit WHERE id = ?", office.song_lam) == 900


def test_targets_and_totals_follow_the_rules_of_their_screens(office: Office, tmp_path: Path) -> None:
    headings = ("STT", "Đơn vị", "Chỉ tiêu", "Năm", "Chỉ tiêu giao")
    rows = [("CĐCS May Sông Lam", "Đoàn viên kết nạp mới", "2026", "50")]
    path = list_file(tmp_path, rows, headings=headings, title="GIAO CHỈ TIÊU NĂM 2026")
    _preview, result = taken(office, path, kind="targets")
    assert result.written == 1
    assert one(office.register, "SELECT value, year FROM target") == (50, 2026)
    again = shown(
        office, list_file(tmp_path, [(*rows[0][:3], "60")], headings=headings, name="hai.csv"), kind="targets"
    )
    assert again.rejected == 1
    headings = ("STT", "Đơn vị", "Chương trình", "Từ ngày", "Đến ngày", "Số lượng", "Số tiền")
    totals = [("CĐCS Gỗ Phú Thịnh", "Tết Sum vầy", "01/01/2026", "28/02/2026", "120", "60.000.000")]
    path = list_file(tmp_path, totals, headings=headings, name="tong.csv", title="BÁO CÁO SỐ LIỆU TỔNG HỢP")
    _preview, result = taken(office, path, kind="aggregates")
    assert result.written == 1
    assert one(office.register, "SELECT quantity, cash FROM aggregate") == (120, 60_000_000)


def test_corrected_columns_are_proposed_for_the_next_list_with_these_headings(office: Office, tmp_path: Path) -> None:
    headings = ("STT", "Họ và tên", "Số CCCD", "Cột lạ", "Số tiền")
    rows = [("Trần Thị Lan", "042185000017", "Võ Thị Sáu", "500.000")]
    path = list_file(tmp_path, rows, headings=headings, title=GIFTS)
    first = shown(office, path)
    [sheet] = first.read.sheets
    choices = ReadChoices(columns={sheet.name: {3: "recipient"}})
    taken(office, path, choices=choices)
    again = [("Lê Văn Hùng", "042090000025", "Võ Thị Sáu", "500.000")]
    preview = shown(office, list_file(tmp_path, again, headings=headings, title=GIFTS, name="hai.csv"))
    assert preview.read.sheets[0].columns[3].field == "recipient"
    assert preview.rows[0].values["recipient"] == "Võ Thị Sáu"


MONEY = st.integers(min_value=1, max_value=400).map(lambda thousands: thousands * 5_000)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(MONEY, min_size=1, max_size=12), data=st.data())
def test_no_person_and_no_dong_is_lost_or_invented(
    office: Office, tmp_path: Path, amounts: list[int], data: st.DataObject
) -> None:
    names = ["Trần Thị Lan", "Lê Văn Hùng", "Nguyễn Thị Hoà", "H'Hen Niê"]
    rows = [
        (
            data.draw(st.sampled_from(names)),
            data.draw(st.sampled_from(["1985", "12/03/1985", "1990"])),
            f"0421850{number:05d}",
            data.draw(st.sampled_from(["CĐCS May Sông Lam", "CĐCS Gỗ Phú Thịnh", "CĐCS Nhà máy Nước"])),
            "",
            f"{amount:,}".replace(",", "."),
            "",
        )
        for number, amount in enumerate(amounts)
    ]
    path = list_file(tmp_path, rows, title=GRANTS)
    preview, result = taken(office, path, accept_good=True)
    written = [row for row in preview.rows if row.will_be_written]
    assert len(preview.rows) == len(rows) == result.written + result.rejected
    assert all(row.problems for row in preview.rows if row not in written)
    asked = one(office.register, "SELECT coalesce(sum(asked_amount), 0) FROM grant_case")
    assert asked == sum(row.values["amount"] for row in written)
    assert count(office.register, "person") == len({row.values["cccd"] for row in written})
    if result.batch_id is not None:
        undo_import(office.register, result.batch_id)
    assert count(office.register, "person") == count(office.register, "grant_case") == 0


def test_a_good_backup_of_exactly_this_state_is_not_made_twice(office: Office, tmp_path: Path) -> None:
    made = back_up_before(office.register, BEFORE_IMPORT)
    assert made is not None
    assert back_up_before(office.register, BEFORE_IMPORT) is None
    taken(office, list_file(tmp_path, [LAN], title=GIFTS))
    assert [one.path for one in backups_of(office.register.path)] == [made.file.path]
    taken(office, list_file(tmp_path, [HUNG], title=GIFTS))  # the first list was written since
    assert len(backups_of(office.register.path)) == 2


def test_no_backup_is_made_twice_for_a_caller_who_made_one(office: Office, tmp_path: Path) -> None:
    preview = shown(office, list_file(tmp_path, [LAN], title=GIFTS))
    write_import(office.register, preview, secured=True)
    assert backups_of(office.register.path) == ()
