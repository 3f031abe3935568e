"""Key columns derived from names: the one place where they are filled."""

from dataclasses import dataclass

from labordesk.vietnamese.fold import clean, plain_key, search_key, words_of
from labordesk.vietnamese.names import given_name, sort_key


@dataclass(frozen=True)
class PersonKeys:
    """``plain_key`` and ``search_key`` hold words parted by single blanks and nothing else ("hoa to may").

    ``block_key`` is given name + birth year, within which duplicates are looked for (architecture.md 8).
    """

    plain_key: str
    search_key: str
    sort_key: str
    block_key: str


def person_keys(full_name: str, birth: str | None, sort_name: str | None = None) -> PersonKeys:
    """Return the keys of a person; ``birth`` is ISO text of any precision."""
    words = " ".join(words_of(clean(full_name).casefold()))
    return PersonKeys(
        plain_key=name_key(full_name),
        search_key=search_key(words),
        sort_key=sort_key(full_name, sort_name),
        block_key=block_key(full_name, birth),
    )


def name_key(full_name: str) -> str:
    """Return the ``plain_key`` of a name alone, by which relatives are found too."""
    return " ".join(words_of(plain_key(clean(full_name).casefold())))


def block_key(full_name: str, birth: str | None) -> str:
    """Return given name without marks + birth year ("hoa 1985"; "hoa " when the year is unknown)."""
    return f"{plain_key(given_name(full_name))} {(birth or '')[:4]}"
