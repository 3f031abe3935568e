"""What calamine does not tell of an .xlsx: formulas without results, errors, hidden rows, fonts, and how far cells go.

Found in the XML of the sheets by patterns, each looked for only where its mark occurs at all.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from labordesk.errors import BadFile
from labordesk.exchange.cells import CellError, FormulaGap, Range
from labordesk.exchange.workbook_values import MAX_AREA, Place
from labordesk.exchange.workbook_zip import BROKEN, TOO_LARGE
from labordesk.i18n import N_
from labordesk.vietnamese.legacy import CAPITAL_FONT, encoding_of_font

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PREFIX: Final = re.compile(rb"<(\w+):(?:worksheet|sheetData)\b")
_UNPLACED: Final = re.compile(rb"<c(?![^>]*\sr=)(?=[\s>/])")
_ROW: Final = re.compile(rb"<row\b([^>]*?)(/>|>(.*?)</row>)", re.DOTALL)
_UNUSUAL: Final = re.compile(rb'<c(?=[\s>/])(?! r="[A-Z]\d{1,5}")')
"""A cell beyond column Z or row 99.999, or written otherwise than programs usually do."""
_OTHER_BLANKS: Final = (b'\tr="', b'\nr="', b'\rr="')
_APOSTROPHES: Final = re.compile(rb"(\s[\w:]+)='([^'\"<]*)'")
_USED_CELL: Final = re.compile(rb'<c\b[^>]*?\sr="([A-Z]+)(\d+)"[^>]*(?<!/)>')
_CELL_PLACE: Final = re.compile(rb'(<c\b[^>]*?\sr="[A-Z]+)\d+(?=")')
_HIDDEN_ROW: Final = re.compile(rb'<row\b(?=[^>]*\shidden="(?:1|true)")[^>]*?\sr="(\d+)"')
_FORMULA: Final = re.compile(
    rb"<c\b([^>]*)>\s*<f\b[^>]*?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v[^>]*>\s*(0(?:\.0+)?)?\s*</v>)?\s*</c>"
)
_ERROR: Final = re.compile(rb'<c\b(?=[^>]*\st="e")([^>]*)>(?:\s*<f\b[^>]*?(?:/>|>[^<]*</f>))?\s*<v[^>]*>([^<]*)</v>')
_HAS_FORMULA: Final = re.compile(rb"/f>")
_HAS_ERROR: Final = re.compile(rb't="e"')
_HAS_HIDDEN: Final = re.compile(rb"hidden=")
"""Patterns find a rare word twice as fast as ``in`` does."""
_PLACE: Final = re.compile(rb'\sr="([A-Z]+)(\d+)"')
_TYPE: Final = re.compile(rb'\st="(\w+)"')
_MERGED: Final = re.compile(rb'<mergeCell\b[^>]*?\sref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_FAR_AWAY: Final = N_("Trang “{sheet}” có ô dùng ở rất xa bảng; hãy xóa các cột, dòng thừa rồi lưu lại.")
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet as workbook.xml lists it: its name, its part, whether the officer sees it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What the XML of one sheet tells beside the values.

    ``xml`` is what the reader is to get in place of the part, None when the part will do; ``row_numbers`` are the
    officer's numbers of its rows where they were drawn together.
    """

    xml: bytes | None
    marks: dict[Place, FormulaGap | CellError]
    hidden_rows: frozenset[int]
    merged: tuple[Range, ...]
    fonts: dict[int, str]
    capital_fonts: frozenset[Place]
    row_numbers: tuple[int, ...] | None


def sheet_parts(parts: Mapping[str, bytes]) -> tuple[SheetPart, ...]:
    """Return the worksheets in the order of their tabs; charts and dialogs are none."""
    book = _xml_of(parts, "xl/workbook.xml")
    targets = {}
    for relation in _xml_of(parts, "xl/_rels/workbook.xml.rels"):
        if relation.get("Type", "").endswith("/worksheet"):
            target = relation.get("Target", "").replace("\\", "/")
            targets[relation.get("Id")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    found = []
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet") or sheet.tag == "sheet":
            part = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION))
            if part:
                found.append(SheetPart(sheet.get("name", ""), part, sheet.get("state", "visible") != "visible"))
    return tuple(found)


