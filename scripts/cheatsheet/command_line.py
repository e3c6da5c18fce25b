"""The command line behind scripts/build, scripts/robustness and scripts/serve: what it takes, and what it says at the end."""

import argparse
import errno
import gc
import os
import sys
from io import TextIOWrapper
from pathlib import Path

from cheatsheet.base.crash import sentence_of
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.examples.share import Share

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT, LAST_PORT = 8000, 65535
REFUSED = {errno.EADDRINUSE: "is taken", errno.EACCES: "is for the system's own services"}


def main() -> int:
    """Run one command; the exit code says whether it went well."""
    parser = argparse.ArgumentParser(prog="cheatsheet")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser(
        "build", prog="scripts/build", help="write site/", allow_abbrev=False
    )
    add = build.add_argument
    add("--pdf", action="store_true", help="also print it, each section, and a handout")
    add("--epub", action="store_true", help="also make an e-book of it")
    add(
        "--zip", action="store_true",
        help="also pack a copy that opens from a folder, and all examples",
    )  # fmt: skip
    add("--all", action="store_true", help="all of these")
    add(
        "--shard", type=_share, metavar="K/N",
        help="only run the K-th of N shares of the examples, for a build that joins them",
    )  # fmt: skip
    add("--publish", action="store_true", help="also list new addresses as permanent")
    serve = commands.add_parser(
        "serve", prog="scripts/serve", help="browse it with live reload", allow_abbrev=False
    )
    serve.add_argument("--port", type=_port, default=DEFAULT_PORT, help="0 for any that is free")
    robust = commands.add_parser(
        "robustness", prog="scripts/robustness", help="try the facts with other seeds and choices",
        allow_abbrev=False,
    )  # fmt: skip
    robust.add_argument("words", nargs="*", help="only examples whose address holds one of these")
    robust.add_argument("--all", action="store_true", help="also what did not change")
    options, unknown = parser.parse_known_args()
    if unknown:
        # Said with the usage of the script that was called.
        commands.choices[options.command].error(f"unrecognized arguments: {' '.join(unknown)}")
    if not __debug__:
        cure = "leave it out, and PYTHONOPTIMIZE too"
        print(
            f"Python runs with -O, which switches the checks of this program off: {cure}.",
            file=sys.stderr,
        )
        return 1
    os.umask(0o022)  # what is built is read by others
    for stream in (sys.stdout, sys.stderr):
        # A path may hold what the terminal cannot show.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    project = Project(ROOT)
    kept = "" if options.command == "robustness" else " Nothing that was built before has changed."
    try:
        _check_root()
        said, code = _run(project, options)
    except KeyboardInterrupt:
        print(f"\nInterrupted.{kept}", file=sys.stderr)
        return 130
    except Exception as error:
        print(f"{sentence_of(error, project)}{kept}", file=sys.stderr)
        return 1
    return code if _say(said) else 1


def _check_root() -> None:
    try:
        str(ROOT).encode()
    except UnicodeEncodeError:
        problems = Problems()
        what = "the path of this folder is not UTF-8"
        problems.add(ascii(str(ROOT))[1:-1], None, what, "move it to a folder whose name is")
        problems.stop_if_any()


def _say(said: str) -> bool:
    """Whether what was done could be told; whoever closes a pipe wants to hear no more."""
    try:
        if said:
            print(said, flush=True)
    except OSError as error:
        # Python would try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno != errno.EPIPE:
            cure = "it is done all the same; make room, or write to another place"
            print(f"What was done cannot be said: {error.strerror}; {cure}.", file=sys.stderr)
            return False
    return True


def _run(project: Project, options: argparse.Namespace) -> tuple[str, int]:
    """What was done, and the exit code."""
    if options.command == "build":
        return _build(project, options), 0
    if options.command == "robustness":
        return "", _robustness(project, options)
    return "", _serve(project, options.port)


def _share(word: str) -> Share:
    try:
        return Share.read(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _port(word: str) -> int:
    """A number of a port."""
    if not word.isdecimal() or int(word) > LAST_PORT:
        what = (
            f"{word!r} is no port: write a number from 1 to {LAST_PORT}, or 0 for any that is free"
        )
        raise argparse.ArgumentTypeError(what)
    return int(word)


def _build(project: Project, options: argparse.Namespace) -> str:
    from cheatsheet.commands.build import EDITIONS, build, publish

    if options.shard:
        from cheatsheet.commands.share import run_share

        return run_share(project, options.shard)
    # Little of what a build makes is garbage; looking for it takes a tenth of the time.
    gc.disable()
    wanted = frozenset(name for name in EDITIONS if options.all or getattr(options, name))
    said = build(project, wanted)
    if options.publish:
        said += f"\nAdded {len(publish(project))} addresses to the published ones."
        # The site ships the list.
        build(project, wanted)
    return said


def _robustness(project: Project, options: argparse.Namespace) -> int:
    from cheatsheet.commands.robustness import robustness

    return 0 if robustness(project, options.words, options.all) else 1


def _serve(project: Project, port: int) -> int:
    from cheatsheet.commands.serve import serve

    try:
        serve(project, port)
    except OSError as error:
        if error.errno not in REFUSED:
            raise
        other = port + 1 if DEFAULT_PORT <= port < LAST_PORT else DEFAULT_PORT
        print(
            f"Port {port} {REFUSED[error.errno]}; try scripts/serve --port {other}.",
            file=sys.stderr,
        )
        return 1
    return 0
