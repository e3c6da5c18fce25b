"""Whatever stands in a file, each parser ends with what it read or with a problem that has a place and a cure.

A second or two each, always the same cases; scripts/test --fuzz 600 tests/test_fuzz.py searches ten minutes each.
"""

import functools
import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from cheatsheet.base.cache import Cache
from cheatsheet.base.links import target_of
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.yaml_file import parse_entries
from cheatsheet.content.addresses import read_addresses
from cheatsheet.content.claims import read_claims
from cheatsheet.content.page_sources import front_matter, read_pages
from cheatsheet.content.places import find_places
from cheatsheet.content.plans import read_plans
from cheatsheet.content.read import Content
from cheatsheet.content.redirects import destination, read_redirects
from cheatsheet.content.references import Reference, read_references
from cheatsheet.content.sections import read_sections
from cheatsheet.content.terms import read_terms
from cheatsheet.examples import written
from cheatsheet.examples.change import Change, takes_seeds
from cheatsheet.examples.constants import constants
from cheatsheet.examples.model import Figure, find_examples
from cheatsheet.examples.robustness import read_records
from cheatsheet.examples.run import Stop
from cheatsheet.examples.script import read_script
from cheatsheet.examples.store import Store
from cheatsheet.markdown.evidence import EvidenceExtension, Page
from cheatsheet.markdown.permalinks import Permalinks
from miniature import CLAIMS, GOOD, PAGE, REFERENCES, result

PLANS = (
    "- id: short\n  title: Short\n  line: A line.\n  parts:\n    First: [cnn/#cnn, cnn/#slope]\n"
)
TERMS = "Slope:\n  means: Rise over run.\n  also: [grade]\n  at: [cnn/#slope]\n  see: [Line]\n"
REDIRECTS = "old/: cnn/\nold/#a: cnn/#slope\ncnn/#b: old/\n"
RECORDS = json.dumps(
    {
        "cnn/good": {
            "source": "0" * 16,
            "on": "2026-11-26",
            "trials": {"slope": {"runs": 3, "farthest": "1.0", "under": ""}},
        }
    },
    indent=1,
)
# What means something to one of the parsers.
TOKENS = [
    *"[](){}<>#*_`~|$\\/!&%^=+-:;,.?'\"@ \t\n\r0é",
    "---\n",
    "```",
    "///",
    "\n\n",
    "    ",
    "# ",
    "- ",
    "1. ",
]
TOKENS += [
    "|---|---|\n",
    "$$",
    "\\(",
    "[a](example:cnn/good#slope)",
    "](claim:1.1)",
    '](cite:he-2015 "',
    "](term:",
]
TOKENS += [
    "![",
    "](example:cnn/good#line",
    "{ #a }",
    "{ .lead }",
    "<!-- map -->",
    "<div markdown>",
    "</div>",
    "<a href=",
]
TOKENS += [
    "# %%",
    "# %% [markdown]\n",
    "computed = {",
    'f"{x}"',
    "varied = ",
    "lambda: ",
    "\0",
    "\ufeff",
    "\u202e",
]
TOKENS += [
    "&a ",
    "*a",
    "!!python/object",
    "? ",
    "| ",
    "> ",
    "<<: ",
    "null",
    "yes",
    "1e999",
    "2026-02-30",
    "0x",
    "=: ",
]
TOKENS += [
    "/// interview | Why?\n",
    "///\n",
    "/// question | Q\n    attrs: {id: q-a}\n    level: core\n",
    "[^1]",
    "[a]: ",
    "\x02",
    "\x03",
]
TOKENS += ["\udcff", "\u2028", "𝛼", "1 × 2", "https://", "javascript:", "../", "//", "%00", "?a=b"]


ANY = st.one_of(st.integers(0, 0x17F), st.integers(0, 0x10FFFF)).map(chr)


def mutated(text: str) -> st.SearchStrategy[str]:
    """The text with parts left out, doubled, or replaced by what means something."""

    @st.composite
    def draw_text(draw):
        made = text
        for _ in range(draw(st.integers(0, 6))):
            start = draw(st.integers(0, len(made)))
            end = draw(st.integers(start, min(len(made), start + 30)))
            times = draw(st.sampled_from([1, 1, 1, 2, 5, 40, 400]))
            piece = draw(
                st.one_of(
                    st.sampled_from(TOKENS),
                    st.lists(ANY, max_size=5).map("".join),
                    st.just(made[start:end]),
                )
            )
            made = made[:start] + piece * times + made[end:]
        return made

    free = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)
    return st.one_of(draw_text(), free, st.lists(ANY, max_size=80).map("".join))


def as_bytes(text: str) -> bytes:
    """UTF-8, and bytes that are none where a text holds halves of pairs."""
    return text.encode("utf-8", "surrogatepass")


