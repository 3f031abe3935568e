"""The same services without a screen; without arguments the window opens.

Exit code 0: done; 1: refused with one sentence on stderr; 2: wrong usage. A traceback is never shown.
Each group of commands is one file of this package; ``_application`` joins them.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def main(arguments: list[str] | None = None) -> None:
    """Run the command line, or open the window when there is nothing else to do."""
    _leave_no_dump()
    _speak_utf8()
    given = sys.argv[1:] if arguments is None else arguments
    if not given or (len(given) == 1 and given[0].endswith(".labordesk")):
        from labordesk.startup import start_problem

        problem = start_problem()
        if problem:  # before app is imported, because that imports Qt
            raise SystemExit(problem)
        from labordesk.app import run

        raise SystemExit(run(Path(given[0]) if given else None))
    _speak_the_users_language()
    _write_a_log()
    _application()(given)


def _leave_no_dump() -> None:
    """Keep names, passwords and keys out of what the system writes when a program crashes."""
    from labordesk.dumps import leave_no_dump

    leave_no_dump()


def _speak_the_users_language() -> None:
    """Answer in the language chosen in the settings; paper stays Vietnamese."""
    from labordesk.assets import assets_root
    from labordesk.i18n import set_language
    from labordesk.settings import load_settings

    set_language(load_settings().language, assets_root() / "locale")


def _write_a_log() -> None:
    """Let warnings go to the log and not, in English, between the sentences for the user."""
    from labordesk.logs import start_log

    start_log()


def _speak_utf8() -> None:
    """Let Vietnamese through on consoles with another code page (Windows)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _application() -> "typer.Typer":
    """Build the commands; Typer is imported here because the window does not need it."""
    import typer

    from labordesk.cli.backups import add_backup_commands
    from labordesk.cli.exports import add_export_commands
    from labordesk.cli.frozen import add_frozen_commands
    from labordesk.cli.history import add_history_commands
    from labordesk.cli.keys import add_key_commands
    from labordesk.cli.lists import add_list_commands
    from labordesk.cli.papers import add_paper_commands
    from labordesk.cli.registers import add_register_commands
    from labordesk.cli.secrets import add_password_file

    app = typer.Typer(
        name="labordesk",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="Labordesk: sổ chăm lo đoàn viên, người lao động của công đoàn.",
    )
    add_register_commands(app)
    add_paper_commands(app)
    add_frozen_commands(app)
    add_list_commands(app)
    add_export_commands(app)
    add_key_commands(app)
    add_history_commands(app)
    add_backup_commands(app)
    add_password_file(app)  # last, so that every command has it
    return app
