"""The end of Playwright's driver: at once, whatever it does, and with its Chromium."""

import os
import signal
import subprocess
import sys
import textwrap
from threading import Event

import pytest

from cheatsheet.base.chromium import MISSING, find_chromium
from cheatsheet.editions.pdf.driver import Driver, Stopped

pytestmark = pytest.mark.xdist_group("print")

# Prints five documents and says of Ctrl-C what scripts/build says.
CHILD = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["GROUP"] = str(os.getpid())
from cheatsheet.editions.imprint import Imprint
from cheatsheet.editions.pdf.document import Document
from cheatsheet.editions.pdf.make import Documents, print_all
from cheatsheet.site.model import Site
document = Document("Tiny", Imprint("Tiny", "x", "x", "x", "en", "", []), "<main data-page='x'>x</main>")
try:
    print_all(Documents(document, document, document, document, {}, []), Site(), sys.argv[1], 0)
except KeyboardInterrupt:
    sys.exit(130)
"""


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def program(tmp_path):
    """`program(name, text)` is an executable of this Python or of the shell, by its path."""

    def program(name, text):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        path.chmod(0o755)
        return path

    return program


def test_a_driver_that_hears_nothing_is_killed(program, tmp_path, monkeypatch):
    deaf = f"""\
        #!/bin/sh
        exec '{sys.executable}' - <<'CODE'
        import os, pathlib, signal
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN)
        pathlib.Path({str(tmp_path / "pids")!r}).write_text(f"{{os.getpid()}} {{os.getsid(0)}}")
        while True:
            signal.pause()
        CODE
        """
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(program("node", textwrap.dedent(deaf))))
    stop = WhenWritten(tmp_path / "pids")
    driver = Driver(stop)
    with pytest.raises(Stopped):
        driver.start()
    driver.end()
    pid, session = map(int, (tmp_path / "pids").read_text().split())
    assert session == pid != os.getsid(0)
    assert not is_there(pid)


class WhenWritten(Event):
    """Set once a file is written."""

    def __init__(self, path):
        super().__init__()
        self._path = path

    def is_set(self):
        return self._path.exists() and bool(self._path.read_text())


def test_ctrl_c_while_chromium_starts_ends_all_of_it(program, tmp_path):
    path = find_chromium()
    assert path, MISSING
    wrapper = f"""\
        #!/bin/sh
        echo $$ $PPID >>'{tmp_path}/pids'
        mkdir '{tmp_path}/once' && kill -INT "-$GROUP"
        exec '{path}' "$@"
        """
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, program("chromium", textwrap.dedent(wrapper))],
        start_new_session=True, text=True, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        said = child.communicate(timeout=120)[1]
        assert child.returncode == 130, said
        assert "Error" not in said
        assert "Exception" not in said
        pids = (tmp_path / "pids").read_text().split()
        assert not [pid for pid in pids if is_there(int(pid))]
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
