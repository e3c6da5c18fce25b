"""Which files beside the pages the site may hold: they are published as they are, so that nothing checks what they say."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from cheatsheet.base.problems import Problems

# Below docs/: scripts, fonts, icons, and style sheets, which have a check of their own.
PUBLISHED = (
    "addresses.txt",
    "assets/*.css",
    "assets/fonts/*.woff2",
    "assets/fonts/*-LICENSE.txt",
    "assets/icon.svg",
    "assets/icons/*.png",
    "assets/javascripts/*.js",
    "assets/katex/LICENSE",
    "assets/katex/fonts/*.woff2",
)
# A page that is no Markdown is named where pages are looked through.
PAGE = ".html"
CURE = "write what it says into a page, and delete it; a file that a reader never sees goes into PUBLISHED of published_files.py"


def check_published(paths: Iterable[str], problems: Problems) -> None:
    """Note the files that would be published and are in no list; paths start at the root of the project."""
    for path in paths:
        name = path.removeprefix("docs/")
        is_known = name != path and any(fnmatchcase(name, form) for form in PUBLISHED)
        if not is_known and not path.endswith(PAGE):
            what = "it is published as it is, and nothing checks what it says"
            problems.add(path, None, what, CURE)