def results_are_stale(parts: Mapping[str, bytes]) -> bool:
    """Tell whether the program that wrote the file left all results to be worked out when Excel opens it.

    Such programs write 0 as the result of every formula.
    """
    return (
        re.search(rb'<(?:\w+:)?calcPr\b[^>]*fullCalcOnLoad="(?:1|true)"', _content(parts, "xl/workbook.xml"))
        is not None
    )


def legacy_styles(parts: Mapping[str, bytes]) -> dict[int, str]:
    """Return the cell styles (by index) whose font was made for an old encoding, with the font's name."""
    styles = next((content for name, content in parts.items() if name.lower() == "xl/styles.xml"), b"")
    if not re.search(rb'(?i)val="(?:\.vn|vni|vps|vi[ -]|viscii)', styles):
        return {}
    root = _parsed(styles)
    fonts = [_font_name(font) for font in _children(root, "fonts")]
    found = {}
    for index, style in enumerate(_children(root, "cellXfs")):
        number = int(style.get("fontId") or 0)
        name = fonts[number] if number < len(fonts) else ""
        if encoding_of_font(name):
            found[index] = name
    return found


def marks_of(sheet: str, xml: bytes, styles: Mapping[int, str], *, stale: bool) -> SheetMarks:
    """Look through the XML of one sheet, and draw its rows together where they lie too far apart to be read."""
    is_usual = _UNUSUAL.search(xml) is None and not _PREFIX.search(xml, 0, 4096)
    given = xml
    xml = xml if is_usual else _plain(xml)
    marks: dict[Place, FormulaGap | CellError] = {}
    if _HAS_FORMULA.search(xml):
        marks.update(_gaps(xml, stale=stale))
    if _HAS_ERROR.search(xml):
        marks.update(_errors(xml))
    hidden = (
        frozenset(int(found[1]) for found in _HIDDEN_ROW.finditer(xml)) if _HAS_HIDDEN.search(xml) else frozenset[int]()
    )
    fonts, capitals = _fonts(xml, styles) if styles else ({}, frozenset[Place]())
    numbers = None
    if not is_usual:
        xml, numbers = _within_bounds(sheet, xml)
    return SheetMarks(None if xml is given else xml, marks, hidden, _merged(xml), fonts, capitals, numbers)


def column_of(letters: bytes | str) -> int:
    """Return the column from 0: A is 0, AA is 26."""
    text = letters.decode("ascii") if isinstance(letters, bytes) else letters
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _plain(xml: bytes) -> bytes:
    """Return the XML as most programs write it: no prefixes, double quotes, single blanks, a place on every cell."""
    prefix = _PREFIX.search(xml, 0, 4096)
    if prefix:
        name = prefix[1]
        xml = xml.replace(b"<" + name + b":", b"<").replace(b"</" + name + b":", b"</")
        xml = xml.replace(b"xmlns:" + name + b"=", b"xmlns=", 1)
    if b"r='" in xml:
        xml = _APOSTROPHES.sub(rb'\1="\2"', xml)
    for blank in _OTHER_BLANKS:
        xml = xml.replace(blank, b' r="')
    return _placed(xml) if _UNPLACED.search(xml) or b"<row>" in xml else xml


def _placed(xml: bytes) -> bytes:
    """Write the place into cells that have none: they follow each other from column A."""
    number = 0

    def row(found: re.Match[bytes]) -> bytes:
        nonlocal number
        given = re.search(rb'\sr="(\d+)"', found[1])
        number = int(given[1]) if given else number + 1
        attributes = found[1] if given else b' r="%d"' % number + found[1]
        if found[3] is None:
            return b"<row" + attributes + b"/>"
        column = -1

        def cell(one: re.Match[bytes]) -> bytes:
            nonlocal column
            place = _PLACE.search(one[1])
            column = column_of(place[1]) if place else column + 1
            return one[0] if place else b'<c r="%b%d"%b' % (_letters(column), number, one[0][2:])

        return b"<row" + attributes + b">" + re.sub(rb"<c(?=[\s>/])([^>]*)>", cell, found[3]) + b"</row>"

    return _ROW.sub(row, xml)


def _letters(column: int) -> bytes:
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out.encode("ascii")


def _gaps(xml: bytes, *, stale: bool) -> Iterator[tuple[Place, FormulaGap]]:
    """Find formulas without a result; a text result may be empty, and 0 counts unless nothing was worked out."""
    for found in _FORMULA.finditer(xml):
        kind = _TYPE.search(found[1])
        place = _PLACE.search(found[1])
        is_text = kind is not None and kind[1] == b"str"
        if place and not is_text and (found[3] is None or stale):
            formula = (found[2] or b"").decode("utf-8", "replace")
            yield (int(place[2]), column_of(place[1])), FormulaGap(_unescaped(formula))


