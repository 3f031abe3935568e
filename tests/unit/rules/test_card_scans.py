"""How a scan of an identity card is told from its name or its shape."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.rules.card_scans import Suspicion, suspected


@pytest.mark.parametrize(
    "name",
    [
        "CCCD mặt trước",
        "căn cước Nguyễn Văn An",
        "can_cuoc",
        "cancuoc2",
        "cmnd1",
        "CMT",
        "ảnhcccd",
        "Giấy chứng minh nhân dân",
        "thẻ CC",
        "ID card",
        unicodedata.normalize("NFD", "Căn cước"),
    ],
)
def test_a_name_that_says_card_is_a_card(name: str) -> None:
    assert suspected(name) is Suspicion.NAME


@pytest.mark.parametrize(
    "name",
    [
        "Đơn đề nghị",
        "ảnh nhà",
        "Căn cứ pháp lý",
        "Biên bản chứng minh quan hệ",
        "nhà cần sửa",
        "Cụm cán bộ",
        "IMG_2031",
    ],
)
def test_other_names_are_not_cards(name: str) -> None:
    assert suspected(name) is None


@pytest.mark.parametrize("pixels", [(1011, 638), (638, 1011), (1600, 1009), (2048, 1300)])
def test_the_shape_of_a_card_is_a_guess(pixels: tuple[int, int]) -> None:
    assert suspected("IMG_1", pixels) is Suspicion.SHAPE


@pytest.mark.parametrize("pixels", [(4000, 3000), (1920, 1080), (1500, 1000), (1654, 2339), (1280, 800), (1000, 1000)])
def test_photos_screens_and_sheets_of_paper_are_no_cards(pixels: tuple[int, int]) -> None:
    assert suspected("IMG_1", pixels) is None


def test_a_page_cut_to_a_card_is_one_and_a_larger_page_of_the_same_shape_is_not() -> None:
    assert suspected("scan", page=(242.6, 153.0)) is Suspicion.SHAPE
    assert suspected("scan", page=(842.0, 531.0)) is None
    assert suspected("scan", page=(595.0, 842.0)) is None


@given(st.integers(500, 4000), st.integers(-3, 3))
def test_a_cut_out_card_is_seen_whatever_its_size_and_way_up(long: int, slip: int) -> None:
    short = round(long / 1.5858) + slip
    if abs(long / short / 1.5858 - 1) < 0.019 and long != round(short * 1.6):
        assert suspected("IMG", (long, short)) is suspected("IMG", (short, long)) is Suspicion.SHAPE
