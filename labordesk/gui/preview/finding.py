"""Words found on the pages of a paper, and where they stand."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from labordesk.documents.pdfium import opened_pdf
from labordesk.gui.preview.paper import Paper

MOST = 500
"""No more places than anybody would go through one by one."""


@dataclass(frozen=True)
class Mark:
    """A place on a page (from 0), its edges as shares of the page's width and height, from the top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def find_words(paper: Paper, words: str) -> tuple[Mark, ...]:
    """Return where the words stand, capitals or not, in reading order; one place for words over two lines."""
    wanted = unicodedata.normalize("NFC", " ".join(words.split()))
    marks: list[Mark] = []
    if not wanted:
        return ()
    with opened_pdf(paper.content) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            width, height = page.get_size()
            search = text.search(wanted, match_case=False)
            while len(marks) < MOST and (found := search.get_next()) is not None:
                first, count = found
                boxes = [text.get_charbox(place) for place in range(first, first + count)]
                line = [box for box in boxes if box[3] > boxes[0][1]]
                left, right = min(box[0] for box in line), max(box[2] for box in line)
                low, high = min(box[1] for box in line), max(box[3] for box in line)
                marks.append(Mark(number, left / width, 1 - high / height, right / width, 1 - low / height))
            search.close()
            text.close()
            page.close()
    return tuple(marks)
