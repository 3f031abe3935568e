"""Quà tặng: campaigns, their lists, and the hand-over at the table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtWidgets import QStackedWidget

from labordesk.errors import InvalidInput, LabordeskError
from labordesk.gui.context import Context
from labordesk.gui.page import Page
from labordesk.gui.pages.gifts_actions import GiftActions
from labordesk.gui.pages.gifts_add_bar import AddBar
from labordesk.gui.pages.gifts_guest import Guest
from labordesk.gui.pages.gifts_hand_over import HandOver
from labordesk.gui.pages.gifts_header import GiftsHeader
from labordesk.gui.pages.gifts_keys import LineKeys
from labordesk.gui.pages.gifts_list import CampaignTable
from labordesk.gui.pages.gifts_reading import CampaignState, read_unapproved
from labordesk.gui.pages.gifts_tabs import LIST, MISSED, UNITS, VOUCHERS, CampaignTabs
from labordesk.gui.pages.gifts_view import CampaignView
from labordesk.gui.pages.gifts_words import named
from labordesk.gui.pages.parts.fund_watch import warn_of_campaign
from labordesk.gui.pages.parts.list_taking import ListTaking
from labordesk.i18n import N_, _
from labordesk.services.gift_lists import RecipientRow
from labordesk.services.gift_places import ListPlace
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.campaigns import CampaignRow
    from labordesk.services.changes import Changes

Mode = Literal["list", "campaign", "table"]


class GiftsPage(Page):
    """Three places: the campaigns, one campaign, its hand-over; ``mode`` names the one in front."""

    title = N_("Quà tặng")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.mode: Mode = "list"
        self._day: date | None = None
        self._is_own = False
        self.campaigns = CampaignTable(context, self.new_record)
        self.view = CampaignView(context)
        self.add_bar = AddBar(context)
        self.hand = HandOver(context, self.view, self.day)
        self.deeds = GiftActions(context, self)
        self.lists = ListTaking(self, self.view, "gifts", self._campaign_in_front)
        self.tools = GiftsHeader(self)
        self._guest = Guest(context, self.campaigns.notice, self)
        self._stack = QStackedWidget()
        self.tabs = CampaignTabs(context, self.view)
        for place in (self.campaigns, self.tabs):
            self._stack.addWidget(place)
        self.body.addWidget(self._stack, 1)
        self.view.extra.addWidget(self.add_bar)
        self.add_bar.hide()
        self.keys_of_lines = LineKeys(self)
        self._connect()
        self._come("list")

    def _connect(self) -> None:
        view, hand, deeds = self.view, self.hand, self.deeds
        self.campaigns.opened.connect(self._open_row)
        view.shown.connect(self._campaign_shown)
        view.failed.connect(self._campaign_failed)
        view.double_pressed.connect(hand.ask_double)
        view.finder.box.undo_asked.connect(self._undo_asked)
        hand.wrote.connect(self._tell_own)
        hand.see_asked.connect(deeds.see_double)
        self.add_bar.added.connect(self.context.tell)
        self.add_bar.see_asked.connect(deeds.see_warning)
        self.add_bar.closed.connect(view.table.setFocus)
        deeds.wrote.connect(self.context.tell)
        deeds.campaign_made.connect(self.open_campaign)
        deeds.campaign_gone.connect(self.show_list)
        deeds.place_found.connect(self._open_place)
        deeds.step_made.connect(hand.remember)
        self.tabs.wrote.connect(self.context.tell)
        self.tabs.list_asked.connect(self._show_list_of)
        self.tabs.line_asked.connect(deeds.see_line)
        self.tabs.changed.connect(self._tab_turned)
        self.add_key("Ctrl+PgDown", _("Phần sau của đợt"), lambda: self.turn(1))
        self.add_key("Ctrl+PgUp", _("Phần trước của đợt"), lambda: self.turn(-1))
        self.list_key("F2", _("Phân bổ: số suất, tiền, văn bản của một đơn vị"))
        self._guest.place_asked.connect(self._open_place)

    def _campaign_in_front(self) -> int | None:
        return self.view.state.campaign_id if self.mode != "list" and self.view.state is not None else None

    # where one is

    def show_list(self) -> None:
        """Show all campaigns."""
        self._come("list")
        self.campaigns.reload()
        self.campaigns.setFocus()

    def open_campaign(
        self, campaign_id: int, text: str = "", *, unit_id: int | None = None, state: str = "", tab: str = LIST
    ) -> None:
        """Show a campaign, or the lines of it that match; ``tab`` is the part of it to begin with."""
        if self.view.state is None or self.view.state.campaign_id != campaign_id:
            self._day = None
        self._come("campaign")
        self.hand.start()
        self.view.open(campaign_id, text=text, unit_id=unit_id if tab == LIST else None, state=state)
        self.tabs.turn_to(tab, unit_id)
        self._enter_tab()

    def turn(self, by: int) -> None:
        """Go to the next part of the campaign in front, or to the one before (Ctrl+PgDown, Ctrl+PgUp)."""
        if self.mode == "campaign":
            self.tabs.step(by)
            self._enter_tab()

    def _enter_tab(self) -> None:
        """Put the keyboard into the part in front."""
        if self.tabs.tab == LIST:
            self.view.table.setFocus()
        else:
            self.tabs.panel().setFocus()

    def _show_list_of(self, unit_id: int) -> None:
        """Show the list of a unit and those below it."""
        if self.view.state is not None:
            self.open_campaign(self.view.state.campaign_id, unit_id=unit_id)

    def _tab_turned(self, tab: str) -> None:
        self.add_bar.hide()
        if tab == LIST:
            self.view.reload()

    def start_hand_over(self) -> None:
        """Begin the hand-over at the table, the cursor in the search box."""
        if self.view.state is None:
            return
        self._come("table")
        self.tools.day.set_value(self.context.today())
        self.hand.start()
        wanted = self.view.finder.narrowed()
        self.view.finder.start(self.view.state.campaign_id, unit_id=wanted.unit_id, below=wanted.below)
        self.view.finder.box.start_next()
        self._warn_unapproved(self.view.state.campaign_id, wanted.unit_id)
        warn_of_campaign(self.context, self.view.state.campaign_id)

    def _warn_unapproved(self, campaign_id: int, unit_id: int | None) -> None:
        """Say which lists nobody approved; a small office goes on all the same."""
        register = self.context.register

        def show(names: tuple[str, ...]) -> None:
            if names and self.mode == "table":
                text = _("Chưa duyệt danh sách: {units}. Vẫn trao được; nên duyệt trước khi trao.")
                links = [(_("Xem danh sách đơn vị"), lambda: self.open_campaign(campaign_id, tab=UNITS))]
                self.view.say(text.format(units=named(names)), "warn", links)

        self.context.work.read(
            lambda: read_unapproved(register, campaign_id, unit_id), show, latest=("gifts", "unapproved"), owner=self
        )

    def end_hand_over(self) -> None:
        """Go back to the list and say what this hand-over brought."""
        tally = self.hand.tally()
        self._day = self.tools.day.value() if not self.tools.day.problem() else None
        self._come("campaign")
        self.view.reload()
        self.view.table.setFocus()
        text = _("Buổi trao: {received} đã nhận, {proxy} nhận thay, {absent} vắng.")
        counts = {state: number(tally[state]) for state in ("received", "proxy", "absent")}
        self.view.say(text.format(**counts), "good")

    def switch_hand_over(self) -> None:
        """Begin or end the hand-over (F8)."""
        if self.mode == "table":
            self.end_hand_over()
        elif self.mode == "campaign":
            self.start_hand_over()

    def _come(self, mode: Mode) -> None:
        self.mode = mode
        at_table = mode == "table"
        if at_table:
            self.tabs.turn_to(LIST)
        self.tabs.bar.setVisible(not at_table)
        self.hand.at_table = at_table
        self.view.finder.box.takes_orders = at_table
        self.view.finder.states.setVisible(not at_table)
        self.view.hints.setVisible(at_table)
        self.keys_of_lines.follow(at_table=at_table)
        self.add_bar.hide()
        self._stack.setCurrentWidget(self.campaigns if mode == "list" else self.tabs)
        self.tools.follow(mode, self.view.state if mode != "list" else None)

    def _campaign_shown(self, state: CampaignState) -> None:
        self.tools.follow(self.mode, state)
        self.tabs.follow(state)
        if self.mode == "campaign":
            self._guest.join(state, self.add_bar)

    def _campaign_failed(self, error: LabordeskError) -> None:
        self.show_list()
        self.context.notify.error(error)

    def _open_row(self, row: CampaignRow) -> None:
        self.open_campaign(row.id)

    def _open_place(self, place: ListPlace) -> None:
        self.open_campaign(place.campaign_id, str(place.position))

    # what is asked about lines

    def day(self) -> date | None:
        """Return the day of the hand-over; None after the reason was put beside its field.

        In the list it is the day asked for last, or that of the last hand-over at the table, or today.
        """
        if self.mode != "table":
            return self._day or self.context.today()
        try:
            found: date | None = self.tools.day.value()
        except InvalidInput as error:
            self.tools.day.show_problem(str(error))
            found = None
        if found is None:
            self.tools.day.setFocus()
        return found

    def ask_day(self, title: str, run: Callable[[list[RecipientRow]], None], rows: list[RecipientRow]) -> None:
        """Ask on which day several lines were marked, the last day chosen proposed; Enter takes it."""

        def go_on(day: date) -> None:
            self._day = day
            run(rows)

        self.deeds.ask_day(title, len(rows), self.day() or self.context.today(), go_on)

    def add_one(self) -> None:
        """Be ready to add people one after another."""
        self.tabs.turn_to(LIST)
        if self.view.state is not None:
            self.view.notice.set("")
            self.add_bar.open_for(self.view.state.campaign_id, self.view.state.fields)

    # what the window asks for

    def new_record(self) -> None:
        """A new campaign in the list, a new recipient in a campaign (Ctrl+N)."""
        if self.mode == "list":
            self.deeds.new_campaign(self.campaigns.programme.chosen())
        elif self.mode == "campaign":
            self._new_in(self.tabs.tab)

    def _new_in(self, tab: str) -> None:
        if tab == VOUCHERS and self.tabs.vouchers is not None:
            self.tabs.vouchers.add()
        elif tab == MISSED and self.tabs.missed is not None:
            self.tabs.missed.add()
        else:
            self.add_one()

    def focus_search(self) -> None:
        """Go to the search box of a list (Ctrl+F)."""
        if self.mode == "list":
            self.campaigns.year.setFocus()
        elif self.tabs.tab == VOUCHERS and self.tabs.vouchers is not None:
            self.tabs.vouchers.search.start()
        elif self.tabs.tab == MISSED and self.tabs.missed is not None:
            self.tabs.missed.search.start()
        else:
            self.tabs.turn_to(LIST)
            self.view.finder.box.start_next()

    def print_page(self) -> None:
        """Show the list to be signed as it will print (Ctrl+P); of the unit chosen, when one is."""
        target: dict[str, Any] = {"report": "ky-nhan"}
        if self.mode == "list":
            row = self.campaigns.table.current()
            target |= {} if row is None else {"campaign": row.id}
        elif self.view.state is not None:
            target |= {"campaign": self.view.state.campaign_id}
            unit_id = self.view.finder.unit_id()
            target |= {} if unit_id is None else {"unit": unit_id}
        self.context.go("reports", **target)

    def record_in_front(self) -> tuple[str, int, str] | None:
        state = self.view.state
        if self.mode == "list" or state is None:
            return None
        return "campaign", state.campaign_id, state.fields.name

    def undo(self) -> bool:
        """Take the last mark of the hand-over back, of the units or the vouchers in front the last change (Ctrl+Z)."""
        if self.mode == "campaign" and self.tabs.tab == UNITS and self.tabs.units is not None:
            return self.tabs.units.undo()
        if self.mode == "campaign" and self.tabs.tab == VOUCHERS and self.tabs.vouchers is not None:
            return self.tabs.vouchers.undo()
        return self.mode != "list" and self.hand.undo_last()

    def _undo_asked(self) -> None:
        """Ctrl+Z in the search box of the hand-over, which keeps the key from the window."""
        if not self.undo():
            self.context.undo_asked.emit()

    def escape(self) -> bool:
        """Close the line for adding, the hand-over, the campaign, in this order (Esc)."""
        if self.add_bar.isVisible():
            self.add_bar.close_bar()
        elif self.mode == "table":
            self.end_hand_over()
        elif self.mode == "campaign" and self.tabs.tab != LIST:
            self.tabs.turn_to(LIST)
            self.view.table.setFocus()
        elif self.mode == "campaign":
            self.show_list()
        else:
            return False
        return True

    def arrived(self) -> None:
        self._reload()
        if self.mode == "list":
            self.campaigns.setFocus()

    def _reload(self) -> None:
        if self.mode == "list":
            self.campaigns.reload()
        else:
            self.view.reload()
            self.tabs.reload()

    def refresh(self, changes: Changes) -> None:
        """Follow writes made anywhere; marks made here are shown already."""
        concerned = changes.awards or changes.campaigns or changes.people or changes.units or changes.programmes
        if self._is_own or not concerned or not self.isVisible():
            return
        self._reload()

    def _tell_own(self, changes: Changes) -> None:
        self._is_own = True
        try:
            self.context.tell(changes)
        finally:
            self._is_own = False

    def show_target(
        self,
        *,
        campaign: int | None = None,
        programme: int | None = None,
        person: int | None = None,
        unit: int | None = None,
        state: str = "",
        tab: str = LIST,
        **target: Any,
    ) -> None:
        """Open a campaign, the campaigns of a programme, or where a person is listed and can be added.

        Of a campaign the lines of a ``unit`` and those below it, in a ``state``: a hand-over state, "waiting",
        "doubled" or "reasoned"; or another ``tab``: "units", "vouchers", "missed", "files".
        """
        if campaign is not None:
            self.open_campaign(campaign, unit_id=unit, state=state, tab=tab)
        elif programme is not None:
            self.campaigns.show_programme(programme)
            self.show_list()
        elif person is not None:
            self.show_list()
            self._guest.receive(person)
