"""The kinds of file a paper can be saved as, told by the end of the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from labordesk.documents.model import Document
from labordesk.errors import InvalidInput
from labordesk.i18n import N_

SUFFIXES: Final = (".pdf", ".docx", ".xlsx")
"""PDF, Word and Excel; the first is taken when a name says nothing."""

_NO_SUCH_KIND = N_("Không lưu được tệp “{name}”: hãy đặt tên tệp kết thúc bằng .pdf, .docx (Word) hoặc .xlsx (Excel).")


def check_suffix(path: Path) -> None:
    """Refuse (InvalidInput) a name that tells none of the kinds, before any figure is read."""
    if path.suffix.lower() not in SUFFIXES:
        raise InvalidInput(_NO_SUCH_KIND, field="out", name=path.name)


def save_document(document: Document | Sequence[Document], path: Path) -> None:
    """Write a paper as the name of the file says, whole or not at all; InvalidInput for another kind, Unavailable."""
    check_suffix(path)
    match path.suffix.lower():
        case ".pdf":
            from labordesk.documents.pdf import write_pdf

            write_pdf(document, path)
        case ".docx":
            from labordesk.documents.word.paper import write_word

            write_word(document, path)
        case _:
            from labordesk.documents.excel.book import write_excel

            write_excel(document, path)
