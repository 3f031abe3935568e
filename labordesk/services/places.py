"""What an officer should know of the place and the machine a register is used on, each said once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from labordesk.i18n import N_, _
from labordesk.store import places
from labordesk.store.register import Register

ON_NETWORK = N_(
    "Sổ “{name}” nằm trên ổ mạng: mỗi lúc chỉ một máy ghi được và mất mạng là phải ghi lại;"
    " nên chép sổ về máy này, sao lưu sang ổ mạng."
)
SYNCED = N_(
    "Sổ “{name}” nằm trong thư mục {program} tự đồng bộ, hai máy cùng mở sẽ sinh hai bản khác nhau;"
    " nên chuyển sổ ra thư mục thường, chỉ để {program} giữ bản sao lưu."
)
PASSING = {
    "zip": N_(
        "Sổ “{name}” đang mở thẳng từ tệp nén nên phần ghi sẽ mất khi đóng;"
        " hãy giải nén ra thư mục của mình rồi mở ở đó."
    ),
    "mail": N_(
        "Sổ “{name}” đang mở thẳng từ thư điện tử nên phần ghi sẽ mất khi đóng;"
        " hãy lưu ra thư mục của mình rồi mở ở đó."
    ),
    "Zalo": N_(
        "Sổ “{name}” đang nằm trong thư mục tải về của Zalo, dễ bị dọn mất;"
        " hãy chuyển sang thư mục của mình rồi mở ở đó."
    ),
}
CONFLICT = N_(
    "Cạnh sổ có bản “{copy}” do đồng bộ tách ra khi hai máy cùng ghi; hãy mở cả hai bản, đối chiếu rồi chỉ giữ bản đủ."
)
CLOCK_BACK = N_(
    "Đồng hồ của máy đang là {now}, sớm hơn lần ghi cuối vào sổ ({last});"
    " hãy chỉnh lại ngày giờ của máy trước khi ghi tiếp."
)
LOG_ASIDE = N_(
    "Tệp sổ “{name}” đã được thay bằng một bản chép khác, nên phần ghi dở của tệp cũ được cất ở “{kept}”;"
    " hãy xem lại những lần ghi cuối."
)

TOLD_MOST = 200
"""Keys of notes remembered as told; the oldest are forgotten first."""

_MAY_DIFFER = timedelta(minutes=10)
"""By how much clocks of two machines that write one register may differ."""


@dataclass(frozen=True)
class Note:
    """A sentence to be said once; ``key`` names the register and what is said of it."""

    key: str
    text: str


def notes_of(register: Register, told: Collection[str] = (), now: datetime | None = None) -> tuple[Note, ...]:
    """Return what should be said of the place of a register and of the clock, without what was told before."""
    path = register.path
    found = [*_place_notes(path), *_conflict_notes(path), *_clock_notes(register, now or datetime.now(UTC))]
    if register.log_set_aside is not None:
        kept = register.log_set_aside.name
        found.append(Note(f"log:{kept}", _(LOG_ASIDE).format(name=path.name, kept=kept)))
    return tuple(one for one in found if one.key not in told)


def _place_notes(path: Path) -> list[Note]:
    found = []
    if places.is_on_network(path):
        found.append(Note(f"network:{path}", _(ON_NETWORK).format(name=path.name)))
    elif program := places.synced_by(path):
        found.append(Note(f"synced:{path}", _(SYNCED).format(name=path.name, program=program)))
    if kind := places.passing_place(path):
        found.append(Note(f"passing:{path}", _(PASSING[kind]).format(name=path.name)))
    return found


def _conflict_notes(path: Path) -> list[Note]:
    return [Note(f"conflict:{copy}", _(CONFLICT).format(copy=copy.name)) for copy in places.conflict_copies(path)]


def _clock_notes(register: Register, now: datetime) -> list[Note]:
    """Compare the clock with the last operation by its number, not with the latest time ever noted.

    So a clock that once ran ahead is not held against one that is right again and has written since.
    """
    with register.looking() as connection:
        row = connection.execute("SELECT id, at FROM operation ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return []
    last = datetime.fromisoformat(str(row[1]))
    if last - now <= _MAY_DIFFER:
        return []
    shown = {"now": _shown(now), "last": _shown(last)}
    return [Note(f"clock:{register.path}:{row[0]}", _(CLOCK_BACK).format(**shown))]


def _shown(moment: datetime) -> str:
    return moment.astimezone().strftime("%H:%M %d/%m/%Y")
