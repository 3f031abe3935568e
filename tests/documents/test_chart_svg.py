"""The chart on the screen is the chart of the paper: the same shapes, in the letters and colours of the window."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.documents.chart_svg import Dress, ScreenChart, chart_svg
from labordesk.documents.charts import chart_drawing
from labordesk.documents.model import Bar, Chart, ChartKind

SVG = "{http://www.w3.org/2000/svg}"
LIGHT = Dress(
    "Noto Sans",
    12,
    11,
    "#5D6B79",
    "#0B5CAD",
    "#FFFFFF",
    "#5D6B79",
    lambda text, _face, size: len(text) * size / 2,
    "Trống",
)
MONTHS = Chart(
    "Theo tháng",
    (Bar("T1", 100, "100", 50), Bar("T2", 200, "200", 400), Bar("T3", 0, "", 10)),
    ChartKind.COLUMNS,
    ("Kỳ này", "Cùng kỳ năm trước"),
)


def bars(chart: ScreenChart) -> list[ET.Element]:
    """Return the bars, without those of the key."""
    found = ET.fromstring(chart.svg).iter(f"{SVG}rect")
    return [one for one in found if float(one.get("height", 0)) != 7]


def words(chart: ScreenChart) -> list[str]:
    return [one.text or "" for one in ET.fromstring(chart.svg).iter(f"{SVG}text")]


def test_the_heights_follow_the_values_and_fill_the_room() -> None:
    drawn = chart_svg(MONTHS, 400, 150, LIGHT)
    heights = sorted(float(one.get("height", 0)) for one in bars(drawn))
    assert heights == pytest.approx([heights[-1] * share for share in (10 / 400, 50 / 400, 100 / 400, 200 / 400, 1)])
    assert (drawn.width, drawn.height) == (400, 150)
    assert {"T1", "T2", "T3", "100", "200", "Kỳ này", "Cùng kỳ năm trước"} == set(words(drawn))


def test_paper_and_screen_say_the_same_figures() -> None:
    shapes = chart_drawing(MONTHS, 400).contents
    printed = {shape.text for shape in shapes if hasattr(shape, "text")}
    assert printed == {*words(chart_svg(MONTHS, 400, 150, LIGHT)), "Theo tháng"}


def test_the_period_is_solid_and_the_earlier_one_an_outline() -> None:
    fills = [
        one.get("style", "").partition("fill: ")[2].partition(";")[0]
        for one in bars(chart_svg(MONTHS, 400, 150, LIGHT))
    ]
    assert sorted(set(fills)) == ["rgb(100%,100%,100%)", "rgb(4%,36%,67%)"]
    assert fills.count("rgb(4%,36%,67%)") == 2


def test_a_chart_without_figures_says_so_in_the_language_of_the_window() -> None:
    assert words(chart_svg(Chart("Theo tháng", (), ChartKind.COLUMNS), 300, 100, LIGHT)) == ["Trống"]


def test_qt_needs_no_clip_path() -> None:
    """QtSvg draws the inside of <clipPath> as a black box."""
    assert b"clipPath" not in chart_svg(MONTHS, 400, 150, LIGHT).svg


@given(
    st.lists(
        st.builds(
            Bar,
            st.text("aăâT1", max_size=6),
            st.integers(0, 10**12),
            st.text("0123456789,", max_size=7),
            st.integers(0, 10**12),
        ),
        min_size=1,
        max_size=14,
    ),
    st.integers(120, 900),
    st.integers(80, 400),
)
def test_every_bar_can_be_pressed_and_every_word_stays_inside(columns: list[Bar], width: int, height: int) -> None:
    chart = Chart("Biểu đồ", tuple(columns), ChartKind.COLUMNS, ("Nay", "Trước"))
    drawn = chart_svg(chart, width, height, LIGHT)
    if any(one.value or one.before for one in columns):
        assert [area.bar for area in drawn.areas] == columns
        assert drawn.areas[-1].right == pytest.approx(width)
    for text in ET.fromstring(drawn.svg).iter(f"{SVG}text"):
        if text.text and text.text not in ("Nay", "Trước"):
            assert float(text.get("x", 0)) + len(text.text) * 11 / 2 <= width + 3
