"""The pages of one build: what is put into their Markdown, which page uses which example. Knows no builder."""

from collections.abc import Iterable
from functools import cached_property
from posixpath import dirname, join, normpath

from cheatsheet.base.named import SETTINGS
from cheatsheet.base.problems import Problems, line_of
from cheatsheet.base.provenance import day_of_run
from cheatsheet.base.seal import enclosed, seal_of
from cheatsheet.base.source import read_source, unread
from cheatsheet.base.vocabulary import HOME, section_of
from cheatsheet.content import claims as ledger
from cheatsheet.content.consulted import Consulted
from cheatsheet.content.questions import QuestionPage
from cheatsheet.content.read import Content
from cheatsheet.content.sections import Section
from cheatsheet.examples.model import Result
from cheatsheet.markdown.evidence import EvidenceExtension, Page
from cheatsheet.pages.judged import Source
from cheatsheet.pages.made_parts import PARTS, made_part
from cheatsheet.pages.number_judge import Judge
from cheatsheet.pages.page_frame import TEMPLATE
from cheatsheet.pages.question_lists import links_back

# The page that is made from the ledger's entries.
LEDGER = "docs/claims.md"
# What the page is made from that a server shows for unknown addresses.
UNKNOWN = "overrides/404.html"
# What pages print beside their own text.
BESIDE = (ledger.FILE, SETTINGS, TEMPLATE, UNKNOWN)


