"""One file per report, found by looking: a new report is one new file with a ``REPORT``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from labordesk.reports.base import Report


@cache
def all_reports() -> tuple[Report, ...]:
    """Return every report, by title."""
    found = []
    for module in pkgutil.iter_modules(__path__):
        report = getattr(importlib.import_module(f"{__name__}.{module.name}"), "REPORT", None)
        if isinstance(report, Report):
            found.append(report)
    return tuple(sorted(found, key=lambda report: report.title))
