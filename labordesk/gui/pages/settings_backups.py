"""Sao lưu: the backups there are, one made now, the second place, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from labordesk.gui.cards import Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.settings_backups_list import BackupsCard
from labordesk.gui.pages.settings_backups_plain import PlainCopiesPart
from labordesk.gui.pages.settings_backups_second import SecondPlaceCard
from labordesk.gui.pages.settings_section import Section
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.services.backups import Made, back_up_register, backups_of
from labordesk.services.plain_copies import plain_copies
from labordesk.store.backup_list import BackupFile
from labordesk.store.backup_names import BY_HAND
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.store.register import Register


@dataclass(frozen=True)
class _State:
    backups: tuple[BackupFile, ...]
    plain: tuple[Path, ...]
    seen: bool
    """Whether the second place is there now."""


class BackupSection(Section):
    """Backups are made by themselves; here they are seen, made at once, taken to a second place and put back."""

    title = N_("Sao lưu")
    hint = N_(
        "Sổ được sao lưu sau mỗi 30 phút làm việc và khi đóng, ngay trong lúc đang ghi. Bản nào cũng được mở ra, kiểm"
        " tra và đối chiếu với sổ rồi mới tính là tốt."
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.notice = Notice("")
        self.plain = PlainCopiesPart(context)
        self.backups = BackupsCard(context)
        self.second = SecondPlaceCard(context)
        for part in (self.notice, self.plain, self.backups, self.second):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.plain.done.connect(lambda words: self._say(words, "good"))
        self.plain.refused.connect(self._refused)
        self.backups.making.connect(self.back_up)
        self.backups.said.connect(self._say)
        self.backups.changed.connect(self.load)
        self.backups.refused.connect(self._refused)
        self.second.chosen.connect(self._second_chosen)
        self.load()

    def load(self) -> None:
        """Read what backups there are."""
        register, chosen = self.context.register, self._chosen()
        self.context.work.read(lambda: _look(register, chosen), self._show, owner=self, latest="backups")

    def _show(self, state: _State) -> None:
        self.backups.show_backups(state.backups)
        self.plain.show_files(state.plain)
        self.second.show_place(state.seen)

    def _say(self, words: str, tone: str) -> None:
        self.notice.set(words, cast(Tone, tone))
        self.load()

    def back_up(self) -> None:
        """Make a backup now, and a copy in the second place when it is there."""
        register, chosen = self.context.register, self._chosen()

        def work(progress: Callable[[int, int | None], None], _cancelled: Callable[[], bool]) -> Made:
            return back_up_register(register, BY_HAND, second=chosen, told_of=progress)

        self.context.work.run_long(work, _("Đang sao lưu"), self._made, self._refused, writes=False)

    def _made(self, made: Made) -> None:
        held = made.file.held
        words = _("Đã sao lưu và mở kiểm tra: {people} người, {awards} lần hỗ trợ.").format(
            people=number(held.count("person") if held else 0), awards=number(held.count("award") if held else 0)
        )
        if made.second is not None:
            self.context.settings.second_backup_seen = date.today().isoformat()  # noqa: DTZ011
            words += " " + _("Đã chép thêm một bản sang nơi thứ hai.")
        self.notice.set(
            words if made.problem is None else f"{words} {made.problem}", "warn" if made.problem else "good"
        )
        self.context.settings_changed.emit("backup")
        self.load()

    def _refused(self, error: Any) -> None:
        self.notice.set(str(error), "error")
        self.load()

    def _second_chosen(self, folder: str) -> None:
        self.tell_saved()
        self.context.settings_changed.emit("backup")
        self.load()
        if folder:
            self.back_up()

    def _chosen(self) -> Path | None:
        chosen = self.context.settings.second_backup_folder
        return Path(chosen) if chosen else None

    def arrived(self) -> None:
        self.load()

    def refresh(self, changes: Changes) -> None:
        """Backups follow work by the half hour; nothing changes at once."""


def _look(register: Register, chosen: Path | None) -> _State:
    return _State(backups_of(register.path), plain_copies(register, chosen), chosen is None or chosen.is_dir())
