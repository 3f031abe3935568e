"""Every form, blank and filled, on odd files too: on the decree's page, saying what the file says and nothing else."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.documents.excel.book import render_excel
from labordesk.documents.model import Document, KeepTogether, Paragraph, Pictures
from labordesk.documents.pdf import render_pdf
from labordesk.documents.word.paper import render_word, write_word
from labordesk.errors import NotFound
from labordesk.reports.base import WordStyle
from labordesk.reports.forms import all_forms
from labordesk.reports.forms.base import Form
from labordesk.services.forms import TABLES, FormOrder, compose_form, form_named, forms_about, print_form
from labordesk.services.reporting import paper_on
from labordesk.store.register import Register
from labordesk.vietnamese.citizen import mask

TODAY = date(2026, 11, 22)
NEVER = re.compile(
    r"\bNone\b|\bTrue\b|\bFalse\b|[{}]|\b0 đồng|;\s*;|,\s*,|\(\s*\)|:\s*;"
    r"|\b(?:house|grant|gift|award|cash|goods|transfer|spouse|repair|received|handed_over|photo|union|member)\b"
)
"""What no paper may show: empty values of the program, sums of nothing, joined emptiness, codes."""
LONG = " ".join(f"Nguyễn{number}" for number in range(1, 34)) + " Cuối"
ODD = "Nguyễn 阮 Thị Ánh"
NULLABLE = ("person", "house", "grant_case", "award", "campaign", "contribution", "house_milestone", "household_member")
WHOLE = ("id", "row_version", "plain_key", "search_key", "sort_key", "block_key", "position")

FORMS = pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.name)


@dataclass(frozen=True)
class Odd:
    """A copy of the sample that may be written into, and its bare connection."""

    register: Register
    connection: sqlite3.Connection

    def compose(self, form: Form, subject: int | None) -> Document:
        return form.compose(self.connection, subject, paper_on(self.register, TODAY))


@pytest.fixture(scope="module")
def odd(sample: Register, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Odd]:
    path = tmp_path_factory.mktemp("odd") / "odd.sqlite"
    with sample.looking() as source, sqlite3.connect(path) as target:
        source.backup(target)
    target.close()
    connection = sqlite3.connect(path, isolation_level=None)
    yield Odd(sample, connection)
    connection.close()


@pytest.fixture
def changed(odd: Odd) -> Iterator[Odd]:
    """Return the copy for changes that are taken back afterwards."""
    odd.connection.execute("BEGIN")
    yield odd
    odd.connection.execute("ROLLBACK")


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    try:
        words = " ".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        pages.close()
    return " ".join(words.replace("\u00a0", " ").split())


def page_count(content: bytes | Path) -> int:
    pages = pypdfium2.PdfDocument(content)
    try:
        return len(pages)
    finally:
        pages.close()


def pictures(content: bytes) -> int:
    pages = pypdfium2.PdfDocument(content)
    try:
        return sum(len(list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))) for page in pages)
    finally:
        pages.close()


def subjects(register: Register, form: Form) -> list[int]:
    """Return the files a form may be about, a few of them."""
    with register.looking() as connection:
        rows = connection.execute(f"SELECT id FROM {TABLES[form.subject]} ORDER BY id").fetchall()
    ids = [row[0] for row in rows]
    return [*ids[:3], *ids[-2:]]


@FORMS
def test_a_blank_form_is_one_to_write_on(register: Register, form: Form) -> None:
    content = print_form(register, FormOrder(form.name), today=TODAY)
    printed = text_of(content)
    assert "Độc lập - Tự do - Hạnh phúc" in printed
    assert not NEVER.search(printed)
    assert page_count(content) <= 2


@FORMS
def test_a_form_says_whom_its_file_is_about(sample: Register, form: Form) -> None:
    for subject in subjects(sample, form):
        document = compose_form(sample, FormOrder(form.name, subject), today=TODAY)
        printed = text_of(render_pdf(document))
        assert not NEVER.search(printed), NEVER.search(printed)
        assert render_word(document)[:2] == b"PK"
        assert render_excel(document)[:2] == b"PK"
        with sample.looking() as connection:
            name = connection.execute(NAMES[form.subject], (subject,)).fetchone()
        assert not name or not name[0] or name[0].casefold() in printed.casefold()


NAMES = {
    "house": "SELECT p.full_name FROM house h JOIN person p ON p.id = h.person_id WHERE h.id = ?",
    "case": "SELECT p.full_name FROM grant_case c JOIN person p ON p.id = c.person_id WHERE c.id = ?",
    "award": "SELECT p.full_name FROM award a JOIN person p ON p.id = a.person_id WHERE a.id = ?",
    "campaign": "SELECT name FROM campaign WHERE id = ?",
    "contribution": "SELECT donor FROM contribution WHERE id = ?",
}


@FORMS
def test_names_of_three_hundred_letters_and_strange_letters_are_printed_whole(changed: Odd, form: Form) -> None:
    subject = subjects(changed.register, form)[-1]
    for table, column in (("person", "full_name"), ("unit", "name"), ("campaign", "name"), ("contribution", "donor")):
        changed.connection.execute(f"UPDATE {table} SET {column} = ?", (LONG,))
    printed = text_of(render_pdf(changed.compose(form, subject)))
    assert "Nguyễn1 " in printed
    assert "Cuối" in printed
    assert render_word(changed.compose(form, subject))[:2] == b"PK"
    assert render_excel(changed.compose(form, subject))[:2] == b"PK"
    for table, column in (("person", "full_name"), ("campaign", "name"), ("contribution", "donor")):
        changed.connection.execute(f"UPDATE {table} SET {column} = ?", (ODD,))
    assert "Nguyễn □ Thị Ánh" in text_of(render_pdf(changed.compose(form, subject)))


def nullable(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the columns that may be empty."""
    return [
        (table, column)
        for table in NULLABLE
        for _place, column, _type, required, *_rest in connection.execute(f"PRAGMA table_info({table})")
        if not required and column not in WHOLE
    ]


