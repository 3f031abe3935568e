"""The style sheet of the program, written from tokens; widgets choose a look with the property ``role``."""

from __future__ import annotations

from labordesk.assets import asset_path
from labordesk.gui.tokens import Colours, Sizes, Tone, tone_colours


def style_sheet(c: Colours, s: Sizes) -> str:
    """Return the sheet for a set of colours and sizes."""
    return "".join(
        (_ground(c, s), _buttons(c, s), _fields(c, s), _tables(c, s), _lists(c, s), _tones(c, s), _scroll_bars(c))
    )


def _ground(c: Colours, s: Sizes) -> str:
    return f"""
QMainWindow, QDialog, QWidget[role="page"], QScrollArea[role="page"] {{ background: {c.page}; }}
QFrame[role="card"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {s.card_radius}px; }}
QFrame[role="well"] {{ background: {c.page}; border: 1px solid {c.line}; border-radius: {s.radius}px; }}
QFrame[role="well"][drop="true"], QFrame[role="card"][drop="true"] {{ background: {c.accent_soft};
  border: 2px solid {c.accent}; }}
QFrame[role="column-row"] {{ border: 1px solid transparent; border-radius: {s.radius}px; }}
QFrame[role="column-row"][current="true"] {{ background: {c.accent_soft}; }}
QListView[role="photos"] {{ background: transparent; border: 0; padding: 0; }}
QFrame[role="bar"] {{ background: {c.surface}; border: 0; }}
QFrame[role="rule"] {{ background: {c.line}; border: 0; }}
QScrollArea, QScrollArea > QWidget > QWidget[role="form"] {{ background: transparent; border: 0; }}
QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: {s.title}px; font-weight: 600; color: {c.text}; }}
QLabel[role="section"] {{ font-weight: 600; color: {c.text}; }}
QLabel[role="figure"] {{ font-size: {s.figure}px; font-weight: 600; color: {c.text}; }}
QLabel[role="secondary"] {{ color: {c.secondary}; }}
QLabel[role="small"] {{ color: {c.secondary}; font-size: {s.small}px; }}
QLabel[role="label"] {{ color: {c.secondary}; font-size: {s.small}px; }}
QLabel[role="problem"] {{ color: {c.error}; font-size: {s.small}px; }}
QLabel[role="note"] {{ color: {c.secondary}; font-size: {s.small}px; }}
QLabel[role="advice"] {{ color: {c.warn}; font-size: {s.small}px; }}
QLabel[role="brand"] {{ color: {c.accent}; font-weight: 600; font-size: {s.text + 1}px; }}
QLabel[role="key"] {{ color: {c.secondary}; background: {c.surface}; border: 1px solid {c.control};
  border-radius: 4px; padding: 0 5px; font-size: {s.small - 1}px; }}
QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.control}; padding: 4px 6px; }}
"""


def _buttons(c: Colours, s: Sizes) -> str:
    return f"""
QPushButton {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.control}; border-radius: {s.radius}px;
  padding: 0 14px; min-height: {s.control - 2}px; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {c.accent_soft}; }}
QPushButton:focus {{ border: 2px solid {c.focus}; padding: 0 13px; min-height: {s.control - 4}px; }}
QPushButton:disabled {{ color: {c.disabled}; background: {c.page}; border-color: {c.line}; }}
QPushButton[role="primary"] {{ background: {c.primary}; color: {c.on_primary}; border: 1px solid {c.primary};
  font-weight: 600; }}
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed {{ background: {c.primary_hover}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[role="primary"]:disabled {{ background: {c.track}; color: {c.disabled}; border-color: {c.track}; }}
QPushButton[role="danger"] {{ color: {c.error}; border-color: {c.error_line}; }}
QPushButton[role="danger"]:hover {{ background: {c.error_soft}; }}
QPushButton[role="danger"]:disabled {{ color: {c.disabled}; background: {c.page}; border-color: {c.line}; }}
QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent; color: {c.accent}; padding: 0;
  min-height: {s.text + 5}px; text-align: left; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"]:focus {{ border: 1px solid {c.focus}; border-radius: 3px; padding: 0;
  min-height: {s.text + 5}px; }}
QPushButton[role="foot"] {{ background: transparent; border: 1px solid transparent; color: {c.secondary}; padding: 0;
  min-height: {s.small + 4}px; font-size: {s.small}px; }}
QPushButton[role="foot"]:focus {{ border: 1px solid {c.focus}; border-radius: 3px; padding: 0;
  min-height: {s.small + 4}px; }}
QPushButton[role="quiet"] {{ background: transparent; border: 1px solid transparent; padding: 0 6px; }}
QPushButton[role="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[role="quiet"]:focus {{ border: 2px solid {c.focus}; padding: 0 5px; }}
QPushButton[role="choice"] {{ padding: 0 10px; min-height: {s.control - 8}px; text-align: left; }}
QPushButton[trail="true"] {{ text-align: left; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
"""


