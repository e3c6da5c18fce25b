"""The command line: what its options ask for, and what its exit code says."""

import errno
import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cheatsheet.base.problems import BadInput, Problem
from cheatsheet.command_line import ROOT, main


@pytest.fixture
def run(monkeypatch):
    """`run("build", "--pdf")` gives the exit code; afterwards the collector of garbage is as it was."""

    def run(*words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["cheatsheet", *words])
        return main()

    yield run
    gc.enable()


@pytest.fixture
def calls(monkeypatch):
    """What was called, in turn, instead of builds and servers."""
    made = []

    def build(project, wanted):
        made.append(("build", project.root, set(wanted)))
        return "Built it."

    def publish(project):
        made.append(("publish", project.root))
        return ["cnn/", "cnn/#slope"]

    monkeypatch.setattr("cheatsheet.commands.build.build", build)
    monkeypatch.setattr("cheatsheet.commands.build.publish", publish)
    monkeypatch.setattr(
        "cheatsheet.commands.serve.serve", lambda project, port: made.append((project.root, port))
    )
    return made


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ([], set()),
        (["--pdf"], {"pdf"}),
        (["--zip"], {"zip"}),
        (["--epub"], {"epub"}),
        (["--pdf", "--zip"], {"pdf", "zip"}),
        (["--all"], {"pdf", "epub", "zip"}),
    ],
)
def test_options_name_the_editions(run, calls, capsys, root, options, wanted):
    assert run("build", *options) == 0
    assert calls == [("build", root, wanted)]
    assert capsys.readouterr().out == "Built it.\n"


def test_publishing_builds_again_since_the_site_ships_the_list(run, calls, capsys):
    assert run("build", "--zip", "--publish") == 0
    build = ("build", ROOT, {"zip"})
    assert calls == [build, ("publish", ROOT), build]
    assert "Added 2 addresses to the published ones." in capsys.readouterr().out


def test_bad_input_is_reported_on_stderr_and_by_the_exit_code(run, monkeypatch, capsys):
    def build(project, wanted):
        raise BadInput([Problem("docs/cnn.md", 7, "it is wrong", "mend it")])

    monkeypatch.setattr("cheatsheet.commands.build.build", build)
    assert run("build") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("docs/cnn.md:7: it is wrong\n    cure: mend it\n1 problem.")


@pytest.mark.parametrize("words", [("serve", "nosuch"), ("build", "--epubs"), ("robustness", "-q")])
def test_what_a_script_does_not_know_is_said_with_its_own_usage(run, calls, capsys, words):
    with pytest.raises(SystemExit) as end:
        run(*words)
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"usage: scripts/{words[0]} [-h]")
    assert said.endswith(f"scripts/{words[0]}: error: unrecognized arguments: {words[1]}\n")
    assert calls == []


@pytest.mark.parametrize(("options", "port"), [([], 8000), (["--port", "8123"], 8123)])
def test_the_server_gets_its_port(run, calls, root, options, port):
    assert run("serve", *options) == 0
    assert calls == [(root, port)]


@pytest.mark.parametrize(
    ("code", "port", "sentence"),
    [
        (errno.EADDRINUSE, 9000, "Port 9000 is taken; try scripts/serve --port 9001."),
        (errno.EADDRINUSE, 65535, "Port 65535 is taken; try scripts/serve --port 8000."),
        (
            errno.EACCES,
            80,
            "Port 80 is for the system's own services; try scripts/serve --port 8000.",
        ),
    ],
)
def test_a_port_that_cannot_be_had_has_a_cure(run, monkeypatch, capsys, code, port, sentence):
    def serve(project, port):
        raise OSError(code, "no")

    monkeypatch.setattr("cheatsheet.commands.serve.serve", serve)
    assert run("serve", "--port", str(port)) == 1
    assert capsys.readouterr().err == f"{sentence}\n"


def test_another_fault_of_the_system_is_not_hidden(run, monkeypatch, capsys):
    def serve(project, port):
        raise OSError(errno.ENOSPC, "no")

    monkeypatch.setattr("cheatsheet.commands.serve.serve", serve)
    assert run("serve") == 1
    assert capsys.readouterr().err.startswith("no.\n    cure: make room")


@pytest.mark.parametrize("port", ["70000", "65536", "-1", "x", "1e3", "", "²"])
def test_what_is_no_port_is_refused_with_a_sentence(run, calls, capsys, port):
    with pytest.raises(SystemExit) as stop:
        run("serve", "--port", port)
    assert stop.value.code == 2
    assert f"{port!r} is no port: write a number from 1 to 65535" in capsys.readouterr().err
    assert calls == []


@pytest.mark.parametrize("words", [[], ["print"], ["build", "--mobi"], ["serve", "--port", "x"]])
def test_what_is_no_command_is_refused(run, calls, capsys, words):
    with pytest.raises(SystemExit) as stop:
        run(*words)
    assert stop.value.code == 2
    assert calls == []


def command(said: str, **options) -> subprocess.CompletedProcess:
    """A build that says this."""
    code = (
        "import sys\nimport cheatsheet.commands.build as module\nfrom cheatsheet.command_line import main\n"
        f"module.build = lambda *_: {said!a}\nsys.exit(main())"
    )
    return subprocess.run(
        [sys.executable, "-c", code, "build"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has a device that is full")
def test_a_full_disk_behind_the_output_is_no_fault_of_the_build():
    with open("/dev/full", "w") as full:
        done = command("Built it.", stdout=full)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "What was done cannot be said: No space left on device; it is done"
    )
    assert "Nothing that was built before" not in done.stderr


def test_whoever_closes_the_pipe_hears_no_more():
    read, write = os.pipe()
    os.close(read)
    done = command("Built it.", stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_the_terminal_cannot_show_is_written_out(monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = command("Built ö.", stdout=subprocess.PIPE)
    assert (done.stdout, done.stderr) == ("Built \\xf6.\n", "")


def test_a_folder_whose_path_is_not_utf_8_is_named(run, monkeypatch, capsys):
    monkeypatch.setattr("cheatsheet.command_line.ROOT", Path("/bad\udcff"))
    assert run("build") == 1
    assert capsys.readouterr().err.startswith("/bad\\udcff: the path of this folder is not UTF-8")


def test_an_interruption_while_it_is_imported_has_no_traceback(tmp_path):
    """It ends by the signal, as a shell expects it."""
    (tmp_path / "cheatsheet").mkdir()
    for name in ("__init__.py", "__main__.py"):
        text = (ROOT / "scripts/cheatsheet" / name).read_text("utf-8")
        (tmp_path / "cheatsheet" / name).write_text(text, "utf-8")
    slow = "import time\nprint('here', flush=True)\ntime.sleep(60)\n"
    (tmp_path / "cheatsheet/command_line.py").write_text(slow, "utf-8")
    started = subprocess.Popen(
        [sys.executable, "-m", "cheatsheet", "build"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert started.stdout.readline() == "here\n"
    started.send_signal(signal.SIGINT)
    assert started.communicate()[1] == ""
    assert started.returncode == -signal.SIGINT