@FORMS
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_missing_leaves_room_and_nothing_else(odd: Odd, form: Form, data: st.DataObject) -> None:
    subject = data.draw(st.sampled_from(subjects(odd.register, form)))
    missing = data.draw(st.sets(st.sampled_from(nullable(odd.connection)), max_size=60))
    odd.connection.execute("BEGIN")
    try:
        for table, column in missing:
            if not (table == "award" and column == "paid_on"):  # what was handed over has a day
                odd.connection.execute(f"UPDATE {table} SET {column} = NULL")
        printed = text_of(render_pdf(odd.compose(form, subject)))
    finally:
        odd.connection.execute("ROLLBACK")
    assert not NEVER.search(printed), NEVER.search(printed)


def test_a_decision_bears_the_head_the_signer_and_the_law_of_its_own_day(sample: Register) -> None:
    with sample.looking() as connection:
        (old,) = connection.execute("SELECT id FROM house WHERE decision_date < '2025-01-01' LIMIT 1").fetchone()
        (new,) = connection.execute("SELECT id FROM house WHERE decision_date > '2025-09-01' LIMIT 1").fetchone()
    before = text_of(print_form(sample, FormOrder("quyet-dinh-nha", old), today=TODAY))
    after = text_of(print_form(sample, FormOrder("quyet-dinh-nha", new), today=TODAY))
    assert "12/2012/QH13" in before
    assert "HUYỆN" in before
    assert "50/2024/QH15" in after
    assert "HUYỆN" not in after
    asked = text_of(print_form(sample, FormOrder("quyet-dinh-nha", old, signed_on=TODAY), today=TODAY))
    assert "HUYỆN" not in asked.split("QUYẾT ĐỊNH")[0]


