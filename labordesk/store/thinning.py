"""Which backups make room: a few of today, then one a day, one a week, one a month; never the only good one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

TODAY, DAILY, WEEKLY, MONTHLY = 6, 12, 10, 9
"""How many of today are kept, and of how many other days, weeks before them and months before those."""

WHILE: Final = timedelta(days=60)
"""How long what was made before something risky is kept in any case."""

_AHEAD = timedelta(hours=26)
"""A backup dated later than this after now was made while the clock was wrong."""


_LEAP = timedelta(days=45)
"""Days without a backup after which the clock is not trusted for a day; the longest holidays are shorter."""


@dataclass(frozen=True)
class Dated:
    """What thinning needs to know of a backup; ``good``: it was opened and found sound."""

    key: str
    made: datetime
    good: bool
    pinned: bool = False
    before: bool = False


def to_remove(backups: Iterable[Dated], now: datetime) -> tuple[str, ...]:
    """Return the keys of the backups that make room, the oldest first.

    Days are days that have a backup, so an office that works seldom keeps more of them. In each day, week or month
    the newest good backup stands for the rest. Backups from the future (the clock was set back) keep one a day; if
    they are the most, it is the clock of now that is wrong and all of them stay. On the first day after a leap of the
    clock nothing goes either: it may be in the wrong year.
    """
    newest_first = sorted(backups, key=lambda one: (one.made, one.key), reverse=True)
    good = [one for one in newest_first if one.good]
    if not good:
        return ()
    past = [one for one in newest_first if one.made <= now + _AHEAD]
    if _has_leapt(past):
        return ()
    kept = {good[0].key} | {one.key for one in newest_first if _kept_anyway(one, now)}
    future = [one for one in newest_first if one.made > now + _AHEAD]
    is_behind = len({_day(one) for one in future}) > len({_day(one) for one in past})
    kept |= {one.key for one in (future if is_behind else _of_each(future, _day))}
    today = [one for one in past if one.made.date() >= now.date()]
    kept |= {one.key for one in ([*filter(_is_good, today)] or today)[:TODAY]}
    rest = [one for one in past if one.made.date() < now.date()]
    for group_of, most in ((_day, DAILY), (_week, WEEKLY), (_month, MONTHLY)):
        chosen = _of_each(rest, group_of)[:most]
        kept |= {one.key for one in chosen}
        groups = {group_of(one) for one in chosen}
        oldest = min((one.made for one in rest if group_of(one) in groups), default=None)
        rest = [one for one in rest if oldest is not None and one.made < oldest]
    return tuple(one.key for one in reversed(newest_first) if one.key not in kept)


def aside_to_remove(files: Iterable[Dated], now: datetime) -> tuple[str, ...]:
    """Return the keys of the files put aside before a restore that make room, the oldest first; never the newest.

    They are no part of the days and weeks of the backups: each was the whole register once, and stays as long as
    what is made before something risky.
    """
    newest_first = sorted(files, key=lambda one: (one.made, one.key), reverse=True)
    return tuple(one.key for one in reversed(newest_first[1:]) if not one.pinned and abs(now - one.made) > WHILE)


def _has_leapt(newest_first: list[Dated]) -> bool:
    """Tell whether the newest day comes long after all others."""
    days = sorted({one.made.date() for one in newest_first}, reverse=True)
    return len(days) > 1 and days[0] - days[1] > _LEAP


def _kept_anyway(one: Dated, now: datetime) -> bool:
    return one.pinned or (one.before and abs(now - one.made) <= WHILE)


def _of_each(newest_first: Iterable[Dated], group_of: Callable[[Dated], Hashable]) -> list[Dated]:
    """Return the newest good backup of each group, or its newest when none is good."""
    found: dict[Hashable, Dated] = {}
    for one in newest_first:
        known = found.setdefault(group_of(one), one)
        if one.good and not known.good:
            found[group_of(one)] = one
    return list(found.values())


def _is_good(one: Dated) -> bool:
    return one.good


def _day(one: Dated) -> Hashable:
    return one.made.date()


def _week(one: Dated) -> Hashable:
    return one.made.isocalendar()[:2]


def _month(one: Dated) -> Hashable:
    return one.made.year, one.made.month
