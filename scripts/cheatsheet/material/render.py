"""Which pages of a build are made anew, and what is known of all of them."""

import json
from collections.abc import Iterator

from lxml.html import HtmlElement

from cheatsheet.base.cache import Cache, digest_of
from cheatsheet.base.links import way_to_root
from cheatsheet.base.markup import page_text
from cheatsheet.base.vocabulary import section_of
from cheatsheet.material.kept import KeptPages, Record
from cheatsheet.material.page import Finished
from cheatsheet.pages.model import Pages
from cheatsheet.pages.social_card import describe_card
from cheatsheet.site.facts import PageFacts
from cheatsheet.site.model import slug_of


class Rendered:
    """The pages of one build, by their path in the site. `shared` stands for all that every page depends on."""

    def __init__(self, pages: Pages, cache: Cache, shared: str, site_name: str):
        self.pages, self.shared, self.site_name = pages, shared, site_name
        self._kept = KeptPages(cache, pages.consulted)
        self._keys: dict[str, str] = {}
        self._records: dict[str, Record] = {}
        self._settled: dict[str, Record] = {}
        self._titles: dict[str, str] = {}
        self._consulted: dict[str, list[list[str]]] = {}

    @property
    def names(self) -> list[str]:
        """All pages in the order of the navigation."""
        return list(self._keys)

    @property
    def fresh(self) -> list[str]:
        """The pages that are made anew."""
        return [name for name in self._keys if name not in self._records]

    def digest(self, name: str) -> str:
        """Of a page's text. Its key would not do, which leaves out what the page looked up."""
        return self._record(name).digest

    def look_up(self, name: str, slug: str, source: str) -> Record | None:
        """Enter the page docs/SLUG.md whose Markdown is `source`; its record where it need not be made anew."""
        parts = self.pages.parts(source, way_to_root(name), slug)
        return self._look_up(name, section_of(slug), source, *parts)

    def look_up_example(self, name: str, address: str) -> Record | None:
        """Enter the page of an example."""
        content = self.pages.content
        result, example = content.results[address], content.examples[address]
        cells = result.cells or digest_of(result.notebook.read_bytes())
        run = self.pages.consulted.digest("example", address)
        words = [content.alternative(address, figure) for figure in result.figures]
        return self._look_up(name, example.folder, example.digest, run, cells, json.dumps(words))

    def _look_up(self, name: str, slug: str, *inputs: str) -> Record | None:
        card = describe_card(self.pages.content, slug, "", self.site_name)
        judged = self.pages.judge.digest(self.pages.file_of(slug_of(name)))
        self._keys[name] = digest_of(self.shared, name, json.dumps(dict(card)), judged, *inputs)
        record = self._kept.find(name, self._keys[name])
        if record is not None:
            self._records[name] = record
            self.pages.note_examples(f"docs/{slug_of(name)}.md", record.examples)
        return record

    def converted(self, name: str, title: str) -> None:
        """A page of Markdown has just been converted: what was looked up since it was opened is its own."""
        self._titles[name], self._consulted[name] = title, self.pages.consulted.take()

    def settle(self, name: str, root: HtmlElement, finished: Finished) -> None:
        """Keep the text of a page that was made anew; what is known of it waits until nothing is wrong."""
        text = page_text(root)
        self._kept.write_text(name, self._keys[name], text)
        self._settled[name] = Record(
            digest_of(text),
            self._titles.get(name, ""),
            self.pages.examples_of(f"docs/{slug_of(name)}.md"),
            self._consulted.get(name, []),
            finished.headings,
            finished.entries,
            finished.questions,
            finished.facts,
        )

    def text(self, name: str) -> str:
        return self._kept.text(name, self._keys[name])

    def facts(self, name: str) -> PageFacts:
        return self._record(name).facts

    def records(self) -> Iterator[Record]:
        """What is known of all pages, in the order of the navigation."""
        return map(self._record, self._keys)

    def _record(self, name: str) -> Record:
        return self._records.get(name) or self._settled[name]

    def keep(self) -> None:
        """Nothing is wrong: let the next build find what was made anew."""
        self._kept.write_records(
            {name: (self._keys[name], record) for name, record in self._settled.items()}
        )
        self._kept.forget_others(self.names)
