from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from math import floor, radians, sin
from typing import Any

import pytest

from labordesk.errors import InvalidInput
from labordesk.vietnamese.lunar import FIRST_YEAR, LAST_YEAR, can_chi, mid_autumn, tet, tet_label

# An independent computation: J. Meeus, Astronomical Algorithms, chapters 25 (sun) and 49 (moon); days at UTC+7.
J2000 = 2451545.0
ORDINAL_OF_JULIAN_0 = 1721424.5


def local_day(julian_tt: float) -> int:
    """Return the ordinal of the day in Vietnam at an instant of terrestrial time."""
    years = (julian_tt - J2000) / 365.25
    delta_t = 62.92 + 0.32217 * years + 0.005589 * years**2
    return floor(julian_tt - delta_t / 86400 + 7 / 24 - ORDINAL_OF_JULIAN_0)


@cache
def new_moon(k: int) -> int:
    """Return the ordinal of the day of the k-th new moon after January 2000."""
    t = k / 1236.85
    mean = 2451550.09766 + 29.530588861 * k + 0.00015437 * t**2 - 0.00000015 * t**3
    e = 1 - 0.002516 * t - 0.0000074 * t**2
    sun = radians(2.5534 + 29.1053567 * k - 0.0000014 * t**2)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t**2)
    f = radians(160.7108 + 390.67050284 * k - 0.0016118 * t**2)
    node = radians(124.7746 - 1.56375588 * k + 0.0020672 * t**2)
    periodic = (
        -0.4072 * sin(moon)
        + 0.17241 * e * sin(sun)
        + 0.01608 * sin(2 * moon)
        + 0.01039 * sin(2 * f)
        + 0.00739 * e * sin(moon - sun)
        - 0.00514 * e * sin(moon + sun)
        + 0.00208 * e**2 * sin(2 * sun)
        - 0.00111 * sin(moon - 2 * f)
        - 0.00057 * sin(moon + 2 * f)
        + 0.00056 * e * sin(2 * moon + sun)
        - 0.00042 * sin(3 * moon)
        + 0.00042 * e * sin(sun + 2 * f)
        + 0.00038 * e * sin(sun - 2 * f)
        - 0.00024 * e * sin(2 * moon - sun)
        - 0.00017 * sin(node)
    )
    planets = 0.000325 * sin(radians(299.77 + 0.107408 * k - 0.009173 * t**2)) + 0.000165 * sin(
        radians(251.88 + 0.016321 * k)
    )
    return local_day(mean + periodic + planets)


def solar_twelfth(day: int) -> int:
    """Return in which twelfth of the ecliptic the sun stands at the first moment of a day in Vietnam (9 = 270°)."""
    t = (day + ORDINAL_OF_JULIAN_0 - 7 / 24 - J2000) / 36525
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    centre = (1.914602 - 0.004817 * t) * sin(anomaly) + 0.019993 * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    longitude = 280.46646 + 36000.76983 * t + 0.0003032 * t**2 + centre
    apparent = longitude - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))
    return floor(apparent % 360 / 30)


def eleventh_month(year: int) -> int:
    """Return k of the new moon that begins the month holding the winter solstice of ``year``."""
    solstice = next(d for d in range(date(year, 12, 18).toordinal(), 10**7) if solar_twelfth(d + 1) == 9)
    k = floor((year + 0.9 - 2000) * 12.3685) + 2
    while new_moon(k) > solstice:
        k -= 1
    return k


def computed_day(year: int, month: int, day: int) -> date:
    """Return a day of a month (1-10, no leap month) of the lunar year that begins in ``year``."""
    first = eleventh_month(year - 1)
    months = eleventh_month(year) - first
    leap = next(
        (i for i in range(1, months) if solar_twelfth(new_moon(first + i)) == solar_twelfth(new_moon(first + i + 1))),
        months,
    )
    place = month + 1
    return date.fromordinal(new_moon(first + place + (months == 13 and leap <= place)) + day - 1)


def test_reference_years_have_their_tet_and_name(vectors: Callable[[str], Any]) -> None:
    rows = vectors("lunar")
    assert [(row["year"], tet(row["year"]).isoformat(), can_chi(row["year"])) for row in rows] == [
        (row["year"], row["tet"], row["can_chi"]) for row in rows
    ]


@pytest.mark.parametrize(
    ("year", "day", "name"),
    [
        (2007, "2007-02-17", "Đinh Hợi"),  # China: 18 February
        (2020, "2020-01-25", "Canh Tý"),
        (2026, "2026-02-17", "Bính Ngọ"),
        (2030, "2030-02-02", "Canh Tuất"),  # China: 3 February
        (2031, "2031-01-23", "Tân Hợi"),
        (2034, "2034-02-19", "Giáp Dần"),
        (2035, "2035-02-08", "Ất Mão"),
    ],
)
def test_tet_is_that_of_the_vietnamese_calendar(year: int, day: str, name: str) -> None:
    assert (tet(year).isoformat(), can_chi(year)) == (day, name)


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_tet_agrees_with_the_sun_and_the_moon(year: int) -> None:
    assert tet(year) == computed_day(year, 1, 1)


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_trung_thu_is_the_full_moon_of_the_eighth_lunar_month(year: int) -> None:
    assert mid_autumn(year) == computed_day(year, 8, 15)


def test_trung_thu_of_years_everybody_remembers() -> None:
    days = ["2020-10-01", "2023-09-29", "2024-09-17", "2025-10-06", "2026-09-25"]
    assert [mid_autumn(int(day[:4])).isoformat() for day in days] == days


def test_a_year_beyond_the_table_is_refused() -> None:
    for year in (FIRST_YEAR - 1, LAST_YEAR + 1):
        with pytest.raises(InvalidInput, match="2000 đến năm 2050"):
            tet(year)


def test_the_campaign_is_named_after_the_year() -> None:
    assert tet_label(2022) == "Tết Nhâm Dần 2022"
    assert can_chi(2044) == can_chi(1984) == "Giáp Tý"
    assert tet(2027) - tet(2026) == timedelta(days=354)
