"""Somebody brought along from another page: where they are listed, and the next campaign opened adds them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from labordesk.gui.cards import Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.gifts_add_bar import AddBar
from labordesk.gui.pages.gifts_reading import CampaignState
from labordesk.gui.pages.parts.person_picker import person_with
from labordesk.i18n import _
from labordesk.services.gift_places import ListPlace, places_of_person

if TYPE_CHECKING:
    from labordesk.services.people_search import PersonRow

MOST_PLACES = 3


class Guest(QObject):
    """Speaks through the notice above the campaigns; forgotten once added or passed over."""

    place_asked = Signal(object)
    """The ``ListPlace`` one wants to see."""

    def __init__(self, context: Context, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._notice = notice
        self._person: PersonRow | None = None

    def receive(self, person_id: int) -> None:
        """Read who it is and where they are listed."""
        register = self._context.register
        self._context.work.read(
            lambda: (person_with(self._context, person_id), places_of_person(register, person_id)),
            lambda found: self._show(*found),
            latest=("gifts", "guest"),
            owner=self,
        )

    def _show(self, person: PersonRow | None, places: tuple[ListPlace, ...]) -> None:
        self._person = person
        if person is None:
            return
        text = _("{who} chưa có tên trong đợt nào. Chọn một đợt rồi nhấn Enter để thêm vào danh sách.")
        if places:
            text = _("{who} có tên trong các đợt dưới đây. Muốn thêm vào đợt khác, chọn đợt đó rồi nhấn Enter.")
        seen: list[tuple[str, Callable[[], None]]] = [
            (place.campaign_name, partial(self._see, place)) for place in places[:MOST_PLACES]
        ]
        self._notice.set(text.format(who=person.full_name), "info", [*seen, (_("Bỏ qua"), self.forget)])

    def _see(self, place: ListPlace) -> None:
        self.forget()
        self.place_asked.emit(place)

    def forget(self) -> None:
        """Nobody is to be added any more."""
        self._person = None
        self._notice.set("")

    def join(self, state: CampaignState, bar: AddBar) -> None:
        """Add the guest to the campaign just opened, with the same warnings as anybody."""
        person = self._person
        if person is None:
            return
        self.forget()
        bar.open_for(state.campaign_id, state.fields)
        bar.add_person(person.id, person.full_name)
