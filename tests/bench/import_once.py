"""One import in a process of its own: its memory is its own (python -m tests.bench.import_once SỔ TỆP [write])."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from labordesk.services.backups import back_up_before
from labordesk.services.imports import ImportOrder, preview_import, write_import
from labordesk.services.registers import open_register
from labordesk.store.backup_names import BEFORE_IMPORT


def main() -> None:
    """Print seconds, memory (MiB) and what was found as JSON."""
    register, path = map(Path, sys.argv[1:3])
    order = ImportOrder(campaign_name="Đợt đo tốc độ 2026", programme_code="TET", accept_good=True)
    with open_register(register) as opened:
        start = time.perf_counter()
        preview = preview_import(opened, path, order)
        told = {"preview": time.perf_counter() - start, "rows": len(preview.rows), "good": preview.good}
        told["matched"] = sum(row.match == "strong" for row in preview.rows)
        told["preview_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if "write" in sys.argv:
            start = time.perf_counter()
            back_up_before(opened, BEFORE_IMPORT)  # writing makes one itself unless it is there
            told["backup"] = time.perf_counter() - start
            start = time.perf_counter()
            told["written"] = write_import(opened, preview).written
            told["write"] = time.perf_counter() - start
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
