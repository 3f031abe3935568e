"""Photos and papers of a record under the hand: seen, opened, described, saved out, deleted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from labordesk.gui.context import Context
from labordesk.gui.pages.parts.attachments_card import AttachmentsCard
from labordesk.gui.pages.parts.file_taking import Taking, _keep_all
from labordesk.gui.pages.parts.photo_thumbs import KEPT
from labordesk.gui.pages.parts.photo_viewer import PhotoViewer
from labordesk.gui.work import Cancelled
from labordesk.model import Attachment, AttachmentContent
from labordesk.services import attachment_lists, attachments
from labordesk.services.attachments import Owner, attach_file, attachments_of
from labordesk.services.grants import save_case
from labordesk.services.houses import save_house
from labordesk.services.registers import open_register
from tests.gui.conftest import RecordedNotify
from tests.gui.pages.parts.dropping import drop
from tests.services.picture_files import paper, photo, save
from tests.services.test_grants import request as grant_request
from tests.services.test_houses import APPROVED, house
from tests.services.welfare_office import Office, office

__all__ = ["office"]

SHOTS = (
    ("photo_before", "#774433"),
    ("photo_before", "#885544"),
    ("photo_during", "#447733"),
    ("photo_after", "#334477"),
)


@pytest.fixture
def home(office: Office, tmp_path: Path) -> Owner:
    """A house with two photos of before, one of the work, one of after."""
    owner = Owner("house", save_house(office.register, house(office, *APPROVED)).id)
    for place, (kind, colour) in enumerate(SHOTS):
        path = save(tmp_path / f"ảnh {place}.jpg", photo(colour=colour))
        attach_file(office.register, owner, path, kind=kind, taken_on=date(2026, 2, 1 + place))
    return owner


def settled(qtbot: QtBot, context: Context) -> None:
    for _turn in range(4):
        qtbot.waitUntil(lambda: not context.work.is_busy(), timeout=20_000)
        QApplication.processEvents()


@pytest.fixture
def window(qtbot: QtBot, context: Context, office: Office) -> Iterator[QWidget]:
    """A window with room for cards."""
    context.register = office.register
    made = QWidget()
    made.resize(1000, 700)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    yield made
    context.work.stop()


def shown(qtbot: QtBot, window: QWidget, context: Context, owner: Owner | None, *, photos: bool) -> AttachmentsCard:
    card = AttachmentsCard(context, photos=photos)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(card)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    card.show(owner)
    settled(qtbot, context)
    return card


@pytest.fixture
def card(qtbot: QtBot, window: QWidget, context: Context, home: Owner) -> AttachmentsCard:
    return shown(qtbot, window, context, home, photos=True)


def press(qtbot: QtBot, card: AttachmentsCard, key: Qt.Key, *, to: QWidget | None = None) -> None:
    QTest.keyClick(to or QApplication.focusWidget() or card, key)
    settled(qtbot, card._context)


def test_photos_of_a_house_stand_before_during_and_after(card: AttachmentsCard) -> None:
    assert [column.grid.accessibleName() for column in card.columns()] == ["Trước khi làm", "Đang làm", "Sau khi làm"]
    assert [[row.kind for row in column.grid.files()] for column in card.columns()] == [
        ["photo_before", "photo_before"],
        ["photo_during"],
        ["photo_after"],
    ]


def test_a_file_dropped_on_a_column_becomes_a_photo_of_it(
    qtbot: QtBot, card: AttachmentsCard, office: Office, home: Owner, tmp_path: Path
) -> None:
    column = card.columns()[1]
    assert drop(column.grid.viewport(), QPoint(5, 5), save(tmp_path / "mới.png", photo(colour="#abcdef"), "PNG"))
    settled(qtbot, card._context)
    assert [row.name for row in column.grid.files()] == ["ảnh 2.jpg", "mới.jpg"]
    assert attachments_of(office.register, home)[-1].kind == "photo_during"


def test_files_are_read_and_kept_off_the_screens_thread(
    qtbot: QtBot, card: AttachmentsCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    real = attachments.ready_file

    def noted(*args: object, **more: object) -> object:
        threads.append(threading.get_ident())
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(attachments, "ready_file", noted)
    drop(card.columns()[0], QPoint(5, 5), save(tmp_path / "mới.jpg", photo(colour="#abcdef")))
    settled(qtbot, card._context)
    assert threads
    assert threading.get_ident() not in threads


def test_the_same_photo_again_is_told(qtbot: QtBot, card: AttachmentsCard, tmp_path: Path) -> None:
    drop(card.columns()[0], QPoint(5, 5), save(tmp_path / "lại.jpg", photo(colour=SHOTS[0][1])))
    settled(qtbot, card._context)
    assert card.refusals.text() == "Tệp “lại.jpg” đã có trong hồ sơ này (tên “ảnh 0.jpg”), nên không thêm lần nữa."
    assert len(card.columns()[0].grid.files()) == 2


def test_photos_open_over_the_window_and_arrows_go_on(qtbot: QtBot, card: AttachmentsCard, window: QWidget) -> None:
    card.take_focus()
    press(qtbot, card, Qt.Key.Key_Right)
    press(qtbot, card, Qt.Key.Key_Return)
    viewer = card.viewer
    assert isinstance(viewer, PhotoViewer)
    assert viewer.geometry() == window.rect()
    assert viewer.current().name == "ảnh 1.jpg"
    assert viewer.photo.hasFocus()
    press(qtbot, card, Qt.Key.Key_Right)
    press(qtbot, card, Qt.Key.Key_Right)
    press(qtbot, card, Qt.Key.Key_Right)  # the last one
    assert viewer.current().name == "ảnh 3.jpg"
    press(qtbot, card, Qt.Key.Key_Left)
    assert viewer.current().name == "ảnh 2.jpg"
    window.resize(900, 600)
    QApplication.processEvents()
    assert viewer.geometry() == window.rect()
    press(qtbot, card, Qt.Key.Key_Escape)
    assert card.viewer is None
    assert card.columns()[1].grid.hasFocus()
    current = card.current()
    assert current is not None
    assert current.name == "ảnh 2.jpg"


def test_a_photo_is_enlarged_moved_and_fitted_again(qtbot: QtBot, card: AttachmentsCard) -> None:
    card.take_focus()
    press(qtbot, card, Qt.Key.Key_Return)
    viewer = card.viewer
    assert viewer is not None
    view = viewer.photo
    fitted = view.percent()
    for _step in range(4):
        press(qtbot, card, Qt.Key.Key_Plus)
    assert view.percent() > fitted
    assert not view.is_fitted()
    press(qtbot, card, Qt.Key.Key_Right)  # moves the picture now
    assert viewer.current().name == "ảnh 0.jpg"
    for _step in range(9):
        press(qtbot, card, Qt.Key.Key_Minus)
    assert (view.is_fitted(), view.percent()) == (True, fitted)
    viewer.close_viewer()


def test_tab_stays_in_the_viewer_and_other_keys_reach_nothing_beneath(
    qtbot: QtBot, card: AttachmentsCard, notify: RecordedNotify
) -> None:
    card.take_focus()
    press(qtbot, card, Qt.Key.Key_Return)
    viewer = card.viewer
    assert viewer is not None
    for _step in range(12):
        press(qtbot, card, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert viewer.isAncestorOf(focus)
    viewer.photo.setFocus()
    press(qtbot, card, Qt.Key.Key_Delete)
    assert notify.questions == []
    viewer.close_viewer()


def test_a_paper_opens_page_by_page(
    qtbot: QtBot, window: QWidget, context: Context, office: Office, home: Owner, tmp_path: Path
) -> None:
    attach_file(office.register, home, paper(tmp_path / "Tờ trình.pdf", 3))
    card = shown(qtbot, window, context, home, photos=False)
    assert [row.name for row in card.columns()[0].grid.files()] == ["Tờ trình.pdf"]
    card.take_focus()
    press(qtbot, card, Qt.Key.Key_Return)
    assert card.viewer is not None
    seen = card.viewer.paper.paper()
    assert seen is not None
    assert seen.page_count == 3
    assert card.viewer.paper.place() == "Trang 1 / 3"
    press(qtbot, card, Qt.Key.Key_Escape)
    assert card.viewer is None


def test_a_file_deleted_meanwhile_is_told_in_the_viewer(qtbot: QtBot, card: AttachmentsCard, office: Office) -> None:
    with office.register.writing() as session:
        session.delete(session.get_one(Attachment, card.columns()[0].grid.files()[0].id))
    card.take_focus()
    press(qtbot, card, Qt.Key.Key_Return)
    assert card.viewer is not None
    assert "có thể đã bị xóa" in card.viewer._waiting.title()
    card.viewer.close_viewer()


def test_the_caption_is_written_with_f2(qtbot: QtBot, card: AttachmentsCard, office: Office, home: Owner) -> None:
    card.take_focus()
    press(qtbot, card, Qt.Key.Key_F2)
    assert card.dialog is not None
    card.dialog.panel.form.input("caption").set_value("Mái dột sau bão số 5")
    card.dialog.panel.submit()
    settled(qtbot, card._context)
    assert attachments_of(office.register, home)[0].caption == "Mái dột sau bão số 5"
    current = card.current()
    assert current is not None
    assert current.caption == "Mái dột sau bão số 5"


def test_a_photo_given_another_kind_moves_to_its_column(qtbot: QtBot, card: AttachmentsCard) -> None:
    card.take_focus()
    press(qtbot, card, Qt.Key.Key_F2)
    assert card.dialog is not None
    card.dialog.panel.form.input("kind").set_value("photo_handover")
    card.dialog.panel.submit()
    settled(qtbot, card._context)
    assert [len(column.grid.files()) for column in card.columns()] == [1, 1, 2]


def test_a_file_is_deleted_after_asking(
    qtbot: QtBot, card: AttachmentsCard, notify: RecordedNotify, office: Office, home: Owner
) -> None:
    card.take_focus()
    press(qtbot, card, Qt.Key.Key_Delete)
    assert notify.questions == ["Xóa “ảnh 0.jpg” khỏi hồ sơ?"]
    assert len(attachments_of(office.register, home)) == 4
    notify.answer_next("delete")
    press(qtbot, card, Qt.Key.Key_Delete)
    assert [row.name for row in attachments_of(office.register, home)] == ["ảnh 1.jpg", "ảnh 2.jpg", "ảnh 3.jpg"]


def test_a_copy_is_saved_where_one_says(
    qtbot: QtBot, card: AttachmentsCard, notify: RecordedNotify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "gửi báo.jpg"
    offered: list[str] = []

    def name(_parent: QWidget, _title: str, start: str) -> tuple[str, str]:
        offered.append(start)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    card.take_focus()
    card.copy_button.click()
    settled(qtbot, card._context)
    assert offered == ["ảnh 0.jpg"]
    assert target.read_bytes().startswith(b"\xff\xd8\xff")
    assert notify.infos == ["Đã lưu “gửi báo.jpg”."]


def test_a_record_not_saved_yet_says_what_to_do(
    qtbot: QtBot, window: QWidget, context: Context, tmp_path: Path
) -> None:
    card = shown(qtbot, window, context, None, photos=True)
    assert card.notice.text() == "Lưu hồ sơ trước, rồi thêm ảnh và tệp ở đây."
    assert not card.open_button.isVisible()
    assert not card.columns()[0].add.isVisible()
    assert not drop(card.columns()[0], QPoint(5, 5), save(tmp_path / "a.jpg", photo()))


def test_an_empty_record_says_what_to_do_first(qtbot: QtBot, window: QWidget, context: Context, office: Office) -> None:
    empty = Owner("house", save_house(office.register, house(office)).id)
    card = shown(qtbot, window, context, empty, photos=True)
    assert card.columns()[0]._empty.text() == "Kéo ảnh thả vào đây hoặc chọn “Thêm ảnh”."
    assert card.columns()[0]._empty.isVisible()


def test_a_campaign_has_one_place_for_photos_of_the_handing_over(
    qtbot: QtBot, window: QWidget, context: Context, office: Office, tmp_path: Path
) -> None:
    owner = Owner("campaign", office.campaign())
    card = shown(qtbot, window, context, owner, photos=True)
    assert len(card.columns()) == 1
    drop(card.columns()[0], QPoint(5, 5), save(tmp_path / "trao.jpg", photo()))
    settled(qtbot, context)
    assert [row.kind for row in attachments_of(office.register, owner)] == ["photo_handover"]


def test_a_register_opened_to_look_at_shows_files_and_takes_none(
    qtbot: QtBot, card: AttachmentsCard, context: Context, office: Office, home: Owner, tmp_path: Path
) -> None:
    path = office.register.path
    office.register.close()
    with open_register(path, read_only=True) as register:
        context.register = register
        card.show(home)
        settled(qtbot, context)
        card.take_focus()
        settled(qtbot, context)
        assert card.notice.text() == register.read_only_note
        assert card.open_button.isEnabled()
        assert not card.delete_button.isEnabled()
        assert not card.edit_button.isEnabled()
        assert not drop(card.columns()[0], QPoint(5, 5), save(tmp_path / "a.jpg", photo()))
        press(qtbot, card, Qt.Key.Key_Return)
        assert card.viewer is not None
        card.viewer.close_viewer()
        settled(qtbot, context)


def test_only_the_small_pictures_in_sight_are_read_and_few_are_kept(
    qtbot: QtBot, window: QWidget, context: Context, office: Office, home: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.register.writing() as session:
        small = attachment_lists.thumbnail(office.register, 1)
        rows = [
            Attachment(
                kind="photo_before",
                name=f"{place}.jpg",
                media_type="image/jpeg",
                size=9,
                width=9,
                height=9,
                sha256=str(place),
                house_id=home.id,
            )
            for place in range(600)
        ]
        session.add_all(rows)
        session.flush()
        session.add_all(AttachmentContent(attachment_id=row.id, thumbnail=small, content=b"x") for row in rows)
    read: list[int] = []
    real = attachments.thumbnail

    def noted(register: object, found: int) -> bytes:
        read.append(found)
        return real(register, found)  # type: ignore[arg-type]

    monkeypatch.setattr(attachments, "thumbnail", noted)
    card = shown(qtbot, window, context, home, photos=True)
    assert 4 <= len(read) < 40
    bar = card.columns()[0].grid.verticalScrollBar()
    for place in range(0, bar.maximum(), 200):
        bar.setValue(place)
        QApplication.processEvents()
        settled(qtbot, context)
    assert len(read) > 300
    assert len(card.thumbs._kept) == KEPT


def test_a_paper_about_health_is_not_shown_small_but_opens(
    qtbot: QtBot, window: QWidget, context: Context, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.register.looking() as connection:
        reason, asked = connection.execute(
            "SELECT c.id, t.id FROM circumstance c JOIN paper_type t ON t.circumstance_id = c.id WHERE c.code = 'TNLD'"
        ).fetchone()
    case = Owner("case", save_case(office.register, grant_request(office, circumstance_id=reason)).id)
    attach_file(office.register, case, paper(tmp_path / "a.pdf"), paper_type_id=asked)
    read: list[int] = []
    monkeypatch.setattr(attachments, "thumbnail", lambda _register, found: read.append(found) or b"")
    card = shown(qtbot, window, context, case, photos=False)
    assert read == []
    card.take_focus()
    press(qtbot, card, Qt.Key.Key_Return)
    assert card.viewer is not None
    assert card.viewer.paper.paper() is not None
    card.viewer.close_viewer()


def test_stopping_half_way_leaves_none_of_the_files(office: Office, home: Owner, tmp_path: Path) -> None:
    paths = tuple(save(tmp_path / f"mới {place}.jpg", photo(colour=f"#10203{place}")) for place in range(3))

    def stop_after_two(done: int, _total: int | None) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        _keep_all(office.register, Taking(home, paths, "photo_during"), stop_after_two)
    assert len(attachments_of(office.register, home)) == len(SHOTS)
