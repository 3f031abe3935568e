"""The history tells what was done as a colleague would: how many gifts of which campaign, which setting to what."""

from __future__ import annotations

from datetime import date

import pytest

from labordesk.model import ImportBatch
from labordesk.model.grant_case import GrantCaseFields
from labordesk.model.officer import OfficerFields
from labordesk.model.person import PersonFields
from labordesk.services import history_sentences, officers
from labordesk.services.award_records import Slip
from labordesk.services.case_steps import record_grant
from labordesk.services.gift_changes import remove_recipients
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_absent, mark_received
from labordesk.services.history import undo
from labordesk.services.history_list import HistoryQuery, operations, sentence_of
from labordesk.services.people import PersonData, load_person, save_person
from labordesk.services.register_settings import RegisterChoices, save_choices, save_options
from labordesk.services.retention import Retention
from labordesk.services.unit_lists import Approval, approve_lists
from tests.services.welfare_office import TET_DAY, Office, office

__all__ = ["office"]

TET = "Tết Bính Ngọ 2026"


def told(office: Office) -> str:
    """Return the sentence of what was written last."""
    assert office.register.last_operation is not None
    return sentence_of(office.register, office.register.last_operation)


def listed(office: Office, *names: str) -> tuple[int, tuple[int, ...]]:
    campaign_id = office.campaign(TET)
    entries = [RecipientEntry(office.person(name)) for name in names]
    return campaign_id, add_recipients(office.register, campaign_id, entries).award_ids


def test_gifts_are_told_by_their_campaign_and_number(office: Office) -> None:
    _campaign, gifts = listed(office, "Lê Thị Mai", "Vũ Thị Lành", "Đỗ Thị Mơ")
    assert told(office) == f"Ghi 3 người vào danh sách nhận quà “{TET}”"
    mark_received(office.register, gifts[:2], TET_DAY)
    assert told(office) == f"Đã trao 2 suất quà “{TET}”"
    marked = office.register.last_operation
    mark_absent(office.register, gifts[2:])
    assert told(office) == f"Ghi “Đỗ Thị Mơ” vắng khi trao quà “{TET}”"
    remove_recipients(office.register, gifts[2:])
    assert told(office) == f"Bỏ “Đỗ Thị Mơ” khỏi danh sách nhận quà “{TET}”"
    assert marked is not None
    undo(office.register, marked)
    assert told(office) == f"Hoàn tác: Đã trao 2 suất quà “{TET}”"


def test_an_approved_list_names_its_unit(office: Office) -> None:
    campaign_id, _gifts = listed(office, "Lê Thị Mai")
    approve_lists(office.register, campaign_id, [office.song_lam], Approval(date(2026, 1, 20)))
    assert told(office) == f"Duyệt danh sách nhận quà “{TET}” của “CĐCS May Sông Lam”"


def test_an_import_names_its_file_and_what_it_brought(office: Office) -> None:
    with office.register.looking() as connection:
        (last,) = connection.execute("SELECT max(id) FROM operation").fetchone()
    batch = ImportBatch(file_name="Tết 2026.xlsx", sha256="0" * 64, kind="gifts", written=60, operation_id=last + 1)
    with office.register.writing() as session:
        session.add(batch)
    assert told(office) == "Nhập danh sách “Tết 2026.xlsx”: 60 suất"


def test_a_case_is_told_by_what_was_done(office: Office) -> None:
    fields = GrantCaseFields(
        person_id=office.person("Lê Thị Mai"),
        programme_id=office.programme("BENH-HN"),
        unit_id=office.song_lam,
        requested_on=TET_DAY,
        asked_amount=2_000_000,
    )
    record_grant(office.register, fields, TET_DAY, [office.cash(2_000_000)], Slip())
    assert told(office) == "Lập và chi hồ sơ trợ cấp cho “Lê Thị Mai”"


def test_one_or_two_fields_are_told_with_both_values_and_numbers_with_their_ends(office: Office) -> None:
    person = office.person("Lê Thị Mai", phone="0912345678", citizen_id="042185000125")
    loaded = load_person(office.register, person)
    fields = loaded.fields.model_copy(update={"phone": "0987654321"})
    save_person(office.register, PersonData(fields), person_id=person, row_version=loaded.row_version)
    assert told(office) == "Sửa đối tượng “Lê Thị Mai”: Điện thoại từ “0912345678” thành “0987654321”"
    loaded = load_person(office.register, person)
    fields = loaded.fields.model_copy(update={"phone": "0987654321", "citizen_id": "042185000999"})
    save_person(office.register, PersonData(fields), person_id=person, row_version=loaded.row_version)
    assert "042185000999" not in told(office)
    assert "0421•••••999" in told(office)


def test_settings_are_told_in_words_with_old_and_new(office: Office) -> None:
    save_choices(office.register, RegisterChoices())
    save_options(office.register, Retention(12))
    assert told(office) == "Đổi cài đặt: Lưu hồ sơ (năm, sau lần hỗ trợ cuối): “12”"
    save_options(office.register, Retention(15))
    assert told(office) == "Đổi cài đặt: Lưu hồ sơ (năm, sau lần hỗ trợ cuối) từ “12” thành “15”"


def test_users_are_told_by_name_and_never_by_their_pin(office: Office) -> None:
    register = office.register
    keeper = officers.add_officer(register, OfficerFields(name="Lê Thu", role="approver"), "4821").id
    assert told(office) == "Thêm người dùng sổ “Lê Thu”"
    clerk = officers.add_officer(register, OfficerFields(name="Trần Bình"), "7309").id
    officers.give_pin(register, clerk, "2846")
    assert told(office) == "Đặt mã PIN của “Trần Bình”"
    officers.save_officer(register, OfficerFields(name="Trần Bình", role="viewer"), clerk)
    assert told(office).startswith("Đổi vai trò của “Trần Bình” từ “")
    assert keeper


def test_a_large_operation_counts_all_rows_though_few_are_read(office: Office) -> None:
    people = office.people(250)
    assert told(office) == "Thêm 250 đối tượng"
    campaign_id = office.campaign(TET)
    gifts = add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in people]).award_ids
    assert told(office) == f"Ghi 250 người vào danh sách nhận quà “{TET}”"
    mark_received(office.register, gifts, TET_DAY)
    assert told(office) == f"Đã trao 250 suất quà “{TET}”"


def test_an_import_is_told_without_counting_its_rows(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import of a million people has four million changes; counting them would hold up a page of the history."""

    def no_counting(*_given: object) -> None:
        raise AssertionError("counted")

    monkeypatch.setattr(history_sentences, "_counted", no_counting)
    test_an_import_names_its_file_and_what_it_brought(office)


@pytest.mark.parametrize("books", [False, True])
def test_every_operation_of_a_register_has_a_sentence(office: Office, books: bool) -> None:
    listed(office, "Lê Thị Mai", "Vũ Thị Lành")
    save_person(office.register, PersonData(PersonFields(full_name="Đỗ Thị Mơ", unit_id=office.song_lam)))
    rows = operations(office.register, HistoryQuery(books=books)).rows
    assert rows
    assert all(row.sentence and row.sentence[0].isupper() for row in rows)
