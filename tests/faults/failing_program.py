"""A program whose disk fails on command: each order is one command line, run in a child under the fault it names.

Loaded once, it forks a child for each order, so that a thousand faults cost a thousand commands and not a thousand
starts. See ``failing.py`` for the orders.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import resource
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

QUICK_COST = 4
"""log2 of scrypt's N here: the stretching of passwords is proved elsewhere, and would be all the time there is."""

_COUNTED = ("calls", "bytes", "reads", "removals")
"""What the shim counts."""


def main() -> None:
    """Answer each order on the standard input with one line on the standard output."""
    from labordesk.store import data_key

    data_key.PASSWORD_COST = QUICK_COST
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    for line in sys.stdin:
        order = json.loads(line)
        if order.get("here"):  # loads what the commands load late, for all children
            answers.write(_line(_run(order)))
            continue
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.write(writer, _line(_run(order)))
            finally:
                os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as told:
            answer = told.read()
        os.waitpid(child, 0)
        answers.write(answer or _line({"code": -1, "said": "killed"}))


def _run(order: dict[str, Any]) -> dict[str, Any]:
    from labordesk.cli import main as command_line

    said, output, code = io.StringIO(), io.StringIO(), 0
    with redirect_stdout(output), redirect_stderr(said):
        try:
            _fail_as_ordered(order)
            command_line(order["arguments"])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        except BaseException:
            code = -2
            said.write(traceback.format_exc())
    answer = {"code": code, "said": said.getvalue(), "output": output.getvalue()}
    if "LD_PRELOAD" in os.environ:
        shim = _shim()
        answer |= {name: getattr(shim, f"shim_{name}")() for name in _COUNTED}
        shim.shim_disarm()
    return answer


def _fail_as_ordered(order: dict[str, Any]) -> None:
    if "largest" in order:  # no file may grow beyond it: the write that does fails with EFBIG, cut at the limit
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest"], hard))
    if "under" in order:
        _shim().shim_arm(order["under"].encode(), order["how"], order["at"], order["errno"])


def _shim() -> Any:
    shim = ctypes.CDLL(None)
    for name in _COUNTED:
        getattr(shim, f"shim_{name}").restype = ctypes.c_long
    shim.shim_arm.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_long, ctypes.c_int]
    return shim


def _line(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer).encode() + b"\n"


if __name__ == "__main__":
    main()
