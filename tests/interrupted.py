"""Ctrl-C ends the tests within seconds, and says so: left to itself pytest waits for each process without a word."""

import pytest

# Seconds in which the processes that run tests may end by themselves.
PATIENCE = 2


class Ending:
    """A plugin for the process that hands out the tests."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo) -> None:
        """Before anything waits. `-x` ends in another way, of a type of its own."""
        distributed = self.config.pluginmanager.getplugin("dsession")
        if distributed is None or excinfo.type is not KeyboardInterrupt:
            return
        distributed.nodemanager.EXIT_TIMEOUT = PATIENCE
        reporter = self.config.pluginmanager.getplugin("terminalreporter")
        reporter.ensure_newline()
        reporter.write_line("Interrupted: ending the processes that run the tests.")
