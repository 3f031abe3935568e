"""``WardPicker``: xã, phường found by typing a name, an old one too; what is stored is the official code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal

from labordesk.errors import InvalidInput
from labordesk.fields.ward import Ward as WardKind
from labordesk.gui.inputs.reference import Lookup, ReferencePicker
from labordesk.gui.suggestions import Found
from labordesk.gui.work import Work
from labordesk.i18n import N_, _
from labordesk.vietnamese.ward_words import short_name
from labordesk.vietnamese.wards import Ward, distance_from, find_wards, new_wards_for, old_ward_of

MOST = 12
"""Lines offered of the wards of today, and again of those of before."""
LEAST_LETTERS = 2
NOWHERE = N_("Hãy ghi tên xã, phường, có thể kèm huyện, tỉnh.")


def ward_lookup(*, old: bool = False, home: Callable[[], str] = lambda: "") -> Lookup:
    """Return how wards are found; ``home`` tells, on the reading pool, of which province they come first."""

    def find(text: str) -> list[Found]:
        if len(text) < LEAST_LETTERS and not text.isdecimal():
            return []
        return old_rows(text, home()) if old else today_rows(text, home())

    return Lookup(find, WardKind(old=old).show, where=_(NOWHERE))


def old_rows(text: str, home: str) -> list[Found]:
    """Return the wards until 30/6/2025 that fit what is typed, each with what became of it."""
    return [
        Found(ward.code, ward.label, "→ " + ", ".join(link.new.name for link in new_wards_for(ward.code)))
        for ward in find_wards(text, old=True, limit=MOST, home=home)
    ]


def today_rows(text: str, home: str) -> list[Found]:
    """Return the wards of today by their names of today and of before; a divided one gives a line for each part."""
    wards = (*find_wards(text, limit=MOST, home=home), *find_wards(text, old=True, limit=MOST, home=home))
    rows: list[Found] = []
    for ward in sorted(wards, key=distance_from(text, home)):
        rows.extend(parts_of(ward) if ward.is_old else [Found(ward.code, ward.label)])
    return rows


def parts_of(old: Ward) -> list[Found]:
    """Return the wards of today an old one went into; none when its only one bears the same name."""
    links = new_wards_for(old.code)
    if len(links) == 1 and links[0].new.name == old.name:
        return []
    place = ", ".join(short_name(name) for name in (old.district, old.province))
    detail = place if len(links) == 1 else _("đã chia {n} nơi · {place}").format(n=len(links), place=place)
    return [Found((old.code, link.new.code), former_words(old, link.new), detail) for link in links]


def former_words(old: Ward, new: Ward) -> str:
    """Return "Phường Tân Lợi cũ → Phường Buôn Ma Thuột"."""
    return _("{old} cũ → {new}").format(old=old.name, new=new.name)


class WardPicker(ReferencePicker):
    """A line that offers wards; a name that only one ward bears is taken without choosing it from the list."""

    taken = Signal(str)
    """The code of the ward the user chose; not sent for values and drafts put in."""
    former_taken = Signal(str)
    """The code of the old ward by whose name the ward of today was chosen."""

    kind: WardKind

    def __init__(self, kind: WardKind, work: Work, name: str = "", lookup: Lookup | None = None) -> None:
        super().__init__(lookup or ward_lookup(old=kind.old), work, name, kind)
        self._line.setPlaceholderText(_("Gõ tên xã, phường…"))
        self.left.connect(self._take_typed)

    def value(self) -> Any:
        try:
            return super().value()
        except InvalidInput:
            return self.kind.parse(self._line.commit())

    def choose(self, found: Found) -> None:
        """Take a ward; by an old name the ward of today is taken and the old one told of."""
        old_code, code = found.id if isinstance(found.id, tuple) else ("", found.id)
        old = old_ward_of(old_code)
        detail = _("trước 01/7/2025 là {old}").format(old=old.label) if old is not None else ""
        super().choose(Found(code, self.kind.show(code), detail))
        self.taken.emit(code)
        if old is not None:
            self.former_taken.emit(old_code)

    def set_text(self, text: str) -> None:
        """Put a draft back: codes have leading zeros, so they stay text."""
        code, tab, label = text.partition("\t")
        if tab:
            super().choose(Found(code, label))
        else:
            super().set_text(text)

    def set_value(self, value: Any) -> None:
        super().set_value(value)
        self.show_note("")

    def _take_typed(self) -> None:
        """Choose what was typed when it can only be one ward."""
        if self._id is None and not self.is_empty() and not self.problem():
            self.choose(Found(self.value(), ""))