class Pages:
    """Made from what was read before; hand `evidence` to the Markdown converter, and open each page first.

    `markdown` maps the path of a page to its text as it was converted, with its made parts, `sources` to its own text.
    `beside` are the texts of the other files that pages print, by path; a file that does not exist is left out.
    """

    def __init__(self, content: Content, problems: Problems):
        self.content, self.problems = content, problems
        self.consulted = Consulted(content)
        self.evidence = EvidenceExtension(self.consulted.watched, problems)
        self.markdown: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.written: dict[str, Source] = {}
        self.judge = Judge(content)
        paths = {name: content.project.root / name for name in BESIDE}
        # What is wrong with them is said elsewhere.
        self.beside = {
            name: read_source(path, name, Problems()) or ""
            for name, path in paths.items()
            if path.is_file()
        }
        self._made: dict[tuple[str, str, str], str] = {}

    def open_page(self, path: str, markdown: str, prefix: str) -> str:
        """Say that the page at `path` is converted next; returns its Markdown with the made parts in place.

        `prefix` is the way from its address to the site's root. The ledger's page is made from its entries, so that
        problems lie there.
        """
        name = path.removeprefix("docs/")
        self.sources[path] = own = self.content.pages.get(name, markdown)
        source = ledger.FILE if self._is_ledger(path) else path
        text, seal = self.beside.get(source, own), self._seal(path)
        self.evidence.page = Page(source, text, prefix, seal)
        slug = name.removesuffix(".md")
        about = section_of(slug)
        section = about if about in self.content.sections and about != HOME else ""
        if name in self.content.pages:
            # A hook may have added others, which nobody has read.
            self.written[path] = Source(source, text, seal, (path, own), section)
        self.consulted.take()
        lines = markdown.splitlines(keepends=True)
        for number, link in self._links_back(markdown, prefix, slug).items():
            lines[number - 1] += f"\n{enclosed(link, seal)}\n"
        made = PARTS.sub(lambda match: self._sealed(match[1], prefix, slug, seal), "".join(lines))
        self.markdown[path] = made
        return made

    def _links_back(self, markdown: str, prefix: str, slug: str) -> dict[int, str]:
        """Of a page of questions: what stands below the line of each heading that its section has too."""
        section = self.content.sections.get(section_of(slug))
        return links_back(markdown, section, prefix) if section and slug != section.slug else {}

    def _seal(self, path: str) -> str:
        """The seal of a page, which no text that is written for it can hold."""
        entries = [self.beside[ledger.FILE]] if self._is_ledger(path) else []
        return seal_of(path, self._text(path) or "", *entries)

    def _text(self, path: str) -> str | None:
        """The text of a page or of a file beside the pages, as this build has read it; None where there is none."""
        return self.content.pages.get(path.removeprefix("docs/"), self.beside.get(path))

    def _is_ledger(self, path: str) -> bool:
        """Whether a page is made from the ledger's entries, and there are some."""
        return path == LEDGER and ledger.FILE in self.beside

    def _sealed(self, name: str, prefix: str, slug: str, seal: str) -> str:
        part = self._part(name, prefix, slug)
        # Its entries are written by hand, but for what they quote.
        return part if name == "ledger" else enclosed(part, seal)

    def file_of(self, slug: str) -> str:
        """The file in which problems of a page lie whose source has this name."""
        path = f"docs/{slug}.md"
        if self._is_ledger(path):
            return ledger.FILE
        example = self.content.examples.get(slug.removeprefix("examples/"))
        return example.label if example else path

    def written_as(self, slug: str) -> Source | None:
        """What the page was written as whose source has this name, e.g. `losses` or `examples/cnn/pooling`.

        None for a page that the build did not make.
        """
        path = f"docs/{slug}.md"
        if path in self.written:
            return self.written[path]
        example = self.content.examples.get(slug.removeprefix("examples/"))
        if example:
            return Source(example.label, example.source, seal_of(example.source))
        if slug != UNKNOWN.rpartition("/")[2]:
            return None
        return Source(UNKNOWN, self.beside.get(UNKNOWN, ""))

    @property
    def listed(self) -> list[str]:
        """Addresses of the pages whose headings can be put on study lists."""
        sections = [section.url for section in self.content.numbered]
        return [*sections, *(page.url for page in self.content.questions.values()), "claims/"]

    def parts(self, markdown: str, prefix: str, slug: str) -> list[str]:
        """The made parts of the page docs/SLUG.md, in their order."""
        parts = [self._part(match[1], prefix, slug) for match in PARTS.finditer(markdown)]
        return [*parts, *self._links_back(markdown, prefix, slug).values()]

    def _part(self, name: str, prefix: str, slug: str) -> str:
        if (name, prefix, slug) not in self._made:
            self._made[name, prefix, slug] = made_part(
                name, self.content, prefix, slug, self._seal(LEDGER)
            )
        return self._made[name, prefix, slug]

    def note_dead_link(self, name: str, link: str) -> None:
        """Note a link to nowhere on the page `name`, e.g. `losses.md`."""
        to, _, anchor = link.partition("#")
        if anchor and f"docs/{normpath(join(dirname(name), to))}" in unread(self.problems):
            return
        path, needle = f"docs/{name}", f"({link}"
        if path == LEDGER:
            path, needle = ledger.FILE, link.replace(".md#", "/#", 1).removeprefix(f"{HOME}/")
        line = line_of(self._text(path) or "", needle)
        cure = "mend the page's name or the id after #"
        self.problems.add(path, line, f"the link {link} leads nowhere", cure)

    def users(self, address: str) -> list[tuple[str, str]]:
        """Address and title of the pages of sections and questions that quote an example, in their order."""
        paths = self.evidence.users.get(address, set())
        return [named for path, named in self._users.items() if path in paths]

    @cached_property
    def _users(self) -> dict[str, tuple[str, str]]:
        """Address and title by the path of the source."""
        sections, questions = self.content.sections.values(), self.content.questions.values()
        pages: list[Section | QuestionPage] = [*sections, *questions]
        return {page.label: (page.url, page.title) for page in pages}

    def note_examples(self, path: str, examples: Iterable[str]) -> None:
        """Say which examples a page shows that is not converted in this build."""
        for address in examples:
            self.evidence.users.setdefault(address, set()).add(path)

    def examples_of(self, path: str) -> list[str]:
        """The examples that a page shows, in order."""
        users = self.evidence.users
        return sorted(address for address, paths in users.items() if path in paths)

    def last_run(self, slug: str) -> str:
        """When the examples that a page uses last ran, as a date; empty where it uses none."""
        used = self.examples_of(f"docs/{slug}.md")
        return last_run(self.content.results[address] for address in used)


def last_run(results: Iterable[Result]) -> str:
    """Date of the newest of these runs, or of SOURCE_DATE_EPOCH; empty for none."""
    times = [result.ran for result in results]
    return day_of_run(max(times)) if times else ""
