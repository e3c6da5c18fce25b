"""Shared by all tests: the project's folders and the namespaces of its examples."""

import functools
import http.server
import os
import runpy
import shutil
import sys
import threading
from pathlib import Path

import matplotlib
import pytest
import threadpoolctl
import torch
from hypothesis import settings

import miniature
from engines.packages import missing
from interrupted import Ending

ROOT = Path(__file__).parents[1]
matplotlib.use("svg")
# The same cases in every run: what passes here passes in CI. --hypothesis-profile=searching draws new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("searching", deadline=None)
settings.load_profile("repeatable")
# Two test processes on two cores; more threads, of PyTorch or of NumPy's BLAS, only wait for each other.
torch.set_num_threads(1)
threadpoolctl.threadpool_limits(1)


def pytest_addoption(parser):
    parser.addoption("--engines", action="store_true", help="also in Firefox and WebKitGTK")
    parser.addoption(
        "--hostile", type=int, default=3, help="how many styled addresses and storages to try"
    )
    parser.addoption(
        "--fuzz", type=float, default=0, metavar="SECONDS",
        help="search so long for what a parser stumbles over (tests/test_fuzz.py)",
    )  # fmt: skip


def pytest_configure(config):
    sentence = config.getoption("engines") and missing()
    if sentence:
        raise pytest.UsageError(sentence)
    config.pluginmanager.register(Ending(config))


def pytest_collection_modifyitems(items):
    """Tests of a file that share a Chromium or examples' runs stay in one process: two would make them twice."""
    for item in items:
        shares = {"browser", "example"} & set(item.fixturenames)
        if shares and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


@functools.cache
def _namespace(name: str) -> dict:
    from matplotlib import pyplot

    path = ROOT / f"examples/{name}.py"
    sys.path.insert(0, str(path.parent))  # as for a script that is run: it imports from its folder
    namespace = runpy.run_path(str(path))
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
def built(tmp_path_factory):
    """A miniature that is built, to be read only."""
    from cheatsheet.commands.build import build

    project = miniature.make(tmp_path_factory.mktemp("built"))
    build(project)
    return project


@pytest.fixture
def styled(built, mini):
    """A miniature of its own whose example has not run and whose look need not be made."""
    miniature.take_over(built, mini)
    return mini


@pytest.fixture
def ran(built, styled):
    """A miniature of its own whose example has run already: it builds in a blink."""
    shutil.copytree(built.cache / "examples", styled.cache / "examples")
    return styled


@pytest.fixture
def rich(ran):
    """A miniature with all kinds of pages, whose example has run already."""
    miniature.enrich(ran)
    return ran


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def site() -> Path:
    """The real site with its archive, brought up to date."""
    from cheatsheet.base.project import Project
    from cheatsheet.commands.build import build

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

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *arguments):
            """Nothing to say: a browser that leaves a page takes no more of it."""

    running = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/"
    running.shutdown()


@pytest.fixture(scope="module")
def browser():
    """A real Chromium, closed after each file: printing starts Playwright anew in this process."""
    from playwright.sync_api import expect, sync_playwright

    from cheatsheet.base.chromium import MISSING, find_chromium

    path = find_chromium()
    assert path, MISSING
    # Milliseconds, as for clicks: a loaded machine is no fault of the page.
    expect.set_options(timeout=30_000)
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # root has none
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*sandbox, "--disable-gpu"])
        # A test that wants the service worker says so: it fetches the whole site.
        running.new_context = functools.partial(running.new_context, service_workers="block")
        yield running
        running.close()
