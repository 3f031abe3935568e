"""Cài đặt: sections at the left, the chosen one at the right; everything is saved as soon as it is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QStackedWidget

from labordesk.gui.cards import Card, rule
from labordesk.gui.context import Context
from labordesk.gui.navigation import NavigationButton
from labordesk.gui.page import Page, PageEntry
from labordesk.gui.pages.settings_backups import BackupSection
from labordesk.gui.pages.settings_check import CheckSection
from labordesk.gui.pages.settings_entries import EntrySection
from labordesk.gui.pages.settings_entry_kinds import CATALOGUES, LETTERHEADS
from labordesk.gui.pages.settings_look import LookSection
from labordesk.gui.pages.settings_norms import NORMS, NormSection
from labordesk.gui.pages.settings_officers import OfficersSection
from labordesk.gui.pages.settings_papers import PAPERS
from labordesk.gui.pages.settings_papers_files import FilesSection
from labordesk.gui.pages.settings_register import RegisterSection
from labordesk.gui.pages.settings_retention import RetentionSection
from labordesk.gui.pages.settings_section import Section
from labordesk.gui.pages.settings_security import SecuritySection
from labordesk.gui.pages.settings_words import WordsSection
from labordesk.i18n import N_

if TYPE_CHECKING:
    from labordesk.services.changes import Changes

LIST_WIDTH = 216
SETTINGS = "settings"


@dataclass(frozen=True)
class SectionEntry:
    """One section of the settings; ``group`` divides the list, ``title`` is a msgid."""

    key: str
    title: str
    icon: str
    group: int
    make: Callable[[Context], Section]


def section_entries() -> tuple[SectionEntry, ...]:
    """Return the sections from top to bottom."""
    catalogues = (
        SectionEntry(kind.key, kind.title, kind.icon, 1, partial(EntrySection, kind=kind)) for kind in CATALOGUES
    )
    return (
        SectionEntry("letterheads", LETTERHEADS.title, LETTERHEADS.icon, 0, partial(EntrySection, kind=LETTERHEADS)),
        SectionEntry("words", WordsSection.title, "pencil", 0, WordsSection),
        SectionEntry("files", FilesSection.title, "paperclip", 0, FilesSection),
        *catalogues,
        SectionEntry("norms", NORMS.title, NORMS.icon, 1, NormSection),
        SectionEntry("papers", PAPERS.title, PAPERS.icon, 1, partial(EntrySection, kind=PAPERS)),
        SectionEntry("backups", BackupSection.title, "archive", 2, BackupSection),
        SectionEntry("check", CheckSection.title, "circle-check", 2, CheckSection),
        SectionEntry("officers", OfficersSection.title, "users", 2, OfficersSection),
        SectionEntry("retention", RetentionSection.title, "clock", 2, RetentionSection),
        SectionEntry("security", SecuritySection.title, "lock", 2, SecuritySection),
        SectionEntry("look", LookSection.title, "eye", 2, LookSection),
        SectionEntry("register", RegisterSection.title, "database", 2, RegisterSection),
    )


class SettingsPage(Page):
    """``show_target(section="funds")`` opens a section; a section is made when it is first shown."""

    title = N_("Cài đặt")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._entries = {entry.key: entry for entry in section_entries()}
        self._sections: dict[str, Section] = {}
        self._buttons: dict[str, NavigationButton] = {}
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._make_list())
        row.addWidget(self._stack, 1)
        self.body.addLayout(row, 1)
        self.open_section(next(iter(self._entries)))

    def _make_list(self) -> Card:
        card = Card(padding=8)
        card.setFixedWidth(LIST_WIDTH)
        card.body.setSpacing(2)
        group = 0
        for entry in self._entries.values():
            if entry.group != group:
                card.body.addSpacing(5)
                card.body.addWidget(rule())
                card.body.addSpacing(5)
                group = entry.group
            button = NavigationButton(PageEntry(entry.key, entry.title, entry.icon, entry.make), "")
            button.clicked.connect(partial(self._pressed, entry.key))
            self._group.addButton(button)
            self._buttons[entry.key] = button
            card.body.addWidget(button)
        card.body.addStretch(1)
        return card

    def _pressed(self, key: str, _checked: bool = False) -> None:
        self.open_section(key)

    def open_section(self, key: str) -> None:
        """Bring a section to the front; an unknown key changes nothing."""
        if key not in self._entries:
            return
        if key not in self._sections:
            section = self._entries[key].make(self.context)
            self._sections[key] = section
            self._stack.addWidget(_scrolled(section) if not isinstance(section, EntrySection) else section)
        else:
            self._sections[key].arrived()
        self._write_as(key)
        self._buttons[key].setChecked(True)
        self.setFocusProxy(self._buttons[key])
        self._stack.setCurrentIndex(list(self._sections).index(key))

    def current_section(self) -> Section:
        """Return the section in front."""
        return list(self._sections.values())[self._stack.currentIndex()]

    def section(self, key: str) -> Section:
        """Return a section, made when it was not shown yet."""
        self.open_section(key)
        return self._sections[key]

    def new_record(self) -> None:
        """Add an entry to the list in front (Ctrl+N)."""
        self.current_section().new_record()

    def show_target(self, *, section: str = "", **target: Any) -> None:
        """Open a section with the keyboard on its name, from where the arrows walk on and Tab goes in."""
        self.open_section(section)
        if section in self._buttons:
            self._buttons[section].setFocus()
            if target:
                self._sections[section].show_target(**target)

    def refresh(self, changes: Changes) -> None:
        for section in self._sections.values():
            section.refresh(changes)

    def arrived(self) -> None:
        self._write_as(list(self._sections)[self._stack.currentIndex()])
        self.current_section().arrived()

    def _write_as(self, key: str) -> None:
        """Let the history tell in which section something was written (services/history_list.py)."""
        self.context.work.came_from = f"{SETTINGS}:{key}"


def _scrolled(section: Section) -> QScrollArea:
    """Let a section be higher than the window."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes on to what is inside
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    section.setProperty("role", "form")
    scroll.setWidget(section)
    return scroll
