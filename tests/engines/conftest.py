"""Each test runs in Chromium, and with --engines in Firefox and WebKitGTK too. Faults of its pages fail it."""

import importlib
from contextlib import ExitStack

import pytest

from engines import watched
from engines.chromium import start as start_chromium

NAMES = ["chromium", "firefox", "webkit"]


def pytest_generate_tests(metafunc):
    if "running" in metafunc.fixturenames:
        names = NAMES if metafunc.config.getoption("engines") else NAMES[:1]
        # All tests of an engine in one process: starting it takes longer than most of them.
        params = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in names]
        metafunc.parametrize("running", params, indirect=True, scope="module")


@pytest.fixture(scope="module")
def running(request, tmp_path_factory):
    """A window of the engine, for all tests of a file."""
    with ExitStack() as stack:
        if request.param == "chromium":
            yield stack.enter_context(start_chromium(request.getfixturevalue("browser")))
        else:
            # Their drivers are installed for --engines alone.
            module = importlib.import_module(f"engines.{request.param}")
            yield stack.enter_context(module.start(tmp_path_factory.mktemp(request.param)))


@pytest.fixture
def engine(running):
    """A window as wide as a laptop's, of a reader who was never here."""
    running.resize(1280, 800)
    yield running
    assert running.run("() => window.faults") == []
    running.forget()
    running.open("about:blank")


@pytest.fixture(scope="session")
def address(site):
    """Address of the site, with a slash at its end."""
    with watched.served(site) as found:
        yield found


@pytest.fixture(scope="session")
def folder(site, tmp_path_factory):
    """Address of the copy that opens from a folder; a reader's folders have spaces in their names."""
    return watched.unpacked(site, tmp_path_factory.mktemp("My downloads"))
