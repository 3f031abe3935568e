"""Sending a paper to a printer: what the dialog chose, drawn page by page at 300 dpi away from the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from labordesk.errors import Unavailable
from labordesk.gui.context import Context
from labordesk.gui.preview.paper import POINTS_PER_INCH, Paper
from labordesk.gui.preview.print_log import write_log
from labordesk.i18n import N_, _

DOTS_PER_INCH = 300
NO_PRINTER = N_("Máy này chưa cài máy in nào; hãy cài máy in rồi in lại, hoặc lưu PDF để in ở máy khác.")
REFUSED = N_("Máy in không nhận lệnh in; hãy kiểm tra máy in rồi in lại.")

Progress = Callable[[int, int | None], None]


def offer_print(
    context: Context,
    paper: Paper,
    title: str,
    parent: QWidget,
    refused: Callable[[Unavailable], None] | None = None,
    printed: Callable[[], None] | None = None,
) -> None:
    """Ask how to print and print behind a progress dialog; what goes wrong is told, nothing is raised.

    A paper that has gone to the printer is written into the log of prints. ``refused`` says inside a dialog why nothing
    can be printed, ``printed`` comes once everything is done.
    """
    try:
        printer = ask_printer(paper, title, parent)
    except Unavailable as error:
        (refused or context.notify.error)(error)
        return
    if printer is None:
        return

    def done(count: int) -> None:
        told = _("Đã gửi {count} trang tới máy in.").format(count=count)
        log_printed(context, paper, printer, count, told, printed)

    context.work.run_long(
        lambda progress, _cancelled: print_paper(paper, printer, progress),
        _("Đang in “{title}”").format(title=title),
        done,
        writes=False,
    )


def log_printed(
    context: Context, paper: Paper, printer: QPrinter, count: int, told: str, printed: Callable[[], None] | None = None
) -> None:
    """Write a print of ``count`` sheets into the log and say so with the sentence ``told``."""

    def say(words: str) -> None:
        context.notify.info(f"{told} {words}".rstrip())
        if printed is not None:
            printed()

    if paper.identity is None:
        say("")
        return
    copies = max(1, printer.copyCount())
    own = 1 if printer.supportsMultipleCopies() else copies
    line = paper.identity.printed("printer", max(1, count // own), copies)
    write_log(context, line, say)


def ask_printer(paper: Paper, title: str, parent: QWidget) -> QPrinter | None:
    """Let the user choose printer, copies and pages; None when the dialog was closed, Unavailable without a printer."""
    if not QPrinterInfo.availablePrinterNames():
        raise Unavailable(NO_PRINTER)
    printer = printer_for(paper, title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("In"))
    dialog.setMinMax(1, paper.page_count)
    dialog.setFromTo(1, paper.page_count)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    return printer if dialog.exec() else None


def printer_for(paper: Paper, title: str) -> QPrinter:
    """Return a printer set to the paper's sheet; ``title`` names the job in the queue."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DOTS_PER_INCH)
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(_orientation(paper, 0))
    return printer


def sheets(printer: QPrinter, page_count: int) -> list[int]:
    """Return the pages (from 0) to draw, in order; copies the printer cannot make itself are drawn again."""
    pages = list(range(page_count))
    # "AllPages" also when the print server picks the pages itself: then all of them are sent.
    if printer.printRange() == QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        first = printer.fromPage() or 1
        last = printer.toPage() or page_count
        pages = [
            page for page in pages if (first <= page + 1 <= last if ranges.isEmpty() else ranges.contains(page + 1))
        ]
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        return pages * copies
    return [page for page in pages for _copy in range(copies)]


def print_paper(paper: Paper, printer: QPrinter, progress: Progress) -> int:
    """Draw the chosen pages and return how many sheets that were; Unavailable when the printer refuses.

    Runs in a worker; ``progress`` gets (sheets drawn, sheets) and may raise to stop.
    """
    chosen = sheets(printer, paper.page_count)
    if chosen:
        printer.setPageOrientation(_orientation(paper, chosen[0]))
    painter = QPainter()
    if not chosen or not painter.begin(printer):
        raise Unavailable(REFUSED)
    try:
        _draw(paper, printer, painter, chosen, progress)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(chosen)


def _draw(paper: Paper, printer: QPrinter, painter: QPainter, chosen: Sequence[int], progress: Progress) -> None:
    for number, page in enumerate(chosen):
        progress(number, len(chosen))
        if number:
            # The sheet is turned before it begins: a list in landscape may follow a letter.
            printer.setPageOrientation(_orientation(paper, page))
            if not printer.newPage():
                raise Unavailable(REFUSED)
        painter.drawImage(_sheet(paper, page, printer), paper.picture_at(page, DOTS_PER_INCH))
    progress(len(chosen), len(chosen))


def _sheet(paper: Paper, page: int, printer: QPrinter) -> QRect:
    """Return the page in dots of the printer, from the edge of the sheet: margins are those of the paper itself."""
    scale = printer.resolution() / POINTS_PER_INCH
    width, height = paper.sizes[page]
    return QRect(0, 0, round(width * scale), round(height * scale))


def _orientation(paper: Paper, page: int) -> QPageLayout.Orientation:
    width, height = paper.sizes[page]
    return QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
