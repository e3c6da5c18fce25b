"""Playwright's driver, a Node program that starts Chromium, and its end, which takes a second at most.

A terminal sends Ctrl-C to all programs of its group. Where the driver is only starting it would die of it, leave
Chromium behind and Playwright waiting for ever. So it has a session of its own, and is ended here.
"""

import asyncio
import signal
from asyncio import SubprocessTransport
from collections.abc import Callable, Coroutine
from contextlib import suppress
from threading import Event
from typing import Any, TypeVar

from playwright.async_api import Playwright, async_playwright

T = TypeVar("T")
# Seconds between two looks whether to stop, and whether the driver has ended.
LOOK = 0.05
# Seconds that it gets to close Chromium and take away its profile, to kill it, and to be gone.
PATIENCE = (0.5, 0.3, 0.2)


class Stopped(Exception):
    """What was asked for is not wanted any more."""


class Driver:
    """One driver, for one thread; once `stop` is set, from whatever thread, nothing waits for it any longer."""

    def __init__(self, stop: Event):
        self._loop, self._stop = _Loop(), stop
        self._playwright: Playwright | None = None

    def start(self) -> Playwright:
        """Raises Error where it does not start, and Stopped."""
        self._playwright = self.run(async_playwright().start())
        return self._playwright

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` returns. Raises what it raises, and Stopped."""
        return self._loop.run_until_complete(self._unless_stopped(work))

    def end(self) -> None:
        """Let the driver close Chromium and end, or kill both."""
        # What was asked of it and has no answer is not wanted any more.
        self._loop.set_exception_handler(lambda loop, context: None)
        try:
            self._loop.run_until_complete(self._end())
        finally:
            self._loop.close()

    async def _unless_stopped(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.ensure_future(work)
        while not task.done():
            if self._stop.is_set():
                task.cancel()
            await asyncio.wait({task}, timeout=LOOK)
        if task.cancelled():
            raise Stopped
        return task.result()

    async def _end(self) -> None:
        if self._playwright is not None:
            stopping = asyncio.ensure_future(self._playwright.stop())
            await asyncio.wait({stopping}, timeout=LOOK)
        for process in self._loop.started:
            await _end_process(process)
            process.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        if others:
            await asyncio.wait(others, timeout=PATIENCE[-1])


class _Loop(asyncio.SelectorEventLoop):
    """Starts each program in a session of its own, and knows it."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[SubprocessTransport] = []

    async def subprocess_exec(self, *arguments: Any, **options: Any) -> Any:
        pair = await super().subprocess_exec(*arguments, start_new_session=True, **options)
        self.started.append(pair[0])
        return pair


async def _end_process(process: SubprocessTransport) -> None:
    """Close its input, at which the driver ends; at a signal behind that it kills Chromium."""

    def close() -> None:
        pipe = process.get_pipe_transport(0)
        if pipe is not None:
            pipe.close()

    steps: list[Callable[[], None]] = [
        close, lambda: process.send_signal(signal.SIGTERM), process.kill,
    ]  # fmt: skip
    for step, seconds in zip(steps, PATIENCE, strict=True):
        with suppress(ProcessLookupError):
            step()
        for _ in range(round(seconds / LOOK)):
            if process.get_returncode() is not None:
                return
            await asyncio.sleep(LOOK)
