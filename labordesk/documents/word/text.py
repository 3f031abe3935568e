"""Running text in Word: paragraphs, headings, legal grounds, items of lists, fields of forms."""

from __future__ import annotations

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from labordesk.documents import decree
from labordesk.documents.model import Align, Bullet, CheckBox, CheckRow, DottedLine, Heading, Paragraph, Run, Text
from labordesk.documents.word.marks import dress, outline_level

ALIGNMENT = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_BOX, _TICKED = "☐", "☒"
_DOTS = "\t\u200b"
"""A tab with a leader of dots; LibreOffice draws none in a cell unless something that is no blank follows the tab."""


def write_runs(paragraph: WordParagraph, text: Text, size: float, *, bold: bool = False, italic: bool = False) -> None:
    """Write text with its styles; ``bold`` and ``italic`` hold for all of it."""
    runs = (Run(text),) if isinstance(text, str) else text
    for run in runs:
        dress(paragraph.add_run(run.text), size, bold=bold or run.bold, italic=italic or run.italic)


def set_body(
    paragraph: WordParagraph,
    *,
    align: Align = Align.JUSTIFY,
    indented: bool = True,
    size: float = decree.TEXT_SIZE,
    leading: float | None = None,
    gap: float = decree.PARAGRAPH_GAP,
) -> WordParagraph:
    """Shape a paragraph as the decree shapes running text; never one line of it alone on a page."""
    shape = paragraph.paragraph_format
    shape.alignment = ALIGNMENT[align]
    shape.first_line_indent = Mm(decree.FIRST_LINE_MM) if indented else None
    # ReportLab adds the gaps above and below to the larger of the two, as Word's own does with this setting.
    shape.space_before, shape.space_after = Pt(gap), Pt(0)
    shape.line_spacing = Pt(leading or size * decree.TEXT_LEADING / decree.TEXT_SIZE)
    shape.widow_control = True
    return paragraph


def write_paragraph(paragraph: WordParagraph, block: Paragraph) -> None:
    """Write body text."""
    indented = block.indented and block.align in (Align.JUSTIFY, Align.LEFT)
    write_runs(set_body(paragraph, align=block.align, indented=indented), block.text, decree.TEXT_SIZE)


def write_italic(paragraph: WordParagraph, text: str) -> None:
    """Write a legal ground or an amount in words."""
    write_runs(set_body(paragraph), text, decree.TEXT_SIZE, italic=True)


def write_heading(paragraph: WordParagraph, block: Heading) -> None:
    """Write a heading: level 1 in bold capitals, level 2 bold, level 3 upright; it stays with what follows."""
    text = decree.capitals(block.text) if block.level == 1 else block.text
    write_runs(set_body(paragraph), text, decree.TEXT_SIZE, bold=block.level < 3)
    paragraph.paragraph_format.keep_with_next = True
    outline_level(paragraph, block.level)


def write_bullet(paragraph: WordParagraph, block: Bullet) -> None:
    """Write an item; its first line is indented like any other, as in papers of the State."""
    set_body(paragraph)
    write_runs(paragraph, "- " if block.level == 1 else "+ ", decree.TEXT_SIZE)
    write_runs(paragraph, block.text, decree.TEXT_SIZE)


def write_field(paragraph: WordParagraph, field: DottedLine, width: float) -> None:
    """Write "Label: value", or the label with dots up to ``width`` points."""
    set_body(paragraph, align=Align.LEFT, indented=False, leading=decree.FORM_LEADING, gap=0)
    label = f"{decree.label_text(field.label)}:" if field.label else ""
    if field.value.strip():
        write_runs(paragraph, f"{label} {field.value}".strip(), decree.TEXT_SIZE)
        return
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Pt(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    write_runs(paragraph, f"{label} {_DOTS}", decree.TEXT_SIZE)
    for _line in range(field.lines - 1):
        paragraph.add_run().add_break()
        write_runs(paragraph, _DOTS, decree.TEXT_SIZE)


def write_boxes(paragraph: WordParagraph, block: CheckBox | CheckRow) -> None:
    """Write a question and its boxes, ticked or left for the pen."""
    set_body(paragraph, align=Align.LEFT, indented=False, leading=decree.FORM_LEADING, gap=0)
    label, boxes = ("", (block,)) if isinstance(block, CheckBox) else (block.label, block.boxes)
    if label:
        write_runs(paragraph, f"{decree.label_text(label)}:  ", decree.TEXT_SIZE)
    for place, box in enumerate(boxes):
        mark = dress(paragraph.add_run(_TICKED if box.checked else _BOX), decree.TEXT_SIZE)
        mark.font.name = "Segoe UI Symbol"
        gap = "     " if place + 1 < len(boxes) else ""
        # A line never ends with a box whose words begin the next one.
        write_runs(paragraph, f"\u00a0{box.label}{gap}", decree.TEXT_SIZE)