def _errors(xml: bytes) -> Iterator[tuple[Place, CellError]]:
    for found in _ERROR.finditer(xml):
        place = _PLACE.search(found[1])
        if place:
            yield (int(place[2]), column_of(place[1])), CellError(found[2].decode("ascii", "replace").strip())


def _merged(xml: bytes) -> tuple[Range, ...]:
    at = max(xml.rfind(b"</sheetData>"), 0)
    blocks = (
        Range(int(found[2]), column_of(found[1]), int(found[4]), column_of(found[3]))
        for found in _MERGED.finditer(xml, at)
    )
    return tuple(block for block in blocks if block.bottom <= _LAST_ROW and block.right < _LAST_COLUMN)


def _fonts(xml: bytes, styles: Mapping[int, str]) -> tuple[dict[int, str], frozenset[Place]]:
    """Return the old font most text of a column is in, and the cells whose font shows capitals only."""
    numbers = b"|".join(b"%d" % index for index in sorted(styles, reverse=True))
    cell = re.compile(rb'<c\b(?=[^>]*\st="(?:s|str|inlineStr)")(?=[^>]*\ss="(%b)")([^>]*)>' % numbers)
    by_column: dict[int, Counter[str]] = {}
    capitals = set()
    for found in cell.finditer(xml):
        place = _PLACE.search(found[2])
        if not place:
            continue
        font = styles[int(found[1])]
        column = column_of(place[1])
        by_column.setdefault(column, Counter())[font] += 1
        if CAPITAL_FONT.match(font):
            capitals.add((int(place[2]), column))
    return {column: fonts.most_common(1)[0][0] for column, fonts in by_column.items()}, frozenset(capitals)


def _within_bounds(sheet: str, xml: bytes) -> tuple[bytes, tuple[int, ...] | None]:
    """Return XML whose used block is small enough; rows far apart are drawn together and their numbers told."""
    used = 0
    rows: set[int] = set()
    width = 0
    for found in _USED_CELL.finditer(xml):
        used += 1
        rows.add(int(found[2]))
        width = max(width, column_of(found[1]) + 1)
    if not rows or max(rows) * width <= MAX_AREA:
        return (xml, None) if rows else (_ROW.sub(b"", xml), None)
    if len(rows) * width > MAX_AREA or max(rows) > _LAST_ROW or width > _LAST_COLUMN:
        raise BadFile(_FAR_AWAY if used <= MAX_AREA else TOO_LARGE, sheet=sheet)
    numbers = tuple(sorted(rows))
    return _drawn_together(xml, {number: index for index, number in enumerate(numbers, start=1)}), numbers


def _drawn_together(xml: bytes, index_of: Mapping[int, int]) -> bytes:
    def row(found: re.Match[bytes]) -> bytes:
        given = re.search(rb'\sr="(\d+)"', found[1])
        index = index_of.get(int(given[1])) if given else None
        if index is None or found[3] is None:
            return b""
        return b'<row r="%d">%b</row>' % (index, _CELL_PLACE.sub(rb"\g<1>%d" % index, found[3]))

    return _ROW.sub(row, xml)


def _content(parts: Mapping[str, bytes], name: str) -> bytes:
    content = next((one for key, one in parts.items() if key.replace("\\", "/").lower() == name.lower()), None)
    if content is None:
        raise BadFile(BROKEN)
    return content


def _xml_of(parts: Mapping[str, bytes], name: str) -> ET.Element:
    return _parsed(_content(parts, name))


def _parsed(content: bytes) -> ET.Element:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadFile(BROKEN)
    try:
        return ET.fromstring(content)  # noqa: S314 - without a DOCTYPE nothing can be expanded
    except (ET.ParseError, ValueError, LookupError) as error:
        raise BadFile(BROKEN) from error


def _children(root: ET.Element, name: str) -> list[ET.Element]:
    return next((list(child) for child in root if child.tag.rpartition("}")[2] == name), [])


def _font_name(font: ET.Element) -> str:
    return next((child.get("val", "") for child in font if child.tag.rpartition("}")[2] == "name"), "")


def _unescaped(text: str) -> str:
    return (
        text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&apos;", "'")
        .replace("&amp;", "&")
    )
