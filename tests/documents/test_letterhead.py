"""The head of the first page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from labordesk.documents import decree
from labordesk.documents.model import Document, Letterhead, PlaceDate
from labordesk.documents.pdf import render_pdf
from tests.documents.papers import REPORT
from tests.documents.reading import Page, read


def _first_page(paper: Document) -> Page:
    return read(render_pdf(paper))[0]


def test_the_nation_and_the_motto_stand_right_with_a_line_as_long_as_the_motto() -> None:
    page = _first_page(REPORT)
    nation, motto = page.line("CỘNG HÒA"), page.line("Độc lập")
    assert nation.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert motto.text == "Độc lập - Tự do - Hạnh phúc"
    assert (nation.font, motto.font) == ("LiberationSerif-Bold", "LiberationSerif-Bold")
    assert 12 <= nation.size <= 13 <= motto.size <= 14
    rule = page.rule_under(motto)
    assert (rule.x1, rule.x2) == (pytest.approx(motto.left, abs=0.1), pytest.approx(motto.right, abs=0.1))
    assert nation.centre == pytest.approx(motto.centre, abs=0.2)
    assert nation.left > 30 + 0.4 * 160


def test_the_issuing_body_is_bold_over_a_short_line_and_the_superior_body_is_not_bold() -> None:
    page = _first_page(REPORT)
    body = page.line("CÔNG ĐOÀN XÃ")
    assert body.font == "LiberationSerif-Bold"
    assert page.line("LIÊN ĐOÀN LAO ĐỘNG").font == "LiberationSerif"
    rule = page.rule_under(body)
    assert 1 / 3 <= rule.length / (body.right - body.left) <= 1 / 2
    assert rule.centre == pytest.approx(body.centre, abs=0.2)
    assert body.right < page.line("CỘNG HÒA").left


def test_the_number_and_the_place_stand_on_one_line() -> None:
    page = _first_page(REPORT)
    number, place = page.line("Số:"), page.line("Hương Sơn")
    assert number.text == "Số: 05/BC-CĐX"
    assert place.text == "Hương Sơn, ngày 05 tháng 7 năm 2026"
    assert number.baseline == place.baseline
    assert number.font == "LiberationSerif"
    assert place.font == "LiberationSerif-Italic"
    assert number.centre == pytest.approx(page.line("CÔNG ĐOÀN XÃ").centre, abs=0.3)
    assert place.centre == pytest.approx(page.line("CỘNG HÒA").centre, abs=0.3)


def test_long_names_of_bodies_break_between_terms_and_stay_centred_in_their_half() -> None:
    letterhead = Letterhead(
        "Công đoàn cơ sở Công ty trách nhiệm hữu hạn may mặc xuất khẩu Hương Sơn chi nhánh khu kinh tế Vũng Áng",
        "Liên đoàn Lao động thành phố Hồ Chí Minh",
    )
    page = _first_page(replace(REPORT, letterhead=letterhead))
    half = 30 + 160 * decree.LEFT_HALF
    number = page.line("Số:")
    left = [line for line in page.lines if line.right < half and line.baseline < number.baseline]
    assert [line.text for line in left][:2] == ["LIÊN ĐOÀN LAO ĐỘNG", "THÀNH PHỐ HỒ CHÍ MINH"]
    assert len(left) >= 5
    for line in left:
        assert line.left >= 30
        assert line.centre == pytest.approx(number.centre, abs=0.6)
        assert not line.text.endswith(("LIÊN", "LAO", "CÔNG", "CƠ", "TRÁCH", "HỮU"))
    words = " ".join(line.text for line in left[2:])
    assert words == letterhead.issuing_body.upper()


def test_kind_and_abstract_are_bold_and_centred_over_a_short_line() -> None:
    page = _first_page(REPORT)
    kind, abstract = page.line("BÁO CÁO"), page.line("Kết quả")
    assert (kind.size, abstract.size) == (14, 14)
    assert kind.font == abstract.font == "LiberationSerif-Bold"
    assert kind.centre == pytest.approx(110, abs=0.2)
    assert abstract.centre == pytest.approx(110, abs=0.2)
    assert 1 / 3 <= page.rule_under(abstract).length / (abstract.right - abstract.left) <= 1 / 2


def test_a_letter_has_its_matter_under_the_number_and_no_title() -> None:
    page = _first_page(replace(REPORT, kind="", abstract="Về việc báo cáo kết quả chăm lo Tết năm 2026"))
    matter, number = page.line("V/v báo cáo"), page.line("Số:")
    assert 0 < matter.baseline - number.baseline < 7
    assert matter.right < 30 + 160 * decree.LEFT_HALF
    assert not any(line.text.startswith("BÁO CÁO") for line in page.lines)


def test_a_personal_application_has_the_nation_in_the_middle() -> None:
    page = _first_page(replace(REPORT, letterhead=Letterhead(), number=None, place_date=PlaceDate("Hương Sơn")))
    assert page.line("CỘNG HÒA").centre == pytest.approx(110, abs=0.2)
    assert page.line("Hương Sơn, ngày .....").centre == pytest.approx(110, abs=0.5)


def test_several_addressees_stand_under_one_another_behind_the_colon() -> None:
    page = _first_page(replace(REPORT, addressees=("Ban Thường vụ LĐLĐ tỉnh", "Ban Chấp hành")))
    first, second = page.line("Kính gửi:"), page.line("- Ban Chấp hành")
    assert first.text.replace(" ", "") == "Kínhgửi:-BanThườngvụLĐLĐtỉnh;"
    assert second.text == "- Ban Chấp hành."
    assert second.left - first.left == pytest.approx(20.24, abs=0.1)  # as wide as "Kính gửi: "
    assert first.baseline < second.baseline
