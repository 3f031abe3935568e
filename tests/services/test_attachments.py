"""Files kept with a record: added, described, saved out, deleted; what cannot be kept changes nothing."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import select

from labordesk.errors import BadFile, Conflict, InvalidInput, NotFound, RuleBroken, Unavailable
from labordesk.model import Activity, Agreement, Attachment, AttachmentContent, Campaign, GrantCase
from labordesk.model.paper import AttachmentFields, CasePaperFields
from labordesk.services.attachment_options import AttachmentOptions
from labordesk.services.attachments import (
    CardSuspected,
    Owner,
    attach_file,
    attachment_content,
    attachments_of,
    photos_of,
    remove_attachment,
    save_attachment,
    save_copy,
    thumbnail,
)
from labordesk.services.grants import save_case
from labordesk.services.houses import delete_house, save_house
from labordesk.services.paper_types import paper_types
from labordesk.services.papers import papers_of, set_paper
from labordesk.services.register_settings import save_options
from labordesk.services.registers import open_register
from tests.services.picture_files import opened, paper, photo, save, telephone_photo
from tests.services.test_grants import request as grant_request
from tests.services.test_houses import APPROVED, house
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]

TABLES = {"case": GrantCase, "campaign": Campaign, "agreement": Agreement, "activity": Activity}
KEPT = ("attachment", "attachment_content", "case_paper")


@pytest.fixture
def home(office: Office) -> Owner:
    """A house that was approved."""
    return Owner("house", save_house(office.register, house(office, *APPROVED)).id)


def counts(office: Office) -> tuple[int, ...]:
    with office.register.looking() as connection:
        return tuple(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in KEPT)


def test_a_photo_is_kept_with_its_day_and_its_small_picture(office: Office, home: Owner, tmp_path: Path) -> None:
    saved = attach_file(office.register, home, telephone_photo(tmp_path / "IMG_2031.JPG"), kind="photo_before")
    (row,) = attachments_of(office.register, home)
    assert (row.id, row.kind, row.name, row.taken_on) == (saved.id, "photo_before", "IMG_2031.jpg", date(2026, 2, 1))
    assert (row.width, row.height, row.media_type) == (1200, 900, "image/jpeg")
    content, media_type, name = attachment_content(office.register, saved.id)
    assert (len(content), media_type, name) == (row.size, "image/jpeg", "IMG_2031.jpg")
    assert max(opened(thumbnail(office.register, saved.id)).size) == 256
    assert saved.changes.papers


def test_a_paper_is_kept_byte_for_byte(office: Office, home: Owner, tmp_path: Path) -> None:
    path = paper(tmp_path / "Tờ trình số 5.pdf", 2)
    saved = attach_file(office.register, home, path)
    content, media_type, name = attachment_content(office.register, saved.id)
    assert (content, media_type, name) == (path.read_bytes(), "application/pdf", "Tờ trình số 5.pdf")
    with office.register.reading() as session:
        row = session.exec(select(Attachment)).one()
        assert row.sha256 == hashlib.sha256(content).hexdigest()


def test_the_content_tells_what_a_file_is_not_its_name(office: Office, home: Owner, tmp_path: Path) -> None:
    attach_file(office.register, home, save(tmp_path / "ảnh.pdf", photo(), "PNG"))
    attach_file(office.register, home, paper(tmp_path / "tờ trình.jpg"))
    rows = attachments_of(office.register, home)
    assert [(row.name, row.media_type) for row in rows] == [
        ("ảnh.jpg", "image/jpeg"),
        ("tờ trình.pdf", "application/pdf"),
    ]


def test_a_long_name_on_a_foreign_disk_is_kept_readable(office: Office, home: Owner, tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Đơn đề nghị hỗ trợ nhà ở " * 4).strip() + ".pdf"
    attach_file(office.register, home, paper(tmp_path / name))
    long = tmp_path / ("ảnh " + "x" * 200 + ".png")
    attach_file(office.register, home, save(long, photo(), "PNG"))
    first, second = attachments_of(office.register, home)
    assert first.name == unicodedata.normalize("NFC", name)
    assert len(second.name) == 160
    assert second.name.endswith("x.jpg")


def refused_files(tmp_path: Path) -> dict[str, tuple[Path, str]]:
    """Files that cannot be kept, each with what is said of it."""
    large = tmp_path / "lớn.jpg"
    save(large, photo())
    os.truncate(large, 40 * 1024 * 1024)
    empty = tmp_path / "rỗng.pdf"
    empty.write_bytes(b"")
    broken = tmp_path / "hỏng.pdf"
    broken.write_bytes(paper(tmp_path / "x.pdf").read_bytes()[:300])
    word = tmp_path / "đơn.docx"
    word.write_bytes(b"PK\x03\x04" + b"\0" * 400)
    heic = tmp_path / "IMG_1.HEIC"
    heic.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400)
    moving = save(
        tmp_path / "động.gif", photo((60, 60)), "GIF", save_all=True, append_images=[photo((60, 60), "#00ff00")]
    )
    half = tmp_path / "nửa.jpg"
    target = BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(target, "JPEG")
    half.write_bytes(target.getvalue()[:9000])
    return {
        "large": (large, "“lớn.jpg” nặng 40 MB, quá mức 20 MB"),
        "empty": (empty, "“rỗng.pdf” rỗng"),
        "broken": (broken, "“hỏng.pdf” bị hỏng"),
        "word": (word, "chỉ nhận JPEG, PNG, WebP, BMP, TIFF, PDF"),
        "heic": (heic, "HEIC của điện thoại.*JPEG"),
        "moving": (moving, "chỉ nhận JPEG"),
        "half": (half, "“nửa.jpg” bị hỏng"),
        "gone": (tmp_path / "đã xóa.jpg", "Không thấy tệp “đã xóa.jpg”"),
        "folder": (tmp_path, "là một thư mục"),
    }


@pytest.mark.parametrize("which", ["large", "empty", "broken", "word", "heic", "moving", "half", "gone", "folder"])
def test_what_cannot_be_kept_is_one_sentence_and_changes_nothing(
    office: Office, home: Owner, tmp_path: Path, which: str
) -> None:
    path, sentence = refused_files(tmp_path)[which]
    with pytest.raises(BadFile, match=sentence) as refused:
        attach_file(office.register, home, path, paper_type_id=1)
    assert "\n" not in str(refused.value)
    assert counts(office) == (0, 0, 0)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_one_may_not_read_is_refused(office: Office, home: Owner, tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf")
    path.chmod(0)
    with pytest.raises(BadFile, match="không cho đọc"):
        attach_file(office.register, home, path)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (PermissionError(13, "denied"), "Máy không cho đọc tệp “a.pdf”"),
        (FileNotFoundError(2, "gone"), "Không thấy tệp “a.pdf”"),
        (OSError(5, "Input/output error"), "kiểm tra ổ đĩa, thẻ nhớ"),
    ],
)
def test_a_disk_that_fails_is_a_sentence(
    office: Office,
    home: Owner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: OSError,
    sentence: str,
) -> None:
    path = paper(tmp_path / "a.pdf")

    def fail(*_args: object, **_more: object) -> None:
        raise fault

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(BadFile, match=sentence):
        attach_file(office.register, home, path)
    monkeypatch.undo()
    assert counts(office) == (0, 0, 0)


def test_the_limit_is_the_registers_own(office: Office, home: Owner, tmp_path: Path) -> None:
    path = tmp_path / "ảnh.bmp"
    save(path, photo((1200, 900)), "BMP")  # 3,1 MB
    save_options(office.register, AttachmentOptions(largest_picture=3))
    with pytest.raises(BadFile, match="nặng 4 MB, quá mức 3 MB"):
        attach_file(office.register, home, path)
    save_options(office.register, AttachmentOptions(largest_picture=4))
    attach_file(office.register, home, path)
    assert counts(office)[0] == 1


@pytest.mark.parametrize("value", [0, 201, -5])
def test_a_limit_out_of_reason_is_refused_beside_its_field(office: Office, value: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_options(office.register, AttachmentOptions(largest_picture=value))
    assert refused.value.field == "largest_picture"


def test_the_same_file_twice_is_told_and_kept_once(office: Office, home: Owner, tmp_path: Path) -> None:
    attach_file(office.register, home, save(tmp_path / "nhà.jpg", photo()))
    with pytest.raises(RuleBroken, match="“nhà lần 2.jpg” đã có trong hồ sơ này"):
        attach_file(office.register, home, save(tmp_path / "nhà lần 2.jpg", photo()))
    assert counts(office)[0] == 1


def test_the_same_file_may_stand_in_two_records(office: Office, home: Owner, tmp_path: Path) -> None:
    other = Owner("house", save_house(office.register, house(office, *APPROVED)).id)
    for owner in (home, other):
        attach_file(office.register, owner, save(tmp_path / "nhà.jpg", photo()))
    assert counts(office)[0] == 2


def test_a_scan_dropped_on_a_paper_ticks_it(office: Office, home: Owner, tmp_path: Path) -> None:
    saved = attach_file(office.register, home, paper(tmp_path / "a.pdf"), paper_type_id=1)
    line = papers_of(office.register, home)[0]
    assert (line.id, line.state, line.fields.received_on) == (1, "present", TODAY)
    assert line.attachments == (saved.id,)
    assert attachments_of(office.register, home)[0].paper_name == line.name


def test_one_scan_of_two_papers_is_kept_once_and_ticks_both(office: Office, home: Owner, tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf")
    first = attach_file(office.register, home, path, paper_type_id=1)
    second = attach_file(office.register, home, path, paper_type_id=2)
    assert second.id == first.id
    assert "chỉ đánh dấu giấy tờ đã nhận" in second.warnings[0]
    assert [line.state for line in papers_of(office.register, home)[:2]] == ["present", "present"]
    assert counts(office) == (1, 1, 2)


def test_a_waived_paper_that_arrives_after_all_is_handed_in(office: Office, home: Owner, tmp_path: Path) -> None:
    set_paper(office.register, home, 1, CasePaperFields(waived_reason="Chưa cần"))
    attach_file(office.register, home, paper(tmp_path / "a.pdf"), paper_type_id=1)
    fields = papers_of(office.register, home)[0].fields
    assert (fields.received_on, fields.waived_reason) == (TODAY, None)


def test_a_paper_of_another_kind_of_file_is_refused_and_nothing_is_kept(
    office: Office, home: Owner, tmp_path: Path
) -> None:
    grants_paper = next(row.id for row in paper_types(office.register) if row.fields.kind == "grant")
    with pytest.raises(InvalidInput, match="không dùng cho hồ sơ đang mở"):
        attach_file(office.register, home, paper(tmp_path / "a.pdf"), paper_type_id=grants_paper)
    assert counts(office) == (0, 0, 0)


def test_a_record_that_is_gone_takes_no_file(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Không tìm thấy hồ sơ này"):
        attach_file(office.register, Owner("house", 4711), paper(tmp_path / "a.pdf"))


def test_a_photo_taken_in_the_future_keeps_no_day(office: Office, home: Owner, tmp_path: Path) -> None:
    attach_file(office.register, home, telephone_photo(tmp_path / "a.jpg", taken="2031:01:01 00:00:00"))
    assert attachments_of(office.register, home)[0].taken_on is None


# cards


@pytest.mark.parametrize("name", ["CCCD Nguyễn Văn An.jpg", "căn cước.pdf"])
def test_a_card_named_as_one_is_refused_with_the_law(office: Office, home: Owner, tmp_path: Path, name: str) -> None:
    path = paper(tmp_path / name) if name.endswith("pdf") else save(tmp_path / name, photo())
    with pytest.raises(RuleBroken, match="Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP.*chỉ ghi số căn cước"):
        attach_file(office.register, home, path, no_card=True)
    assert counts(office)[0] == 0


def test_a_card_by_its_kind_is_refused(office: Office, home: Owner, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="Sổ không lưu ảnh thẻ căn cước"):
        attach_file(office.register, home, save(tmp_path / "a.jpg", photo()), kind="card_scan")
    saved = attach_file(office.register, home, save(tmp_path / "a.jpg", photo()))
    with pytest.raises(RuleBroken, match="Sổ không lưu ảnh thẻ căn cước"):
        save_attachment(office.register, saved.id, AttachmentFields(kind="card_scan", name="a.jpg"))


def test_the_shape_of_a_card_is_asked_about_and_the_officer_decides(
    office: Office, home: Owner, tmp_path: Path
) -> None:
    path = save(tmp_path / "IMG_7.jpg", photo((1011, 638)))
    with pytest.raises(CardSuspected, match="có khuôn của thẻ căn cước"):
        attach_file(office.register, home, path)
    assert counts(office)[0] == 0
    attach_file(office.register, home, path, no_card=True)
    assert counts(office)[0] == 1


def test_an_office_with_a_reason_may_allow_cards(office: Office, home: Owner, tmp_path: Path) -> None:
    save_options(office.register, AttachmentOptions(card_scans=True))
    attach_file(office.register, home, save(tmp_path / "CCCD.jpg", photo((1011, 638))), kind="card_scan")
    assert attachments_of(office.register, home)[0].kind == "card_scan"


# afterwards


def test_what_is_said_of_a_file_can_be_changed(office: Office, home: Owner, tmp_path: Path) -> None:
    saved = attach_file(office.register, home, save(tmp_path / "a.jpg", photo()), kind="photo_before")
    fields = AttachmentFields(kind="photo_after", name="nhà.jpg", caption=" Nhà  mới ", taken_on=date(2026, 2, 3))
    again = save_attachment(office.register, saved.id, fields, saved.row_version)
    (row,) = attachments_of(office.register, home)
    assert (row.kind, row.caption, row.taken_on, again.row_version) == ("photo_after", "Nhà mới", date(2026, 2, 3), 2)
    with pytest.raises(Conflict):
        save_attachment(office.register, saved.id, AttachmentFields(name="khác.jpg"), saved.row_version)
    with pytest.raises(RuleBroken, match="còn ở phía trước"):
        save_attachment(office.register, saved.id, AttachmentFields(name="a", taken_on=date(2027, 1, 1)))


def test_a_copy_is_saved_out_as_it_is_kept(office: Office, home: Owner, tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf")
    saved = attach_file(office.register, home, path)
    copy = save_copy(office.register, saved.id, tmp_path / "bản sao.pdf")
    assert copy.read_bytes() == path.read_bytes()
    with pytest.raises(Unavailable, match="bản sao"):
        save_copy(office.register, saved.id, tmp_path / "không có" / "bản sao.pdf")


def test_a_deleted_file_leaves_nothing_and_its_paper_stays_handed_in(
    office: Office, home: Owner, tmp_path: Path
) -> None:
    saved = attach_file(office.register, home, paper(tmp_path / "a.pdf"), paper_type_id=1)
    assert remove_attachment(office.register, saved.id).papers
    assert counts(office) == (0, 0, 1)
    line = papers_of(office.register, home)[0]
    assert (line.state, line.attachments) == ("present", ())
    for gone in (
        lambda: attachment_content(office.register, saved.id),
        lambda: thumbnail(office.register, saved.id),
        lambda: remove_attachment(office.register, saved.id),
        lambda: save_attachment(office.register, saved.id, AttachmentFields(name="a")),
    ):
        with pytest.raises(NotFound, match="có thể đã bị xóa"):
            gone()


def test_a_deleted_house_takes_its_files_and_papers_with_it(office: Office, tmp_path: Path) -> None:
    home = Owner("house", save_house(office.register, house(office)).id)
    attach_file(office.register, home, paper(tmp_path / "a.pdf"), paper_type_id=1)
    attach_file(office.register, home, save(tmp_path / "a.jpg", photo()), kind="photo_before")
    delete_house(office.register, home.id)
    assert counts(office) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["case", "campaign", "agreement", "activity"])
def test_any_deleted_record_leaves_no_orphans(office: Office, tmp_path: Path, kind: str) -> None:
    owner = record_of(office, kind)
    attach_file(office.register, owner, paper(tmp_path / "a.pdf"))
    if kind == "case":
        asked = papers_of(office.register, owner)[0].id
        set_paper(office.register, owner, asked, CasePaperFields(received_on=TODAY))
    with office.register.writing() as session:
        session.delete(session.get_one(TABLES[kind], owner.id))
    assert counts(office) == (0, 0, 0)
    with office.register.looking() as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def record_of(office: Office, kind: str) -> Owner:
    if kind == "case":
        return Owner("case", save_case(office.register, grant_request(office)).id)
    if kind == "campaign":
        return Owner("campaign", office.campaign())
    row = (
        Agreement(
            partner="Siêu thị Hương Sơn",
            programme_id=office.programme("PHUC-LOI"),
            unit_id=1,
            signed_on=date(2026, 1, 5),
        )
        if kind == "agreement"
        else Activity(programme_id=office.programme("KHAM-SK"), unit_id=1, happened_on=date(2026, 1, 5), count=1)
    )
    with office.register.writing() as session:
        session.add(row)
        session.flush()
        assert row.id is not None
        return Owner("agreement" if kind == "agreement" else "activity", row.id)


def test_a_register_opened_to_look_at_says_so_before_reading_the_file(
    office: Office, home: Owner, register_path: Path, tmp_path: Path
) -> None:
    office.register.close()
    with open_register(register_path, read_only=True) as register:
        with pytest.raises(Unavailable, match="chỉ để xem"):
            attach_file(register, home, tmp_path / "không cần đọc.jpg")
        assert attachments_of(register, home) == ()


def test_photos_for_paper_come_before_during_and_after_by_their_days(
    office: Office, home: Owner, tmp_path: Path
) -> None:
    wanted = [("photo_after", 9), ("photo_before", 3), ("photo_during", None), ("photo_before", 1)]
    for place, (kind, day) in enumerate(wanted):
        path = save(tmp_path / f"{place}.jpg", photo((300 + place, 200)))
        attach_file(office.register, home, path, kind=kind, caption=f"số {place}", taken_on=day and date(2026, 1, day))
    attach_file(office.register, home, paper(tmp_path / "a.pdf"))
    photos = photos_of(office.register, home)
    assert [one.caption for one in photos] == ["số 3", "số 1", "số 2", "số 0"]
    assert all(opened(one.content).size == (one.width, one.height) for one in photos)
    assert [one.kind for one in photos_of(office.register, home, ("photo_after",))] == ["photo_after"]


def test_a_list_of_a_thousand_files_reads_no_content(office: Office, home: Owner, tmp_path: Path) -> None:
    content = b"\xff" * 100_000
    with office.register.writing() as session:
        rows = [
            Attachment(
                name=f"{place}.jpg", media_type="image/jpeg", size=len(content), sha256=str(place), house_id=home.id
            )
            for place in range(1000)
        ]
        session.add_all(rows)
        session.flush()
        for row in rows:
            session.add(AttachmentContent(attachment_id=row.id, thumbnail=b"t" * 5000, content=content))
    touched: list[str] = []
    with office.register.looking() as connection:
        connection.set_authorizer(lambda _action, table, column, *_more: touched.append(f"{table}.{column}") or 0)
        try:
            assert len(attachments_of(office.register, home)) == 1000
        finally:
            connection.set_authorizer(None)
        plan = "\n".join(
            str(row[3])
            for row in connection.execute("EXPLAIN QUERY PLAN SELECT id FROM attachment WHERE house_id = ?", (1,))
        )
    assert not [one for one in touched if one.startswith("attachment_content")]
    assert "ix_attachment_house_id" in plan
    names = [column.name for column in AttachmentContent.__table__.columns]  # type: ignore[attr-defined]
    assert names.index("thumbnail") < names.index("content")


def test_papers_about_health_and_cards_are_marked_sensitive(office: Office, home: Owner, tmp_path: Path) -> None:
    with office.register.looking() as connection:
        reason, asked = connection.execute(
            "SELECT c.id, t.id FROM circumstance c JOIN paper_type t ON t.circumstance_id = c.id WHERE c.code = 'TNLD'"
        ).fetchone()
    case = Owner("case", save_case(office.register, grant_request(office, circumstance_id=reason)).id)
    attach_file(office.register, case, paper(tmp_path / "a.pdf"), paper_type_id=asked)
    attach_file(office.register, case, save(tmp_path / "đơn.jpg", photo()))
    save_options(office.register, AttachmentOptions(card_scans=True))
    attach_file(office.register, case, save(tmp_path / "b.jpg", photo(colour="#123456")), kind="card_scan")
    assert [row.sensitive for row in attachments_of(office.register, case)] == [True, False, True]
