"""Rows struck through in an .xlsx: a reader of the paper passes them over, and no reader of values tells of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

_STRIKE: Final = re.compile(rb"<strike\b")
_PLACE: Final = re.compile(rb'\sr="[A-Z]+(\d+)"')
_LEAST: Final = 2
"""Cells of a row; one alone may be a slip that was corrected beside it."""
_NO: Final = ("0", "false", "none")


def struck_styles(parts: Mapping[str, bytes]) -> frozenset[int]:
    """Return the cell styles (by index) whose font is struck through; none of a part that cannot be read."""
    styles = next((content for name, content in parts.items() if name.lower() == "xl/styles.xml"), b"")
    if not _STRIKE.search(styles) or b"<!DOCTYPE" in styles or b"<!ENTITY" in styles:
        return frozenset()
    try:
        root = ET.fromstring(styles)  # noqa: S314 - without a DOCTYPE nothing can be expanded
        fonts = [int(style.get("fontId") or 0) for style in _children(root, "cellXfs")]
    except (ET.ParseError, ValueError, LookupError):
        return frozenset()
    struck = [_is_struck(font) for font in _children(root, "fonts")]
    return frozenset(at for at, font in enumerate(fonts) if 0 <= font < len(struck) and struck[font])


def struck_rows(xml: bytes, styles: frozenset[int]) -> frozenset[int]:
    """Return the rows (the officer's numbers) of which several filled cells are struck through."""
    if not styles:
        return frozenset()
    numbers = b"|".join(b"%d" % index for index in sorted(styles, reverse=True))
    cell = re.compile(rb'<c\b(?=[^>]*\ss="(?:%b)")([^>]*)(?<!/)>' % numbers)
    places = (_PLACE.search(found[1]) for found in cell.finditer(xml))
    rows = Counter(int(place[1]) for place in places if place)
    return frozenset(row for row, count in rows.items() if count >= _LEAST)


def _is_struck(font: ET.Element) -> bool:
    found = next((child for child in font if child.tag.rpartition("}")[2] == "strike"), None)
    return found is not None and found.get("val", "1").lower() not in _NO


def _children(root: ET.Element, name: str) -> list[ET.Element]:
    return next((list(child) for child in root if child.tag.rpartition("}")[2] == name), [])
