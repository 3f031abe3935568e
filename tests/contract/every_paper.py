"""Every paper of the program on the sample register, composed and printed once: the reports, and each form twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from labordesk.documents.model import Appendix, Block, Document, KeepTogether, Table
from labordesk.documents.pdf import render_pdf
from labordesk.reports import all_reports
from labordesk.reports.forms import all_forms
from labordesk.services.forms import TABLES, FormOrder, compose_form
from labordesk.services.reporting import Order, campaigns_of, compose_report
from labordesk.store.register import Register
from labordesk.vietnamese.periods import parse_period
from tests.documents.reading import Page, read

TODAY = date(2026, 11, 22)
YEAR = parse_period("2026")
NAMES = (
    *(f"report {report.name}" for report in all_reports()),
    *(f"{kind} {form.name}" for form in all_forms() for kind in ("blank", "filled")),
)
"""What ``compose`` understands; a new report or form is among them by itself."""


def compose(register: Register, name: str) -> Document:
    """Return the paper of a name of ``NAMES``."""
    kind, _space, code = name.partition(" ")
    if kind == "report":
        campaign = None
        if next(report for report in all_reports() if report.name == code).needs_campaign:
            campaign = campaigns_of(register, YEAR)[-1][0]
        return compose_report(register, Order(code, YEAR, campaign_id=campaign), today=TODAY)
    subject = None
    if kind == "filled":
        table = TABLES[next(form for form in all_forms() if form.name == code).subject]
        with register.looking() as connection:
            (subject,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()
    return compose_form(register, FormOrder(code, subject), today=TODAY)


@dataclass(frozen=True)
class Printed:
    """A paper, its file and its pages; ``parts`` are the paper itself and each appendix with its own pages."""

    document: Document
    content: bytes

    @classmethod
    def of(cls, document: Document) -> Printed:
        return cls(document, render_pdf(document))

    @cached_property
    def pages(self) -> list[Page]:
        return read(self.content)

    @cached_property
    def parts(self) -> list[Part]:
        """Return the parts; one begins on every page without a number."""
        begins = [place for place, page in enumerate(self.pages) if not page_number(page)]
        wholes: list[Document | Appendix] = [self.document, *self.document.appendices]
        assert len(begins) == len(wholes), "each part begins on a page without a number"
        ends = [*begins[1:], len(self.pages)]
        return [Part(w, self.pages[a:b]) for w, a, b in zip(wholes, begins, ends, strict=True)]


@dataclass(frozen=True)
class Part:
    """The paper without its appendices, or one appendix."""

    whole: Document | Appendix
    pages: list[Page]

    def blocks(self) -> list[Block]:
        """Return the blocks, those kept together one by one."""
        found: list[Block] = []
        for block in self.whole.blocks:
            found += block.blocks if isinstance(block, KeepTogether) else (block,)
        return found

    def tables(self) -> list[Table]:
        return [block for block in self.blocks() if isinstance(block, Table)]


def page_number(page: Page) -> str:
    """Return what stands in the top margin, where only a number may stand."""
    return "".join(line.text for line in page.lines if line.baseline < 19)
