"""The site as a value: every file by its path, changed by small steps, written once."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from lxml.html import HtmlElement

from cheatsheet.base.markup import parse_page
from cheatsheet.base.vocabulary import HOME
from cheatsheet.site.contents import Contents
from cheatsheet.site.facts import PageFacts, facts_of
from cheatsheet.site.output import NOTHING, Output, Written, state_of
from cheatsheet.site.trees import Change, Trees

# What a server shows for addresses that it does not know, at any depth.
UNKNOWN = "404.html"


class Site:
    """Pages as trees and all other files as bytes, both by their path below the site's root, e.g. `losses/index.html`.

    `before` is what was written last. What it holds under the same key is not made again.
    """

    def __init__(
        self,
        pages: Mapping[str, HtmlElement] | None = None,
        files: Mapping[str, bytes] | None = None,
        before: Output = NOTHING,
    ):
        self.pages, self.files, self.before = Trees(pages), Contents(files), before
        self._facts: dict[str, PageFacts] = {}
        # Of what is written already: a file that names all others is written last.
        self._digests: dict[str, str] = {}

    @classmethod
    def read(cls, folder: Path, before: Output = NOTHING) -> "Site":
        """Read each file below `folder` once."""
        site = cls(before=before)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            site.add(path.relative_to(folder).as_posix(), path.read_bytes())
        return site

    def add(self, name: str, data: bytes) -> None:
        """Hold a page, which is parsed, or another file."""
        if name.endswith(".html"):
            self.pages[name] = parse_page(data.decode())
        else:
            self.files[name] = data

    def keep(self, name: str, key: str, read: Callable[[], str], facts: PageFacts) -> None:
        """Hold a page by the way to its text, for which `key` stands, and by what is known of it."""
        self.pages.keep(name, key, read)
        # A copy, since changes add to it.
        self._facts[name] = replace(facts, ids=[*facts.ids])

    def facts(self, name: str) -> PageFacts:
        """What other pages and files want to know of a page."""
        return (
            self._facts[name]
            if name in self._facts
            else facts_of(self.pages[name], shows_example(name))
        )

    def change(self, name: str, key: str, change: Change, ids: tuple[str, ...] = ()) -> None:
        """Change a page, now or when it is needed, and say which ids that adds."""
        self.pages.change(name, key, change)
        if name in self._facts:
            self._facts[name].ids.extend(ids)

    def write(self, folder: Path) -> Output:
        """Make `folder` hold these files and no others."""
        shutil.rmtree(folder, ignore_errors=True)
        written: dict[str, Written] = {}
        there: set[str] = set()
        for name in (*self.pages, *self.files):
            # Plain strings: a large site has 25,000 files.
            path, key = os.path.join(folder, name), self._key(name)
            if (near := os.path.dirname(path)) not in there:
                os.makedirs(near, exist_ok=True)
                there.add(near)
            written[name] = self.before.link(name, key, path) or self._write(name, key, path)
            self._digests[name] = written[name].digest
        return Output(folder, written)

    def _write(self, name: str, key: str | None, path: str) -> Written:
        data = self.data(name)
        digest = hashlib.sha256(data).hexdigest()
        if not self.before.link_same(name, digest, path):
            with open(path, "wb") as file:
                file.write(data)
            # Whoever serves it may be somebody else.
            os.chmod(path, 0o644)
        return Written(key, digest, state_of(path))

    def holds(self, name: str) -> bool:
        """Whether there is a page or file of this path."""
        return name in self.pages or name in self.files

    def data(self, name: str) -> bytes:
        """The bytes of a page or file."""
        return self.pages.text(name).encode() if name in self.pages else self.files[name]

    def digest(self, name: str) -> str:
        """SHA-256 of the bytes of a page or file, without making what was written last and is the same."""
        known = self._digests.get(name) or self.before.digest(name, self._key(name))
        return known or hashlib.sha256(self.data(name)).hexdigest()

    def text(self, name: str) -> str:
        """A file that is text."""
        return self.files[name].decode()

    def matching(self, pattern: str) -> list[str]:
        """Paths of the files, not pages, that fit a pattern; `*` stands for a part of a name, `**` also for folders."""
        name = re.compile(re.escape(pattern).replace(r"\*\*", ".*").replace(r"\*", "[^/]*"))
        return [path for path in self.files if name.fullmatch(path)]

    def _key(self, name: str) -> str | None:
        return self.pages.key(name) if name in self.pages else self.files.key(name)


def slug_of(page: str) -> str:
    """Name of a page's source: `losses` for `losses/index.html`, `index` for the home page."""
    return page.removesuffix("index.html").strip("/") or HOME


def shows_example(page: str) -> bool:
    """Whether this page of the site is one example's."""
    return page.startswith("examples/") and page.count("/") > 1


def article_of(root: HtmlElement) -> HtmlElement | None:
    """What a page itself says, without the theme's parts."""
    return root.find(".//article")
