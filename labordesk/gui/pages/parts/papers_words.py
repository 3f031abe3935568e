"""What the checklist of a file says: columns, states, tooltips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from labordesk.fields import Choice
from labordesk.fields.choices import PAPER_STEPS
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.papers import PaperLine

_STEPS = dict(PAPER_STEPS)


def state_pill(line: PaperLine) -> tuple[str, Tone]:
    """Return the word and the tone of a paper's state; a paper handed in shows its day."""
    match line.state:
        case "present":
            day = line.fields.received_on
            return (short(day) if day is not None else _("Đã có")), "good"
        case "waived":
            return _("Không cần"), "neutral"
        case "later":
            return _("Chưa đến"), "neutral"
        case _missing:
            return (_("Còn thiếu"), "warn") if line.mandatory else (_("Nên có"), "neutral")


def _name(line: PaperLine) -> str:
    return f"{line.name} ({number(len(line.attachments))})" if line.attachments else line.name


def _said(line: PaperLine) -> str:
    return line.fields.document or line.fields.waived_reason or line.fields.note or ""


def _tip(line: PaperLine) -> str:
    said = line.fields
    parts = [
        line.name,
        _("Cần có khi: {step}").format(step=_(_STEPS[line.step])),
        _("Số {document}").format(document=said.document) if said.document else "",
        _("Không cần: {reason}").format(reason=said.waived_reason) if said.waived_reason else "",
        _("Đã ghi ở chỗ khác trong hồ sơ") if line.proven and said.received_on is None else "",
        _("{count} tệp đính kèm").format(count=number(len(line.attachments))) if line.attachments else "",
    ]
    return "\n".join(part for part in parts if part)


COLUMNS = (
    Column("name", N_("Giấy tờ"), width=18, stretch=True, read=lambda line: line, show=_name, tip=_tip),
    Column("state", N_("Tình trạng"), width=13, pill=state_pill, tip=_tip),
    Column("step", N_("Cần có khi"), Choice(options=PAPER_STEPS), width=14, muted=True, spare=True),
    Column("document", N_("Số, lý do"), width=22, read=lambda line: line, show=_said, tip=_tip, spare=True),
)


def sum_words(lines: Sequence[PaperLine]) -> str:
    """Return "6/13 · còn thiếu 2", of the papers that are asked for and not waived."""
    asked = [line for line in lines if line.mandatory and line.state != "waived"]
    there = sum(line.state == "present" for line in asked)
    lacking = sum(line.lacking for line in lines)
    count = f"{number(there)}/{number(len(asked))}"
    return _("{count} · còn thiếu {lacking}").format(count=count, lacking=number(lacking)) if lacking else count
