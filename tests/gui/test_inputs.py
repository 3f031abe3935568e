"""Every input reads what officers type, shows what is wrong beside itself, and keeps what was typed."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from labordesk.errors import InvalidInput
from labordesk.fields import (
    Area,
    Choice,
    CitizenId,
    Count,
    Day,
    Flag,
    Kind,
    LongText,
    Money,
    OldId,
    PartialDay,
    Percent,
    PersonName,
    Phone,
    Reference,
    Spec,
    Text,
    kinds,
)
from labordesk.gui.context import Context
from labordesk.gui.inputs.base import FieldInput
from labordesk.gui.inputs.choice import Select
from labordesk.gui.inputs.make import input_for
from labordesk.gui.inputs.money import MoneyEdit
from labordesk.gui.inputs.reference import Lookup, ReferencePicker
from labordesk.gui.suggestions import Found

Make = Callable[[FieldInput], Any]
SEX = Choice(options=(("male", "Nam"), ("female", "Nữ")))
PEOPLE = [Found(1, "Trần Thị Hoà", "1988 · CĐCS Đồng Tâm"), Found(2, "Phạm Ngọc Hoà", "1990"), Found(3, "Lê An")]


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Make]:
    """Put an input into a window beside another widget that can take the focus."""

    windows: list[QWidget] = []

    def put(one: FieldInput) -> Any:
        window = QWidget()
        layout = QVBoxLayout(window)
        layout.addWidget(one)
        other = QWidget()
        other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        other.setObjectName("other")
        layout.addWidget(other)
        windows.append(window)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        one.editor().setFocus()
        return one

    yield put
    for window in windows:
        window.close()
        window.deleteLater()


def leave(one: FieldInput) -> None:
    other = one.window().findChild(QWidget, "other")
    assert other is not None
    other.setFocus()


def type_in(one: FieldInput, text: str) -> None:
    QTest.keyClicks(one.editor(), text)


def made(kind: Kind, name: str = "Ô") -> FieldInput:
    return input_for("field", Spec(name, kind))


@pytest.mark.parametrize(
    ("kind", "typed", "value", "tidied"),
    [
        (Money(), "1tr5", 1_500_000, "1.500.000"),
        (Money(), "8500000", 8_500_000, "8.500.000"),
        (Money(), "500k", 500_000, "500.000"),
        (Day(), "5/1/26", date(2026, 1, 5), "05/01/2026"),
        (PartialDay(), "1985", "1985", "1985"),
        (PartialDay(), "3/1985", "1985-03", "03/1985"),
        (PartialDay(), "12/3/1985", "1985-03-12", "12/03/1985"),
        (Count(), "1.240", 1240, "1.240"),
        (Percent(), "75", 75, "75%"),
        (Area(), "59,8", 5980, "59,8"),
        (CitizenId(), "042 188 000 035", "042188000035", "042188000035"),
        (OldId(), "183 456 789", "183456789", "183456789"),
        (Phone(), "0912 345 678", "0912345678", "0912345678"),
        (PersonName(), "  Y  Moan   Eban ", "Y Moan Eban", "Y Moan Eban"),
        (Text(), " To 3,  thon Dong ", "To 3, thon Dong", "To 3, thon Dong"),
    ],
)
def test_typed_text_becomes_a_value_and_is_tidied_on_leaving(
    shown: Make, kind: Kind, typed: str, value: object, tidied: str
) -> None:
    one = shown(made(kind))
    type_in(one, typed)
    assert one.editor().text() == typed
    leave(one)
    assert one.editor().text() == tidied
    assert one.value() == value
    assert one.problem() == ""


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Money(), "abc"),
        (Day(), "32/1/2026"),
        (Day(), "1985"),
        (PartialDay(), "13/13/1985"),
        (Count(), "muoi"),
        (CitizenId(), "12345"),
        (Phone(), "0912"),
        (PersonName(), "12"),
        (Area(), "to"),
    ],
)
def test_wrong_text_stays_and_the_reason_stands_beside_it(shown: Make, kind: Kind, typed: str) -> None:
    one = shown(made(kind))
    type_in(one, typed)
    assert one.shown_problem() == ""
    leave(one)
    assert one.editor().text() == typed
    assert one.shown_problem() == one.problem() != ""
    assert one.editor().accessibleDescription() == one.problem()
    assert one.editor().property("wrong") == "true"
    with pytest.raises(InvalidInput):
        one.value()
    one.editor().setFocus()
    type_in(one, "1")
    assert one.shown_problem() == ""


@pytest.mark.parametrize(
    "kind", [Money(), Day(), PartialDay(), Count(), CitizenId(), Phone(), PersonName(), LongText(), SEX]
)
def test_empty_field_is_no_value_and_no_problem(shown: Make, kind: Kind) -> None:
    one = shown(made(kind))
    assert one.is_empty()
    assert one.value() is None
    leave(one)
    assert one.shown_problem() == ""


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Money(), 8_500_000),
        (Day(), date(2026, 1, 5)),
        (PartialDay(), "1985-03"),
        (Count(), 12),
        (Area(), 5980),
        (CitizenId(), "042188000035"),
        (PersonName(), "H'Hen Niê"),
        (LongText(), "Chồng mất.\nNuôi hai con nhỏ."),
        (SEX, "female"),
        (Flag(), True),
    ],
)
def test_value_put_in_comes_out_again(shown: Make, kind: Kind, value: object) -> None:
    one = shown(made(kind))
    told: list[bool] = []
    one.changed.connect(lambda: told.append(True))
    one.set_value(value)
    assert one.value() == value
    assert told
    draft = one.text()
    again = shown(made(kind))
    again.set_text(draft)
    assert again.value() == value
    one.set_value(None)
    assert not one.value()


def test_every_input_has_the_name_of_its_field(context: Context, qtbot: QtBot) -> None:
    lookup = Lookup(lambda text: [], lambda one: "")
    for kind in (Money(), Day(), Count(), SEX, Flag(), LongText(), Text(), Reference(target="unit")):
        one = input_for("field", Spec("Số tiền hỗ trợ", kind), {"unit": lookup}, context.work)
        qtbot.addWidget(one)
        assert one.editor().accessibleName() == "Số tiền hỗ trợ"


# money


def test_amount_is_said_in_words_while_it_is_typed(shown: Make) -> None:
    one: MoneyEdit = shown(made(Money()))
    type_in(one, "1tr5")
    assert one.note() == "Một triệu năm trăm nghìn đồng"
    assert one.editor().text() == "1tr5"
    type_in(one, "x")
    assert one.note() == ""


def test_amount_being_composed_is_said_in_words_too(shown: Make) -> None:
    one: MoneyEdit = shown(made(Money()))
    type_in(one, "2 ")
    QApplication.sendEvent(one.editor(), QInputMethodEvent("triệu", []))
    assert one.note() == "Hai triệu đồng"


def test_doubtful_amount_offers_its_readings_and_takes_the_chosen_one(shown: Make) -> None:
    one: MoneyEdit = shown(made(Money()))
    entered: list[bool] = []
    one.entered.connect(lambda: entered.append(True))
    one.set_text("1.147 triệu")
    QTest.keyClick(one.editor(), Qt.Key.Key_Return)
    assert entered == []
    assert one.shown_problem()
    assert [button.texts()[0] for button in one.choices()][:1] == ["1.147.000.000 đ"]
    assert one.choices()[0].hasFocus()
    assert one.choices()[0].texts()[1] == "Một tỷ một trăm bốn mươi bảy triệu đồng"
    QTest.keyClick(one.choices()[0], Qt.Key.Key_Space)
    assert one.value() == 1_147_000_000
    assert one.choices() == []
    assert one.shown_problem() == ""
    assert entered == [True]


def test_readings_go_away_when_the_amount_is_typed_anew(shown: Make) -> None:
    one: MoneyEdit = shown(made(Money()))
    one.set_text("1.147 triệu")
    leave(one)
    assert one.choices()
    one.set_text("1147 triệu")
    assert one.choices() == []


# dates, numbers


def test_arrow_keys_move_a_full_date_and_leave_a_partial_one(shown: Make) -> None:
    one = shown(made(Day()))
    one.set_value(date(2026, 2, 28))
    QTest.keyClick(one.editor(), Qt.Key.Key_Up)
    assert one.value() == date(2026, 3, 1)
    QTest.keyClick(one.editor(), Qt.Key.Key_Down)
    assert one.value() == date(2026, 2, 28)
    partial = shown(made(PartialDay()))
    partial.set_value("1985")
    QTest.keyClick(partial.editor(), Qt.Key.Key_Up)
    assert partial.value() == "1985"


def test_day_and_month_take_this_year(shown: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "today", lambda: date(2026, 11, 22))
    one = shown(made(Day()))
    type_in(one, "5-1")
    leave(one)
    assert one.value() == date(2026, 1, 5)


def test_citizen_number_tells_how_many_digits_are_missing(shown: Make) -> None:
    one = shown(made(CitizenId()))
    type_in(one, "0421880000")
    assert one.note() == "còn thiếu 2 chữ số"
    type_in(one, "35")
    assert one.note() == ""


def test_enter_goes_on_from_every_one_line_input(shown: Make) -> None:
    for kind in (Text(), Day(), Count(), SEX, Flag(), Money()):
        one = shown(made(kind))
        entered: list[bool] = []
        one.entered.connect(lambda entered=entered: entered.append(True))
        QTest.keyClick(one.editor(), Qt.Key.Key_Return)
        assert entered == [True], kind


def test_enter_makes_a_new_line_in_a_long_text_and_ctrl_enter_goes_on(shown: Make) -> None:
    one = shown(made(LongText()))
    entered: list[bool] = []
    one.entered.connect(lambda: entered.append(True))
    type_in(one, "mot")
    QTest.keyClick(one.editor(), Qt.Key.Key_Return)
    type_in(one, "hai")
    assert one.value() == "mot\nhai"
    assert entered == []
    QTest.keyClick(one.editor(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert entered == [True]


# choices


def test_choice_is_made_with_the_keyboard(shown: Make) -> None:
    one = shown(made(SEX))
    QTest.keyClick(one.editor(), Qt.Key.Key_Down)
    assert one.value() == "male"
    QTest.keyClicks(one.editor(), "N")
    assert one.value() == "female"


def test_unknown_code_of_a_choice_is_not_lost(shown: Make) -> None:
    one = shown(made(SEX))
    one.set_value("other")
    assert one.value() == "other"


def test_required_choice_offers_no_empty_line(qtbot: QtBot) -> None:
    one = input_for("sex", Spec("Giới tính", SEX, required=True))
    qtbot.addWidget(one)
    assert one.value() == "male"


def test_wheel_in_passing_does_not_change_a_choice(qtbot: QtBot) -> None:
    window = QWidget()
    select = Select([(1, "Một"), (2, "Hai")], "Số")
    QVBoxLayout(window).addWidget(select)
    qtbot.addWidget(window)
    window.show()
    select.clearFocus()
    turned, none = QPoint(0, -120), QPoint()
    middle = QPointF(select.rect().center())
    event = QWheelEvent(
        middle, middle, none, turned, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(select, event)
    assert select.chosen() == 1


def test_new_options_keep_the_chosen_value(qtbot: QtBot) -> None:
    select = Select([(1, "Một"), (2, "Hai")], "Số")
    qtbot.addWidget(select)
    select.choose(2)
    told: list[int] = []
    select.currentIndexChanged.connect(told.append)
    select.set_options([(3, "Ba"), (2, "Hai")])
    assert select.chosen() == 2
    select.set_options([(4, "Bốn")])
    assert select.chosen() == 4
    assert told[-1] == 0


# references


@pytest.fixture
def picker(shown: Make, context: Context) -> ReferencePicker:
    def find(text: str) -> list[Found]:
        return [one for one in PEOPLE if text.casefold() in one.label.casefold()]

    names = {one.id: one.label for one in PEOPLE}
    one: ReferencePicker = shown(ReferencePicker(Lookup(find, names.__getitem__), context.work, "Người"))
    return one


def test_person_is_found_by_typing_and_chosen_with_enter(qtbot: QtBot, picker: ReferencePicker) -> None:
    type_in(picker, "Ho")
    qtbot.waitUntil(lambda: picker.suggestions().isVisible())
    assert picker.suggestions().labels() == ["Trần Thị Hoà", "Phạm Ngọc Hoà"]
    assert picker.editor().hasFocus()
    QTest.keyClick(picker.editor(), Qt.Key.Key_Down)
    QTest.keyClick(picker.editor(), Qt.Key.Key_Return)
    assert picker.value() == 2
    assert picker.label() == "Phạm Ngọc Hoà"
    assert picker.note() == "1990"
    assert not picker.suggestions().isVisible()


def test_a_name_that_arrives_after_the_cursor_is_marked_so_that_typing_replaces_it(
    qtbot: QtBot, picker: ReferencePicker
) -> None:
    editor = picker.editor()
    editor.setFocus()
    picker.set_value(2)
    qtbot.waitUntil(lambda: picker.label() != "")
    QTest.keyClicks(editor, "Ho")
    assert picker.text() == "Ho"


def test_typed_words_without_a_choice_are_refused(qtbot: QtBot, picker: ReferencePicker) -> None:
    type_in(picker, "Ho")
    leave(picker)
    assert picker.shown_problem()
    with pytest.raises(InvalidInput):
        picker.value()


def test_changing_the_words_forgets_the_choice(qtbot: QtBot, picker: ReferencePicker) -> None:
    picker.set_value(1)
    qtbot.waitUntil(lambda: picker.label() == "Trần Thị Hoà")
    assert picker.value() == 1
    QTest.keyClick(picker.editor(), Qt.Key.Key_End)
    type_in(picker, "x")
    assert picker.problem()


def test_escape_closes_the_list_and_keeps_the_words(qtbot: QtBot, picker: ReferencePicker) -> None:
    type_in(picker, "Ho")
    qtbot.waitUntil(lambda: picker.suggestions().isVisible())
    QTest.keyClick(picker.editor(), Qt.Key.Key_Escape)
    assert not picker.suggestions().isVisible()
    assert picker.text() == "Ho"


def test_a_name_that_arrives_while_its_window_opens_is_replaced_by_typing(qtbot: QtBot, context: Context) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    one = ReferencePicker(Lookup(lambda _text: PEOPLE, lambda _id: "Trần Thị Hoà"), context.work, "Người")
    column.addWidget(one)
    qtbot.addWidget(window)
    one.set_value(1)
    one.editor().setFocus()
    qtbot.waitUntil(lambda: one.label() != "")
    assert one.editor().selectedText() == "Trần Thị Hoà"


def test_enter_after_clearing_the_words_leaves_the_field_empty(qtbot: QtBot, picker: ReferencePicker) -> None:
    picker.set_value(1)
    qtbot.waitUntil(lambda: picker.label() == "Trần Thị Hoà")
    picker.editor().setFocus()
    picker.editor().selectAll()
    QTest.keyClick(picker.editor(), Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: picker.suggestions().isVisible())
    with qtbot.waitSignal(picker.entered):
        QTest.keyClick(picker.editor(), Qt.Key.Key_Return)
    assert picker.value() is None


def test_down_in_an_empty_field_marks_the_first_line_for_enter(qtbot: QtBot, picker: ReferencePicker) -> None:
    picker.editor().setFocus()
    QTest.keyClick(picker.editor(), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: picker.suggestions().isVisible())
    QTest.keyClick(picker.editor(), Qt.Key.Key_Return)
    assert picker.value() == 1


def test_list_follows_a_word_being_composed(qtbot: QtBot, picker: ReferencePicker) -> None:
    QApplication.sendEvent(picker.editor(), QInputMethodEvent("Hoà", []))
    qtbot.waitUntil(lambda: picker.suggestions().isVisible())
    assert picker.suggestions().labels() == ["Trần Thị Hoà", "Phạm Ngọc Hoà"]
    QTest.keyClick(picker.editor(), Qt.Key.Key_Return)
    assert picker.value() == 1


def test_down_key_offers_everything(qtbot: QtBot, picker: ReferencePicker) -> None:
    QTest.keyClick(picker.editor(), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: picker.suggestions().isVisible())
    assert len(picker.suggestions().labels()) == 3


def test_draft_of_a_reference_keeps_the_choice(qtbot: QtBot, picker: ReferencePicker) -> None:
    picker.choose(PEOPLE[0])
    draft = picker.text()
    picker.set_value(None)
    picker.set_text(draft)
    assert picker.value() == 1


def test_unknown_words_offer_a_new_record(qtbot: QtBot, shown: Make, context: Context) -> None:
    asked: list[str] = []
    picker: ReferencePicker = shown(ReferencePicker(Lookup(lambda text: [], str, asked.append), context.work, "Người"))
    type_in(picker, "Moi")
    qtbot.waitUntil(lambda: picker.suggestions().isVisible())
    assert picker.suggestions().labels() == ["Thêm mới “Moi”…"]
    QTest.keyClick(picker.editor(), Qt.Key.Key_Return)
    assert asked == ["Moi"]


def test_nothing_found_says_where_a_new_one_is_made(qtbot: QtBot, shown: Make, context: Context) -> None:
    lookup = Lookup(lambda text: [], str, where="Thêm ở trang Đơn vị.")
    picker: ReferencePicker = shown(ReferencePicker(lookup, context.work, "Đơn vị"))
    type_in(picker, "May")
    qtbot.waitUntil(lambda: picker.note() != "")
    assert picker.note() == "Không tìm thấy “May”. Thêm ở trang Đơn vị."


def test_nothing_found_is_said(qtbot: QtBot, picker: ReferencePicker) -> None:
    type_in(picker, "zz")
    qtbot.waitUntil(lambda: picker.note() != "")
    assert "zz" in picker.note()
    assert not picker.suggestions().isVisible()


def test_reference_without_a_lookup_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="lookup"):
        input_for("unit_id", Spec("Đơn vị", Reference(target="unit")))


def test_other_options_keep_the_chosen_value_without_telling(qtbot: QtBot) -> None:
    select = Select([(1, "Một"), (2, "Hai")])
    qtbot.addWidget(select)
    select.choose(2)
    heard: list[int] = []
    select.currentIndexChanged.connect(heard.append)
    select.set_options([(0, "Không"), (1, "Một"), (2, "Hai")])
    assert (select.chosen(), heard) == (2, [])
    select.set_options([(0, "Không"), (1, "Một")])
    assert (select.chosen(), heard) == (0, [0])