@pytest.mark.parametrize(
    ("body", "head", "signed"),
    [
        ("Ban Chấp hành", "BAN CHẤP HÀNH CÔNG ĐOÀN XÃ HƯƠNG SƠN", "TM. BAN CHẤP HÀNH"),
        ("Ban Thường vụ Công đoàn xã", "BAN THƯỜNG VỤ CÔNG ĐOÀN XÃ HƯƠNG SƠN", "TM. BAN THƯỜNG VỤ"),
        ("Ban quản lý Quỹ Mái ấm", "BAN QUẢN LÝ QUỸ MÁI ẤM", "TM. BAN THƯỜNG VỤ"),
    ],
)
def test_a_decision_names_the_organ_that_took_it(changed: Odd, body: str, head: str, signed: str) -> None:
    changed.connection.execute("UPDATE house SET decision_body = ?", (body,))
    form = form_named("quyet-dinh-nha")
    printed = text_of(render_pdf(changed.compose(form, subjects(changed.register, form)[-1])))
    assert head in printed
    assert signed in printed


def test_every_choice_of_words_reaches_the_amount_in_words(changed: Odd) -> None:
    changed.connection.execute("UPDATE house SET approved_amount = 1024105004")
    form = form_named("quyet-dinh-nha")
    paper = replace(paper_on(changed.register, TODAY), words=WordStyle("lẻ", "bốn", "ngàn", "tỉ", even=True))
    printed = text_of(render_pdf(form.compose(changed.connection, subjects(changed.register, form)[-1], paper)))
    words = "Một tỉ không trăm hai mươi bốn triệu một trăm lẻ năm ngàn không trăm lẻ bốn đồng chẵn"
    assert words in printed


@pytest.mark.parametrize("name", ["binh-xet-nha", "binh-xet-tro-cap"])
def test_the_minute_of_a_grassroots_meeting_bears_its_own_head(sample: Register, name: str) -> None:
    table = TABLES[form_named(name).subject]
    with sample.looking() as connection:
        (one,) = connection.execute(
            f"SELECT f.id FROM {table} f JOIN unit u ON u.id = f.unit_id WHERE u.name LIKE 'CĐCS Công ty%' LIMIT 1"
        ).fetchone()
    minute = compose_form(sample, FormOrder(name, one), today=TODAY)
    assert minute.letterhead.issuing_body.startswith("Công đoàn cơ sở Công ty")
    assert minute.letterhead.superior_body.upper() in {"CÔNG ĐOÀN XÃ HƯƠNG SƠN", "LIÊN ĐOÀN LAO ĐỘNG HUYỆN HƯƠNG SƠN"}
    assert minute.number == "/BB-CĐCS"


def test_the_unit_that_keeps_the_register_writes_under_the_letterhead_however_it_is_named(changed: Odd) -> None:
    changed.connection.execute("UPDATE house SET unit_id = 1")
    form = form_named("binh-xet-nha")
    head = replace(paper_on(changed.register, TODAY), issuing_body="BAN VẬN ĐỘNG QUỸ")
    for paper, body in ((head, "Công đoàn xã Hương Sơn"), (replace(head, keeper_name="Công đoàn xã Hương Sơn"), "")):
        minute = form.compose(changed.connection, subjects(changed.register, form)[-1], paper)
        assert minute.letterhead.issuing_body == (body or "BAN VẬN ĐỘNG QUỸ")


@pytest.mark.parametrize("name", ["quyet-dinh-tro-cap", "to-trinh-tro-cap", "quyet-dinh-nha", "to-trinh-nha"])
def test_nobody_proposes_to_himself(changed: Odd, name: str) -> None:
    form = form_named(name)
    changed.connection.execute("UPDATE house SET unit_id = 1")
    changed.connection.execute("UPDATE grant_case SET unit_id = 1")
    paper = replace(paper_on(changed.register, TODAY), issuer_name="Công đoàn xã Hương Sơn")
    document = form.compose(changed.connection, subjects(changed.register, form)[-1], paper)
    printed = text_of(render_pdf(document))
    assert "đề nghị của Công đoàn xã Hương Sơn" not in printed
    assert "ý kiến của" not in printed
    assert "bộ phận tài chính, Công đoàn xã" not in printed
    assert "Công đoàn xã Hương Sơn" not in document.recipients


