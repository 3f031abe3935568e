"""Thời hạn giải quyết hồ sơ: how many working days a request for help may take, a choice of each register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from labordesk.fields import Count, Spec
from labordesk.i18n import N_
from labordesk.rules.working_days import last_late_start
from labordesk.services.register_settings import SettingsKept, read_options, save_options
from labordesk.store.register import Register

DAYS = Count(low=1, high=90)


@dataclass(frozen=True)
class HandlingTime:
    """Eleven working days are what a grassroots cash procedure was seen to take (domain.md 2.3, practice)."""

    grant_days: Annotated[int, Spec(N_("Thời hạn giải quyết hồ sơ trợ cấp (ngày làm việc)"), DAYS, required=True)] = 11


def handling_time(register: Register) -> HandlingTime:
    """Return the limit of a register."""
    return read_options(register, HandlingTime)


def save_handling_time(register: Register, chosen: HandlingTime) -> SettingsKept:
    """Keep the limit; InvalidInput outside 1 to 90 days."""
    return save_options(register, chosen)


def late_since(register: Register, today: date) -> date:
    """Return the latest day of receipt that is overdue today."""
    return last_late_start(today, handling_time(register).grant_days)
