"""Live reload on a miniature: what is edited shows, and only the edited example runs."""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from cheatsheet.base.problems import BadInput
from cheatsheet.commands import serve as serving
from cheatsheet.commands.build import build
from cheatsheet.commands.serve import render
from miniature import GOOD, PAGE, snapshot, wait_for, write

ROOT = Path(__file__).parents[2]
SERVE = """if __name__ == "__main__":
    import sys
    from pathlib import Path
    from cheatsheet.base.project import Project
    from cheatsheet.commands.serve import serve
    serve(Project(Path(sys.argv[1])), int(sys.argv[2]))
"""
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def address(styled, port):
    """Address of the served miniature; what the server says is in `said.txt`."""
    write(styled.root, "examples/cnn/other.py", GOOD.replace("A line", "Another line"))
    said = styled.root / "said.txt"
    command = [sys.executable, "-c", SERVE, str(styled.root), str(port)]
    with open(said, "w", encoding="utf-8") as file:
        process = subprocess.Popen(command, env=ENVIRONMENT, stderr=file, stdout=file)
    wait_for(lambda: "Ready" in said.read_text("utf-8") or process.poll() is not None)
    assert process.poll() is None, said.read_text("utf-8")
    yield f"http://127.0.0.1:{port}/"
    process.terminate()
    process.wait()


def get(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def times(mini) -> dict[str, int]:
    """When each example's result was written."""
    return {path.stem: path.stat().st_mtime_ns for path in mini.cache.glob("examples/cnn/*.json")}


def test_edits_show_and_only_the_edited_example_runs(mini, address):
    before = times(mini)
    write(mini.root, "docs/cnn.md", PAGE + "\nMore of it.\n")
    wait_for(lambda: "More of it." in get(f"{address}cnn/"))
    assert times(mini) == before
    said = (mini.root / "said.txt").read_text("utf-8")
    assert "\ndocs/cnn.md changed\n" in said

    write(mini.root, "examples/cnn/other.py", GOOD.replace("A line", "A third line"))
    wait_for(lambda: "A third line" in get(f"{address}examples/cnn/other/"))
    assert {name for name, when in times(mini).items() if when != before[name]} == {"other"}


def test_a_faulty_edit_is_reported_and_the_last_good_page_stays(mini, address):
    write(mini.root, "docs/cnn.md", PAGE.replace("slope is [1.0]", "slope is [1.5]"))
    said = mini.root / "said.txt"
    wait_for(lambda: "the page says '1.5'" in said.read_text("utf-8"))
    page = get(f"{address}cnn/")
    assert ">1.0</a>" in page
    assert ">1.5</a>" not in page
    write(mini.root, "docs/cnn.md", PAGE + "\nMended.\n")
    wait_for(lambda: "Mended." in get(f"{address}cnn/"))


def test_an_edit_of_all_that_a_build_reads_is_noticed(mini, port, monkeypatch):
    told = []
    monkeypatch.setattr(serving, "serve_folder", lambda *arguments: told.append(arguments))
    serving.serve(mini, port)
    [(folder, at, sources, _)] = told
    assert (folder, at, sources) == (mini.cache / "served", port, mini.inputs)


def test_any_free_port_is_told_by_its_number(mini, monkeypatch, capsys):
    ports = []
    monkeypatch.setattr(serving, "render", lambda _project, _folder, address: ports.append(address))
    monkeypatch.setattr(
        serving, "serve_folder", lambda _folder, port, _sources, go: (ports.append(port), go([]))
    )
    serving.serve(mini, 0)
    number, address = ports
    assert number > 0
    assert address == f"http://127.0.0.1:{number}/"
    assert capsys.readouterr().err == f"Ready: {address}\n"


def test_what_changed_is_said_before_it_is_built(mini, monkeypatch, capsys):
    def serve_folder(_folder, _port, _sources, go):
        paths = [mini.root / "examples/cnn/good.py", mini.docs / "cnn.md", mini.docs / "terms.yml"]
        for count in range(1, 4):
            go([str(path) for path in paths[:count]])

    monkeypatch.setattr(serving, "render", lambda *_: print("rendered", file=sys.stderr))
    monkeypatch.setattr(serving, "serve_folder", serve_folder)
    serving.serve(mini, 0)
    lines = capsys.readouterr().err.splitlines()
    assert lines[::3] == [
        "examples/cnn/good.py changed",
        "examples/cnn/good.py and 1 other file changed",
        "examples/cnn/good.py and 2 other files changed",
    ]
    assert set(lines[1::3]) == {"rendered"}


def test_a_taken_port_is_named_before_anything_is_built():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        command = [sys.executable, "-m", "cheatsheet", "serve", "--port", str(number)]
        done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"Port {number} is taken; try scripts/serve --port {number + 1}.\n"


# --- What is served ------------------------------------------------------------------------------


def test_what_is_served_offers_no_downloads_and_retires_the_worker_of_an_earlier_visit(ran):
    build(ran, frozenset({"zip"}))
    before = snapshot(ran.site)
    folder = ran.cache / "served"
    render(ran, folder, "http://127.0.0.1:8000/")
    page = (folder / "cnn/index.html").read_text("utf-8")
    assert 'class="offers"' not in page
    assert "<!-- downloads -->" not in page
    assert "manifest.webmanifest" not in page
    worker = (folder / "service-worker.js").read_text("utf-8")
    assert "unregister" in worker
    assert "FILES" not in worker
    assert 'href="http://127.0.0.1:8000/cnn/"' in page
    # What scripts/build has made is another folder's.
    assert snapshot(ran.site) == before


def test_bad_input_leaves_what_is_served(ran):
    folder = ran.cache / "served"
    render(ran, folder, "http://127.0.0.1:8000/")
    before = snapshot(folder)
    write(ran.root, "docs/cnn.md", PAGE + "\nSee [x](nowhere.md).\n")
    with pytest.raises(BadInput, match=r"nowhere\.md leads nowhere"):
        render(ran, folder, "http://127.0.0.1:8000/")
    assert snapshot(folder) == before
    os.mkfifo(ran.docs / "a.png")
    with pytest.raises(BadInput, match=r"docs/a\.png: it is no file, but a pipe"):
        render(ran, folder, "http://127.0.0.1:8000/")
    assert snapshot(folder) == before


def test_a_file_that_goes_away_while_it_is_read_is_said_and_the_next_edit_is_built(
    mini, monkeypatch, capsys
):
    made = []

    def serve_folder(folder, port, inputs, rebuild):
        made.append(rebuild)

    def gone(*_):
        raise FileNotFoundError(2, "No such file or directory", str(mini.docs / "gone.md"))

    monkeypatch.setattr(serving, "serve_folder", serve_folder)
    serving.serve(mini, 0)
    monkeypatch.setattr(serving, "render", gone)
    made[0]([])
    said = capsys.readouterr().err
    assert said.startswith("docs/gone.md: No such file or directory.")
    assert "Traceback" not in said
    assert "Ready" not in said
