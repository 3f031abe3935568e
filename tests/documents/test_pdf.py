"""The file: repeatable, self-contained, described, and written whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labordesk import disk
from labordesk.assets import asset_path
from labordesk.documents import decree
from labordesk.documents.model import (
    AmountInWords,
    Appendix,
    Basis,
    Block,
    Bullet,
    CheckBox,
    CheckRow,
    Column,
    Document,
    DottedLine,
    DottedRow,
    Heading,
    KeepTogether,
    Letterhead,
    PageBreak,
    Paragraph,
    PlaceDate,
    Row,
    RowKind,
    Run,
    SignatureBlock,
    Spacer,
    Table,
)
from labordesk.documents.pdf import render_pdf, write_pdf
from labordesk.errors import Unavailable
from tests.documents.papers import REPORT, SENTENCE, gift_list, report
from tests.documents.reading import all_text, read


def test_the_same_paper_makes_the_same_bytes() -> None:
    paper = report(Heading("I. Kết quả"), Paragraph(SENTENCE), gift_list([500_000] * 30))
    assert render_pdf(paper) == render_pdf(paper)


def test_papers_made_at_once_by_several_threads_are_the_same_as_one_by_one() -> None:
    papers = [report(Paragraph(f"{number} {SENTENCE}"), gift_list([number] * 20)) for number in range(8)]
    alone = [render_pdf(paper) for paper in papers]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(render_pdf, papers)) == alone


def test_title_author_and_language_are_set() -> None:
    content = render_pdf(replace(REPORT, author="Công đoàn xã Hương Sơn"))
    document = pypdfium2.PdfDocument(content)
    try:
        described = document.get_metadata_dict()
    finally:
        document.close()
    assert described["Title"] == "Báo cáo " + REPORT.abstract
    assert described["Author"] == "Công đoàn xã Hương Sơn"
    assert b"/Lang (vi)" in content


def test_all_fonts_are_embedded_as_subsets() -> None:
    runs = tuple(Run("Chữ Việt ", bold, italic) for bold in (False, True) for italic in (False, True))
    content = render_pdf(report(Paragraph(runs), gift_list([1])))
    names = set(re.findall(rb"/BaseFont /(\S+)", content))
    assert {name.decode() for name in names} == {
        "AAAAAA+LiberationSerif",
        "AAAAAA+LiberationSerif-Bold",
        "AAAAAA+LiberationSerif-Italic",
        "AAAAAA+LiberationSerif-BoldItalic",
    }
    assert content.count(b"/FontFile2") == 4
    assert len(content) < asset_path("fonts/LiberationSerif-Regular.ttf").stat().st_size / 2


def test_pages_are_compressed() -> None:
    short, long = (len(render_pdf(report(gift_list([500_000] * people)))) for people in (500, 1000))
    assert (long - short) / 500 < 150


def test_nothing_to_print_is_refused() -> None:
    with pytest.raises(ValueError, match="no document"):
        render_pdf([])


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "Báo cáo quý I.pdf"
    write_pdf(REPORT, path)
    assert path.read_bytes() == render_pdf(REPORT)
    write_pdf([REPORT, REPORT], path)
    assert len(read(path.read_bytes())) == 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["Báo cáo quý I.pdf"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(Unavailable, match="a.pdf"):
        write_pdf(REPORT, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_gone_is_a_sentence_for_the_user(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"a\.pdf.*lưu lại"):
        write_pdf(REPORT, tmp_path / "gone" / "a.pdf")


_text = st.text(st.sampled_from("aBệ Đ ơ&<\n.漢\u0301"), max_size=60)
_cell = st.one_of(_text, st.none(), st.integers(-(10**12), 10**12))
_row = st.builds(
    lambda cells, kind: Row(tuple(cells), kind), st.lists(_cell, min_size=3, max_size=3), st.sampled_from(RowKind)
)
_table = st.builds(
    lambda rows, shares, size, note: Table(
        tuple(Column(note, share, group="G" if share > 2 else "") for share in shares), tuple(rows), note, note, size
    ),
    st.lists(_row, max_size=60),
    st.lists(st.floats(0.2, 5), min_size=3, max_size=3),
    st.integers(9, 14),
    _text,
)
_field = st.builds(DottedLine, _text, _text, st.integers(1, 20))
_box = st.builds(CheckBox, _text, st.booleans())
_simple: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, _text, st.integers(1, 3)),
    st.builds(lambda text, times: Paragraph(text * times), _text, st.integers(0, 120)),
    st.builds(lambda text: Paragraph((Run(text, bold=True), Run(text, italic=True))), _text),
    st.builds(Basis, _text),
    st.builds(Bullet, _text, st.integers(1, 2)),
    st.builds(AmountInWords, _text, _text),
    _field,
    st.builds(lambda fields: DottedRow(tuple(fields)), st.lists(_field, min_size=1, max_size=4)),
    _box,
    st.builds(lambda label, boxes: CheckRow(label, tuple(boxes)), _text, st.lists(_box, max_size=6)),
    st.just(PageBreak()),
    st.builds(Spacer, st.floats(1, 150)),
    _table,
)
_block = st.one_of(_simple, st.builds(lambda inner: KeepTogether(tuple(inner)), st.lists(_simple, max_size=4)))
_signature = st.builds(SignatureBlock, _text, _text, _text, _text)
_document = st.builds(
    lambda body, blocks, signatures, recipients, landscape, text, appendix: Document(
        letterhead=Letterhead(body, text),
        kind=text,
        abstract=body,
        note=text,
        number=text,
        place_date=PlaceDate(text),
        addressees=tuple(recipients),
        blocks=tuple(blocks),
        signed_at=PlaceDate(body),
        signatures=tuple(signatures),
        recipients=tuple(recipients),
        appendices=tuple(Appendix(label=text, title=body, blocks=tuple(a), landscape=not landscape) for a in appendix),
        landscape=landscape,
    ),
    _text,
    st.lists(_block, max_size=8),
    st.lists(_signature, max_size=5),
    st.lists(_text, max_size=5),
    st.booleans(),
    _text,
    st.lists(st.lists(_block, max_size=3), max_size=2),
)


@settings(max_examples=30, deadline=None)
@given(_document)
def test_any_paper_can_be_printed_inside_its_margins(paper: Document) -> None:
    pages = read(render_pdf(paper))
    assert pages
    for page in pages:
        for line in page.lines:
            assert line.left >= decree.MARGIN_LEFT_MM - 0.2 or unicodedata.combining(line.text[0]), line
            assert line.baseline <= page.height - decree.MARGIN_BOTTOM_MM, line


def test_text_in_the_margins_of_nothing() -> None:
    assert all_text(render_pdf(Document())).strip() == ""
