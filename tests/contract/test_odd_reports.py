"""Reports over odd registers: no signer, names of three hundred letters, letters no face has, fonts that are gone."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from labordesk.documents import fonts
from labordesk.documents.model import Document
from labordesk.documents.pdf import render_pdf, write_pdf
from labordesk.documents.saving import save_document
from labordesk.documents.word.paper import write_word
from labordesk.errors import Unavailable
from labordesk.reports import all_reports
from labordesk.reports.base import Report
from labordesk.services.registers import open_register
from labordesk.services.reporting import Order, campaigns_of, compose_report
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period
from tests.contract.test_reports import text_of

TODAY = date(2026, 11, 22)
YEAR = parse_period("2026")
LONG = " ".join(f"Nguyễn{number}" for number in range(1, 34)) + " Cuối"
ONE_PAGE = "mot-trang"
REPORTS = pytest.mark.parametrize("report", all_reports(), ids=lambda report: report.name)


@pytest.fixture(scope="module")
def odd(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The sample whose people and units have the longest and the strangest names."""
    path = Path(shutil.copy(sample_template, tmp_path_factory.mktemp("odd") / "odd.labordesk"))
    with open_register(path) as register:
        with register.writing() as session:
            run = session.connection().exec_driver_sql
            run("UPDATE person SET full_name = ? || ' ' || id", (LONG,))
            run(
                "UPDATE unit SET name = 'Nghiệp đoàn 阮 ' || ? || ' ' || id, short_name = NULL"
                " WHERE parent_id IS NOT NULL",
                (LONG,),
            )
        yield register


@pytest.fixture(scope="module")
def unsigned(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The sample whose letterhead says nothing but the body."""
    path = Path(shutil.copy(sample_template, tmp_path_factory.mktemp("unsigned") / "unsigned.labordesk"))
    with open_register(path) as register:
        with register.writing() as session:
            session.connection().exec_driver_sql(
                "UPDATE letterhead SET signer_name = NULL, signer_title = NULL, authority = NULL, place = NULL,"
                " superior_body = NULL, symbol = NULL, preparer_name = NULL, accountant_name = NULL,"
                " treasurer_name = NULL, addressee = NULL, recipients = NULL"
            )
        yield register


def compose(register: Register, report: Report) -> Document:
    campaign = campaigns_of(register, YEAR)[0][0] if report.needs_campaign else None
    return compose_report(register, Order(report.name, YEAR, campaign_id=campaign), today=TODAY)


@REPORTS
def test_without_a_signer_there_is_room_to_sign_and_nothing_invented(unsigned: Register, report: Report) -> None:
    document = compose(unsigned, report)
    printed = text_of(render_pdf(document))
    signers = [*document.signatures, *(one for part in document.appendices for one in part.signatures)]
    assert "None" not in printed
    assert {one.name for one in signers} <= {""}
    assert ("CHỦ TỊCH" in printed) == bool(signers)
    assert bool(signers) == (report.name != ONE_PAGE)  # handed round a meeting, signed by nobody


@REPORTS
def test_names_of_three_hundred_letters_are_printed_whole_and_strange_letters_shown(
    odd: Register, report: Report
) -> None:
    printed = text_of(render_pdf(compose(odd, report))).replace("\xad", "")
    begun = sum(word == "Nguyễn1" for word in printed.split())
    if report.name == ONE_PAGE:  # names beside bars are shortened, and say so
        assert printed.count("…") >= begun > 0
    else:
        assert printed.count("Nguyễn33") == printed.count("Cuối") == begun
    assert "Nghiệp đoàn Nguyễn1" not in printed  # the strange letter between them shows as a box
    assert "Nghiệp đoàn □ Nguyễn1" in printed or "Nghiệp đoàn" not in printed


@pytest.fixture
def without_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Let the fonts be read anew; afterwards everything is as before."""
    fonts.register_fonts.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    fonts.register_fonts.cache_clear()
    fonts.register_fonts()


def gone(name: str) -> bytes:
    raise FileNotFoundError(name)


@pytest.mark.parametrize("read", [gone, lambda _name: b"", lambda _name: b"\x00\x01\x00\x00 no font"])
def test_a_font_that_is_gone_or_damaged_is_one_sentence_and_no_file(
    without_fonts: pytest.MonkeyPatch, tmp_path: Path, read: object
) -> None:
    without_fonts.setattr(fonts, "asset_bytes", read)
    document = Document(kind="Báo cáo")
    with pytest.raises(Unavailable, match=r"LiberationSerif-Regular\.ttf .*; hãy cài lại"):
        write_pdf(document, tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_paper_can_be_made_once_the_font_is_back(without_fonts: pytest.MonkeyPatch, tmp_path: Path) -> None:
    without_fonts.setattr(fonts, "asset_bytes", gone)
    with pytest.raises(Unavailable):
        render_pdf(Document(kind="Báo cáo"))
    without_fonts.undo()
    write_pdf(Document(kind="Báo cáo"), tmp_path / "a.pdf")
    write_word(Document(kind="Báo cáo"), tmp_path / "a.docx")
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of a file there")
@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_a_disk_without_room_leaves_the_old_paper_and_one_sentence(
    unsigned: Register, tmp_path: Path, suffix: str
) -> None:
    import resource

    document = compose(unsigned, next(one for one in all_reports() if one.name == "tong-hop"))
    path = tmp_path / f"báo cáo{suffix}"
    path.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(Unavailable, match=rf"báo cáo\{suffix}.*lưu lại"):
            save_document(document, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
