"""Working off people entered twice: the list, the comparison, deciding by key, parting again on the card."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from labordesk.gui.buttons import Link
from labordesk.gui.pages.people_compare_fields import HIDDEN
from labordesk.gui.pages.people_pairs import PairsView
from labordesk.model import Person
from labordesk.model.keys import person_keys
from labordesk.model.person import PersonFields
from labordesk.services.duplicate_pairs import PairQuery, count_pairs
from labordesk.services.people import PersonData, load_person, save_person
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.people_page import HOA, Desk, add, desk, give, office, people

__all__ = ["desk", "office", "people"]

TWIN = "TRẦN THỊ HÒA"


@pytest.fixture
def twin(desk: Desk, people: dict[str, int]) -> int:
    """Hoà typed again in another unit, with a phone, a bank account and a gift of the same Tết; and a doubtful pair."""
    office = desk.office
    fields = PersonFields(
        full_name=TWIN, unit_id=office.song_lam, birth="1988-01-05", phone="0977123456", bank_account="0123456789"
    )
    with office.register.writing() as session:
        person = Person.model_validate(fields, update=vars(person_keys(TWIN, "1988-01-05")))
        session.add(person)
        session.flush()
        found = person.id or 0
    give(office, found, 500_000, date(2026, 1, 20))
    add(office, "Lê Văn Sơn", office.song_lam, birth="1975-02-03")
    add(office, "Lê Văn Sơn", office.song_lam, birth="1975-02-08")
    return found


def pairs_of(desk: Desk) -> PairsView:
    assert desk.page.pairs is not None
    return desk.page.pairs


def open_pairs(desk: Desk) -> PairsView:
    """Press the button of the page and let the register be looked through."""
    desk.page.pairs_button.click()
    desk.window.settle()
    view = pairs_of(desk)
    view.scan_button.click()
    desk.window.settle()
    desk.window.shell.activateWindow()  # a slow scan has shown its progress in a window of its own
    QTest.qWaitForWindowActive(desk.window.shell)
    desk.window.settle()
    return view


def names(view: PairsView) -> list[str]:
    return [row.first.full_name for row in view.table.rows()]


def test_a_scan_fills_the_list_and_the_count_on_the_button(desk: Desk, twin: int, notify: RecordedNotify) -> None:
    view = open_pairs(desk)
    assert names(view) == [HOA, "Lê Văn Sơn"]
    assert "1 cặp gần như chắc chắn" in notify.infos[-1]
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.pairs is None
    assert desk.page.pairs_button.text() == "Hồ sơ trùng (2)"


def test_the_first_pair_is_compared_with_differing_fields_first(desk: Desk, people: dict[str, int], twin: int) -> None:
    view = open_pairs(desk)
    found = view.compare.comparison
    assert found is not None
    assert (found.left.id, found.right.id) == (people[HOA], twin)
    rows = view.compare.fields.table.rows()
    differing = [row.differs for row in rows]
    assert differing == sorted(differing, reverse=True)
    sides = {row.id: row.side for row in rows}
    assert (sides["full_name"], sides["phone"], sides["citizen_id"]) == ("left", "right", "left")
    account = next(row for row in rows if row.id == "bank_account")
    assert account.right == HIDDEN
    view.compare.show_sensitive()
    assert next(row for row in view.compare.fields.table.rows() if row.id == "bank_account").right == "0123456789"


def test_a_side_is_chosen_by_key_and_enter_merges(
    desk: Desk, people: dict[str, int], twin: int, notify: RecordedNotify
) -> None:
    view = open_pairs(desk)
    view.compare.fields.table.select("full_name")
    view.compare.fields.table.view.setFocus()
    desk.press(Qt.Key.Key_2)
    assert "full_name" in view.compare.fields.from_right()
    notify.answer_next("merge")
    desk.press(Qt.Key.Key_Return)
    desk.window.settle()
    fields = load_person(desk.office.register, people[HOA]).fields
    assert (fields.full_name, fields.phone, fields.citizen_id) == (TWIN, "0977123456", "042188001035")
    assert "tách lại được bất cứ lúc nào" in notify.infos[-1]
    assert names(view) == ["Lê Văn Sơn"]


def test_closing_the_question_merges_nothing(desk: Desk, twin: int, notify: RecordedNotify) -> None:
    view = open_pairs(desk)
    view.compare.merge_button.click()
    desk.window.settle()
    assert notify.questions[-1].startswith("Gộp hồ sơ của TRẦN THỊ HÒA")
    assert load_person(desk.office.register, twin).fields.full_name == TWIN


def test_k_says_they_are_two_people_for_good_until_taken_back(desk: Desk, twin: int) -> None:
    view = open_pairs(desk)
    view.table.view.setFocus()
    desk.press(Qt.Key.Key_K)
    desk.window.settle()
    assert names(view) == ["Lê Văn Sơn"]
    view.decision.choose("different")
    desk.window.settle()
    assert names(view) == [HOA]
    view.compare.reopen_button.click()
    desk.window.settle()
    assert names(view) == []
    view.decision.choose("open")
    desk.window.settle()
    assert names(view) == [HOA, "Lê Văn Sơn"]


def test_s_leaves_a_pair_for_later_and_goes_on(desk: Desk, twin: int) -> None:
    view = open_pairs(desk)
    view.table.view.setFocus()
    desk.press(Qt.Key.Key_S)
    assert view.table.current().first.full_name == "Lê Văn Sơn"
    assert count_pairs(desk.office.register, PairQuery()) == 2


def test_the_list_is_narrowed_by_how_alike_they_are(desk: Desk, twin: int) -> None:
    view = open_pairs(desk)
    view.verdict.choose("review")
    desk.window.settle()
    assert names(view) == ["Lê Văn Sơn"]


def test_two_citizen_ids_ask_for_a_reason_before_merging(
    desk: Desk, people: dict[str, int], twin: int, notify: RecordedNotify
) -> None:
    loaded = load_person(desk.office.register, twin)
    data = PersonData(loaded.fields.model_copy(update={"citizen_id": "042188001036"}))
    save_person(desk.office.register, data, person_id=twin, row_version=loaded.row_version)
    desk.window.shell.go("people", pairs=True, person=people[HOA], other=twin)
    desk.window.settle()
    compare = pairs_of(desk).compare
    assert any("Hai số CCCD khác nhau" in text for text in compare.words())
    compare.merge()
    desk.window.settle()
    assert load_person(desk.office.register, twin).id == twin
    notify.answer_next("Số sau chép nhầm", "merge")
    compare.merge()
    desk.window.settle()
    left = load_person(desk.office.register, people[HOA]).fields
    assert {"042188001035", "042188001036"} == {left.citizen_id, (left.note or "").split()[-1]}


def test_a_likely_twin_is_compared_from_the_card(desk: Desk, people: dict[str, int], twin: int) -> None:
    desk.look_for("tran thi hoa")
    desk.open(HOA)
    link = next(one for one in desk.page.card.findChildren(Link) if one.text() == "So sánh")
    link.click()
    desk.window.settle()
    found = pairs_of(desk).compare.comparison
    assert found is not None
    assert {found.left.id, found.right.id} == {people[HOA], twin}


def test_a_twin_said_to_be_another_disappears_from_the_card(desk: Desk, twin: int) -> None:
    desk.look_for("tran thi hoa")
    desk.open(HOA)
    next(one for one in desk.page.card.findChildren(Link) if one.text() == "Không phải cùng một người").click()
    desk.window.settle()
    assert not any("Có thể cùng là một người" in text for text in desk.card_words())


def test_a_merged_file_is_parted_on_its_card(
    desk: Desk, people: dict[str, int], twin: int, notify: RecordedNotify
) -> None:
    view = open_pairs(desk)
    notify.answer_next("merge")
    view.compare.merge()
    desk.window.settle()
    desk.page.show_person(people[HOA])
    desk.window.settle()
    assert any("Đã gộp hồ sơ" in text for text in desk.card_words())
    notify.answer_next("part")
    next(one for one in desk.page.card.findChildren(Link) if one.text() == "Tách lại").click()
    desk.window.settle()
    assert load_person(desk.office.register, twin).fields.full_name == TWIN
    assert notify.infos[-1] == "Đã tách lại hồ sơ của TRẦN THỊ HÒA."


def test_the_household_s_aid_stands_on_the_card(desk: Desk) -> None:
    desk.look_for("tran thi hoa")
    desk.open(HOA)
    words = desk.card_words()
    assert "Hộ gia đình đã được hỗ trợ" in words
    assert any("1 lần, 1.000.000 đ" in text for text in words)


def test_everything_in_the_list_can_be_reached_without_a_mouse(desk: Desk, twin: int) -> None:
    view = open_pairs(desk)
    view.table.view.setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_Return)
    assert view.compare.isAncestorOf(desk.window.focus())
    for label in view.compare.findChildren(QLabel):
        assert "None" not in label.text()
    listed = desk.page.keys()
    assert {"1 2", "K", "S"} <= {one.keys for one in listed}
