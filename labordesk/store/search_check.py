"""Whether the search index holds what the people's names ask for: each word, and how many people it belongs to."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from labordesk.store.search import indexed_text

_WORD = re.compile(r"[0-9a-z\x80-\U0010ffff]+")
"""What the ``ascii`` tokenizer of FTS5 takes for a word, in lower case."""


def wrong_words(connection: sqlite3.Connection) -> int:
    """Return how many words of the index belong to more or fewer people than the names say; 0 is a sound index.

    The index keeps no texts to compare with, so its list of words is compared with one made anew.
    """
    wanted: Counter[str] = Counter()
    for (text,) in connection.execute(f"SELECT {indexed_text('person')} FROM person"):
        wanted.update(set(_WORD.findall(text.lower())))
    with _words_of_index(connection) as words:
        there = Counter(dict(words))
    return sum(wanted[word] != there[word] for word in wanted.keys() | there.keys())


@contextmanager
def _words_of_index(connection: sqlite3.Connection) -> Iterator[Iterator[tuple[str, int]]]:
    """Give (word, number of people) through a table that lives in memory only."""
    connection.execute("PRAGMA query_only = OFF")
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.person_search_words USING fts5vocab(main, person_search, row)")
        connection.execute("PRAGMA query_only = ON")
        yield connection.execute("SELECT term, doc FROM temp.person_search_words")
    finally:
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("DROP TABLE IF EXISTS temp.person_search_words")
        connection.execute("PRAGMA query_only = ON")
