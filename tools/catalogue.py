"""Keeps the English catalogue in step with the Vietnamese texts in the code.

``python tools/catalogue.py`` collects the texts, updates the .po file and compiles the .mo file;
``python tools/catalogue.py --check`` changes nothing and fails when a text is missing, untranslated, doubtful or stale.
"""

from __future__ import annotations

import argparse
import io
import string
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "labordesk"
PO = ROOT / "resources" / "locale" / "en" / "LC_MESSAGES" / "labordesk.po"
MO = PO.with_suffix(".mo")
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "NC_": ((1, "c"), 2)}


class Compiled(Catalog):
    """A catalogue without the dates Babel writes, which would make the same texts stale a minute later."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Return what gettext itself needs."""
        return [("Language", "en"), ("Content-Type", "text/plain; charset=utf-8")]


def main() -> int:
    """Update or check; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail when something is left to do")
    checking = parser.parse_args().check
    catalogue = updated(saved(PO), collected(PACKAGE))
    if not checking:
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(po_bytes(catalogue))
        MO.write_bytes(mo_bytes(catalogue))
    faults = catalogue_faults(catalogue, PO, MO)
    for fault in faults:
        print(fault, file=sys.stderr)
    total = sum(1 for message in catalogue if message.id)
    print(f"{total} messages, {len(faults)} left to do")
    return 1 if checking and faults else 0


def collected(package: Path) -> Catalog:
    """Return the texts marked in the code, each with the files it stands in."""
    template = Catalog(project="Labordesk", charset="utf-8")
    for name, _line, message, comments, context in extract_from_dir(
        package, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("i18n:",), strip_comment_tags=True
    ):
        template.add(message, locations=[(f"{package.name}/{name}", 0)], auto_comments=comments, context=context)
    return template


def saved(po: Path) -> Catalog:
    """Return the catalogue as committed, empty when there is none yet."""
    if not po.exists():
        return Catalog(locale="en", project="Labordesk", charset="utf-8", fuzzy=False)
    with po.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def updated(catalogue: Catalog, template: Catalog) -> Catalog:
    """Bring the catalogue to the texts of the code; texts no longer there go, none is guessed from a similar one."""
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """Return the .po file in a steady order, without dates and line numbers, so that a diff shows texts alone."""
    body = io.BytesIO()
    write_po(body, catalogue, sort_output=True, include_lineno=False, omit_header=True, width=120)
    header = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + body.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return the .mo file; its header is that of the .po file, so equal texts give equal bytes."""
    steady = read_po(io.BytesIO(po_bytes(catalogue)), locale="en", charset="utf-8")
    compiled = Compiled(locale="en", charset="utf-8", fuzzy=False)
    for message in steady:
        if message.id and message.string and not message.fuzzy:
            compiled[message.id] = message
    body = io.BytesIO()
    write_mo(body, compiled)
    return body.getvalue()


def catalogue_faults(catalogue: Catalog, po: Path, mo: Path) -> list[str]:
    """Return what is left to do, one line each."""
    faults = [fault for message in catalogue if message.id for fault in message_faults(message)]
    if not po.exists() or po.read_bytes() != po_bytes(catalogue):
        faults.append(f"stale: {po.name}; run python tools/catalogue.py")
    if not mo.exists() or mo.read_bytes() != mo_bytes(catalogue):
        faults.append(f"stale: {mo.name}; run python tools/catalogue.py")
    return faults


def message_faults(message: Message) -> list[str]:
    """Return what is wrong with one translation."""
    source, text = str(message.id), str(message.string or "")
    if not text:
        return [f"untranslated: {source!r}"]
    if message.fuzzy:
        return [f"fuzzy: {source!r}"]
    if places(source) != places(text):
        return [f"other placeholders than the Vietnamese: {source!r} -> {text!r}"]
    return []


def places(text: str) -> list[str] | str:
    """Return the sorted names of the ``{placeholders}`` with their formats, or the text's fault."""
    try:
        return sorted(
            f"{name}!{conversion}:{form}"
            for _literal, name, form, conversion in string.Formatter().parse(text)
            if name is not None
        )
    except ValueError as error:
        return str(error)


if __name__ == "__main__":
    sys.exit(main())
