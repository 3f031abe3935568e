"""Thời hạn lưu hồ sơ: how long personal data is kept after the last support, and what stands in the way of erasing.

Luật 91/2025/QH15 and NĐ 356/2025/NĐ-CP have personal data erased once its purpose is done or on request; papers of
payments are kept ten years (NĐ 174/2016/NĐ-CP, Điều 13), so that is the usual time.
"""

from __future__ import annotations

from datetime import date
from typing import Final

USUAL_YEARS: Final = 10
SHORTEST, LONGEST = 1, 50


def kept_until(last_on: date, years: int) -> date:
    """Return the last day of the time for which a file is kept: years are counted from the end of that of ``last_on``.

    Accounting counts from the end of the year, so no paper outlives its file.
    """
    return date(last_on.year + years, 12, 31)


def last_year_kept(today: date, years: int) -> int:
    """Return the last calendar year whose files are past their time today."""
    return today.year - years - 1
