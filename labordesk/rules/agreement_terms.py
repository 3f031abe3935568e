"""Where a partner agreement stands on a day; all its dates are inclusive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from labordesk.errors import InvalidInput
from labordesk.i18n import N_
from labordesk.vietnamese.dates import short

NOTICE_DAYS = 60
"""So many days before its end an agreement is told to be expiring, unless the screen chooses another number."""

EXPIRES_BEFORE = N_("Ngày hết hạn {expires} trước ngày ký {signed}; hãy kiểm tra lại.")
ENDED_BEFORE = N_("Ngày chấm dứt {ended} trước ngày ký {signed}; hãy kiểm tra lại.")
ENDED_AFTER = N_("Chấm dứt ngày {ended}, sau ngày hết hạn {expires}; hãy để trống ngày chấm dứt trước hạn.")
USE_REVERSED = N_("Ngày cuối kỳ {end} trước ngày đầu kỳ {start}; hãy kiểm tra lại.")
USE_BEFORE = N_("Thỏa thuận ký ngày {first}; kỳ sử dụng {start} – {end} bắt đầu trước đó, hãy sửa lại kỳ.")
USE_AFTER = N_("Thỏa thuận có hiệu lực đến {last}; kỳ sử dụng {start} – {end} kết thúc sau đó, hãy sửa lại kỳ.")


@dataclass(frozen=True)
class Term:
    """The days of an agreement: without ``expires_on`` it runs on; ``ended_on`` is its last day when ended early."""

    signed_on: date
    expires_on: date | None = None
    ended_on: date | None = None

    @property
    def last_on(self) -> date | None:
        """Return the last day it holds, None while it runs on."""
        return self.ended_on or self.expires_on


def state_on(term: Term, day: date, notice_days: int = NOTICE_DAYS) -> str:
    """Return "active", "expiring", "expired" or "ended" (before its time); before it is signed it is "ahead"."""
    if day < term.signed_on:
        return "ahead"
    if term.ended_on is not None and day > term.ended_on:
        return "ended"
    if term.expires_on is not None and day > term.expires_on:
        return "expired"
    if term.last_on is not None and term.last_on - day <= timedelta(days=notice_days):
        return "expiring"
    return "active"


def check_term(term: Term) -> None:
    """Refuse (InvalidInput beside the field) dates that cannot follow each other."""
    signed = short(term.signed_on)
    if term.expires_on is not None and term.expires_on < term.signed_on:
        raise InvalidInput(EXPIRES_BEFORE, field="expires_on", expires=short(term.expires_on), signed=signed)
    if term.ended_on is None:
        return
    if term.ended_on < term.signed_on:
        raise InvalidInput(ENDED_BEFORE, field="ended_on", ended=short(term.ended_on), signed=signed)
    if term.expires_on is not None and term.ended_on > term.expires_on:
        expires = short(term.expires_on)
        raise InvalidInput(ENDED_AFTER, field="ended_on", ended=short(term.ended_on), expires=expires)


def check_use(term: Term, start: date, end: date) -> None:
    """Refuse (InvalidInput beside the field) a period of use turned round or outside the agreement's days."""
    days = {"start": short(start), "end": short(end)}
    if end < start:
        raise InvalidInput(USE_REVERSED, field="ends_on", **days)
    if start < term.signed_on:
        raise InvalidInput(USE_BEFORE, field="starts_on", first=short(term.signed_on), **days)
    if term.last_on is not None and end > term.last_on:
        raise InvalidInput(USE_AFTER, field="ends_on", last=short(term.last_on), **days)


def renewed(term: Term, today: date) -> Term:
    """Return the days of the agreement that follows when it is signed today: it holds as long as this one did.

    What is left of this one is not lost: the new one goes on from its last day.
    """
    if term.expires_on is None:
        return Term(today)
    last = term.last_on
    goes_on_from = last if last is not None and last > today else today
    return Term(today, goes_on_from + (term.expires_on - term.signed_on))
