"""The parts of one campaign beside its list: units, vouchers, who got nothing, photos; each made when first shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from labordesk.gui.context import Context
from labordesk.gui.pages.gifts_missed import MissedPanel
from labordesk.gui.pages.gifts_reading import CampaignState
from labordesk.gui.pages.gifts_units import UnitsPanel
from labordesk.gui.pages.gifts_vouchers import VouchersPanel
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.gui.pages.parts.attachments_card import AttachmentsCard

LIST, UNITS, VOUCHERS, MISSED, FILES = "list", "units", "vouchers", "missed", "files"
TITLES: Final[Mapping[str, str]] = {
    LIST: N_("Danh sách nhận"),
    UNITS: N_("Phân bổ, đơn vị"),
    VOUCHERS: N_("Phiếu, vé"),
    MISSED: N_("Chưa được nhận"),
    FILES: N_("Ảnh trao tặng"),
}


class CampaignTabs(QWidget):
    """``tab`` is the one in front; the list itself is given by the page and stays when there is no campaign."""

    changed = Signal(str)
    wrote = Signal(object)
    list_asked = Signal(int)
    """Show the list of this unit and those below it."""
    line_asked = Signal(int)
    """Show the line of this award."""

    def __init__(self, context: Context, list_view: QWidget) -> None:
        super().__init__()
        self._context = context
        self._state: CampaignState | None = None
        self._unit: int | None = None
        self.bar = QTabBar()
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setAccessibleName(_("Các phần của đợt"))
        for title in TITLES.values():
            self.bar.addTab(_(title))
        self.units: UnitsPanel | None = None
        self.vouchers: VouchersPanel | None = None
        self.missed: MissedPanel | None = None
        self.files: AttachmentsCard | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(list_view)
        self._made: dict[str, QWidget] = {LIST: list_view}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(self._turned)

    @property
    def tab(self) -> str:
        """Return the part in front."""
        return list(TITLES)[self.bar.currentIndex()]

    def turn_to(self, tab: str, unit_id: int | None = None) -> None:
        """Bring a part to the front, about one unit when given."""
        self._unit = unit_id
        place = list(TITLES).index(tab)
        if self.bar.currentIndex() == place:
            self._turned(place)
        else:
            self.bar.setCurrentIndex(place)

    def step(self, by: int) -> None:
        """Bring the next part to the front, or the one before; after the last comes the first."""
        self.bar.setCurrentIndex((self.bar.currentIndex() + by) % self.bar.count())

    def follow(self, state: CampaignState | None) -> None:
        """Show the parts of a campaign once it was read."""
        other = state is not None and (self._state is None or self._state.campaign_id != state.campaign_id)
        self._state = state
        if other:
            self._open(self.tab)

    def reload(self) -> None:
        """Read the part in front again."""
        panel = self._made[self.tab]
        if isinstance(panel, UnitsPanel | VouchersPanel | MissedPanel):
            panel.reload()

    def panel(self) -> QWidget:
        """Return the part in front."""
        return self._made[self.tab]

    def _turned(self, place: int) -> None:
        tab = list(TITLES)[place]
        if tab not in self._made:
            self._made[tab] = self._make(tab)
            self._stack.addWidget(self._made[tab])
        self._stack.setCurrentWidget(self._made[tab])
        self._open(tab)
        self.changed.emit(tab)

    def _open(self, tab: str) -> None:
        state, unit_id = self._state, self._unit
        self._unit = None
        if state is None:
            return
        if tab == UNITS and self.units is not None:
            self.units.open(state.campaign_id, unit_id)
        elif tab == VOUCHERS and self.vouchers is not None:
            self.vouchers.open(state)
        elif tab == MISSED and self.missed is not None:
            self.missed.open(state, unit_id)
        elif tab == FILES and self.files is not None:
            from labordesk.services.attachment_owner import Owner

            self.files.show(Owner("campaign", state.campaign_id))

    def _make(self, tab: str) -> QWidget:
        if tab == UNITS:
            self.units = UnitsPanel(self._context)
            self.units.wrote.connect(self.wrote)
            self.units.list_asked.connect(self.list_asked)
            self.units.missed_asked.connect(lambda unit_id: self.turn_to(MISSED, unit_id))
            return self.units
        if tab == VOUCHERS:
            self.vouchers = VouchersPanel(self._context)
            self.vouchers.wrote.connect(self.wrote)
            self.vouchers.line_asked.connect(self.line_asked)
            return self.vouchers
        if tab == MISSED:
            self.missed = MissedPanel(self._context)
            self.missed.wrote.connect(self.wrote)
            self.missed.line_asked.connect(self.line_asked)
            self.missed.reason_asked.connect(lambda unit_id: self.turn_to(UNITS, unit_id))
            return self.missed
        from labordesk.gui.pages.parts.attachments_card import AttachmentsCard

        self.files = AttachmentsCard(self._context, photos=True)
        return self.files
