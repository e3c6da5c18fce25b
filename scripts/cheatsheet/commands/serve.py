"""Serve the site with live reload: an edit of a page or an example shows by itself."""

import os
import socket
import sys
from pathlib import Path

from cheatsheet.base.crash import sentence_of
from cheatsheet.base.memory import remembered
from cheatsheet.base.placing import put_in_place
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project, only_one
from cheatsheet.content.read import read_content
from cheatsheet.material.build import build_site
from cheatsheet.material.live_reload import serve_folder
from cheatsheet.material.local_server import HOST
from cheatsheet.site.downloads import offer_downloads
from cheatsheet.site.installable import retire_worker
from cheatsheet.site.output import Output


def serve(project: Project, port: int) -> None:
    """Build into a folder of its own and serve it until interrupted. Raises OSError where the port cannot be had."""
    # Taken? Say so before the first build.
    with socket.create_server((HOST, port)) as free:
        # Of 0 the system makes one that is free.
        port = free.getsockname()[1]
    folder = project.cache / "served"
    address = f"http://{HOST}:{port}/"

    def rebuild(changed: list[str]) -> None:
        if changed:
            print(_said(project, changed), file=sys.stderr)
        with only_one(project, "scripts/serve"), remembered(project.cache):
            try:
                render(project, folder, address)
            except Exception as error:
                # A file may come and go while it is read; the next edit is another build.
                print(sentence_of(error, project), file=sys.stderr)
                return
        print(f"Ready: {address}", file=sys.stderr)

    serve_folder(folder, port, project.inputs, rebuild)


def _said(project: Project, changed: list[str]) -> str:
    """The first file that changed, and how many others did."""
    first, others = os.path.relpath(changed[0], project.root), len(changed) - 1
    if not others:
        return f"{first} changed"
    return f"{first} and {others} other file{'s' * (others > 1)} changed"


def render(project: Project, folder: Path, address: str) -> None:
    """Put the site as it is served into `folder`. Raises BadInput, and then leaves what was there."""
    problems = Problems()
    content = read_content(project, problems)
    record = project.cache / "served.json"
    before = Output.read(record, folder)
    site = build_site(content, problems, project.cache / "served-mkdocs", address, before)
    offer_downloads(site, "")
    retire_worker(site)
    written = site.write(folder.with_name("served-new"))
    put_in_place(written.folder, folder)
    written.save(record, folder)
