"""Questions about a list are grouped, answered by digits, for all rows or one by one, and taken back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labordesk.gui.pages.imports_wizard import COLUMNS, QUESTIONS, SHEETS, TARGET
from labordesk.model.person import PersonFields
from labordesk.services.people import PersonData, save_person
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.hand import type_text
from tests.gui.pages.imports_page import Wizard, office, wizard
from tests.gui.pages.window import CTRL

__all__ = ["office", "wizard"]

UNIT = "CĐCS May Sông Lam"


def row(number: int, name: str, born: Any = 1992, cccd: str = "", unit: str = UNIT, amount: Any = 500_000) -> Any:
    return number, name, born, cccd, unit, amount


def test_one_answer_settles_all_doubtful_amounts(wizard: Wizard) -> None:
    wizard.office.campaign()
    rows = [row(1, "Hoàng Thị Lan", amount="1.147 triệu"), row(2, "Thái Thanh Tuyết", amount="1.250 triệu")]
    wizard.take_rows(rows)
    wizard.go(QUESTIONS)
    question = wizard.question("cell")
    panel = wizard.page.wizard.questions.panel
    assert len(question.items) == 2
    assert panel.title.text() == "2 ô “Số tiền” chưa rõ"
    assert panel.all_box.isChecked()
    assert panel.ways.words()[0] == "“1.147 triệu” là 1.147.000 đồng"
    wizard.press(Qt.Key.Key_1)
    assert [one.values.get("amount") for one in wizard.preview.rows] == [1_147_000, 1_250_000]
    assert not any(one.field == "amount" and one.severity == "ask" for one in wizard.file.questions)


def test_rows_are_answered_one_by_one_after_a(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Hoàng Thị Lan", amount="1.147 triệu"), row(2, "Lê Thị Nga", amount="1.250 triệu")])
    wizard.go(QUESTIONS)
    wizard.question("cell")
    panel = wizard.page.wizard.questions.panel
    wizard.press(Qt.Key.Key_A)
    assert panel.one_box.isChecked()
    wizard.press(Qt.Key.Key_2)
    assert [one.values.get("amount") for one in wizard.preview.rows] == [1_147_000_000, None]
    assert len(panel.scope()) == 1
    assert panel.scope()[0].place == ("Danh sách", 9)


def test_answer_is_taken_back_with_ctrl_z(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Hoàng Thị Lan", amount="1.147 triệu")])
    wizard.go(QUESTIONS)
    wizard.question("cell")
    wizard.press(Qt.Key.Key_1)
    assert wizard.preview.rows[0].values["amount"] == 1_147_000
    wizard.press(Qt.Key.Key_Z, CTRL)
    assert wizard.preview.rows[0].values.get("amount") is None
    assert wizard.question("cell").field == "amount"


def test_wrong_cell_is_typed_right_where_it_is_shown(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Ngô Thanh Vân", born="31/02/1990")])
    wizard.go(QUESTIONS)
    question = wizard.question("cell")
    panel = wizard.page.wizard.questions.panel
    assert question.severity == "error"
    wizard.press(Qt.Key.Key_Return)
    assert panel.input is not None
    editor = panel.input.editor()
    assert editor.hasFocus()
    type_text(editor, "28/02/1990")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wizard.settle()
    assert wizard.preview.rows[0].values["born"] == "1990-02-28"
    assert wizard.preview.rows[0].is_good


def test_value_that_is_none_is_refused_beside_the_field(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Ngô Thanh Vân", born="31/02/1990")])
    wizard.go(QUESTIONS)
    wizard.question("cell")
    panel = wizard.page.wizard.questions.panel
    wizard.press(Qt.Key.Key_Return)
    assert panel.input is not None
    type_text(panel.input.editor(), "30/02/1990")
    QTest.keyClick(panel.input.editor(), Qt.Key.Key_Return)
    wizard.settle()
    assert panel.input.problem()
    assert not wizard.preview.rows[0].is_good


HEADINGS_BY_SEX = ("STT", "Họ và tên", "Năm sinh nam", "Năm sinh nữ", "Đơn vị", "Số tiền")


def test_birth_under_nu_is_typed_right_and_tells_the_sex(wizard: Wizard) -> None:
    wizard.office.campaign()
    rows = [(1, "Ngô Thanh Vân", None, "31/02/1990", UNIT, 500_000), (2, "Lê Văn An", 1980, None, UNIT, 500_000)]
    wizard.take_rows(rows, headings=HEADINGS_BY_SEX)
    wizard.go(QUESTIONS)
    question = wizard.question("cell")
    assert question.field == "born"
    panel = wizard.page.wizard.questions.panel
    wizard.press(Qt.Key.Key_Return)
    assert panel.input is not None
    type_text(panel.input.editor(), "1990")
    QTest.keyClick(panel.input.editor(), Qt.Key.Key_Return)
    wizard.settle()
    assert wizard.preview.rows[0].values["born"] == "1990"
    assert wizard.preview.rows[0].values["sex"] == "female"


def test_wrong_cell_is_left_empty(wizard: Wizard) -> None:
    wizard.office.campaign()
    rows = [(1, "Ngô Thanh Vân", None, "31/02/1990", UNIT, 500_000), (2, "Lê Văn An", 1980, None, UNIT, 500_000)]
    wizard.take_rows(rows, headings=HEADINGS_BY_SEX)
    wizard.go(QUESTIONS)
    wizard.question("cell")
    wizard.press(Qt.Key.Key_X)
    assert wizard.page.wizard.sheets.grid.currentIndex().column() == 3
    wizard.go(QUESTIONS)
    wizard.question("cell")
    assert wizard.page.wizard.questions.panel.ways.words()[0] == "Để trống ô này"
    wizard.press(Qt.Key.Key_1)
    assert wizard.preview.rows[0].is_good
    assert wizard.preview.rows[0].values.get("born") is None


def test_digit_answers_while_the_keyboard_is_on_an_answer(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Hoàng Thị Lan", amount="1.147 triệu"), row(2, "Lê Thị Nga", born="31/02/1990")])
    wizard.go(QUESTIONS)
    wizard.question("cell")
    panel = wizard.page.wizard.questions.panel
    panel.ways.buttons()[1].setFocus()
    wizard.press(Qt.Key.Key_1)
    assert wizard.preview.rows[0].values["amount"] == 1_147_000
    assert panel.table.view.hasFocus()
    assert panel.title.text() == "1 ô “Ngày sinh” sai"


def test_row_may_be_left_out_and_the_rest_written(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Ngô Thanh Vân", born="31/02/1990"), row(2, "Lê Thị Nga")])
    wizard.go(QUESTIONS)
    wizard.question("cell")
    ways = wizard.page.wizard.questions.panel.ways.words()
    wizard.press(Qt.Key(Qt.Key.Key_1.value + ways.index("Bỏ dòng này, không ghi")))
    assert (wizard.file.counts.out, wizard.file.counts.good, wizard.file.counts.rejected) == (1, 1, 0)


def test_person_of_the_register_is_shown_beside_the_row_and_taken(wizard: Wizard) -> None:
    wizard.office.campaign()
    fields = PersonFields(full_name="Hoàng Thị Lan", birth="1992-05-06", unit_id=wizard.office.phu_thinh)
    known = save_person(wizard.office.register, PersonData(fields)).id
    wizard.take_rows([row(1, "Hoàng Thị Lan", born=1992)])
    wizard.go(QUESTIONS)
    wizard.question("person")
    panel = wizard.page.wizard.questions.panel
    assert panel.compare.isVisible()
    assert "Hoàng Thị Lan" in panel.compare.texts()
    assert panel.ways.words() == ["Cùng người trong sổ", "Người mới, lập hồ sơ riêng"]
    wizard.press(Qt.Key.Key_1)
    assert wizard.preview.rows[0].chosen == known


def test_new_person_is_said_to_be_somebody_else(wizard: Wizard) -> None:
    wizard.office.campaign()
    fields = PersonFields(full_name="Hoàng Thị Lan", birth="1992-05-06", unit_id=wizard.office.phu_thinh)
    save_person(wizard.office.register, PersonData(fields))
    wizard.take_rows([row(1, "Hoàng Thị Lan", born=1992)])
    wizard.go(QUESTIONS)
    wizard.question("person")
    wizard.press(Qt.Key.Key_2)
    assert wizard.file.order.people == {("Danh sách", 8): None}
    assert wizard.preview.rows[0].chosen is None
    assert all(one.topic != "person" for one in wizard.file.questions)


def test_second_gift_is_written_only_with_a_reason(wizard: Wizard, notify: RecordedNotify) -> None:
    wizard.office.campaign()
    twice = row(1, "Hoàng Thị Lan", cccd="046192613950"), row(2, "Hoàng Thị Lan", cccd="046192613950")
    wizard.take_rows(twice)
    wizard.go(QUESTIONS)
    question = wizard.question("rule")
    assert len(question.items) == 1
    notify.answer_next("Nhận thay phần của mẹ")
    wizard.press(Qt.Key.Key_1)
    assert notify.questions == ["Vì sao vẫn ghi 1 dòng này?"]
    assert all(one.is_good for one in wizard.preview.rows)
    assert wizard.file.order.reasons == {("Danh sách", 9): "Nhận thay phần của mẹ"}


def test_no_reason_given_leaves_the_question_open(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Hoàng Thị Lan", cccd="046192613950"), row(2, "Hoàng Thị Lan", cccd="046192613950")])
    wizard.go(QUESTIONS)
    wizard.question("rule")
    wizard.press(Qt.Key.Key_1)
    assert wizard.file.order.reasons == {}
    assert wizard.question("rule").blocks


def test_unknown_units_are_asked_by_their_names(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Hoàng Thị Lan", unit="CĐCS Chế biến thủy sản Biển Đông"), row(2, "Lê Thị Nga")])
    wizard.go(QUESTIONS)
    question = wizard.question("unit")
    assert [item.unit.written for item in question.items if item.unit] == ["CĐCS Chế biến thủy sản Biển Đông"]
    ways = wizard.page.wizard.questions.panel.ways.words()
    wizard.press(Qt.Key(Qt.Key.Key_1.value + ways.index("Thêm đơn vị mới “CĐCS Chế biến thủy sản Biển Đông”")))
    assert wizard.file.order.units == {"CĐCS Chế biến thủy sản Biển Đông": None}
    assert all(one.topic != "unit" for one in wizard.file.questions)


def test_sum_that_does_not_agree_is_shown(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Hoàng Thị Lan"), row(2, "Lê Thị Nga")], total=1_500_000)
    wizard.go(QUESTIONS)
    wizard.question("total")
    panel = wizard.page.wizard.questions.panel
    assert panel.title.text() == "Tổng ghi trong tệp không khớp"
    assert "1.500.000" in panel.table.model.text(0, 3)


def test_cell_of_a_question_is_shown_in_its_sheet(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Lê Thị Nga"), row(2, "Ngô Thanh Vân", born="31/02/1990")])
    wizard.go(QUESTIONS)
    wizard.question("cell")
    wizard.press(Qt.Key.Key_X)
    grid = wizard.page.wizard.sheets.grid
    assert wizard.page.wizard.here() == SHEETS
    assert (grid.current_row(), grid.currentIndex().column()) == (9, 2)


def test_campaign_that_is_to_be_added_is_told(wizard: Wizard) -> None:
    wizard.take_rows([row(1, "Lê Thị Nga")])
    wizard.go(TARGET)
    step = wizard.page.wizard.target
    assert wizard.preview.target.campaign_id is None
    assert step._why.text().startswith(f"Đợt “{wizard.preview.target.campaign_name}” sẽ được lập khi ghi.")
    assert "1 người mới được lập hồ sơ." in step.facts()


def test_looking_at_the_target_settles_nothing(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Lê Thị Nga")])
    before = wizard.file.order
    for step in (COLUMNS, TARGET, QUESTIONS):
        wizard.go(step)
    assert wizard.file.order == before
    assert not wizard.file.can_go_back()


def test_list_may_become_another_kind(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Lê Thị Nga")])
    wizard.go(TARGET)
    kind = wizard.page.wizard.target.kind
    kind.choose("people")
    kind.activated.emit(kind.currentIndex())
    wizard.settle()
    assert wizard.preview.read.kind == "people"
    assert wizard.page.wizard.target.facts() == ["1 người mới được lập hồ sơ.", "Tổng số tiền đọc được: 500.000 đồng."]


def test_questions_left_are_counted_on_the_step(wizard: Wizard) -> None:
    wizard.office.campaign()
    wizard.take_rows([row(1, "Lê Thị Nga"), row(2, "Ngô Thanh Vân", born="31/02/1990")])
    wizard.go(COLUMNS)
    assert wizard.page.wizard.bar.buttons[QUESTIONS].note() == "1"
    wizard.go(QUESTIONS)
    assert wizard.page.wizard.questions.left.text() == "Còn 1 việc phải xem"
