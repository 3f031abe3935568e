"""SQLite's rollback journal: the pages as they were before a save, and the same as a log that leaves the file alone.

The format is https://sqlite.org/fileformat2.html#the_rollback_journal; what counts of a journal is what SQLite itself
would roll back (``pager_playback``). Pages of an encrypted register stand encrypted in both, so no key is needed.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from labordesk.store.connection import logs_of

_MAGIC: Final = bytes.fromhex("d9d505f920a163d7")
_HEAD: Final = struct.Struct(">8s5I")
"""Mark, records, nonce, pages of the file before the save, bytes of a sector and of a page."""
_AS_MANY_AS_THERE_ARE: Final = 0xFFFFFFFF
_STRIDE: Final = 200

_LOG_HEAD: Final = struct.Struct(">8I")
_FRAME_HEAD: Final = struct.Struct(">6I")
_LOG_MARK, _LOG_VERSION = 0x377F0682, 3_007_000
_LOG_SALTS: Final = (1, 2)


@dataclass(frozen=True)
class RollbackJournal:
    """A journal SQLite would roll back; ``pages_before`` is how many pages the file had before the save."""

    path: Path
    page_size: int
    sector_size: int
    pages_before: int

    def pages(self) -> Iterator[tuple[int, bytes]]:
        """Yield (number, content) of each page as it was before the save, in the order they were written."""
        size = self.path.stat().st_size
        with self.path.open("rb") as file:
            place = 0
            while place + self.sector_size <= size:
                file.seek(place)
                mark, records, nonce, *_rest = _HEAD.unpack(file.read(_HEAD.size))
                if mark != _MAGIC:
                    return
                place += self.sector_size
                if records == _AS_MANY_AS_THERE_ARE:
                    records = (size - place) // (self.page_size + 8)
                file.seek(place)
                for _record in range(records):
                    page = self._record(file, nonce)
                    if page is None:
                        return
                    place += self.page_size + 8
                    if page[0] <= self.pages_before:
                        yield page
                place = -(-place // self.sector_size) * self.sector_size

    def _record(self, file: BinaryIO, nonce: int) -> tuple[int, bytes] | None:
        content = file.read(self.page_size + 8)
        if len(content) < self.page_size + 8:
            return None
        number, page = int.from_bytes(content[:4]), content[4:-4]
        told = (nonce + sum(page[self.page_size - _STRIDE : 0 : -_STRIDE])) & 0xFFFFFFFF
        return (number, page) if number and told == int.from_bytes(content[-4:]) else None

    def changes(self, path: Path) -> bool:
        """Tell whether rolling it back would change a file at all; only while nobody here has the file open.

        Closing a file drops the locks SQLite holds on it.
        """
        if path.stat().st_size != self.pages_before * self.page_size:
            return True
        with path.open("rb") as file:
            for number, page in self.pages():
                file.seek((number - 1) * self.page_size)
                if file.read(self.page_size) != page:
                    return True
        return False

    def write_as_log(self, log: Path) -> bool:
        """Write the pages as a write-ahead log, with which a file is seen as rolled back; False when there are none."""
        pages = self.pages()
        following = next(pages, None)
        if following is None:
            return False
        head = _LOG_HEAD.pack(_LOG_MARK, _LOG_VERSION, self.page_size, 0, *_LOG_SALTS, 0, 0)[:-8]
        sums = _sums(head, (0, 0))
        with log.open("wb") as file:
            file.write(head + struct.pack(">2I", *sums))
            while following is not None:
                (number, page), following = following, next(pages, None)
                start = struct.pack(">2I", number, self.pages_before if following is None else 0)
                sums = _sums(page, _sums(start, sums))
                file.write(_FRAME_HEAD.pack(*struct.unpack(">2I", start), *_LOG_SALTS, *sums) + page)
        return True


def hot_journal(path: Path) -> RollbackJournal | None:
    """Return the journal beside a register that SQLite would roll back; None when there is none, or nothing in it."""
    journal = journal_beside(path)
    try:
        with journal.open("rb") as file:
            start = file.read(_HEAD.size)
            size = file.seek(0, os.SEEK_END)
    except OSError:
        return None
    if len(start) < _HEAD.size or not start.startswith(_MAGIC):
        return None
    _mark, _records, _nonce, pages, sector, page = _HEAD.unpack(start)
    if size < sector or not all(512 <= one <= 65536 and one & (one - 1) == 0 for one in (page, sector)):
        return None
    return RollbackJournal(journal, page, sector, pages)


def journal_beside(path: Path) -> Path:
    """Return where SQLite keeps the rollback journal of a file."""
    _log, journal = logs_of(path)
    return journal


def _sums(content: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    """Go on with the two sums of a write-ahead log over some more words."""
    one, two = sums
    for first, second in struct.iter_unpack("<2I", content):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