@pytest.mark.parametrize("name", ["quyet-dinh-nha", "nghiem-thu-nha", "ban-giao-nha"])
@pytest.mark.parametrize(
    ("address", "told"),
    [("Thôn Hải Thượng, xã Hương Sơn", "tại thôn Hải Thượng, xã"), ("Thông Nhất, xã A", "tại Thông Nhất, xã A")],
)
def test_a_place_inside_a_sentence_begins_small(changed: Odd, name: str, address: str, told: str) -> None:
    changed.connection.execute("UPDATE house SET address = ?", (address,))
    form = form_named(name)
    assert told in text_of(render_pdf(changed.compose(form, subjects(changed.register, form)[-1])))


@pytest.mark.parametrize(("signer", "keeps"), [("Phan Thị Thu Hằng", True), ("Lê Văn Tám", False)])
def test_a_signer_named_by_hand_does_not_get_the_office_of_another(changed: Odd, signer: str, *, keeps: bool) -> None:
    form = form_named("quyet-dinh-nha")
    head = paper_on(changed.register, TODAY)
    assert (head.signer_name, head.signer_title.upper()) == ("Phan Thị Thu Hằng", "CHỦ TỊCH")
    changed.connection.execute("UPDATE house SET decision_signer = ?, decision_body = 'Ban Thường vụ'", (signer,))
    (signature,) = changed.compose(form, subjects(changed.register, form)[-1]).signatures
    assert signature.name == signer
    assert (signature.title.upper() == "CHỦ TỊCH") is keeps
    assert keeps or set(signature.title) == {"…"}  # room to write the right one


def test_only_the_survey_speaks_of_an_illness(sample: Register) -> None:
    with sample.looking() as connection:
        (case,) = connection.execute(
            "SELECT c.id FROM grant_case c JOIN circumstance x ON x.id = c.circumstance_id"
            " WHERE x.code = 'BENH-HN' AND c.state = 'paid' LIMIT 1"
        ).fetchone()
        (award,) = connection.execute("SELECT id FROM award WHERE case_id = ?", (case,)).fetchone()
    for form in (*forms_about("case"), *forms_about("award")):
        subject = award if form.subject == "award" else case
        printed = text_of(print_form(sample, FormOrder(form.name, subject), today=TODAY)).casefold()
        assert "hiểm nghèo" not in printed, form.name
        assert ("chẩn đoán" in printed) == (form.name == "khao-sat-hoan-canh")


@pytest.mark.parametrize(
    ("code", "title", "absent"),
    [
        ("BENH-HN", "BỆNH TẬT, TAI NẠN", "Tốc mái"),
        ("TNLD-TV", "TỬ VONG", "Chẩn đoán"),
        ("HOA-HOAN", "THIÊN TAI, HỎA HOẠN", "Ngày mất"),
        ("MO-COI", "CON CỦA ĐOÀN VIÊN", "Chẩn đoán"),
        ("THU-NHAP", "HOÀN CẢNH KHÓ KHĂN", "Tốc mái"),
    ],
)
def test_the_survey_asks_what_its_circumstance_needs(changed: Odd, code: str, title: str, absent: str) -> None:
    changed.connection.execute(
        "UPDATE grant_case SET circumstance_id = (SELECT id FROM circumstance WHERE code = ?)", (code,)
    )
    form = form_named("khao-sat-hoan-canh")
    printed = text_of(render_pdf(changed.compose(form, subjects(changed.register, form)[0])))
    assert title in printed
    assert absent not in printed


def test_the_annexed_list_of_a_decision_masks_every_number_and_adds_up(sample: Register) -> None:
    with sample.looking() as connection:
        (campaign,) = connection.execute("SELECT max(campaign_id) FROM award").fetchone()
        rows = connection.execute(
            "SELECT p.citizen_id, p.full_name FROM award a JOIN person p ON p.id = a.person_id"
            " WHERE a.campaign_id = ? AND a.handover <> 'returned'",
            (campaign,),
        ).fetchall()
        (total,) = connection.execute(
            "SELECT sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id"
            " WHERE a.campaign_id = ? AND a.handover <> 'returned'",
            (campaign,),
        ).fetchone()
    printed = text_of(print_form(sample, FormOrder("quyet-dinh-qua", campaign), today=TODAY))
    numbers = [number for number, _name in rows if number]
    assert numbers
    assert all(number not in printed and mask(number) in printed for number in numbers)
    assert all(name in printed for _number, name in rows)
    assert f"{total:,}".replace(",", ".") + " đồng" in printed


