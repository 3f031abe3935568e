"""How the rows of a list stand, counted once, away from the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.import_model import ImportPreview

_WRITTEN = {
    "gifts": N_("{n} suất quà được ghi vào đợt."),
    "grants": N_("{n} lần trợ cấp được ghi."),
    "houses": N_("{n} căn nhà được ghi, kèm nguồn vốn và các mốc."),
    "units": N_("{n} đơn vị được ghi."),
    "targets": N_("{n} chỉ tiêu được ghi."),
    "aggregates": N_("{n} dòng số liệu tổng hợp được ghi."),
}
_OF_PEOPLE = ("people", "gifts", "grants", "houses")


@dataclass(frozen=True)
class Counts:
    """Rows: all, those that would be written and of them those of people in the register, those that cannot be,
    those taken by an earlier import, those left out; ``sheets`` are those with a table.
    """

    rows: int = 0
    good: int = 0
    known: int = 0
    rejected: int = 0
    before: int = 0
    out: int = 0
    sheets: int = 0


def count_rows(preview: ImportPreview) -> Counts:
    """Count the rows of a preview."""
    good = known = rejected = before = out = 0
    for row in preview.rows:
        if row.left_out:
            out += 1
        elif row.taken_before:
            before += 1
        elif not row.is_good:
            rejected += 1
        else:
            good += 1
            known += row.chosen is not None or row.same_as is not None
    sheets = sum(sheet.layout is not None for sheet in preview.read.sheets)
    return Counts(len(preview.rows), good, known, rejected, before, out, sheets)


def becoming(preview: ImportPreview, counts: Counts) -> Iterator[str]:
    """Yield in sentences what writing the list would do."""
    kind = preview.read.kind
    if kind in _OF_PEOPLE:
        if counts.good > counts.known:
            yield _("{n} người mới được lập hồ sơ.").format(n=number(counts.good - counts.known))
        if counts.known:
            yield _("{n} người đã có hồ sơ, ghi tiếp vào hồ sơ cũ.").format(n=number(counts.known))
    if kind in _WRITTEN and counts.good:
        yield _(_WRITTEN[kind]).format(n=number(counts.good))
    fresh = sum(one.chosen is None for one in preview.units if not one.asks)
    if fresh and kind != "units":
        yield _("{n} đơn vị mới được thêm vào cây đơn vị.").format(n=number(fresh))
    if preview.total:
        yield _("Tổng số tiền đọc được: {money} đồng.").format(money=number(preview.total))
    if counts.before:
        yield _("{n} dòng đã nhập lần trước, không ghi lại.").format(n=number(counts.before))
    if counts.out:
        yield _("{n} dòng được bỏ ra, không ghi.").format(n=number(counts.out))
    if counts.rejected:
        yield _("{n} dòng chưa ghi được vì còn lỗi hoặc câu hỏi.").format(n=number(counts.rejected))
