"""The form of a person: by keyboard alone, warned of namesakes, nothing respelt, merged or lost silently."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from sqlmodel import col, select

from labordesk.gui.buttons import Link
from labordesk.gui.conflict import ConflictDialog
from labordesk.gui.context import Context
from labordesk.model import Membership
from labordesk.model.person import HouseholdMemberFields, PersonCircumstanceFields
from labordesk.services.people import HouseholdEntry, LoadedPerson, PersonData, load_person, read_health, save_person
from labordesk.services.people_search import PeopleQuery, search_people
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.people_page import HOA, Desk, add, desk, office, people
from tests.gui.pages.test_people import circumstance_id
from tests.services.welfare_office import Office

__all__ = ["desk", "office", "people"]

Key = Qt.Key
TWIN = "Trần Thị Hoà, sinh 05/01/1988, THCS Đồng Tâm (cùng họ tên, cùng ngày sinh)"


def found(office: Office, name: str) -> LoadedPerson:
    """Return the file of the only person of a name."""
    (row,) = (row for row in search_people(office.register, PeopleQuery(name), year=2026).rows if row.full_name == name)
    return load_person(office.register, row.id)


def press_link(inside: object, text: str) -> None:
    """Press a link by its words."""
    link = next(one for one in inside.findChildren(Link) if one.text() == text and one.isVisible())  # type: ignore[attr-defined]
    link.click()


def test_whole_new_person_goes_in_by_keyboard_alone(desk: Desk, office: Office) -> None:
    desk.ctrl(Key.Key_N)
    for text in ("Nguyễn Thị Thu", "12/3/85"):
        desk.type(text)
        desk.press(Key.Key_Return)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Down)  # Nữ
    desk.press(Key.Key_Return)
    desk.type("042185120476")
    for _field in range(7):  # past the day and place of issue, CMND, phone, sort name, standing
        desk.press(Key.Key_Return)
    desk.window.pick("song lam")
    desk.type("Chuyền 3")
    desk.ctrl(Key.Key_S)
    assert desk.page.panel is None
    fields = found(office, "Nguyễn Thị Thu").fields
    assert (fields.birth, fields.sex, fields.citizen_id) == ("1985-03-12", "female", "042185120476")
    assert (fields.standing, fields.unit_id, fields.department) == ("member", office.song_lam, "Chuyền 3")
    assert fields.land_title is None, "nobody said anything about the land"
    assert desk.page.card.facts is not None
    assert desk.page.card.facts.page.fields.full_name == "Nguyễn Thị Thu"
    current = desk.page.table.current()
    assert current is not None
    assert current.full_name == "Nguyễn Thị Thu"


def test_what_was_looked_for_becomes_the_name_when_it_can_be_one(desk: Desk) -> None:
    desk.look_for("Ngô Thị Sen")
    assert desk.new_form().form.input("full_name").state() == "Ngô Thị Sen"
    desk.press(Key.Key_Escape)
    desk.look_for("0912345678")
    assert desk.new_form().form.input("full_name").state() == ""


def test_another_page_asks_for_a_new_person_by_name(desk: Desk, context: Context) -> None:
    context.go("people", new="Ngô Thị Sen")
    desk.window.settle()
    assert desk.panel().form.input("full_name").state() == "Ngô Thị Sen"
    assert desk.page.header.title() == "Thêm người"
    desk.press(Key.Key_Escape)
    context.go("people", new="Lò Văn Pó")
    desk.window.settle()
    assert desk.panel().form.input("full_name").state() == "Lò Văn Pó", "the draft of another name is not in the way"


def test_name_in_capitals_is_offered_in_ordinary_letters_and_kept_until_taken(desk: Desk) -> None:
    form = desk.new_form().form
    desk.type("H'HEN NIÊ")
    desk.press(Key.Key_Return)
    assert form.input("full_name").state() == "H'HEN NIÊ"
    assert form.case_offer.link.isVisible()
    assert form.case_offer.link.text() == "Viết là “H'Hen Niê”"
    form.case_offer.link.click()
    assert form.input("full_name").state() == "H'Hen Niê"
    assert not form.case_offer.link.isVisible()


def test_name_in_mixed_letters_is_left_alone(desk: Desk) -> None:
    form = desk.new_form().form
    desk.type("Nguyễn Văn Quí")
    desk.press(Key.Key_Return)
    assert not form.case_offer.link.isVisible()


def test_number_is_held_against_birth_and_sex_while_typing(desk: Desk) -> None:
    form = desk.new_form().form
    form.input("full_name").set_text("Lê Thị Mơ")
    form.input("birth").set_text("1990")
    form.input("citizen_id").set_text("04208512047")
    QTest.qWait(300)
    assert form.input("citizen_id").note() == "còn thiếu 1 chữ số"
    form.input("citizen_id").set_text("042085120476")
    form.input("sex").set_value("female")
    QTest.qWait(300)
    note = form.input("citizen_id").note()
    assert "năm sinh theo số: 1985" in note
    assert "giới tính theo số: Nam" in note
    assert note not in desk.review(), "said beside the field, not twice"


def fill_twin(desk: Desk, *, number: str = "") -> None:
    form = desk.new_form().form
    form.input("full_name").set_text("Trần Thị Hòa")
    form.input("birth").set_text("5/1/1988")
    form.input("citizen_id").set_text(number)
    form.input("unit_id").set_value(desk.office.song_lam)
    desk.window.settle()


def test_probable_duplicate_is_shown_and_needs_an_explicit_choice(desk: Desk, office: Office) -> None:
    fill_twin(desk)
    assert desk.review() == [f"Có thể đã có trong sổ: {TWIN}."]
    desk.ctrl(Key.Key_S)
    assert desk.panel().notice() == f"Có thể đã có trong sổ: {TWIN}; hãy mở hồ sơ ấy, hoặc xác nhận đây là người khác."
    press_link(desk.panel().notices, "Vẫn là người khác")
    assert desk.panel().notices.texts() == []
    assert desk.panel().notice() == "", "answered"
    desk.ctrl(Key.Key_S)
    assert desk.page.panel is None
    assert found(office, "Trần Thị Hòa").fields.unit_id == office.song_lam


def test_other_file_is_opened_and_what_was_typed_stays(desk: Desk, people: dict[str, int]) -> None:
    fill_twin(desk)
    desk.review()
    press_link(desk.panel().notices, "Xem")
    desk.window.settle()
    assert desk.page.card.person_id() == people[HOA]
    assert desk.page.panel is None
    form = desk.new_form().form
    assert form.input("full_name").state() == "Trần Thị Hòa"
    assert form.input("birth").state() == "5/1/1988"


def test_number_of_somebody_else_is_kept_only_with_a_reason(desk: Desk, office: Office, notify: RecordedNotify) -> None:
    fill_twin(desk, number="042188001035")
    form = desk.panel().form
    form.input("full_name").set_text("Phạm Thị Lụa")
    (told,) = desk.review()
    assert told.startswith("Số CCCD này đã ghi cho Trần Thị Hoà, sinh 05/01/1988, THCS Đồng Tâm")
    desk.ctrl(Key.Key_S)
    assert desk.panel().notice().startswith("Số CCCD này đã ghi cho Trần Thị Hoà")
    notify.answer_next("Thẻ cấp trùng, đã báo công an xã")
    press_link(desk.panel().notices, "Vẫn lưu, nêu lý do")
    assert desk.panel().notices.texts()[0].endswith("vẫn lưu, lý do: Thẻ cấp trùng, đã báo công an xã")
    desk.ctrl(Key.Key_S)
    assert desk.page.panel is None
    assert "Thẻ cấp trùng, đã báo công an xã" in str(found(office, "Phạm Thị Lụa").fields.note)


def test_missing_name_and_unit_are_marked_beside_their_fields(desk: Desk) -> None:
    form = desk.new_form().form
    desk.ctrl(Key.Key_S)
    assert form.input("full_name").shown_problem()
    assert form.input("unit_id").shown_problem()
    assert desk.window.focus() is form.input("full_name").editor()


def test_escape_keeps_what_was_typed_for_the_next_time(desk: Desk) -> None:
    desk.new_form()
    desk.type("Ngô Thị Sen")
    desk.press(Key.Key_Escape)
    assert desk.page.panel is None
    assert desk.window.focus() is desk.page.filters.search
    panel = desk.new_form()
    assert panel.form.input("full_name").state() == "Ngô Thị Sen"
    panel.drop_draft()
    assert panel.form.input("full_name").state() == ""


def test_new_unit_counts_from_its_day_and_the_old_one_stays_in_the_history(
    desk: Desk, office: Office, people: dict[str, int]
) -> None:
    person = desk.open("Đặng Thị Ánh")
    desk.press(Key.Key_F2)
    form = desk.panel().form
    form.input("unit_id").set_value(office.phu_thinh)
    desk.window.settle()
    form.input("moved_on").set_value(date(2026, 2, 1))
    desk.ctrl(Key.Key_S)
    assert desk.page.panel is None
    with office.register.reading() as session:
        rows = session.exec(select(Membership).where(Membership.person_id == person).order_by(col(Membership.id))).all()
        assert [(row.unit_id, row.since, row.until) for row in rows] == [
            (office.song_lam, None, date(2026, 1, 31)),
            (office.phu_thinh, date(2026, 2, 1), None),
        ]
    assert "Đơn vị đã qua" in desk.card_words()


def test_household_line_keeps_its_row_and_the_link_to_the_relative(
    desk: Desk, office: Office, people: dict[str, int]
) -> None:
    before = load_person(office.register, people[HOA]).household
    desk.open(HOA)
    desk.page.card.household_button.click()
    desk.window.settle()
    rows = desk.panel().form.lines["household"]
    assert rows.count() == 2, "a line is offered after those that are there"
    rows.input(0, "occupation").set_text("Công nhân gỗ")
    desk.type("Nguyễn Gia Bảo")
    rows.input(1, "relation").set_value("child")
    rows.input(1, "birth").set_text("2015")
    desk.ctrl(Key.Key_S)
    assert desk.page.panel is None
    kept, added = load_person(office.register, people[HOA]).household
    assert (kept.id, kept.relative_id) == (before[0].id, people["Nguyễn Văn Bình"])
    assert kept.fields.occupation == "Công nhân gỗ"
    assert (added.fields.full_name, added.fields.relation, added.fields.birth) == ("Nguyễn Gia Bảo", "child", "2015")
    assert "Con · 2015" in desk.card_words()


def test_draft_of_a_household_keeps_the_row_it_belongs_to(desk: Desk, office: Office, people: dict[str, int]) -> None:
    before = load_person(office.register, people[HOA]).household
    desk.open(HOA)
    desk.press(Key.Key_F2)
    desk.panel().form.lines["household"].input(0, "occupation").set_text("Thợ mộc")
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_F2)
    assert desk.panel().form.lines["household"].input(0, "occupation").state() == "Thợ mộc"
    desk.ctrl(Key.Key_S)
    (kept,) = load_person(office.register, people[HOA]).household
    assert (kept.id, kept.relative_id, kept.fields.occupation) == (before[0].id, people["Nguyễn Văn Bình"], "Thợ mộc")


def test_circumstance_is_written_as_a_line(desk: Desk, office: Office, people: dict[str, int]) -> None:
    desk.open(HOA)
    desk.press(Key.Key_F2)
    rows = desk.panel().form.lines["circumstances"]
    rows.add_line()
    desk.window.pick("nha tam")
    desk.type("2022")
    desk.ctrl(Key.Key_S)
    (one,) = load_person(office.register, people[HOA]).circumstances
    assert (one.circumstance_id, one.since) == (circumstance_id(office, "NHA-TAM"), "2022")
    assert "Nhà tạm, dột nát" in desk.card_words()


def with_health(office: Office, detail: str, *, consent: bool = True) -> None:
    person = add(office, "Võ Thị Xuân", office.song_lam, consent=consent)
    loaded = load_person(office.register, person)
    save_person(office.register, PersonData(loaded.fields, health=detail), person_id=person)


def test_health_stays_unread_and_untouched_unless_it_is_shown(
    desk: Desk, office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_health(office, "Suy thận")
    desk.look_for("xuân")
    desk.press(Key.Key_F2)
    form = desk.panel().form
    assert form.input("health").is_empty()
    form.input("job").set_text("Công nhân may")
    desk.ctrl(Key.Key_S)
    person = found(office, "Võ Thị Xuân")
    assert read_health(office.register, person.id) == "Suy thận"
    monkeypatch.setattr(logging.getLogger("labordesk"), "propagate", True)
    with caplog.at_level(logging.INFO, logger="labordesk"):
        desk.press(Key.Key_F2)
        form = desk.panel().form
        form.show_sensitive()
        desk.window.settle()
    assert caplog.messages == [f"health shown: person {person.id}"]
    assert form.input("health").state() == "Suy thận"
    assert not form.dirty, "reading it is no change"
    form.input("health").set_text("Suy thận độ 3")
    desk.ctrl(Key.Key_S)
    assert read_health(office.register, person.id) == "Suy thận độ 3"


def test_dropping_a_draft_does_not_take_the_health_away(desk: Desk, office: Office) -> None:
    with_health(office, "Suy thận")
    desk.look_for("xuân")
    desk.press(Key.Key_F2)
    desk.panel().form.show_sensitive()
    desk.window.settle()
    desk.panel().form.input("job").set_text("Thợ may")
    desk.panel().drop_draft()
    assert desk.panel().form.input("health").state() == "Suy thận"
    desk.panel().form.input("job").set_text("Thợ cắt")
    desk.ctrl(Key.Key_S)
    assert read_health(office.register, found(office, "Võ Thị Xuân").id) == "Suy thận"


def test_health_without_consent_is_refused_with_the_reason(desk: Desk, office: Office) -> None:
    add(office, "Võ Thị Xuân", office.song_lam)
    desk.look_for("xuân")
    desk.press(Key.Key_F2)
    form = desk.panel().form
    form.show_sensitive()
    desk.window.settle()
    form.input("health").set_text("Suy thận")
    desk.ctrl(Key.Key_S)
    assert desk.panel().notice().startswith("Chưa có đồng ý của người này")


def test_two_hands_on_one_file_choose_field_by_field(desk: Desk, office: Office, people: dict[str, int]) -> None:
    desk.open(HOA)
    desk.press(Key.Key_F2)
    form = desk.panel().form
    loaded = load_person(office.register, people[HOA])
    theirs = PersonData(
        loaded.fields.model_copy(update={"job": "Hiệu phó", "phone": "0987654321"}),
        (
            HouseholdEntry(
                HouseholdMemberFields(full_name="Nguyễn Văn Bình", birth="1984"), loaded.household[0].id, None
            ),
        ),
        (PersonCircumstanceFields(circumstance_id=circumstance_id(office, "CAN-NGHEO"), since="2024"),),
    )
    save_person(office.register, theirs, person_id=loaded.id, row_version=loaded.row_version)
    form.input("job").set_text("Giáo viên")

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, ConflictDialog)
        chosen = dialog.chosen()
        assert {"job", "phone", "household", "circumstances"} <= set(chosen)
        for name in ("phone", "household", "circumstances"):
            dialog.take_theirs(name)
        assert any(
            "Hộ cận nghèo · 2024" in button.text() for button in dialog.findChildren(type(dialog._theirs["job"]))
        )
        dialog.accept()

    desk.window.in_dialog(choose)
    desk.ctrl(Key.Key_S)
    desk.window.settle()
    assert desk.page.panel is None
    after = load_person(office.register, people[HOA])
    assert (after.fields.job, after.fields.phone) == ("Giáo viên", "0987654321")
    assert after.household[0].relative_id is None
    assert after.circumstances[0].since == "2024"


def test_namesakes_do_not_nag_who_only_changes_a_file(desk: Desk, office: Office) -> None:
    add(office, "Đặng Thị Ánh", office.phu_thinh, birth="1990")
    desk.page.list.reload()
    desk.window.settle()
    desk.open("Đặng Thị Ánh")
    desk.press(Key.Key_F2)
    assert desk.review() == []
