"""Whether a name answers to what is typed: for lists short enough to be walked through (thousands, not millions)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from labordesk.store.search_terms import Terms, Word, read_terms


@dataclass(frozen=True)
class NameFilter:
    """The words typed, read by the same rule as the register's search box; nothing typed matches every name."""

    terms: Terms

    @classmethod
    def of(cls, text: str) -> Self:
        """Read what is typed; the last word may be unfinished."""
        return cls(read_terms(text))

    def matches(self, plain_key: str, search_key: str) -> bool:
        """Tell whether a name with these two keys has all the words, marks only where they were typed."""
        padded = f" {plain_key} "
        named = all(_holds(padded, word) for word in self.terms.words)
        return named and all(mark.search(search_key) for mark in self.terms.marks)


def _holds(padded: str, word: Word) -> bool:
    """A finished word stands alone, an unfinished one begins a word."""
    end = " " if word.finished else ""
    return any(f" {spelling}{end}" in padded for spelling in word.spellings)


def digits_in(text: str) -> str:
    """Return what was typed when it is a number alone, else an empty text."""
    digits = "".join(text.split())
    return digits if digits.isascii() and digits.isdecimal() else ""
