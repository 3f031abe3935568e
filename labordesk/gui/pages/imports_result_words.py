"""How what an import wrote is worded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.import_model import BatchRow
    from labordesk.services.import_rows import WrittenRow

_WHAT: Final = {
    "person": N_("Hồ sơ đối tượng"),
    "award": N_("Suất quà của đợt"),
    "grant_case": N_("Hồ sơ trợ cấp"),
    "house": N_("Hồ sơ Mái ấm"),
    "unit": N_("Đơn vị"),
    "target": N_("Chỉ tiêu"),
    "aggregate": N_("Số liệu tổng hợp"),
}
_COUNTED: Final = {
    "person": N_("{n} hồ sơ đối tượng"),
    "award": N_("{n} suất quà"),
    "grant_case": N_("{n} hồ sơ trợ cấp"),
    "house": N_("{n} căn nhà Mái ấm"),
    "unit": N_("{n} đơn vị"),
    "target": N_("{n} chỉ tiêu"),
    "aggregate": N_("{n} dòng số liệu tổng hợp"),
}


def written_words(row: WrittenRow) -> str:
    """Return what a row of the list became."""
    words = _(_WHAT[row.table_name]) if row.table_name in _WHAT else row.table_name
    return words if row.row_id is not None else _("{what} (đã xóa sau đó)").format(what=words)


def result_sentences(batch: BatchRow, rows: Sequence[WrittenRow]) -> Iterator[str]:
    """Yield what came of an import: what was written of each kind, what was left, whether it was taken back."""
    if batch.undone_at is not None:
        yield _("Lần nhập này đã được hoàn tác; sổ như chưa từng nhập tệp.")
        return
    counted = Counter(row.table_name for row in rows)
    parts = [_(_COUNTED[table]).format(n=number(n)) for table, n in counted.items() if table in _COUNTED]
    people = len({row.person_id for row in rows if row.person_id is not None})
    if people and set(counted) != {"person"}:
        parts.append(_("của {n} người").format(n=number(people)))
    yield _("Đã ghi {what}.").format(what=" ".join(parts) if parts else number(batch.written))
    if batch.total:
        yield _("Tổng {money} đồng.").format(money=number(batch.total))
    if batch.rejected:
        yield _("{n} dòng chưa ghi; lưu tệp đã đánh dấu để gửi lại nơi lập danh sách.").format(n=number(batch.rejected))
