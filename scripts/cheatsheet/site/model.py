"""The site as a value: every file by its path, each page parsed once, changed by small steps, written once."""

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from lxml.html import HtmlElement

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.base.vocabulary import HOME

# What a server shows for addresses that it does not know, at any depth.
UNKNOWN = "404.html"


@dataclass
class Site:
    """Pages as trees and all other files as bytes, both by their path below the site's root, e.g. `losses/index.html`."""

    pages: dict[str, HtmlElement] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Site":
        """Read each file below `folder` once."""
        site = cls()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            if name.endswith(".html"):
                site.pages[name] = parse_page(path.read_text("utf-8"))
            else:
                site.files[name] = path.read_bytes()
        return site

    def write(self, folder: Path) -> None:
        """Make `folder` hold these files and no others."""
        shutil.rmtree(folder, ignore_errors=True)
        for name in (*self.pages, *self.files):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.data(name))
            # Whoever serves it may be somebody else.
            path.chmod(0o644)

    def holds(self, name: str) -> bool:
        """Whether there is a page or file of this path."""
        return name in self.pages or name in self.files

    def data(self, name: str) -> bytes:
        """The bytes of a page or file."""
        return page_text(self.pages[name]).encode() if name in self.pages else self.files[name]

    def text(self, name: str) -> str:
        """A file that is text."""
        return self.files[name].decode()

    def matching(self, pattern: str) -> list[str]:
        """Paths of the files, not pages, that fit a pattern; `*` stands for a part of a name, `**` also for folders."""
        name = re.compile(re.escape(pattern).replace(r"\*\*", ".*").replace(r"\*", "[^/]*"))
        return [path for path in self.files if name.fullmatch(path)]


def slug_of(page: str) -> str:
    """Name of a page's source: `losses` for `losses/index.html`, `index` for the home page."""
    return page.removesuffix("index.html").strip("/") or HOME


def article_of(root: HtmlElement) -> HtmlElement | None:
    """What a page itself says, without the theme's parts."""
    return root.find(".//article")
