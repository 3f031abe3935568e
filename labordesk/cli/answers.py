"""What the command line says: results, refusals in one sentence, wrong usage; a traceback is never shown."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from labordesk.errors import LabordeskError
from labordesk.i18n import _


def say(text: str) -> None:
    """Write one line of the answer."""
    sys.stdout.write(f"{text}\n")


@contextmanager
def told() -> Iterator[None]:
    """Turn a refusal into one sentence and exit code 1, and a bug of ours into a code."""
    try:
        yield
    except LabordeskError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from None
    except (SystemExit, KeyboardInterrupt):
        raise
    except Exception as error:
        from labordesk.logs import log_bug, start_log

        if type(error).__module__.startswith(("typer", "click")):
            raise
        start_log()
        sys.stderr.write(
            _("Chương trình gặp lỗi, mã {code}; hãy báo mã này cho người hỗ trợ.").format(code=log_bug(error))
        )
        sys.stderr.write("\n")
        raise SystemExit(1) from None


def wrong_usage(sentence: str) -> NoReturn:
    """End as Typer does for a missing option: one sentence and exit code 2."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(2)
