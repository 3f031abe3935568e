"""Design tokens: every colour and size of the screen, in one place (experience.md, section "The look")."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

Tone = Literal["good", "warn", "error", "info", "neutral"]


@dataclass(frozen=True, repr=False, eq=False)
class Colours:
    """One theme; each text colour reaches WCAG AA on the grounds named beside it (see ``TEXT_ON``)."""

    text: str
    secondary: str
    disabled: str
    page: str
    surface: str
    raised: str
    line: str
    control: str
    hover: str
    accent: str
    accent_soft: str
    primary: str
    primary_hover: str
    on_primary: str
    on_primary_quiet: str
    focus: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    warn_line: str
    error: str
    error_soft: str
    error_line: str
    neutral: str
    neutral_soft: str
    track: str
    scroll: str


LIGHT = Colours(
    text="#1B2733",
    secondary="#5D6B79",
    disabled="#8792A0",
    page="#F4F6F9",
    surface="#FFFFFF",
    raised="#F8F9FB",
    line="#DCE2EA",
    control="#C5CEDA",
    hover="#F1F4F8",
    accent="#0B5CAD",
    accent_soft="#E7F0FA",
    primary="#0B5CAD",
    primary_hover="#094B8E",
    on_primary="#FFFFFF",
    on_primary_quiet="#CFE2F5",
    focus="#0B5CAD",
    good="#1B6B37",
    good_soft="#E2F3E7",
    warn="#8A5A00",
    warn_soft="#FCEFD7",
    warn_line="#E9CF94",
    error="#A3231A",
    error_soft="#FBE4E2",
    error_line="#E8B4AF",
    neutral="#4C5966",
    neutral_soft="#EDF0F4",
    track="#E4E8ED",
    scroll="#C3CBD5",
)

DARK = Colours(
    text="#E7ECF2",
    secondary="#A9B5C2",
    disabled="#77838F",
    page="#12171D",
    surface="#1A2129",
    raised="#202832",
    line="#303A46",
    control="#465362",
    hover="#242D38",
    accent="#7DB8F2",
    accent_soft="#1B3350",
    primary="#1F6BBB",
    primary_hover="#185C9F",
    on_primary="#FFFFFF",
    on_primary_quiet="#E4EFFA",
    focus="#7DB8F2",
    good="#86D5A1",
    good_soft="#17341F",
    warn="#F0C26E",
    warn_soft="#3A2D12",
    warn_line="#66501F",
    error="#F5A29B",
    error_soft="#431E1B",
    error_line="#74352F",
    neutral="#B8C3CF",
    neutral_soft="#2A333E",
    track="#313C48",
    scroll="#46525F",
)

TEXT_ON: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("text", ("page", "surface", "raised", "hover", "accent_soft", "good_soft", "warn_soft", "error_soft")),
    ("secondary", ("page", "surface", "raised", "hover", "accent_soft")),
    ("accent", ("page", "surface", "raised", "hover", "accent_soft", "warn_soft", "error_soft", "good_soft")),
    ("on_primary", ("primary", "primary_hover")),
    ("on_primary_quiet", ("primary", "primary_hover")),
    ("good", ("surface", "page", "good_soft")),
    ("warn", ("surface", "page", "warn_soft")),
    ("error", ("surface", "page", "error_soft", "accent_soft")),
    ("neutral", ("surface", "neutral_soft")),
)
"""Which colour is used for text on which grounds: the contrast test walks over this table."""


@dataclass(frozen=True, repr=False, eq=False)
class Sizes:
    """Lengths in logical pixels on the 8-px grid; text sizes follow the size chosen in the settings."""

    text: int = 13
    small: int = 12
    title: int = 18
    figure: int = 24
    control: int = 32
    row: int = 33
    grid: int = 8
    radius: int = 6
    card_radius: int = 8
    navigation: int = 208
    header: int = 44
    status: int = 26
    icon: int = 18


def sizes_for(text_size: int) -> Sizes:
    """Return the sizes for a text size of 11 to 20 px; rows and controls grow with the text so that no mark is cut."""
    base = Sizes()
    text = min(20, max(11, text_size))
    grown = text - base.text
    return Sizes(
        text=text,
        small=base.small + grown,
        title=base.title + grown,
        figure=base.figure + grown,
        control=base.control + 2 * grown,
        row=base.row + 2 * grown,
        navigation=base.navigation + 12 * max(0, grown),
        header=base.header + 2 * grown,
        status=base.status + 2 * grown,
        icon=base.icon + grown,
    )


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two ``#RRGGBB`` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tone_colours(colours: Colours, tone: Tone) -> tuple[str, str]:
    """Return (text, ground) of a tone."""
    return {
        "good": (colours.good, colours.good_soft),
        "warn": (colours.warn, colours.warn_soft),
        "error": (colours.error, colours.error_soft),
        "info": (colours.accent, colours.accent_soft),
        "neutral": (colours.neutral, colours.neutral_soft),
    }[tone]


COLOUR_NAMES: tuple[str, ...] = tuple(one.name for one in fields(Colours))
