"""A small register of every schema there has been, as the program of then left it; none is ever made anew.

Each is the sample of 20 people, compressed, in ``past/``. From now on, with each new migration:

1. before the migration is committed, make the register of the schema it starts from, if it is not there yet:
   ``python -m tests.store.past_registers`` writes the one of today's schema and refuses to replace another;
2. add the migration, then run the same line again for the new schema, and commit both files with it.

For a schema whose program is gone from the work tree, the line runs in an older one: ``git worktree add /tmp/then
COMMIT``, copy this file there, run it there, copy the register back. 0001 was made so by 086588e, 0002 by 8dc4b30.
"""

from __future__ import annotations

import lzma
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

PAST = Path(__file__).parent / "past"
PEOPLE, SEED = 20, 11


def revisions() -> list[str]:
    """Return the schemas that are kept, the oldest first."""
    return sorted(one.name.removesuffix(".labordesk.xz") for one in PAST.glob("*.labordesk.xz"))


def past_register(revision: str, folder: Path) -> Path:
    """Put a register of a past schema into a folder; nobody has opened it since."""
    path = folder / f"sổ {revision}.labordesk"
    path.write_bytes(lzma.decompress((PAST / f"{revision}.labordesk.xz").read_bytes()))
    return path


def _keep_one_of_today() -> Path:
    from labordesk.sample import make_sample
    from labordesk.store.migrations.head import HEAD

    target = PAST / f"{HEAD}.labordesk.xz"
    if target.exists():
        raise SystemExit(f"{target.name} is there already: a register of the past is never made anew")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mau.labordesk"
        make_sample(path, people=PEOPLE, seed=SEED).close()
        PAST.mkdir(exist_ok=True)
        target.write_bytes(lzma.compress(path.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{_keep_one_of_today()}\n")
