"""The language of the screen: Vietnamese is the source, other languages come from gettext catalogues.

Paper is always Vietnamese and never passes through here.
"""

from __future__ import annotations

import gettext
from pathlib import Path

SOURCE_LANGUAGE = "vi"
LANGUAGES: dict[str, str] = {"vi": "Tiếng Việt", "en": "English"}
DOMAIN = "labordesk"
_CONTEXT_END = "\x04"
"""What gettext itself puts between a context and a text."""

_current: gettext.NullTranslations = gettext.NullTranslations()
_language: str = SOURCE_LANGUAGE


def N_(message: str) -> str:  # noqa: N802 - the customary name
    """Mark a text for the catalogue and return it unchanged; it is translated where it is shown."""
    return message


def NC_(context: str, message: str) -> str:  # noqa: N802 - the customary name
    """Mark a text that another language words in two ways, with what tells them apart; show it only through ``_``.

    Vietnamese has one word where English has "Unit" over a column and "Units" over a page.
    """
    return f"{context}{_CONTEXT_END}{message}"


def _(message: str) -> str:
    """Return the text in the language now chosen; an unknown text stays Vietnamese."""
    return _current.gettext(message).rpartition(_CONTEXT_END)[2] if message else ""


def set_language(language: str, locale_dir: Path) -> None:
    """Switch the language of all later texts; an unknown language falls back to Vietnamese."""
    global _current, _language
    if language == SOURCE_LANGUAGE:
        _current = gettext.NullTranslations()
        _language = SOURCE_LANGUAGE
        return
    _current = gettext.translation(DOMAIN, str(locale_dir), languages=[language], fallback=True)
    _language = language if language in LANGUAGES else SOURCE_LANGUAGE


def language() -> str:
    """Return the code of the language now chosen ("vi" or "en")."""
    return _language