def test_the_report_of_a_house_shows_its_photos(sample: Register) -> None:
    with sample.looking() as connection:
        house, kept = connection.execute(
            "SELECT house_id, count(*) FROM attachment WHERE house_id IS NOT NULL AND kind LIKE 'photo%' GROUP BY 1"
        ).fetchone()
    content = print_form(sample, FormOrder("bao-cao-xay-dung", house), today=TODAY)
    assert pictures(content) == kept
    assert f"Ảnh {kept}." in text_of(content)


@pytest.mark.parametrize("name", ["bien-ban-trao-qua", "bao-cao-trao-qua", "bao-cao-xay-dung"])
def test_no_photo_stands_between_the_last_words_and_the_signers(changed: Odd, name: str) -> None:
    form = form_named(name)
    subject = subjects(changed.register, form)[-1]
    owners = {"campaign": "campaign_id = ?, house_id = NULL", "house": "house_id = ?"}
    changed.connection.execute(
        f"UPDATE attachment SET {owners[form.subject]} WHERE house_id IS NOT NULL AND kind LIKE 'photo%'", (subject,)
    )
    document = changed.compose(form, subject)
    shown = [block for part in (document, *document.appendices) for block in part.blocks if isinstance(block, Pictures)]
    assert shown
    assert isinstance(document.blocks[-1], Paragraph | KeepTogether)
    assert pictures(render_pdf(document)) == sum(len(row.pictures) for row in shown)


def test_a_form_that_is_none_is_refused_with_the_names_there_are(register: Register) -> None:
    with pytest.raises(NotFound, match="de-nghi-nha"):
        form_named("không có")


@pytest.mark.parametrize("signed_on", [None, TODAY])
def test_a_file_that_is_gone_is_told(register: Register, signed_on: date | None) -> None:
    with pytest.raises(NotFound, match="77"):
        compose_form(register, FormOrder("de-nghi-nha", 77, signed_on), today=TODAY)


def test_a_form_is_a_file_of_its_own() -> None:
    folder = Path(__file__).parents[2] / "labordesk/reports/forms"
    files = {path.stem for path in folder.glob("*.py") if "FORM = Form(" in path.read_text(encoding="utf-8")}
    assert len(files - {"base"}) == len(all_forms())
    assert len({form.name for form in all_forms()}) == len(all_forms())


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_word_sets_every_form_on_as_many_pages(sample: Register, tmp_path: Path) -> None:
    expected: dict[str, int] = {}
    for form in all_forms():
        for name, subject in (("blank", None), ("filled", subjects(sample, form)[-1])):
            document = compose_form(sample, FormOrder(form.name, subject), today=TODAY)
            path = tmp_path / f"{form.name}-{name}.docx"
            write_word(document, path)
            expected[path.stem] = page_count(render_pdf(document))
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, sorted(tmp_path.glob("*.docx")))], check=True, capture_output=True, timeout=300)
    set_by_word = {name: page_count(tmp_path / f"{name}.pdf") for name in expected}
    assert {name: pages for name, pages in set_by_word.items() if abs(pages - expected[name]) > 1} == {}


def test_a_decision_tells_the_gift_of_those_who_are_no_members(changed: Odd) -> None:
    changed.connection.execute(
        "UPDATE campaign SET package_cash = 500000, package_goods = 200000, package_items = 'Gạo, dầu ăn',"
        " worker_cash = 250000, worker_goods = NULL"
    )
    form = form_named("quyet-dinh-qua")
    subject = subjects(changed.register, form)[-1]
    printed = text_of(render_pdf(changed.compose(form, subject)))
    assert "mỗi suất gồm 500.000 đồng tiền mặt và quà trị giá 200.000 đồng (gạo, dầu ăn), " in printed
    assert "người chưa là đoàn viên nhận 250.000 đồng tiền mặt và quà trị giá 200.000 đồng;" in printed
    changed.connection.execute("UPDATE campaign SET worker_cash = NULL")
    assert "chưa là đoàn viên" not in text_of(render_pdf(changed.compose(form, subject)))
