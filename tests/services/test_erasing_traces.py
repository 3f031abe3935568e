"""Words about other things that name a person made anonymous: masked when the name is nobody else's, told otherwise."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from labordesk.documents.figures import Figure
from labordesk.errors import Unavailable
from labordesk.model import AccessNote, FrozenReport, ImportBatch, ImportedRow, PaperPrint, Person, ReportText
from labordesk.model.paper import Attachment
from labordesk.services.backups import back_up_register
from labordesk.services.checking import check_register
from labordesk.services.erasing import Erased, erase_people
from labordesk.services.erasing_words import remaining_lines
from labordesk.services.frozen_reports import figures_text, freeze_report, frozen_figures, frozen_paper
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from labordesk.services.register_keys import encrypt_register, new_keys
from labordesk.services.registers import open_register
from labordesk.services.reporting import Order
from labordesk.store import erasing_traces, wiping
from labordesk.store.engine import sqlite_of
from labordesk.store.erasing_traces import ELSEWHERE, Finder
from labordesk.store.erasing_traces import Person as Sought
from labordesk.store.journal import journal_of
from labordesk.vietnamese.periods import parse_period
from tests.effort import lines_run
from tests.services.welfare_office import TET_DAY, Office, office
from tests.store.cipher_pages import libcrypto, plain_pages
from tests.store.encrypted import PASSWORD

__all__ = ["office"]

NAME, NUMBER = "Hoàng Quế Trân Châu", "042185000125"


def texts(office: Office) -> int:
    """Write the name and the number of a person into everything that is about something else; return the person."""
    person = office.person(NAME, citizen_id=NUMBER, phone="0987612345")
    campaign_id = office.campaign()
    with office.register.writing() as session:
        session.add(ReportText(unit_id=1, report="tong-hop", period="2025", part="danh-gia",
                               text=f"Tiêu biểu có chị {NAME.upper()}, điện thoại 0987 612 345."))  # fmt: skip
        batch = ImportBatch(file_name=f"Đơn {NAME}.xlsx", sha256="0" * 64, kind="people", written=1)
        session.add(batch)
        session.flush()
        session.add(ImportedRow(batch_id=batch.id or 0, sheet="1", row=2, fingerprint="f", table_name="person",
                                row_id=999, raw=f'{{"Chồng": "{NAME}", "CCCD": "{NUMBER}"}}'))  # fmt: skip
        session.add(PaperPrint(number=7, at="2026-01-20T01:00:00Z", paper="don", title="Giấy đề nghị", subject=NAME,
                               out="printed", content_key="k", choices="{}"))  # fmt: skip
        session.add(AccessNote(at="2026-01-20T01:00:00Z", kind="export", subject="people", detail=f"Danh sách {NAME}"))
        session.add(Attachment(kind="photo", name=f"{NAME}.jpg", caption=f"Trao quà cho {NAME}",
                               media_type="image/jpeg", size=1, sha256="1" * 64, campaign_id=campaign_id))  # fmt: skip
    award_ids = add_recipients(office.register, campaign_id, [RecipientEntry(person)]).award_ids
    mark_received(office.register, award_ids, TET_DAY)
    return person


def everything(office: Office) -> str:
    """Return every text of every table, history included."""
    with office.register.looking() as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(
            str(value)
            for table in tables
            if not table.startswith("person_search")
            for row in connection.execute(f"SELECT * FROM {table}")
            for value in row
            if isinstance(value, str)
        ).casefold()


def problems(office: Office) -> list[str]:
    """Return what the check says: of the rows written here by hand, nothing more."""
    return [str(one) for one in check_register(office.register).problems]


def erased(office: Office, person: int) -> Erased:
    return erase_people(office.register, [person])


def test_a_name_nobody_else_has_is_masked_wherever_it_stands(office: Office) -> None:
    person = texts(office)
    assert NAME.casefold() in everything(office)
    before = problems(office)
    done = erased(office, person)
    left = everything(office)
    for trace in (NAME.casefold(), NUMBER, "0987 612 345"):
        assert trace not in left
    with office.register.reading() as session:
        assert session.get_one(PaperPrint, 1).subject == f"Hồ sơ đã ẩn danh {person}"
        assert "•••" in str(session.get_one(ReportText, 1).text)
    assert done.remains.printed == (7,)
    assert problems(office) == before


def test_a_name_another_file_has_too_is_left_and_told_but_numbers_go(office: Office) -> None:
    person = texts(office)
    office.person(NAME, office.phu_thinh, birth="1999", citizen_id="042199000888")
    done = erased(office, person)
    left = everything(office)
    assert NAME.casefold() in left
    assert NUMBER not in left
    assert dict(done.remains.unsure) == {"attachment": 2, "import_batch": 1, "report_text": 1}
    [line] = [one for one in remaining_lines(done.remains) if "trùng với người khác" in one]
    assert "Lời văn báo cáo (1)" in line


def test_it_is_stopped_before_the_data_is_gone_or_not_at_all(office: Office) -> None:
    person = texts(office)

    class Stopped(Exception):
        pass

    def stop_at(least: int) -> None:
        def told(done: int, _steps: int) -> None:
            if done >= least:
                raise Stopped

        erase_people(office.register, [person], told=told)

    with pytest.raises(Stopped):
        stop_at(30)
    assert NAME.casefold() in everything(office)
    stop_at(60)
    assert NAME.casefold() not in everything(office)
    with office.register.looking() as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_one_list_tells_what_lies_outside(office: Office) -> None:
    person = texts(office)
    back_up_register(office.register)
    lines = remaining_lines(erased(office, person).remains)
    for words in ("1 bản sao lưu", "1 lần in, lưu giấy", "1 lần xuất danh sách", "1 tệp đính kèm"):
        assert any(words in one for one in lines), words


def test_a_frozen_paper_with_the_name_gives_way_to_a_page_and_its_figures_stay(office: Office) -> None:
    from labordesk.documents.model import Document, Paragraph
    from labordesk.documents.pdf import render_pdf
    from labordesk.services.erasing_papers import _text_of

    person = texts(office)
    order = Order("tong-hop", parse_period("2026"), signed_on=date(2026, 3, 2))
    kept = freeze_report(office.register, order, today=date(2026, 3, 2)).id
    other = freeze_report(office.register, order, today=date(2026, 3, 2)).id
    paper = render_pdf(Document(kind="Danh sách", blocks=(Paragraph(f"1. {NAME.upper()}, 1.300.000 đồng"),)))
    with office.register.writing() as session:
        session.get_one(FrozenReport, kept).paper = paper
    before = problems(office)
    figures, whole = frozen_figures(office.register, kept), frozen_paper(office.register, other)
    done = erased(office, person)
    assert [one.id for one in done.remains.replaced] == [kept]
    text = " ".join(str(_text_of(frozen_paper(office.register, kept))).split())
    assert "thông tin cá nhân đã được xóa" in text
    assert NAME.upper() not in text
    assert frozen_figures(office.register, kept) == figures
    assert frozen_paper(office.register, other) == whole
    assert problems(office) == before


def test_an_amount_with_the_digits_of_an_account_stays_and_json_stays_json(office: Office) -> None:
    person = office.person(NAME, bank_account="12345678", bank_name="Agribank")
    order = Order("tong-hop", parse_period("2026"), signed_on=date(2026, 3, 2))
    kept = freeze_report(office.register, order, today=date(2026, 3, 2)).id
    figure = Figure("Bảng 1", f"Tặng {NAME}", "Số tiền", "12.345.678", Decimal(12_345_678), "đồng")
    with office.register.writing() as session:
        session.get_one(FrozenReport, kept).figures = figures_text([figure])
        batch = ImportBatch(file_name="ds.xlsx", sha256="0" * 64, kind="people", written=1)
        session.add(batch)
        session.flush()
        session.add(ImportedRow(batch_id=batch.id or 0, sheet="1", row=2, fingerprint="f", table_name="person",
                                row_id=999, raw=f'{{"Vợ": "{NAME}", "TK": "12345678", "Tiền": 12345678}}'))  # fmt: skip
    erased(office, person)
    called = f"Hồ sơ đã ẩn danh {person}"
    assert frozen_figures(office.register, kept) == (replace(figure, row=f"Tặng {called}"),)
    with office.register.looking() as connection:
        (raw,) = connection.execute("SELECT raw FROM imported_row").fetchone()
    assert json.loads(raw) == {"Vợ": called, "TK": "•••", "Tiền": 12_345_678}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Chị Lê An, 0912.345.678", "Chị X1, •••"),
        ("LÊ  AN", "X1"),
        ("Lê Anh, Lê\nAn", "Lê Anh, X1"),
        ("Trần Lê An", "Trần X1"),
        ("số 20912345678", "số 20912345678"),
    ],
)
def test_only_whole_names_and_numbers_are_taken_for_the_persons(text: str, left: str) -> None:
    finder = Finder([Sought(1, "Lê An", True, ("0912345678",))], lambda id_: f"X{id_}")
    assert finder.mask(text) == left


def test_a_name_behind_a_line_end_is_found_in_the_history_too(office: Office) -> None:
    person = office.person(NAME)
    other = office.person("Lê Văn Ổi", note=f"Người nhận thay:\n{NAME}")
    with office.register.writing() as session:
        session.get_one(Person, other).note = None
    assert NAME.casefold() in everything(office)
    erased(office, person)
    assert NAME.casefold() not in everything(office)


def test_a_thousand_people_are_looked_for_as_quickly_as_one() -> None:
    """A register of a million people has more than a million notes: 30 ms for each would be a night."""
    people = [
        Sought(place, f"Nguyễn Thị {chr(65 + place % 26)}{place}", True, (f"0421850{place:05}", f"09876{place:05}"))
        for place in range(1_000)
    ]
    one, finder = Finder(people[:1], lambda id_: f"X{id_}"), Finder(people, lambda id_: f"X{id_}")
    note = json.dumps({"phone": ["0912345678", "0987654321"], "note": ["Nguyễn Thị Lan", "Thợ may, chồng mất"]})
    assert not any(finder.finds(f"{note}{place}") for place in range(300))
    assert lines_run(lambda: finder.finds(note)) < 2 * lines_run(lambda: one.finds(note))
    assert finder.mask("Chị NGUYỄN  THỊ C2 (042.185.000.002)") == "Chị X2 (•••)"


_WORDS = re.compile(
    r"note|reason|^text|caption|^title$|subject$|detail|^raw|purpose|file_name|situation|description|contact|snapshot"
    r"|recipient_name|^basis$|document$"
)
"""What columns are called in which somebody writes as he likes."""


def test_every_column_of_free_words_is_decided_once() -> None:
    open_ = set()
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            known = column.name in ELSEWHERE.get(table.name, ()) or name in erasing_traces.ABOUT_THINGS
            if _WORDS.search(column.name) and str(column.type.compile()) in ("VARCHAR", "TEXT") and not known:
                open_.add(name)
    assert open_ == {"access_note.subject", "campaign.basis", "correction.subject", "fund_opening.document",
                     "house_milestone.document", "norm.basis", "officer.title"}  # fmt: skip


def test_it_is_refused_before_anything_is_written_when_the_disk_is_too_full(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = office.person(NAME)
    monkeypatch.setattr(wiping.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 1000})())
    with pytest.raises(Unavailable):
        erase_people(office.register, [person])
    with office.register.reading() as session:
        assert session.get_one(Person, person).full_name == NAME


@pytest.mark.skipif(libcrypto() is None, reason="needs OpenSSL's library to look into the pages")
def test_nothing_is_left_in_any_page_of_an_encrypted_register(office: Office) -> None:
    person = texts(office)
    path = office.register.path
    office.register.close()
    encrypt_register(path, new_keys(PASSWORD), PASSWORD)
    with open_register(path, secret=PASSWORD) as register:
        key = register.connect.key._bytes()  # type: ignore[attr-defined]
        with register.writing() as session:  # leaves free pages and rests behind
            sqlite_of(session).execute("UPDATE report_text SET text = 'khác'")
        assert found(path, key), "what is looked for is found before, or the search proves nothing"
        erase_people(register, [person])
        assert found(path, key) == []
        assert not journal_of(path).exists()
    assert found(path, key) == []


def found(path: Path, key: bytes) -> list[str]:
    """Return which traces stand in any page of the file or its log."""
    files = [one for one in (path, path.with_name(f"{path.name}-wal")) if one.exists()]
    content = b"".join(page for file in files for page in plain_pages(file, key))
    return [one for one in (NAME, NUMBER, "0987612345", "hoang que tran chau") if one.encode() in content]
