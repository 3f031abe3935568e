"""What is typed after a command: the register, days and periods."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labordesk.cli.answers import wrong_usage
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.vietnamese.periods import Period

RegisterPath = Annotated[Path, typer.Argument(metavar="SỔ", help="Tệp sổ *.labordesk")]
"""The register a command works on."""


def period_of(text: str | None, start: str | None, end: str | None) -> "Period":
    """Return the period asked for; InvalidInput when it is wrong, exit 2 when it is given twice or not at all."""
    from labordesk.vietnamese.periods import Period

    if (text is None) == (start is None and end is None):
        wrong_usage(_("Hãy cho biết kỳ báo cáo bằng --period, hoặc bằng cả --from và --to."))
    if text is not None:
        return _coded_period(text)
    if start is None or end is None:
        wrong_usage(_("Cần cả ngày đầu (--from) và ngày cuối (--to) của kỳ."))
    return Period.between(day_of(start, "--from"), day_of(end, "--to"))


def _coded_period(text: str) -> "Period":
    from labordesk.errors import InvalidInput
    from labordesk.i18n import N_
    from labordesk.vietnamese.periods import parse_period

    try:
        return parse_period(text)
    except InvalidInput:
        raise InvalidInput(
            N_("Không hiểu kỳ báo cáo “{code}”; ghi như 2026, 2026-H1, 2026-Q3, 2026-06 hoặc tet 2026."), code=text
        ) from None


def day_of(text: str, option: str) -> date:
    """Return a day written the Vietnamese way; InvalidInput that names the option."""
    from labordesk.errors import InvalidInput
    from labordesk.fields.kinds import Day
    from labordesk.i18n import N_

    try:
        found = Day(earliest=1945).parse(text)
    except InvalidInput:
        found = None
    if not isinstance(found, date):
        raise InvalidInput(N_("“{text}” ở {option} không phải là ngày; ghi như 01/01/2026."), text=text, option=option)
    return found
