"""Start Labordesk: the window without arguments, a command with them."""

from labordesk.cli import main

main()
