"""Beside the form of a house: what is late or lacking, and the sums while one types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.gui.cards import Card, Notice, Pill, ProgressBar, rule
from labordesk.gui.context import Context
from labordesk.gui.pages.houses_words import TONES, missing_words
from labordesk.gui.pages.parts.benefit_notice import BenefitNotice
from labordesk.gui.pages.parts.counts import in_days
from labordesk.gui.pages.parts.figure_rows import FigureRows
from labordesk.gui.pages.parts.file_page import FileSide
from labordesk.i18n import _
from labordesk.rules.house_gaps import is_unfinished, overdue_days
from labordesk.rules.house_instalments import still_owed
from labordesk.rules.house_money import HouseMoney
from labordesk.rules.house_stages import milestone_label
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.houses import LoadedHouse


class HouseSide(FileSide):
    """``show_money`` follows the form, ``show_house`` what is stored."""

    papers_asked = Signal()

    def __init__(self, context: Context, house_id: int | None) -> None:
        super().__init__()
        self.setProperty("role", "form")
        self._context = context
        self.stage = Pill("", "neutral")
        self.late = Notice("", "error")
        self.unfinished = Notice("", "warn")
        self.missing = Notice("", "warn")
        self.benefits = BenefitNotice(context, house_id=house_id)
        self.figures = FigureRows(
            [
                ("estimate", _("Dự toán")),
                ("covered", _("Các nguồn dự kiến")),
                ("short", _("Còn thiếu")),
                ("labour", _("Ngày công")),
            ]
        )
        self.union = FigureRows(
            [
                ("approved", _("Công đoàn hỗ trợ")),
                ("given", _("Công đoàn đã trao")),
                ("owed", _("Còn phải trao")),
            ]
        )
        self.union_share = ProgressBar()
        self.norm = QLabel()
        self.norm.setProperty("role", "small")
        self.norm.setWordWrap(True)
        self.norm.hide()
        self.value = FigureRows([("others", _("Nguồn khác đã nhận")), ("total", _("Tổng giá trị công trình"))])
        self._arrange(is_new=house_id is None)

    def _arrange(self, *, is_new: bool) -> None:
        money = Card(_("Kinh phí (đồng)"), padding=14)
        figures: tuple[QWidget, ...] = (
            self.figures,
            rule(),
            self.union,
            self.union_share,
            self.norm,
            rule(),
            self.value,
        )
        for widget in figures:
            money.body.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self.stage)
        top.addStretch(1)
        column.addLayout(top)
        for part in (self.late, self.unfinished, self.benefits, money, self.missing):
            column.addWidget(part)
        column.addStretch(1)
        self.stage.setVisible(not is_new)

    def show_house(self, loaded: LoadedHouse, today: date) -> None:
        """Say what a stored house lacks and how late it is."""
        self.stage.set(milestone_label(loaded.stage), TONES.get(loaded.stage, "neutral"))
        due = loaded.data.fields.due_on
        late = overdue_days(loaded.stage, due, today)
        self.late.set(
            _("Quá hạn bàn giao {days} ngày (hạn {day}).").format(days=number(late), day=short(due))
            if late and due
            else "",
            "error",
        )
        self.norm.setText(_("Theo {basis}").format(basis=loaded.norm_basis) if loaded.norm_basis else "")
        self.norm.setVisible(bool(loaded.norm_basis))
        lacking = missing_words(loaded.missing)
        text = _("Hồ sơ còn thiếu: {papers}.").format(papers=lacking) if lacking else ""
        self.missing.set(text, "warn", [(_("Xem giấy tờ"), self.papers_asked.emit)])

    def show_progress(self, days: Mapping[str, date], progress: int | None) -> None:
        """Warn of an inspection typed or stored while the work was reported as not yet done."""
        told = _("Tiến độ mới ghi {n}% mà đã có mốc “{milestone}”; hãy ghi lần kiểm tra mới nhất.")
        self.unfinished.set(
            told.format(n=progress, milestone=milestone_label("inspected")) if is_unfinished(days, progress) else "",
            "warn",
        )

    def show_money(self, money: HouseMoney, total_value: int | None) -> None:
        """Say the sums; the union's money and the total value stay two figures."""
        covered = money.planned + max(0, (money.approved or 0) - money.union_planned)
        self.figures.set("estimate", number(money.estimate) if money.estimate else "–")
        self.figures.set("covered", number(covered) if covered else "–")
        enough = _("đủ nguồn") if money.estimate else "–"
        self.figures.set("short", number(money.short) if money.short else enough, tone="warn" if money.short else None)
        days = in_days(money.labour_days)
        self.figures.set("labour", days if money.labour_days else "")
        self.union.set("approved", number(money.approved) if money.approved else "–")
        self.union.set("given", number(money.union_given))
        owed = still_owed(money.approved, money.union_given)
        self.union.set("owed", number(owed) if owed else _("đã đủ") if money.approved else "")
        self.union_share.setVisible(bool(money.approved))
        self.union_share.set_share(money.union_given / money.approved if money.approved else 0.0)
        self.value.set("others", number(money.others_received) if money.others_received else "")
        self.value.set("total", number(total_value) if total_value else "–")
