"""Starts the command line; Ctrl-C while it is imported ends it without a word."""

import signal
import sys


def _start() -> int:
    usual = signal.getsignal(signal.SIGINT)
    if usual is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from cheatsheet.command_line import main

    signal.signal(signal.SIGINT, usual)
    return main()


if __name__ == "__main__":
    sys.exit(_start())
