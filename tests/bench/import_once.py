"""One import in a process of its own: its memory is its own (python -m tests.bench.import_once SỔ TỆP [write])."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labordesk.services.backups import back_up_before
from labordesk.services.imports import ImportOrder, preview_import, write_import
from labordesk.services.registers import open_register
from labordesk.store.backup_names import BEFORE_IMPORT


@contextmanager
def _timed(told: dict[str, float], what: str) -> Iterator[None]:
    """Note seconds by the clock (``what``) and of the processor (``…_work``), and the highest memory so far."""
    clock, work = time.perf_counter(), time.process_time()
    yield
    told[what], told[f"{what}_work"] = time.perf_counter() - clock, time.process_time() - work
    told[f"{what}_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print seconds by the clock and of the processor, memory (MiB) and what was found as JSON."""
    register, path = map(Path, sys.argv[1:3])
    order = ImportOrder(campaign_name="Đợt đo tốc độ 2026", programme_code="TET", accept_good=True)
    told: dict[str, float] = {}
    with open_register(register) as opened:
        with _timed(told, "preview"):
            preview = preview_import(opened, path, order)
        told |= {"rows": len(preview.rows), "good": preview.good}
        told["matched"] = sum(row.match == "strong" for row in preview.rows)
        if "write" in sys.argv:
            with _timed(told, "backup"):  # the window makes it first, under its own words
                back_up_before(opened, BEFORE_IMPORT)
            with _timed(told, "write"):
                told["written"] = write_import(opened, preview, secured=True).written
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