def _fields(c: Colours, s: Sizes) -> str:
    inside = s.control - 2
    tick = asset_path("icons/check-white.svg").as_posix()
    return f"""
QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QSpinBox, QDateEdit {{ background: {c.surface}; color: {c.text};
  border: 1px solid {c.control}; border-radius: {s.radius}px; padding: 0 10px;
  selection-background-color: {c.primary}; selection-color: {c.on_primary}; }}
QLineEdit, QComboBox, QSpinBox, QDateEdit {{ min-height: {inside - 2}px; }}
QComboBox {{ padding: 0 2px 0 12px; }}
QPlainTextEdit, QTextEdit {{ padding: 4px 6px; }}
QLineEdit:focus, QComboBox:focus, QComboBox:on, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus,
QDateEdit:focus {{
  border: 2px solid {c.focus}; }}
QLineEdit:focus {{ padding: 0 9px; min-height: {inside - 4}px; }}
QComboBox:focus, QComboBox:on {{ padding: 0 1px 0 11px; min-height: {inside - 4}px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: 3px 5px; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] {{ border-color: {c.error}; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{ color: {c.disabled}; background: {c.page}; }}
QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {c.raised}; }}
QComboBox::drop-down {{ border: 0; width: 26px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.control}; outline: 0; padding: 4px; }}
QComboBox QAbstractItemView::item {{ min-height: {s.control - 4}px; padding: 0 6px; border-radius: 4px; }}
QComboBox QAbstractItemView::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QCheckBox, QRadioButton {{ background: transparent; spacing: 8px; min-height: {s.control - 8}px; border-radius: 4px; }}
QCheckBox:focus, QRadioButton:focus {{ background: {c.accent_soft}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 16px; height: 16px; background: {c.surface};
  border: 1px solid {c.secondary}; border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: 9px; }}
QCheckBox::indicator:checked {{ background: {c.primary}; border-color: {c.primary}; image: url("{tick}"); }}
QRadioButton::indicator:checked {{ width: 8px; height: 8px; border: 5px solid {c.primary};
  background: {c.on_primary}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border-color: {c.focus}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {c.control}; background: {c.page}; }}
QGroupBox {{ border: 1px solid {c.line}; border-radius: {s.card_radius}px; margin-top: 10px; padding-top: 8px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 10px; padding: 0 4px; color: {c.secondary}; }}
"""


def _tables(c: Colours, s: Sizes) -> str:
    return f"""
QTableView, QTreeView {{ background: {c.surface}; color: {c.text}; border: 0; outline: 0; gridline-color: {c.line};
  selection-background-color: {c.accent_soft}; selection-color: {c.text}; }}
QHeaderView {{ background: {c.raised}; border: 0; }}
QHeaderView::section {{ background: {c.raised}; color: {c.neutral}; font-weight: 600; font-size: {s.small}px; border: 0;
  border-bottom: 1px solid {c.control}; padding: 0 10px; min-height: {s.row}px; }}
QHeaderView::section:hover {{ background: {c.hover}; }}
QTableCornerButton::section {{ background: {c.raised}; border: 0; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{ background: transparent; color: {c.secondary}; padding: 6px 12px; border: 0;
  border-bottom: 2px solid transparent; min-height: {s.control - 14}px; }}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabBar::tab:selected {{ color: {c.accent}; border-bottom: 2px solid {c.accent}; font-weight: 600; }}
QTabBar::tab:focus {{ background: {c.accent_soft}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {c.line}; }}
QSplitter::handle {{ background: transparent; }}
"""


def _lists(c: Colours, s: Sizes) -> str:
    return f"""
QMenu {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.control}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.accent_soft}; }}
QMenu::item:disabled {{ color: {c.disabled}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 8px; }}
QListView {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.control}; border-radius: {s.radius}px;
  outline: 0; padding: 4px; }}
QListView::item {{ min-height: {s.control - 4}px; padding: 0 6px; border-radius: 4px; }}
QListView::item:hover {{ background: {c.hover}; }}
QListView::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QListView[role="thumbnails"] {{ background: {c.track}; border: 0; border-radius: 0; padding: 4px 0 0 0; }}
QProgressBar {{ background: {c.track}; border: 0; border-radius: 4px; max-height: 8px; min-height: 8px; }}
QProgressBar::chunk {{ background: {c.primary}; border-radius: 4px; }}
"""


def _tones(c: Colours, s: Sizes) -> str:
    rules = []
    tones: tuple[Tone, ...] = ("good", "warn", "error", "info", "neutral")
    for tone in tones:
        text, ground = tone_colours(c, tone)
        line = {"warn": c.warn_line, "error": c.error_line}.get(tone, c.line)
        rules.append(f"""
QLabel[role="pill"][tone="{tone}"] {{ color: {text}; background: {ground}; border-radius: {s.small * 5 // 6}px;
  padding: 1px 8px 2px 8px; font-size: {s.small}px; }}
QLabel[role="note"][tone="{tone}"] {{ color: {text}; }}
QFrame[role="notice"][tone="{tone}"] {{ background: {ground}; border: 1px solid {line};
  border-radius: {s.radius}px; }}
QFrame[role="message"][tone="{tone}"] {{ background: {ground}; border: 0; border-top: 1px solid {line}; }}
QFrame[role="notice"][tone="{tone}"] QLabel, QFrame[role="message"][tone="{tone}"] QLabel {{ color: {text}; }}
""")
    return "".join(rules)


def _scroll_bars(c: Colours) -> str:
    return f"""
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c.scroll}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c.disabled}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
"""
