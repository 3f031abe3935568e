"""Photos in Word: in a row without rules that is never cut, each over its caption."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from labordesk.documents import decree
from labordesk.documents.model import Pictures
from labordesk.documents.picture_sizes import NO_PICTURE, drawn_size, room_of
from labordesk.documents.word.marks import tight
from labordesk.documents.word.tables import invisible_table, little_room
from labordesk.documents.word.text import write_runs


def write_pictures(word: WordDocument, row: Pictures, width: float) -> None:
    """Write a row of photos with their captions; a damaged file leaves a sentence in its place."""
    room = room_of(row, width)
    little_room(word, 6)
    count = len(row.pictures)
    cells = invisible_table(word, [width / count] * count).rows[0].cells
    for cell, picture in zip(cells, row.pictures, strict=True):
        size = drawn_size(picture, room)
        frame = tight(cell.paragraphs[0], after=3)
        frame.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption = picture.caption
        if size is None:
            caption = f"{caption} {NO_PICTURE}".strip()
        else:
            frame.add_run().add_picture(BytesIO(picture.content), Pt(size.width), Pt(size.height))
        if caption:
            below = tight(cell.add_paragraph())
            below.alignment = WD_ALIGN_PARAGRAPH.CENTER
            write_runs(below, caption, decree.RECIPIENTS_HEAD_SIZE, italic=True)
