"""Receivers and signers: on one page with the last lines of the text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from labordesk.documents.model import (
    AmountInWords,
    Document,
    Heading,
    Paragraph,
    PlaceDate,
    SignatureBlock,
)
from labordesk.documents.pdf import render_pdf
from tests.documents.papers import CHAIR, REPORT, SENTENCE, gift_list, report
from tests.documents.reading import read


def test_the_receivers_stand_left_level_with_the_signers_office() -> None:
    page = read(render_pdf(REPORT))[0]
    receivers, office, name = page.line("Nơi nhận:"), page.line("TM. BAN CHẤP HÀNH"), page.line("Nguyễn Thị Minh")
    assert receivers.left == pytest.approx(30, abs=0.2)
    assert receivers.baseline == pytest.approx(office.baseline, abs=0.05)
    assert (receivers.font, receivers.size) == ("LiberationSerif-BoldItalic", 12)
    assert page.line("- LĐLĐ tỉnh").size == 11
    assert office.font == name.font == "LiberationSerif-Bold"
    assert 13 <= office.size <= 14
    assert office.centre == pytest.approx(name.centre, abs=0.2)
    assert page.line("CHỦ TỊCH").centre == pytest.approx(office.centre, abs=0.2)
    assert office.left > 30 + 160 * 0.4
    assert 20 < name.baseline - page.line("CHỦ TỊCH").baseline < 40


@pytest.mark.parametrize("lines", range(1, 36))
def test_a_signature_always_stands_under_two_lines_of_text_at_least(lines: int) -> None:
    blocks = [*[Paragraph("Một dòng")] * lines, Paragraph(SENTENCE)]
    pages = read(render_pdf(report(*blocks)))
    last = pages[-1]
    office = last.line("TM. BAN CHẤP HÀNH")
    above = [line for line in last.lines if 20 < line.baseline < office.baseline - 1]
    assert len(above) >= 2
    assert last.line("Nguyễn Thị Minh")
    assert last.line("- Lưu: VT.")


@pytest.mark.parametrize("lines", range(20, 36))
def test_a_last_sentence_of_one_line_takes_the_paragraph_before_it_along(lines: int) -> None:
    pages = read(render_pdf(report(*[Paragraph("Một dòng")] * lines, Paragraph("Hết"))))
    office = pages[-1].line("TM. BAN CHẤP HÀNH")
    above = [line.text for line in pages[-1].lines if 20 < line.baseline < office.baseline - 1]
    assert above[-2:] == ["Một dòng", "Hết./."]


@pytest.mark.parametrize("people", range(1, 45, 2))
def test_a_list_is_never_signed_on_a_page_without_people(people: int) -> None:
    paper = replace(report(gift_list([500_000] * people), AmountInWords("tám triệu đồng")), landscape=True)
    last = read(render_pdf(paper))[-1]
    assert last.line("Tổng cộng")
    assert last.line("Bằng chữ")
    assert f"Người {people}" in last.text
    assert people == 1 or f"Người {people - 1}" in last.text
    assert "Nguyễn Thị Minh Phượng" in last.text


def test_several_signers_stand_side_by_side_with_their_names_level() -> None:
    signers = (
        SignatureBlock("Người lập", "Lê Thị Yến", hint="(Ký, họ tên)"),
        SignatureBlock("Kế toán"),
        SignatureBlock("Thủ quỹ", "Trần Quý"),
        CHAIR,
    )
    paper = Document(blocks=(Paragraph("Hết"),), signatures=signers, signed_at=PlaceDate("Hương Sơn"), landscape=True)
    page = read(render_pdf(paper))[0]
    offices = [page.line(text) for text in ("NGƯỜI LẬP", "KẾ TOÁN", "THỦ QUỸ", "TM. BAN CHẤP HÀNH")]
    assert len({office.baseline for office in offices}) == 1
    names = [page.line(text) for text in ("Lê Thị Yến", "Trần Quý", "Nguyễn Thị Minh Phượng")]
    assert len({name.baseline for name in names}) == 1
    assert names[0].centre == pytest.approx(offices[0].centre, abs=0.2)
    assert names[2].centre == pytest.approx(offices[3].centre, abs=0.2)
    place = page.line("Hương Sơn, ngày")
    assert place.baseline < offices[0].baseline
    assert place.left > 30 + 247 / 2


def test_receivers_without_a_signer_and_a_signer_without_receivers() -> None:
    assert read(render_pdf(replace(REPORT, signatures=())))[0].line("Nơi nhận:")
    page = read(render_pdf(replace(REPORT, recipients=())))[0]
    assert page.line("TM. BAN CHẤP HÀNH").left > 94
    assert "Nơi nhận" not in page.text


def test_more_receivers_than_a_page_holds_run_over() -> None:
    receivers = tuple(f"Công đoàn xã thứ {number}" for number in range(1, 120))
    pages = read(render_pdf(replace(REPORT, recipients=receivers)))
    text = "\n".join(page.text for page in pages)
    assert all(f"- Công đoàn xã thứ {number}" in text for number in range(1, 120))


def test_a_heading_right_before_the_signature_does_not_fall_apart() -> None:
    page = read(render_pdf(report(Heading("I. Kết quả"))))[0]
    assert page.line("I. KẾT QUẢ").baseline < page.line("TM. BAN CHẤP HÀNH").baseline
