"""What python-docx has no word for: rules under a name, page numbers, headings that repeat, rows that stay whole."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "Times New Roman"
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def dress(run: Run, size: float, *, bold: bool = False, italic: bool = False) -> Run:
    """Set the letters of a run; the font is named for Latin, Vietnamese and East Asian text alike."""
    run.font.name = FONT
    run.font.size = Pt(size)
    run.bold, run.italic = bold or None, italic or None
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    return run


def tight(paragraph: Paragraph, *, before: float = 0, after: float = 0) -> Paragraph:
    """Take away the room above and below a paragraph (points)."""
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.0
    return paragraph


def rule_under(paragraph: Paragraph, length: float, width: float) -> None:
    """Make an empty paragraph a centred solid line of ``length`` points in a column ``width`` points wide."""
    side = max(0.0, (width - length) / 2)
    shape = tight(paragraph).paragraph_format
    shape.left_indent = shape.right_indent = Pt(side)
    shape.line_spacing = Pt(5)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders,
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"),
    )


def set_borders(table: Table, style: str) -> None:
    """Give a table rules all around ("single") or none ("nil")."""
    borders = OxmlElement("w:tblBorders")
    for edge in _BORDERS:
        one = OxmlElement(f"w:{edge}")
        for name, value in (("val", style), ("sz", "4"), ("space", "0"), ("color", "auto")):
            one.set(qn(f"w:{name}"), value)
        borders.append(one)
    _place(table, borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def set_widths(table: Table, widths: list[float], *, side: float) -> None:
    """Fix the widths of the columns (points) and the room beside the text of each cell."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Pt(width)
    margins = OxmlElement("w:tblCellMar")
    for edge in ("left", "right"):
        one = OxmlElement(f"w:{edge}")
        one.set(qn("w:w"), str(round(side * 20)))
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    _place(table, margins, "w:tblLook")


def _place(table: Table, mark: Any, *later: str) -> None:
    """Put a property of a table where the schema wants it: before those named; Word refuses files out of order."""
    table._tbl.tblPr.insert_element_before(mark, *later)


def repeat_as_heading(row: _Row) -> None:
    """Let a row stand at the top of each page of its table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    """Never cut a row between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def keep_with_next(document: WordDocument) -> None:
    """Let what was written last, a paragraph or the last rows of a table, stay on a page with what comes next."""
    last = next((part for part in reversed(list(document.iter_inner_content()))), None)
    if isinstance(last, Table):
        paragraphs = [one for row in last.rows[-2:] for cell in row.cells for one in cell.paragraphs]
    else:
        paragraphs = [] if last is None else [last]
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def centre_upright(cell: _Cell) -> None:
    """Stand the text of a cell in the middle of its height."""
    alignment = OxmlElement("w:vAlign")
    alignment.set(qn("w:val"), "center")
    cell._tc.get_or_add_tcPr().append(alignment)


def outline_level(paragraph: Paragraph, level: int) -> None:
    """Put a paragraph into the document's outline; level 1 is the uppermost."""
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(level - 1))
    paragraph._p.get_or_add_pPr().append(mark)


def number_pages(section: Section, size: float) -> None:
    """Show the number of each page but the first in the middle of the top margin, counted from 1 in each part."""
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    paragraph = tight(section.header.paragraphs[0])
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", "2"), ("end", "")):
        run = dress(paragraph.add_run(), size)
        run._r.append(_field_part(kind, text))
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.append(start)


def mark_copy(section: Section, mark: str, size: float, width: float) -> None:
    """Show the mark of a copy, framed, at the right of every page's header; ``width`` is that of the text (points)."""
    for header, numbered in ((section.first_page_header, False), (section.header, True)):
        paragraph = tight(header.paragraphs[0])
        if not numbered:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        else:  # the page's number stays in the middle of the same line, between stops of our own
            paragraph.style = None
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Pt(width / 2), WD_TAB_ALIGNMENT.CENTER)
            stops.add_tab_stop(Pt(width), WD_TAB_ALIGNMENT.RIGHT)
            paragraph.runs[0]._r.addprevious(dress(paragraph.add_run("\t"), size)._r)
            dress(paragraph.add_run("\t"), size)
        frame = OxmlElement("w:bdr")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "auto")):
            frame.set(qn(f"w:{name}"), value)
        properties = dress(paragraph.add_run(f"\u00a0{mark}\u00a0"), size, bold=True)._element.get_or_add_rPr()
        properties.insert_element_before(frame, "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:lang")


def _field_part(kind: str, text: str) -> Any:
    if kind:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
    elif text == "PAGE":
        part = OxmlElement("w:instrText")
        part.set(qn("xml:space"), "preserve")
        part.text = text
    else:
        part = OxmlElement("w:t")
        part.text = text
    return part


def speak(document: WordDocument, language: str) -> None:
    """Name the language of the whole text, so that a spelling checker does not mark every word."""
    code = "vi-VN" if language == "vi" else language
    for defaults in document.styles.element.iter(qn("w:rPrDefault")):
        properties = defaults.find(qn("w:rPr"))
        if properties is None:
            continue
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        mark = OxmlElement("w:lang")
        for name in ("val", "eastAsia"):
            mark.set(qn(f"w:{name}"), code)
        properties.append(mark)
