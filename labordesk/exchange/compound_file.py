"""Compound files (MS-CFB), the container of .xls: take one stream out, and put one alone into a new container.

The chains of a mangled file may run in circles or out of it; readers follow them for ever. What is taken out here is
put into a container of its own before anything else reads it.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from typing import Final

from labordesk.errors import BadFile
from labordesk.exchange.workbook_zip import BROKEN

_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER: Final = struct.Struct("<8s16x5H6x9I")
_ENTRY: Final = struct.Struct("<64sHB49xIQ")
_IN_HEADER: Final = 109
_RESERVED: Final = 0xFFFFFFFA
_FREE: Final = 0xFFFFFFFF
_END: Final = 0xFFFFFFFE
_FAT: Final = 0xFFFFFFFD
_MINI: Final = 64
_SECTOR: Final = 4096
_SMALLEST: Final = 4096
"""Streams below are kept in sectors of 64 bytes."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """A compound file in memory; ``BadFile`` for chains that lead nowhere."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512 or not content.startswith(_SIGNATURE):
            raise BadFile(BROKEN)
        _signature, _minor, version, _order, shift, mini_shift, *numbers = _HEADER.unpack_from(content)
        _dirs, _fats, directory, _transaction, _cutoff, mini_fat, _mini_fats, extra, _extras = numbers
        if shift not in (9, 12) or mini_shift != 6:
            raise BadFile(BROKEN)
        self._content = content
        self._size = 1 << shift
        self._is_small = version == 3
        self._fat = self._read_fat(extra)
        self._entries = self._read_entries(directory)
        self._mini_fat_start = mini_fat

    @property
    def names(self) -> frozenset[str]:
        """Return the names of all streams and folders."""
        return frozenset(entry.name for entry in self._entries)

    def stream(self, name: str) -> bytes:
        """Return a stream by its name; ``BadFile`` when it is not whole."""
        entry = next((one for one in self._entries if one.name == name and one.kind == 2), None)
        if entry is None:
            raise BadFile(BROKEN)
        if entry.size >= _SMALLEST:
            found = self._chain(entry.start)
        else:
            root = next((one for one in self._entries if one.kind == 5), None)
            if root is None:
                raise BadFile(BROKEN)
            mini = self._chain(root.start)
            fat = _numbers(self._chain(self._mini_fat_start))
            found = b"".join(mini[at * _MINI : (at + 1) * _MINI] for at in _followed(entry.start, fat))
        if len(found) < entry.size:
            raise BadFile(BROKEN)
        return found[: entry.size]

    def _sector(self, at: int) -> bytes:
        sector = self._content[(at + 1) * self._size : (at + 2) * self._size]
        if not sector:
            raise BadFile(BROKEN)
        return sector

    def _read_fat(self, extra: int) -> array[int]:
        """Return what sector follows each; the list of its own sectors goes on in a chain behind the header."""
        places = list(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76))
        seen: set[int] = set()
        while extra < _RESERVED:
            if extra in seen:
                raise BadFile(BROKEN)
            seen.add(extra)
            more = _numbers(self._sector(extra))
            if not more:
                raise BadFile(BROKEN)
            places += more[:-1]
            extra = more[-1]
        used = [at for at in places if at < _RESERVED]
        if len(used) != len(set(used)):
            raise BadFile(BROKEN)
        fat = array("I")
        for at in used:
            fat.extend(_numbers(self._sector(at)))
        return fat

    def _read_entries(self, start: int) -> list[_Entry]:
        content = self._chain(start)
        entries = []
        for at in range(0, len(content) - 127, 128):
            name, length, kind, first, size = _ENTRY.unpack_from(content, at)
            text = name[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            entries.append(_Entry(text, kind, first, size & 0xFFFFFFFF if self._is_small else size))
        return entries

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(at) for at in _followed(start, self._fat))


def container_of(name: str, stream: bytes) -> bytes:
    """Return a new compound file with nothing but this stream in it; a short one is filled up with zeros."""
    stream = stream.ljust(_SMALLEST, b"\x00")
    sectors = -(-len(stream) // _SECTOR)
    per_sector = _SECTOR // 4
    fats = 1
    while fats * per_sector < 1 + sectors + fats:
        fats += 1
    if fats > _IN_HEADER:
        raise BadFile(BROKEN)
    fat = array("I", [_END, *range(2, sectors + 1), _END, *([_FAT] * fats)])
    fat.extend([_FREE] * (fats * per_sector - len(fat)))
    header = _HEADER.pack(_SIGNATURE, 0x3E, 4, 0xFFFE, 12, 6, 1, fats, 0, 0, _SMALLEST, _END, 0, _END, 0)
    header += struct.pack(f"<{_IN_HEADER}I", *range(sectors + 1, sectors + 1 + fats), *[_FREE] * (_IN_HEADER - fats))
    directory = _entry("Root Entry", 5, 0, 0, child=1) + _entry(name, 2, 1, len(stream), child=_FREE)
    body = stream.ljust(sectors * _SECTOR, b"\x00")
    return header.ljust(_SECTOR, b"\x00") + directory.ljust(_SECTOR, b"\x00") + body + fat.tobytes()


def _entry(name: str, kind: int, start: int, size: int, *, child: int) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<BIII", 1, _FREE, _FREE, child)
    return (
        text.ljust(64, b"\x00")
        + struct.pack("<HB", len(text), kind)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _followed(start: int, fat: array[int]) -> list[int]:
    """Return the sectors of a chain; no chain is longer than the table it is in."""
    found: list[int] = []
    at = start
    while at < _RESERVED:
        if at >= len(fat) or len(found) > len(fat):
            raise BadFile(BROKEN)
        found.append(at)
        at = fat[at]
    return found


def _numbers(content: bytes) -> array[int]:
    """Return little-endian words of 4 bytes; what is left over at the end is none."""
    found = array("I", content[: len(content) // 4 * 4])
    if found.itemsize != 4:
        raise BadFile(BROKEN)
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        found.byteswap()
    return found
