"""MkDocs called by itself: what a build reads before and writes after it is read and written here."""

import shutil
from collections.abc import Callable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.base.project import Project
from cheatsheet.content.read import Content, read_content
from cheatsheet.material.load import check_loaded
from cheatsheet.site.downloads import offer_downloads
from cheatsheet.site.installable import make_installable
from cheatsheet.site.model import Site


def read_alone(config: MkDocsConfig, root: Path) -> tuple[Content, Problems]:
    """What the project at `root` holds, and what is wrong with it. Raises PluginError where it cannot be read."""
    problems = Problems()
    try:
        content = read_content(Project(root), problems)
    except BadInput as bad:
        raise PluginError(str(bad)) from None
    check_loaded(config, content.project, problems)
    return content, problems


def write_alone(finished: Callable[[], Site], folder: Path, date: str, problems: Problems) -> None:
    """Write the finished site into `folder`, with offers of what exists by this `date`. Raises PluginError with all problems."""
    try:
        site = finished()
        problems.stop_if_any()
    except BadInput as bad:
        # MkDocs has written by now; nobody shall publish that.
        shutil.rmtree(folder)
        raise PluginError(str(bad)) from None
    offer_downloads(site, date)
    make_installable(site)
    site.write(folder)
