"""From what is chosen on the report page to the paper itself; runs in workers and imports the data layer late."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from labordesk.gui.pages.reports_choices import Chosen
from labordesk.gui.preview.paper import Paper, read_paper
from labordesk.gui.preview.saving import file_name as allowed_name
from labordesk.vietnamese.periods import Period

if TYPE_CHECKING:
    from labordesk.services.prints import PrintLogged
    from labordesk.services.reporting import Order
    from labordesk.store.register import Register


def make_paper(register: Register, chosen: Chosen, today: date) -> Paper:
    """Return the paper as it would leave now; the refusals of ``services.reporting.compose_report``."""
    from labordesk.documents.pdf import render_with_spots
    from labordesk.services.outgoing import outgoing

    made = outgoing(register, order_of(chosen), today=today)
    printed = render_with_spots(made.document)
    return read_paper(printed.content, printed.spots, made.identity)


def save_paper(register: Register, chosen: Chosen, path: Path, today: date) -> PrintLogged | None:
    """Write the paper as PDF, Word or Excel by the file's name, whole or not at all (Unavailable), and log it."""
    from labordesk.services.outgoing import save_outgoing

    return save_outgoing(register, order_of(chosen), path, today=today)


def list_campaigns(register: Register, period: Period) -> list[tuple[int, str]]:
    """Return (id, name) of the campaigns of a period, the earliest first."""
    from labordesk.services.reporting import campaigns_of

    return campaigns_of(register, period)


def file_name(chosen: Chosen) -> str:
    """Return a name for file and print job that every system takes ("Báo cáo tổng hợp - quý III-2023")."""
    return allowed_name(f"{chosen.title} - {chosen.period.label}")


def order_of(chosen: Chosen) -> Order:
    """Return what is chosen as the services are asked for it."""
    from labordesk.services.reporting import Order

    view: Literal["then", "now"] = "now" if chosen.view == "now" else "then"
    return Order(
        report=chosen.report,
        period=chosen.period,
        unit_id=chosen.unit_id,
        view=view,
        campaign_id=chosen.campaign_id,
        parts=chosen.parts,
        signed_on=chosen.signed_on,
        number=chosen.number,
        cut_off=chosen.cut_off,
        seed=chosen.seed,
    )
