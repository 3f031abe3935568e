"""Write the next migration from what changed in the models: ``.venv/bin/python tools/migration.py "Keep a nickname"``.

Read the file it makes before keeping it: Alembic sees new, lost and retyped columns, not what to do with the rows.
A step that rebuilds a table loses its triggers: end it with ``remake_search`` after ``person``, with ``remake_sums``
after ``award`` or ``award_line``.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from labordesk.model import Unit
from labordesk.store.connection import connect_plain
from labordesk.store.creation import build
from labordesk.store.engine import writing_engine
from labordesk.store.migrations.head import HEAD
from labordesk.store.upgrade import scripts

ROOT = Path(__file__).parent.parent
HEAD_FILE = ROOT / "labordesk/store/migrations/head.py"


def main(message: str) -> None:
    """Compare a register made by today's steps with today's models and write the difference."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "today.labordesk"
        build(path, None, connect_plain)
        engine = writing_engine(lambda: connect_plain(path, "rw"))
        with engine.connect() as connection:
            made = write_step(connection, message)
        engine.dispose()
    text = HEAD_FILE.read_text(encoding="utf-8")
    HEAD_FILE.write_text(text.replace(f'"{HEAD}",', f'"{HEAD}", "{_next()}",', 1), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(made), str(HEAD_FILE)], check=True)
    print(made.relative_to(ROOT))


def write_step(connection: Connection, message: str) -> Path:
    """Write the step's file and return it."""
    config: Config = scripts(connection)
    config.attributes.update(metadata=Unit.metadata, render_item=_render, include_name=_not_derived)
    config.set_main_option("file_template", f"%%(rev)s_{re.sub(r'[^a-z0-9]+', '_', message.lower()).strip('_')}")
    step: Any = command.revision(config, message, autogenerate=True, rev_id=_next())
    return Path(step.path)


def _next() -> str:
    return f"{int(HEAD) + 1:04}"


def _render(kind: str, item: object, _context: object) -> str | bool:
    return "sa.String()" if kind == "type" and type(item).__name__ == "AutoString" else False


def _not_derived(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and (name or "").startswith(("person_search", "sum_")))


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or sys.exit(__doc__))
