"""Which files beside the pages the site may hold: they are published as they are, so that nothing checks what they say."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from cheatsheet.base.problems import Problems
from cheatsheet.base.schema import brief
from cheatsheet.base.source import read_source

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
# What a host or a crawler looks for, read line by line: the form of a line, and the cure of another one.
NAME = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
ROBOTS = re.compile(
    r"(?:user-agent: *[\w*./-]+|(?:dis)?allow: *(?:/[\w*$./~%?=&-]*)?|crawl-delay: *\d{1,4}"
    rf"|sitemap: *https?://{NAME}(?:/[\w./~%?=&-]*)?)? *",
    re.I | re.A,
)
READ = {
    "CNAME": (re.compile(NAME, re.I), "write the name of one host, as cheatsheet.example.org"),
    "robots.txt": (
        ROBOTS,
        "write lines such as `User-agent: *` and `Disallow: /name/`, no comments",
    ),
}
# A page that is no Markdown is named where pages are looked through.
PAGE = ".html"
CURE = "write what it says into a page, and delete it; a file that a reader never sees goes into PUBLISHED of published_files.py"


def check_published(root: Path, paths: Iterable[str], problems: Problems) -> None:
    """Note the files that would be published and are in no list; paths start at the root of the project."""
    for path in paths:
        name = path.removeprefix("docs/")
        if name != path and name in READ:
            _check_lines(root / path, path, problems)
            continue
        is_known = name != path and any(fnmatchcase(name, form) for form in PUBLISHED)
        if not is_known and not path.endswith(PAGE):
            what = "it is published as it is, and nothing checks what it says"
            problems.add(path, None, what, CURE)


def _check_lines(file: Path, path: str, problems: Problems) -> None:
    """Note each line of a file that is none of its form; a CNAME has one line."""
    text = read_source(file, path, problems)
    if text is None:
        return
    form, cure = READ[file.name]
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        if not form.fullmatch(line) or (file.name == "CNAME" and number > 1):
            problems.add(path, number, f"{brief(line)} is no line of a {file.name}", cure)
