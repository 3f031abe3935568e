"""What a check or a salvage says as a whole: its parts in order, and all of it as a text to keep or hand on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from labordesk.disk import beside
from labordesk.i18n import N_, _
from labordesk.services.checking import CheckResult
from labordesk.services.problem import Fault, Problem
from labordesk.services.salvaging import SalvageResult
from labordesk.store.faults import told
from labordesk.vietnamese.numbers import number

SOUND: Final = N_("Sổ lành lặn: không thấy chỗ nào sai.")
NO_ONE_NAMED: Final = N_("Bản này chỉ ghi số dòng, không ghi tên người.")
NAMES_INSIDE: Final = N_("Bản này có thể có tên người; hãy giữ như giữ sổ.")
SALVAGED: Final = N_("Đã cứu {n} dòng sang sổ mới “{name}”.")
NOTHING_LOST: Final = N_("Mọi dòng đều đọc được.")

_ORDER: Final = (
    (
        Fault.DAMAGE,
        N_("Tệp sổ bị hỏng"),
        N_("Ngừng ghi vào sổ này. Tệp hỏng được giữ nguyên; số liệu lấy lại được bằng các cách dưới đây."),
    ),
    (
        Fault.BOOK,
        N_("Nhật ký không còn liền mạch"),
        N_(
            "Có người hoặc chương trình khác đã cắt, sửa nhật ký. Máy không tự sửa chỗ này vì sẽ che mất dấu vết:"
            " hãy lưu kết quả, báo người phụ trách và so với bản sao lưu."
        ),
    ),
    (
        Fault.ROWS,
        N_("Dòng cần sửa"),
        N_("Máy không tự sửa điều người ghi đã gõ; hãy mở từng hồ sơ để sửa."),
    ),
    (
        Fault.DERIVED,
        N_("Phần máy tự lập ra bị sai"),
        N_(
            "Chỉ mục tìm kiếm, thứ tự tên và số tổng hợp được lập lại từ các dòng trong sổ; không đổi gì người đã gõ."
            " Sổ được sao lưu trước."
        ),
    ),
)
"""What is worst first: kind, heading, what it means."""


@dataclass(frozen=True)
class Part:
    """The problems of one kind with their heading and what they mean for the officer."""

    kind: Fault
    title: str
    meaning: str
    problems: tuple[Problem, ...]


def parts_of(result: CheckResult) -> tuple[Part, ...]:
    """Return what a check found by kind, the worst first; nothing for a sound register."""
    found = []
    for kind, title, meaning in _ORDER:
        problems = tuple(one for one in result.problems if one.kind is kind)
        if problems:
            found.append(Part(kind, _(title), _(meaning), problems))
    return tuple(found)


def check_text(result: CheckResult, name: str, now: datetime) -> str:
    """Return a check as a text without anybody's name; ``name`` is the file's."""
    lines = [_("Kiểm tra sổ “{name}”").format(name=name), _moment(now), ""]
    if result.ok:
        return _text([*lines, _(SOUND)])
    for part in parts_of(result):
        lines += [part.title, *_listed(part.problems), ""]
    return _text([*lines, _(NO_ONE_NAMED)])


def salvage_text(result: SalvageResult, damaged: str, now: datetime) -> str:
    """Return what a salvage saved and what it could not read; rows left out are named, where they had a name."""
    lines = [_("Cứu dữ liệu của sổ hỏng “{name}”").format(name=damaged), _moment(now), ""]
    lines += [salvaged_words(result), ""]
    lines += [_("Không cứu được"), *_listed(result.losses), ""] if result.losses else [_(NOTHING_LOST), ""]
    if not result.check.ok:
        lines += [_("Sổ mới còn chỗ cần xem"), *_listed(result.check.problems), ""]
    return _text([*lines, _(NAMES_INSIDE)] if result.losses else lines)


def salvaged_words(result: SalvageResult) -> str:
    """Return how much a salvage saved, and where it lies."""
    return _(SALVAGED).format(n=number(result.kept), name=result.path.name)


def save_text(text: str, path: Path) -> Path:
    """Write a text as a file that every editor of Windows reads, whole or not at all; return its path, ".txt" always.

    Unavailable when the place cannot take it. Another ending is never written: it might be a register.
    """
    target = path if path.suffix.lower() == ".txt" else path.with_name(f"{path.name}.txt")
    with told(target, files=True), beside(target) as draft:
        draft.write_text(text, encoding="utf-8-sig", newline="\r\n")
    return target


def _listed(sentences: Iterable[object]) -> list[str]:
    return [f"- {one}" for one in sentences]


def _moment(now: datetime) -> str:
    return _("Lúc {time} ngày {day}").format(time=f"{now:%H:%M}", day=f"{now:%d/%m/%Y}")


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"
