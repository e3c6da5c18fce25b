"""Shared by all tests: the project's folders and the namespaces of its examples."""

import functools
import http.server
import os
import runpy
import threading
from pathlib import Path

import matplotlib
import pytest
import torch
from hypothesis import settings

import miniature

ROOT = Path(__file__).parents[1]
matplotlib.use("svg")
# The same cases in every run: what passes here passes in CI. --hypothesis-profile=searching draws new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("searching", deadline=None)
settings.load_profile("repeatable")
torch.set_num_threads(1)  # two test processes on two cores; more threads only wait for each other


@functools.cache
def _namespace(name: str) -> dict:
    from matplotlib import pyplot

    namespace = runpy.run_path(str(ROOT / f"examples/{name}.py"))
    pyplot.close("all")
    return namespace


@pytest.fixture(scope="session")
def example():
    """`example("cnn/receptive_field")` runs that script once and returns what it defined."""
    return _namespace


@pytest.fixture
def mini(tmp_path: Path):
    """A miniature checkout, see miniature.py."""
    return miniature.make(tmp_path)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def site() -> Path:
    """The real site with its archive, brought up to date."""
    from cheatsheet.build import build
    from cheatsheet.project import Project

    project = Project(ROOT)
    build(project, frozenset({"zip"}))
    return project.site


@pytest.fixture(scope="session")
def server(site):
    """Address of a static server for the site, with a slash at its end."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, directory=str(site), **options)

        def log_message(self, *arguments):
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/"
    running.shutdown()


@pytest.fixture(scope="module")
def browser():
    """A real Chromium, closed after each file: printing starts Playwright anew in this process."""
    from playwright.sync_api import sync_playwright

    from cheatsheet.chromium import MISSING, find_chromium

    path = find_chromium()
    assert path, MISSING
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # root has none
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*sandbox, "--disable-gpu"])
        # A test that wants the service worker says so: it fetches the whole site.
        running.new_context = functools.partial(running.new_context, service_workers="block")
        yield running
        running.close()
