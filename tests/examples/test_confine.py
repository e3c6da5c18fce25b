"""What an example cannot reach: files that its key does not know, in whatever way, clocks, programs, other machines."""

import os
import subprocess
import sys

import pytest

from cheatsheet.examples import workers
from miniature import add_example as add
from miniature import write

ALONE = "an example sees its script and modules _NAME.py beside it alone; this one"
# Runs code shut in, and tells how it ended.
CONFINED = """import sys
from pathlib import Path
from cheatsheet.examples.confine import confine
task, code = Path(sys.argv[1]), sys.argv[2]
sys.prefix = str(task.with_name("installed"))
confine(task, {})
try:
    exec(code)
    said = "done"
except BaseException as error:
    said = f"{type(error).__name__}: {error}"
(task / "result").write_text(said)
"""
OPENING = "import os, shutil, sys\nfrom pathlib import Path\nold = Path('../../outside/old')\n"
CHANGING = [
    "old.unlink()",
    "old.chmod(0o600)",
    "old.rename('in')",
    "Path('in').hardlink_to(old)",
    "os.truncate(old, 0)",
    "os.utime(old)",
    "os.chown(old, -1, -1)",
    *(["os.setxattr(old, 'user.a', b'x')"] if hasattr(os, "setxattr") else []),
    "os.open(old, os.O_RDONLY | os.O_TRUNC)",
    "old.with_name('empty').rmdir()",
    "shutil.rmtree(old.parent)",
    "shutil.move(old, 'in')",
    "shutil.copy('own', old)",
    "shutil.copymode('own', old)",
    "Path('own').rename(old.with_name('new'))",
    "Path('own').replace(old)",
    "old.with_name('new').mkdir()",
    "old.with_name('new').touch()",
    "old.with_name('new').hardlink_to('own')",
    "old.with_name('new').symlink_to('own')",
    # Through a link, and out of an open folder.
    "Path('link').symlink_to(old.resolve())\nPath('link').chmod(0o600)",
    "Path('link').symlink_to(old.parent.resolve())\nPath('link', 'old').unlink()",
    "os.remove('../../outside/old', dir_fd=os.open('.', os.O_RDONLY))",
    "os.rename('own', '../../outside/new', dst_dir_fd=os.open('.', os.O_RDONLY))",
    # A link that lies outside and leads to what is its own.
    "old.with_name('inward').unlink()",
]
READING = [
    "old.read_text()",
    "os.listdir(old.parent)",
    "Path('link').symlink_to(old.resolve())\nPath('link').read_text()",
    "Path('own').resolve().read_text()\nlink = Path('own').resolve()\nlink.unlink()\nlink.symlink_to(old.resolve())\nlink.read_text()",
    "Path('/proc/uptime').read_text()",
    "open('/dev/urandom', 'rb').read(8)",
    "open('/dev/random', 'rb')",
    "Path('/proc/self/stat').read_text()",
    "Path('/sys/class').iterdir().__next__()",
]
OWN = """
if os.path.exists('/proc/self/maps'):
    Path('/proc/self/maps').read_text()  # scikit-learn does
Path('new').mkdir()
Path('own').rename('new/own')
Path('new/link').symlink_to('own')
Path('new/link').unlink()
os.chmod('own', 0o600, dir_fd=os.open('new', os.O_RDONLY))
with open('new/own', 'r+') as file:
    os.truncate(file.fileno(), 1)
    os.utime(file.fileno())
assert Path('new/own').read_text() == 'm'
shutil.copytree('new', 'copied')
shutil.rmtree('new')
Path('copied/own').resolve().unlink()
Path('copied').rmdir()
with open('/dev/null', 'w') as file:
    file.write('x')
"""


@pytest.fixture
def outcome(tmp_path, root):
    """`outcome(code)` runs it with `old` outside and `own` in its folder, and returns how it ended."""
    write(tmp_path, "outside/old", "foreign")
    write(tmp_path, "installed/old", "installed")
    write(tmp_path, "task/work/own", "mine")
    (tmp_path / "outside/empty").mkdir()
    (tmp_path / "outside/inward").symlink_to(tmp_path / "task/work/own")

    def outcome(code):
        subprocess.run(
            [sys.executable, "-c", CONFINED, tmp_path / "task", OPENING + code],
            env={**os.environ, "PYTHONPATH": str(root / "scripts")},
            check=True,
        )
        return (tmp_path / "task/result").read_text("utf-8")

    return outcome


def seen_from(folder):
    """What lies in a folder, and what is said of it."""
    return {
        path.name: (path.lstat().st_mode, path.lstat().st_mtime_ns, path.lstat().st_nlink)
        + ((path.read_text("utf-8"),) if path.is_file() else ())
        for path in folder.iterdir()
    }