@pytest.fixture
def search(request, tmp_path):
    """`search(text, check)` calls `check` with many texts that resemble this one; a slow one fails in a long search."""
    seconds = request.config.getoption("fuzz")

    def search(text, check, examples=50):
        @settings(
            max_examples=500 if seconds else examples,
            derandomize=not seconds,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(mutated(text))
        def tried(made):
            start = time.monotonic()
            check(made)
            assert not seconds or time.monotonic() - start < 20, "slow"

        end = time.monotonic() + seconds
        tried()
        while time.monotonic() < end:
            tried()

    return search


def problems_of(problems: Problems) -> None:
    """Each problem can be printed and has a cure."""
    for problem in problems:
        assert problem.what
        assert problem.cure
        str(problem).encode("utf-8")
        assert problem.line is None or problem.line >= 1


REFERENCE = {"he-2015": Reference("he-2015", "He", 2015, "T", how="text")}
READERS = {
    "references.yml": (REFERENCES, lambda project, problems: read_references(project, problems)),
    "claims.yml": (
        CLAIMS,
        lambda project, problems: read_claims(project, ["cnn"], REFERENCE, problems),
    ),
    "plans.yml": (PLANS, read_plans),
    "terms.yml": (
        TERMS,
        lambda project, problems: read_terms(project, find_places("cnn", PAGE), problems),
    ),
    "redirects.yml": (REDIRECTS, read_redirects),
    "addresses.txt": ("./\ncnn/\ncnn/#slope\n", read_addresses),
    "robustness.json": (RECORDS, read_records),
}


@pytest.mark.parametrize("name", list(READERS))
def test_data_files(search, tmp_path, name):
    text, read = READERS[name]
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs" / name

    def check(made):
        path.write_bytes(as_bytes(made))
        problems = Problems()
        found = read(Project(tmp_path), problems)
        problems_of(problems)
        if name == "redirects.yml":
            for old in found:
                destination(old, found, {"cnn/"})

    search(text, check)


@pytest.mark.parametrize("form", [list, dict])
def test_yaml(search, form):
    def check(made):
        problems = Problems()
        text = made.encode("utf-8", "replace").decode()
        for entry in parse_entries(text, "a.yml", form, "cure", problems):
            assert entry.line >= 1
        problems_of(problems)

    search(CLAIMS if form is list else TERMS, check)


def test_pages_and_their_front_matter(search, tmp_path):
    (tmp_path / "docs").mkdir()

    def check(made):
        (tmp_path / "docs/cnn.md").write_bytes(as_bytes(made))
        problems = Problems()
        pages = read_pages(Project(tmp_path), problems)
        for section in read_sections(Project(tmp_path), problems, pages):
            assert isinstance(section.title, str)
            assert isinstance(section.alternatives, dict)
            find_places(section.slug, section.text)
        front_matter(pages["cnn.md"])
        problems_of(problems)

    search(PAGE, check)


EXTENSIONS = ["attr_list", "cheatsheet.named_formulas", "md_in_html", "tables", "toc"]
EXTENSIONS += ["pymdownx.arithmatex", "pymdownx.blocks.admonition", "cheatsheet.questions"]
EXTENSIONS += ["pymdownx.highlight", "pymdownx.superfences"]
OPTIONS = {
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.blocks.admonition": {"types": ["interview", "correction", "note"]},
}


@functools.cache
def converter() -> tuple[Markdown, EvidenceExtension]:
    problems = Problems()
    shown = result(facts={"slope": "1.0"}, figures={"line": Figure("<svg></svg>", "A line")})
    content = Content(Project(Path()), results={"cnn/good": shown}, references=REFERENCE)
    evidence = EvidenceExtension(content, problems)
    extensions = [*EXTENSIONS, evidence, Permalinks()]
    return Markdown(extensions=extensions, extension_configs=OPTIONS), evidence


def test_markdown(search, tmp_path):
    """As pages are converted: what was checked before. Too deep lists are a problem of the page (material.faults)."""
    (tmp_path / "docs").mkdir()

    def check(made):
        (tmp_path / "docs/cnn.md").write_bytes(as_bytes(made))
        text = read_pages(Project(tmp_path), Problems())["cnn.md"]
        markdown, evidence = converter()
        evidence.problems._found.clear()
        evidence.page = Page("docs/cnn.md", text, "../")
        try:
            html = markdown.reset().convert(text)
        except RecursionError:
            return
        assert 'href="example:' not in html or "](example:" in text or "<" in text
        problems_of(evidence.problems)

    search(PAGE.partition("---\n# ")[2], check, examples=40)


def test_scripts(search):
    said = []

    def check(made):
        try:
            script = read_script(as_bytes(made), "examples/cnn/good.py")
        except Stop as stop:
            said.append(stop.what and stop.cure)
            return
        found = written.results(script.source, {})
        assert all(what and cure for _, what, cure in found.problems({"computed": {}}))
        constants(script.source)
        takes_seeds(script.source)
        Change(7, (("STEPS", 2),)).apply(found.tree)
        assert json.loads(script.executed())["cells"]

    search(GOOD, check)
    assert all(said)


def test_addresses_of_links(search):
    def check(made):
        target = target_of("cnn/index.html", made)
        assert target is None or all(isinstance(part, str) for part in target)

    search("../losses/#focal", check)


def test_kept_records(search, tmp_path):
    """Whatever lies in the cache is what was kept, or nothing."""
    cache = Cache(tmp_path / "cache")
    cache.write("a.json", "key", b"data")
    seal = (tmp_path / "cache/a.json.key").read_text("utf-8")

    def check(made):
        (tmp_path / "cache/a.json.key").write_bytes(as_bytes(made))
        assert cache.read("a.json", "key") == (b"data" if made == seal else None)
        (tmp_path / "cache/a.json.key").write_text(seal, "utf-8")
        (tmp_path / "cache/a.json").write_bytes(as_bytes(made))
        assert cache.read("a.json", "key") == (b"data" if made == "data" else None)
        (tmp_path / "cache/a.json").write_bytes(b"data")

    search(seal, check)


def test_kept_results(search, tmp_path):
    path = tmp_path / "examples/cnn/good.py"
    path.parent.mkdir(parents=True)
    path.write_text(GOOD, "utf-8")
    store, (example,) = Store(Project(tmp_path)), find_examples(Project(tmp_path))
    folder = tmp_path / ".cache/examples/cnn"
    folder.mkdir(parents=True)

    def check(made):
        for end in ("json", "json.key", "ipynb", "ipynb.key"):
            (folder / f"good.{end}").write_bytes(as_bytes(made))
        assert store.read(example) is None

    search('{"title": "A line", "facts": {}, "figures": {}}', check, examples=30)
