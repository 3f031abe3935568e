"""Words of a list and the entries of a catalogue they mean, each asked for once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from labordesk.rules.written_words import Entry, best_entries, sure_entry
from labordesk.services.import_model import CatalogueQuestion
from labordesk.vietnamese.fold import search_key


class Catalogue:
    """A catalogue as lists write it; ``answers`` are what the officer said of words (None: no entry).

    ``sure`` is the rule that tells which entry is surely meant.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        answers: Mapping[str, int | None],
        *,
        sure: Callable[[str, Iterable[Entry]], int | None] = sure_entry,
    ) -> None:
        self._sure = sure
        self._entries = entries
        self._labels = {entry.id: entry.names[0] for entry in entries}
        self._answers = {search_key(written): entry_id for written, entry_id in answers.items()}
        self._found: dict[str, int | None] = {}
        self._asked: dict[str, tuple[str, bool]] = {}
        self._rows: Counter[str] = Counter()

    def find(self, written: str, *, asks: bool = False) -> int | None:
        """Return the entry meant, None for none; ``asks`` when a row cannot be written without one."""
        key = search_key(written)
        self._rows[key] += 1
        if key in self._found:
            return self._found[key]
        found = self._answers[key] if key in self._answers else self._sure(written, self._entries)
        self._found[key] = found
        if found is None or key in self._answers or search_key(self._labels.get(found, "")) != key:
            self._asked[key] = (written, asks and found is None)
        return found

    def names(self, written: str) -> tuple[str, ...]:
        """Return the names of the entries, the likeliest first."""
        return tuple(name for _id, name in self._choices(written))

    def questions(self) -> tuple[CatalogueQuestion, ...]:
        """Return what is written otherwise than in the catalogue, what waits for an answer first."""
        found = [
            CatalogueQuestion(written, self._rows[key], self._choices(written), self._found[key], asks)
            for key, (written, asks) in self._asked.items()
        ]
        return tuple(sorted(found, key=lambda one: (not one.asks, one.chosen is not None, -one.rows)))

    def _choices(self, written: str) -> tuple[tuple[int, str], ...]:
        likely = best_entries(written, self._entries)
        order = (*likely, *(entry.id for entry in self._entries if entry.id not in likely))
        return tuple((entry_id, self._labels[entry_id]) for entry_id in order)