@pytest.mark.parametrize("code", CHANGING)
def test_nothing_outside_of_its_folder_is_changed(outcome, tmp_path, code):
    before = seen_from(tmp_path / "outside")
    assert outcome(code).startswith(f"PermissionError: {ALONE} ")
    assert seen_from(tmp_path / "outside") == before


@pytest.mark.parametrize("code", READING)
def test_nothing_outside_of_its_folder_is_read(outcome, code):
    assert outcome(code).startswith(f"PermissionError: {ALONE} reads ")


@pytest.mark.parametrize(
    "code",
    [
        "open(new, 'w')",
        "new.touch()",
        "new.mkdir()",
        "old.unlink()",
        "old.rename('in')",
        "shutil.rmtree(sys.prefix)",
    ],
)
def test_what_is_installed_may_be_read_alone(outcome, tmp_path, code):
    names = "new, old = Path(sys.prefix, 'new'), Path(sys.prefix, 'old')\nassert old.read_text() == 'installed'\n"
    before = seen_from(tmp_path / "installed")
    assert outcome(names + code).startswith(f"PermissionError: {ALONE} ")
    assert seen_from(tmp_path / "installed") == before


def test_in_its_own_folder_all_may_be_changed(outcome):
    assert outcome(OWN) == "done"


@pytest.mark.parametrize(
    "code",
    [
        "os.system('date')",
        "os.execv('/bin/date', ['date'])",
        "os.posix_spawn('/bin/date', ['date'], {})",
    ],
)
def test_no_program_is_started_but_python(outcome, code):
    assert outcome(code).startswith(
        "PermissionError: an example starts no program but Python; this one starts "
    )
    assert (
        outcome("import subprocess\nsubprocess.run([sys.executable, '-c', ''], check=True)")
        == "done"
    )


def test_an_example_sees_nothing_that_its_key_does_not_know(project, run, tmp_path, monkeypatch):
    write(project.root, "examples/a/data.csv", "1\n")
    write(project.root, "json.py", "raise ImportError('of the caller')\n")
    write(project.root, "matplotlibrc", "lines.linewidth: 20\nfont.size: 1\n")
    monkeypatch.chdir(project.root)
    for name, value in {
        "PYTHONOPTIMIZE": "2", "PYTHONPATH": str(project.root), "MATPLOTLIBRC": "matplotlibrc",
        "MPLBACKEND": "nonsense", "TZ": "Asia/Tokyo", "TORCH_LOGS": "+all", "SECRET": "told",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    add(project, "absolute", f"open({str(project.examples / 'a/data.csv')!r})")
    add(project, "beside", "open('data.csv')")
    add(project, "home", "from pathlib import Path\nlist(Path.home().parent.parent.iterdir())")
    add(project, "written", f"open({str(tmp_path / 'new')!r}, 'w')")
    add(project, "network", "import urllib.request\nurllib.request.urlopen('http://example.org')")
    add(project, "layers", "import data_of_mine")
    add(project, "program", "import subprocess\nsubprocess.run(['date'])")
    write(project.root, "examples/a/data_of_mine/__init__.py", "")
    add(
        project,
        "seen",
        "import json, os, sys, time\nimport matplotlib.pyplot as plt\n"
        "said = [time.strftime('%z'), plt.rcParams['lines.linewidth'], sys.flags.optimize,\n"
        "        len(os.listdir()), os.environ.get('SECRET')]\n"
        "open('kept.txt', 'w').write('x')\nassert open('kept.txt').read() == 'x'\n"
        "computed = {'seen': json.dumps(said)}",
    )
    add(project, "asserts", "assert 1 == 2, 'no'")
    workers.stop()
    results, _, problems = run()
    workers.stop()
    assert set(results) == {"a/seen"}
    assert results["a/seen"].facts["seen"].text == '["+0000", 1.8, 0, 0, null]'
    for problem, what in zip(
        problems,
        [
            f"absolute.py:6: cell 2: PermissionError: {ALONE} reads",
            "asserts.py:6: cell 2: AssertionError: no",
            "beside.py:6: cell 2: FileNotFoundError: ",
            f"home.py:7: cell 2: PermissionError: {ALONE} reads",
            "layers.py: it imports data_of_mine, which lies beside it",
            "network.py:7: cell 2: ",
            "program.py:7: cell 2: PermissionError: an example starts no program but Python",
            f"written.py:6: cell 2: PermissionError: {ALONE} writes to",
        ],
        strict=True,
    ):
        assert what in problem
    assert "asks no other machine" in problems[5]
    assert not (tmp_path / "new").exists()
