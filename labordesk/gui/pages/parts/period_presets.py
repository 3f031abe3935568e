"""The periods one can choose by name, each with the code ``vietnamese.periods`` reads for a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from labordesk.i18n import N_, _
from labordesk.vietnamese.periods import Period, parse_period

BY_DATES = "dates"


@dataclass(frozen=True)
class Preset:
    """``code`` has a place for the year ("{year}-H1"); ``name`` is a msgid without the year."""

    code: str
    name: str

    def period(self, year: int) -> Period:
        """Return the period of a year; InvalidInput for a year no calendar has."""
        return parse_period(self.code.format(year=f"{year:04d}"))


PRESETS: tuple[Preset, ...] = (
    Preset("{year}", N_("Cả năm")),
    Preset("{year}-H1", N_("6 tháng đầu năm")),
    Preset("{year}-H2", N_("6 tháng cuối năm")),
    Preset("{year}-9M", N_("9 tháng đầu năm")),
    Preset("{year}-Q1", N_("Quý I")),
    Preset("{year}-Q2", N_("Quý II")),
    Preset("{year}-Q3", N_("Quý III")),
    Preset("{year}-Q4", N_("Quý IV")),
    *(Preset(f"{{year}}-{month:02d}", N_("Tháng {month}")) for month in range(1, 13)),
    Preset("TET {year}", N_("Dịp Tết")),
    Preset("{year}-TCN", N_("Tháng Công nhân")),
    Preset("{year}-TK-H1", N_("Thống kê 6 tháng (đến 31/5)")),
    Preset("{year}-TK", N_("Thống kê năm (đến 30/11)")),
)


def preset_options() -> list[tuple[str, str]]:
    """Return (code, name) for the list on the screen, own dates last."""
    named = [(preset.code, _preset_name(preset)) for preset in PRESETS]
    return [*named, (BY_DATES, _("Tự chọn ngày"))]


def _preset_name(preset: Preset) -> str:
    month = preset.code.removeprefix("{year}-")
    return _(preset.name).format(month=int(month)) if "{month}" in preset.name else _(preset.name)


def preset_with(code: str) -> Preset | None:
    """Return the preset of a code, None for own dates."""
    return next((preset for preset in PRESETS if preset.code == code), None)


def preset_of(period: Period) -> tuple[str, int] | None:
    """Return code and year of the preset that a period is, None for own dates."""
    for year in (period.end.year, period.start.year):
        for preset in PRESETS:
            if preset.period(year).code == period.code:
                return preset.code, year
    return None


def preset_between(start: date, end: date) -> tuple[str, int] | None:
    """Return code and year of the first preset with exactly these days (both inclusive)."""
    for preset in PRESETS:
        found = preset.period(end.year)
        if (found.start, found.end) == (start, end):
            return preset.code, end.year
    return None


def usual_period(today: date) -> Period:
    """Return the half-year one reports on a day: the one of a month ago, since papers follow its end."""
    day = today - timedelta(days=31)
    return parse_period(f"{day.year:04d}-H{1 if day.month <= 6 else 2}")
