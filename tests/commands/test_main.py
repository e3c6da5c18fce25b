"""The command line: what its options ask for, and what its exit code says."""

import errno
import gc
import sys

import pytest

from cheatsheet.__main__ import ROOT, main
from cheatsheet.base.problems import BadInput, Problem


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
