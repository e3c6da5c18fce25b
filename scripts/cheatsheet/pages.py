"""One build of the site's pages: what the evidence says, what each page needs, all faults. Knows no builder."""

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

import yaml

from cheatsheet import overviews
from cheatsheet.evidence import Evidence, EvidenceExtension, Page
from cheatsheet.examples import Result
from cheatsheet.faults import Fault, line_of
from cheatsheet.formulas import MARKED, FormulaError, Formulas, unmark
from cheatsheet.ledger import SECTIONS, Claim, load_claims, load_references
from cheatsheet.overviews import Section
from cheatsheet.places import Place, find_places, plain
from cheatsheet.project import Project
from cheatsheet.run import run_examples
from cheatsheet.study_lists import StudyLists
from cheatsheet.term_index import term_index
from cheatsheet.terms import Terms, read_terms

FIGURE = re.compile(
    r"!\[(?P<alt>[^\]]*)\]\(example:(?P<address>[a-z0-9_/-]+)#(?P<figure>[a-z0-9_-]+)"
)
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.S)
LEAD = re.compile(r"^(?P<lead>.+)\n\{ \.lead \}$", re.M)
HEADING = re.compile(r"^# (?P<title>.+?)(?: *\{.*\})? *$", re.M)
PARTS = re.compile(r"<!-- (map|gallery|summary|ledger|terms) -->")


def last_run(results: list[Result]) -> str:
    """Date of the newest of these runs, or of SOURCE_DATE_EPOCH; empty for none."""
    if not results:
        return ""
    newest = max(result.notebook.stat().st_mtime for result in results)
    return day(float(os.environ.get("SOURCE_DATE_EPOCH", newest)))


def day(seconds: float) -> str:
    """A date as the site prints it, e.g. 22 November 2026."""
    date = datetime.fromtimestamp(seconds, UTC)
    return f"{date.day} {date:%B %Y}"


@dataclass
class Build:
    """State of one build. Make it, render the pages, then look at `faults`."""

    project: Project
    evidence: Evidence = field(default_factory=Evidence)
    formulas: Formulas = field(default_factory=Formulas)
    claims: list[Claim] = field(default_factory=list)
    sections: dict[str, Section] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    alts: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # example: {figure: alt text of a page}
    markdown: dict[str, str] = field(default_factory=dict)  # page: its text with the made parts
    seconds: dict[str, float] = field(default_factory=dict)  # of the cells of the examples that ran
    study: StudyLists = field(default_factory=StudyLists)

    def __post_init__(self) -> None:
        self.extension = EvidenceExtension(self.evidence)

    @property
    def faults(self) -> list[Fault]:
        return self.evidence.faults

    @property
    def results(self) -> dict[str, Result]:
        return self.evidence.results

    def prepare(self) -> None:
        """Run the examples that changed; read the ledger, the references and what pages say of themselves."""
        evidence = self.evidence
        evidence.results, faults, self.seconds = run_examples(self.project)
        evidence.failed = {
            fault.path.removeprefix("examples/").removesuffix(".py") for fault in faults
        }
        evidence.references, more = load_references(
            self.project.docs / "references.yml", "docs/references.yml"
        )
        self.claims, most = load_claims(
            self.project.docs / "claims.yml", "docs/claims.yml", evidence.references
        )
        evidence.claims = {claim.id: claim for claim in self.claims}
        evidence.faults += [*faults, *more, *most]
        places = [Place(f"claims/#{claim.id}", "claim", claim.id, "") for claim in self.claims]
        for slug in SECTIONS:
            path = self.project.docs / f"{slug}.md"
            if path.exists():
                text = path.read_text("utf-8")
                self._read_page(slug, text)
                places += find_places(slug, text) if slug != "index" else []
        self.terms, lost = read_terms(self.project.docs, places)
        evidence.terms, evidence.faults = self.terms.by_slug, [*evidence.faults, *lost]

    def _read_page(self, slug: str, text: str) -> None:
        matter = FRONT_MATTER.search(text)
        meta = (yaml.safe_load(matter[1]) if matter else None) or {}
        heading, lead = HEADING.search(text), LEAD.search(text)
        self.sections[slug] = Section(
            slug,
            heading["title"] if heading else slug,
            plain(lead["lead"]) if lead else "",
            meta.get("description", ""),
            meta.get("plot", ""),
        )
        for figure in FIGURE.finditer(text):
            self.alts.setdefault(figure["address"], {})[figure["figure"]] = figure["alt"]

    def fill(self, markdown: str, prefix: str) -> str:
        """Put the parts that are made in place of their marks, e.g. `<!-- gallery -->`."""
        sections = [section for slug, section in self.sections.items() if slug != "index"]
        made = {
            "map": lambda: overviews.section_map(sections, prefix),
            "gallery": lambda: overviews.gallery(self.results, sections, prefix),
            "summary": lambda: overviews.ledger_summary(self.claims),
            "ledger": lambda: overviews.ledger_entries(
                self.claims, self.evidence.references, self.sections, self.results
            ),
            "terms": lambda: term_index(self.terms, prefix),
        }
        return PARTS.sub(lambda match: made[match[1]](), markdown)

    def open_page(self, path: str, text: str, prefix: str) -> None:
        """Say which page is converted next. The ledger's page is converted from its entries: faults lie there."""
        page = Page(path, text, prefix)
        if path == "docs/claims.md":
            page.path = "docs/claims.yml"
            page.text = (self.project.docs / "claims.yml").read_text("utf-8")
        self.extension.page = page

    def dead_link(self, name: str, link: str) -> Fault:
        """The fault of a link on the page `name`; the ledger's page is made from its entries, so it lies there."""
        if name == "claims.md":
            name, needle = "claims.yml", link.replace(".md#", "/#", 1).removeprefix("index/")
        else:
            needle = f"({link}"
        path = self.project.docs / name
        line = line_of(path.read_text("utf-8"), needle) if path.exists() else None
        return Fault(
            f"docs/{name}",
            line,
            f"the link {link} leads nowhere",
            "mend the page's name or the id after #",
        )

    def render_formulas(self, html: str, path: str, text: str) -> str:
        """KaTeX in place of every marked formula; `path` and `text` are the source, for faults."""

        def render(match: re.Match[str]) -> str:
            tex, display = unmark(match[2])
            try:
                return self.formulas.render(tex, display)
            except FormulaError as error:
                line = line_of(text, f"${tex}$") or line_of(text, tex.partition("\n")[0])
                self.faults.append(Fault(path, line, f"the formula {tex!r} does not parse: {error}",
                                         "mend the TeX; KaTeX lists what it supports"))  # fmt: skip
                return match[0]

        return MARKED.sub(render, html)

    def last_run(self, slug: str) -> str:
        """When the examples that a page uses last ran, as a date; empty where it uses none."""
        used = [
            address for address, paths in self.evidence.users.items() if f"docs/{slug}.md" in paths
        ]
        return last_run([self.results[address] for address in used])

    def users(self, address: str) -> list[Section]:
        """The section pages that quote an example, in their order."""
        paths = self.evidence.users.get(address, set())
        return [section for slug, section in self.sections.items() if f"docs/{slug}.md" in paths]
