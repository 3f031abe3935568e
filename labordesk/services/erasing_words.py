"""What is told after erasing: one line for each thing that lies outside the register or has to be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from labordesk.i18n import _
from labordesk.services.erasing_papers import FrozenPaper
from labordesk.services.erasing_remains import Remains
from labordesk.services.table_names import table_name
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

_NAMED = 5


def remaining_lines(remains: Remains) -> list[str]:
    """Return what remains, the most pressing first; empty when nothing does."""
    return [*_copies(remains), *_papers(remains), *_to_look_at(remains)]


def _copies(remains: Remains) -> Iterator[str]:
    if remains.backups:
        yield _(
            "{n} bản sao lưu ở cạnh sổ vẫn giữ thông tin này đến khi được bỏ dần; muốn xóa ngay thì vào mục Sao lưu."
            " Bản ở USB, ổ đĩa khác cũng vậy."
        ).format(n=number(remains.backups))
    if remains.aside:
        yield _("{n} tệp “truoc-khoi-phuc” ở cạnh sổ, giữ lại từ lần khôi phục trước; hãy xóa nếu không cần.").format(
            n=number(remains.aside)
        )


def _papers(remains: Remains) -> Iterator[str]:
    if remains.replaced:
        yield _(
            "{n} báo cáo đã chốt có tên: bản giấy trong sổ đã thay bằng phiếu ghi chú, số liệu vẫn giữ ({names})."
            " Bản đã in nằm ngoài sổ."
        ).format(n=number(len(remains.replaced)), names=_titles(remains.replaced))
    if remains.printed:
        yield _("{n} lần in, lưu giấy về người này (số {numbers}); bản giấy xử lý theo quy định lưu trữ.").format(
            n=number(len(remains.printed)), numbers=_joined(map(str, remains.printed), len(remains.printed))
        )
    if remains.exports:
        yield _("Sổ đã {n} lần xuất danh sách ra tệp; tệp đã gửi, đã lưu ở ngoài vẫn có tên như lúc xuất.").format(
            n=number(remains.exports)
        )


def _to_look_at(remains: Remains) -> Iterator[str]:
    if remains.unsure_papers:
        yield _("{n} báo cáo đã chốt có tên trùng với người khác, hoặc không đọc được; hãy mở xem: {names}.").format(
            n=number(len(remains.unsure_papers)), names=_titles(remains.unsure_papers)
        )
    if remains.unsure:
        places = ", ".join(f"{table_name(table)} ({number(count)})" for table, count in remains.unsure)
        yield _("Tên trùng với người khác nên chưa che ở: {places}; hãy xem lại từng nơi.").format(places=places)
    if remains.scans:
        yield _("{n} tệp đính kèm của đợt quà, chương trình không đọc được nội dung; hãy mở xem: {names}.").format(
            n=number(len(remains.scans)), names=_joined(remains.scans, len(remains.scans))
        )


def _titles(papers: Sequence[FrozenPaper]) -> str:
    return _joined(
        (one.title + (f", {short(one.frozen_on)}" if one.frozen_on is not None else "") for one in papers), len(papers)
    )


def _joined(names: Iterable[str], count: int) -> str:
    shown = [name for name, _place in zip(names, range(_NAMED), strict=False)]
    return "; ".join(shown) + (" …" if count > len(shown) else "")
