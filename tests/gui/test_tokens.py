"""The tokens keep their promises: contrast, sizes that leave room for Vietnamese marks."""

import pytest

from labordesk.gui.tokens import COLOUR_NAMES, DARK, LIGHT, TEXT_ON, Colours, contrast, sizes_for, tone_colours


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [(text, ground) for text, grounds in TEXT_ON for ground in grounds])
def test_text_reaches_wcag_aa_on_its_grounds(colours: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_focus_ring_stands_out_from_every_ground(colours: Colours) -> None:
    for ground in (colours.page, colours.surface, colours.raised):
        assert contrast(colours.focus, ground) >= 3


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", ["good", "warn", "error", "info", "neutral"])
def test_every_tone_can_be_read(colours: Colours, tone: str) -> None:
    text, ground = tone_colours(colours, tone)  # type: ignore[arg-type]
    assert contrast(text, ground) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == 1
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_light_and_dark_define_the_same_colours() -> None:
    for name in COLOUR_NAMES:
        for colours in (LIGHT, DARK):
            assert len(getattr(colours, name)) == 7
            assert getattr(colours, name).startswith("#")


@pytest.mark.parametrize("size", range(11, 21))
def test_rows_grow_with_the_text(size: int) -> None:
    sizes = sizes_for(size)
    assert sizes.text == size
    assert sizes.row >= size * 1.6 + 8
    assert sizes.control >= size * 1.6 + 8


def test_foolish_text_sizes_are_bounded() -> None:
    assert sizes_for(1).text == 11
    assert sizes_for(99).text == 20
