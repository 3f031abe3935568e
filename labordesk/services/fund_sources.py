"""Chi theo nguồn và cấp: the sum of the reports parted by who bore it and who paid it; light."""

from __future__ import annotations

from datetime import date

from labordesk.store.figures import Scope
from labordesk.store.figures.sources import by_source
from labordesk.store.register import Register


def spending_by_source(register: Register, start: date, end: date) -> dict[str, dict[str, int]]:
    """Return source -> paying level -> đồng of a period, both days inclusive; "" for totals that name no fund."""
    with register.looking() as connection:
        return by_source(connection, Scope(start, end))
