"""The houses of the sample: every stage there is, one overdue, one without its papers (domain.md 2.1, 3.1)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

_DOCUMENTS: Final = {"surveyed": "BBKS", "inspected": "BBNT", "handed_over": "BBBG", "settled": "BCQT"}

_LONG_WORK: Final = 60
"""Days from which four reports are made, not two."""

OWNED_BY_KNOWN: Final = 0
"""Place of the one among the known people whose house is overdue."""


@dataclass(frozen=True)
class HousePlan:
    """A house: ``days`` holds the day of each milestone, ``paid`` the days of the instalments.

    ``reason`` says why it was stopped; a ``known`` owner is the same in every sample. ``first_written`` holds days that
    were recorded wrongly at first and corrected afterwards. ``above`` is what was given beyond the norm, in đồng.
    """

    days: Mapping[str, date]
    paid: tuple[date, ...] = ()
    work: str = "new"
    due_on: date | None = None
    progress: int | None = None
    reason: str = ""
    known: bool = False
    outside: bool = False
    closed_unit: bool = False
    papers: bool = True
    above: int = 0
    first_written: Mapping[str, date] = field(default_factory=dict)

    def reports(self, today: date) -> Iterator[tuple[date, int]]:
        """Yield days and percentages of the reports since the work began, at most four, the last one ``progress``."""
        started = self.days.get("started")
        if started is None or self.progress is None:
            return
        until = self.days.get("inspected") or self.days.get("suspended") or today
        steps = (25, 50, 75, 100) if (until - started).days > _LONG_WORK else (50, 100)
        for step in steps:
            yield started + timedelta(days=(until - started).days * step // 100), self.progress * step // 100

    @property
    def after_payment(self) -> Collection[str]:
        """Return the milestones after which nothing is paid any more."""
        return ("settled",) if "resumed" in self.days else ("suspended", "settled")

    def document(self, milestone: str, number: int) -> str | None:
        """Return the number of the paper of a milestone, None where it has none or it is missing."""
        kind = _DOCUMENTS.get(milestone)
        if kind is None or (not self.papers and milestone in ("inspected", "handed_over")):
            return None
        return f"{number:02d}/{kind}"


def house_plans(today: date) -> list[HousePlan]:
    """Return the houses in the order of their weight: first one of each stage, then the finished ones of the years."""
    return [*_under_way(today), *_finished(today)]


def _under_way(today: date) -> Iterator[HousePlan]:
    def ago(**days: int) -> dict[str, date]:
        return {milestone: today - timedelta(days=days[milestone]) for milestone in days}

    def day(days: int) -> date:
        return today - timedelta(days=days)

    yield HousePlan(
        ago(requested=246, surveyed=232, approved=207, started=188),
        paid=(day(188), day(102)),
        due_on=day(23),
        progress=80,
        known=True,
    )
    yield HousePlan(ago(requested=9))
    yield HousePlan(ago(requested=34, surveyed=20), work="repair")
    yield HousePlan(ago(requested=62, surveyed=48, approved=21), due_on=day(-130))
    yield HousePlan(
        ago(requested=130, surveyed=115, approved=95, started=70), paid=(day(74),), due_on=day(-25), progress=60
    )
    yield HousePlan(
        ago(requested=196, surveyed=181, approved=160, started=121, suspended=77, resumed=58, inspected=4),
        paid=(day(121), day(31)),
        due_on=day(-10),
        progress=100,
        reason="Thợ chính ốm, gia đình chờ thợ khác",
        above=10_000_000,
    )
    yield HousePlan(
        ago(requested=223, surveyed=210, approved=192, started=150, inspected=36, handed_over=30),
        paid=(day(150), day(60)),
        due_on=day(20),
        progress=100,
        first_written={"inspected": day(39)},
    )
    yield HousePlan(
        ago(requested=300, surveyed=288, approved=270, started=233, inspected=120, handed_over=112, settled=88),
        paid=(day(230), day(150)),
        due_on=day(90),
        progress=100,
    )
    yield HousePlan(
        ago(requested=158, surveyed=146, approved=124, started=98, suspended=41),
        paid=(day(97),),
        due_on=day(-60),
        progress=45,
        reason="Mưa lũ kéo dài, đường vào thôn sạt lở, chủ hộ xin tạm dừng",
    )
    yield HousePlan(
        ago(requested=77, surveyed=63, refused=52),
        reason="Đất đang tranh chấp, chưa có giấy chứng nhận; hướng dẫn gia đình hoàn thiện hồ sơ",
    )
    yield HousePlan(
        ago(requested=141, surveyed=128, approved=109, cancelled=74),
        reason="Gia đình đã được Quỹ Vì người nghèo của xã hỗ trợ xây nhà",
    )
    yield HousePlan(
        ago(requested=176, surveyed=165, approved=150, started=133, inspected=79, handed_over=75),
        paid=(day(131),),
        work="repair",
        due_on=day(60),
        progress=100,
        papers=False,
    )
    yield HousePlan(
        ago(requested=118, surveyed=104, approved=90, started=66), paid=(day(64),), due_on=day(-40), outside=True
    )


def _finished(today: date) -> Iterator[HousePlan]:
    """Yield the settled houses of this year and of the two before, as far as their days have come."""
    for years_ago, months in ((0, (1, 2, 4)), (1, (1, 3, 4, 7, 8)), (2, (2, 3, 5, 9))):
        year = today.year - years_ago
        for place, month in enumerate(months):
            start = date(year, month, 8 + 3 * place)
            end = start + timedelta(days=84 + 7 * place)
            days = {
                "requested": start - timedelta(days=70),
                "surveyed": start - timedelta(days=58),
                "approved": start - timedelta(days=36),
                "started": start,
                "inspected": end - timedelta(days=5),
                "handed_over": end,
                "settled": end + timedelta(days=24),
            }
            if days["settled"] > today:
                continue
            repaired = place % 3 == 2
            paid = (start + timedelta(days=2),) if repaired else (start + timedelta(days=2), end - timedelta(days=20))
            yield HousePlan(
                days,
                paid=paid,
                work="repair" if repaired else "new",
                due_on=end + timedelta(days=14),
                progress=100,
                closed_unit=years_ago == 1 and place == 0,
            )
