"""The one door to PDFium, which may be entered by one thread only: the screen draws with it, services check with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_one_at_a_time = Lock()
"""Everything of PDFium is opened, used and closed behind this lock."""


@contextmanager
def opened_pdf(content: bytes) -> Iterator[PdfDocument]:
    """Open a file for one use: kept open, the garbage collector could close it while another thread draws.

    pypdfium2.PdfiumError when it is no PDF, is damaged or asks for a password.
    """
    from pypdfium2 import PdfDocument  # late: the window opens without it

    with _one_at_a_time:
        document = PdfDocument(content)
        try:
            yield document
        finally:
            document.close()
