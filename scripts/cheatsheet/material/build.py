"""Run MkDocs on what was read."""

import errno
import logging
import os
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build

from cheatsheet.base.crash import stumbled
from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.content.read import Content
from cheatsheet.material.faults import note_template
from cheatsheet.material.hooks import guard_hooks
from cheatsheet.material.load import load
from cheatsheet.material.plugin import CheatsheetPlugin
from cheatsheet.material.theme_files import check_theme
from cheatsheet.site.model import Site
from cheatsheet.site.output import NOTHING, Output

# What a disk says on which nothing more can be written.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


def build_site(
    content: Content,
    problems: Problems,
    folder: Path,
    site_url: str | None = None,
    before: Output = NOTHING,
) -> Site:
    """The finished site; `folder` is where MkDocs writes. Raises BadInput with all problems, OSError for a theme that is not whole.

    `site_url` stands for the address that the configuration names, `before` is what was written last.
    """
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    settings = {"site_dir": str(folder)} | ({"site_url": site_url} if site_url else {})
    check_theme()
    config = load(content.project, problems, **settings)
    plugin = config.plugins["cheatsheet"]
    assert isinstance(plugin, CheatsheetPlugin)
    plugin.take(content, problems, before)
    guard_hooks(config, problems)
    try:
        mkdocs_build(config)
    except BadInput:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            raise  # MkDocs calls it an error of the page that it was writing
        if note_template(error, content.project.root, problems):
            problems.stop_if_any()
        if problems:
            # It goes on with what a problem leaves, and may stumble over that.
            stumbled(content.project, "the site", problems)
        problems.stop_if_any()
        raise
    problems.stop_if_any()
    assert plugin.site is not None
    return plugin.site
