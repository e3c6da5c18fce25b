"""The command line behind scripts/build and scripts/serve."""

import argparse
import gc
import sys
from pathlib import Path

from cheatsheet.faults import BadInput
from cheatsheet.project import Project


def main() -> int:
    """Run one command; the exit code says whether it went well."""
    parser = argparse.ArgumentParser(prog="cheatsheet")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", prog="scripts/build", help="write site/")
    build.add_argument(
        "--pdf", action="store_true", help="also print it, each section, and a handout"
    )
    build.add_argument(
        "--zip", action="store_true", help="also pack a copy that opens from a folder"
    )
    build.add_argument("--all", action="store_true", help="both")
    build.add_argument(
        "--publish", action="store_true", help="also list new addresses as permanent"
    )
    serve = commands.add_parser(
        "serve", prog="scripts/serve", help="browse the site with live reload"
    )
    serve.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    project = Project(Path(__file__).resolve().parents[2])
    try:
        if arguments.command == "build":
            from cheatsheet.build import MAKERS, build

            gc.disable()  # little of what a build makes is garbage; looking for it takes a tenth of the time
            wanted = {name for name in MAKERS if arguments.all or getattr(arguments, name)}
            print(build(project, frozenset(wanted)))
            if arguments.publish:
                from cheatsheet.addresses import LIST, publish

                print(f"Added {len(publish(project))} addresses to {LIST}.")
                build(project, frozenset(wanted))  # the site ships the list
        else:
            from cheatsheet.serve import serve as serve_site

            serve_site(project, arguments.port)
    except BadInput as bad:
        print(bad, file=sys.stderr)
        return 1
    except OSError as error:
        if arguments.command == "serve" and error.errno in (
            48,
            98,
        ):  # EADDRINUSE on macOS and Linux
            print(
                f"Port {arguments.port} is taken; try scripts/serve --port {arguments.port + 1}.",
                file=sys.stderr,
            )
            return 1
        raise
    return 0


if __name__ == "__main__":
    sys.exit(main())
