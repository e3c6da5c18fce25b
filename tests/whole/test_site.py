"""The real site as it was built: pages, links, formulas, images, markup."""

import json
import re
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.sections import read_sections
from original import SECTIONS

# All pages are read once: a second process would read them again.
pytestmark = pytest.mark.xdist_group("site")

HOST = "http://site.test/"
RAW_TEX = re.compile(
    r"\\[(\[]|\$\$|\\(?:frac|sum|alpha|text|mathcal|lvert)\b|(?<!\w)\$[^$\s][^$\n]*\$"
)


@pytest.fixture(scope="module")
def pages(site):
    return {str(path.relative_to(site)): path.read_text("utf-8") for path in site.rglob("*.html")}


@pytest.fixture(scope="module")
def soups(pages):
    return {name: BeautifulSoup(text, "lxml") for name, text in pages.items()}


def test_every_page_of_the_navigation_exists(root, pages, soups):
    slugs = [
        *SECTIONS,
        "questions",
        "scratch",
        "claims",
        "robustness",
        "study",
        "terms",
        "examples",
    ]
    assert {"index.html", "404.html", *(f"{slug}/index.html" for slug in slugs)} <= set(pages)
    menu = soups["index.html"].select(".md-nav--primary a.md-nav__link:not([href^='#'])")
    assert list(dict.fromkeys(link["href"] for link in menu)) == [
        ".",
        *(f"{slug}/" for slug in slugs),
    ]
    read = read_sections(Project(root), Problems())
    assert [section.slug for section in read] == ["index", *SECTIONS]
    assert [section.number for section in read] == list(range(11))


def test_every_example_has_a_page_with_figures_and_downloads(root, site, soups):
    scripts = sorted((root / "examples").glob("*/[!_]*.py"))
    assert len(scripts) >= 100
    for script in scripts:
        address = script.relative_to(root).with_suffix("")
        soup = soups[f"{address}/index.html"]
        download = (site / address / script.name).read_text("utf-8")
        hints = re.findall(r"  # save beside this script, from its page: (.*)", download)
        without = re.sub(r"  # save beside this script.*", "", download)
        assert without.startswith(script.read_text("utf-8"))
        assert (site / address / f"{script.stem}.ipynb").stat().st_size > 500
        offered = [link["href"] for link in soup.select(".downloads a")]
        assert offered[:2] == [script.name, f"{script.stem}.ipynb"]
        imported = re.findall(
            r"^from (_\w+) import|^import (_\w+)", script.read_text("utf-8"), re.M
        )
        modules = {f"{first or second}.py" for first, second in imported}
        assert modules <= set(offered[2:]), script
        assert hints == [", ".join(offered[2:])] * bool(modules)
        for name in offered[2:]:
            assert (site / address / name).read_bytes() == (script.parent / name).read_bytes()
        assert soup.select_one("figure.plot svg[role=img]") or soup.select_one(
            "#numbers-of-this-run"
        )


def test_every_internal_link_and_fragment_resolves(site, soups):
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    ids = {name: {part["id"] for part in soup.select("[id]")} for name, soup in soups.items()}
    count = 0
    for name, soup in soups.items():
        # A server shows it at any depth, so that its links start at the root.
        parts = [] if name == "404.html" else soup.select("[href], [src]")
        for link in {part.get("href") or part.get("src") for part in parts}:
            address = urlsplit(urljoin(HOST + name, link))
            if f"{address.scheme}://{address.netloc}/" == HOST:
                path = unquote(address.path).lstrip("/")
                path += "index.html" * (path.endswith("/") or not path)
                fragment = unquote(address.fragment)
                assert path in files, f"{name}: {link}"
                known = ids.get(path, {fragment}) | {""}
                assert fragment in known or fragment.startswith("__"), f"{name}: {link}"
                count += 1
    assert count > 5000


def test_every_page_has_one_policy_that_lets_nothing_unsafe_in(soups):
    for name, soup in soups.items():
        [policy] = soup.select("meta[http-equiv='Content-Security-Policy']")
        assert "unsafe" not in policy["content"], name


def test_the_two_reading_clocks_agree(site, soups):
    """What a section page says under its title, and what the study list says of the same page."""
    script = (site / "assets/javascripts/headings.js").read_text("utf-8")
    data = json.loads(re.fullmatch(r"window\.studyHeadings=(.*);\n", script)[1])
    pages = [page["url"].strip("/") for page in data["pages"]]
    listed = {
        pages[page]: minutes for _, page, _, _, minutes, level in data["headings"] if level == 1
    }
    for slug in SECTIONS:
        line = soups[f"{slug}/index.html"].select_one(".lead + .page-facts").get_text()
        told = re.match(r"([\d½]+) minutes? · ", line)
        assert _half_minutes(told[1]) == 2 * listed[slug], slug


def _half_minutes(shown):
    return 2 * int(shown.rstrip("½") or 0) + shown.endswith("½")


def test_no_formula_is_left_as_tex(soups):
    for name, soup in soups.items():
        article = soup.select_one("article")
        for part in article.select("code, pre, script, style"):
            part.decompose()
        assert RAW_TEX.findall(article.get_text(" ")) == [], name
        assert not article.select(".arithmatex"), name


def test_no_paragraph_is_empty(soups):
    """One that holds what a paragraph cannot hold is ended by the parser, and stays behind without a word."""
    for name, soup in soups.items():
        paragraphs = soup.select("article p")
        assert [p for p in paragraphs if not p.get_text(strip=True) and not p.find(True)] == [], (
            name
        )


def test_no_block_is_left_as_markup(soups):
    for name, soup in soups.items():
        text = soup.select_one("article").get_text("\n")
        assert not re.search(
            r"^ */// |^ *attrs: \{|\]\((?:example|claim|cite|term):|<!-- ", text, re.M
        ), name


def test_no_page_asks_another_host(site, soups):
    for name, soup in soups.items():
        assets = [
            element.get("src") for element in soup.select("script[src], img[src], iframe[src]")
        ]
        assets += [link["href"] for link in soup.select("link[href]:not([rel=canonical])")]
        assert [asset for asset in assets if re.match(r"(?:https?:)?//", asset)] == [], name
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import", sheet.read_text("utf-8")), sheet


def test_every_image_has_a_text_alternative(soups):
    for name, soup in soups.items():
        assert not soup.select("img:not([alt])"), name
        for svg in soup.select("figure.plot svg"):
            assert len(svg["aria-label"]) > len("Plot. "), name


def test_the_ledger_shows_every_claim_and_counts_them(root, soups):
    claims = yaml.safe_load((root / "docs/claims.yml").read_text("utf-8"))
    soup = soups["claims/index.html"]
    assert [heading["id"] for heading in soup.select("h3[data-verdict]")] == [
        claim["id"] for claim in claims
    ]
    summary = soup.select_one("#by-verdict").find_next("p").get_text()
    assert summary.startswith(f"{len(claims)} statements: ")
    for verdict, name in {"wrong": "wrong", "imprecise": "imprecise or dated"}.items():
        assert f"{sum(claim['verdict'] == verdict for claim in claims)} {name}" in summary


def test_marks_lead_to_the_ledger_and_back(soups):
    ledger = soups["claims/index.html"]
    for slug in SECTIONS:
        for mark in soups[f"{slug}/index.html"].select("a.claim"):
            claim = mark["href"].partition("#")[2]
            foot = ledger.find(id=claim).find_next("div", class_="entry-foot")
            assert foot.find("a", href=re.compile(rf"\.\./{slug}/")) or slug != claim_section(
                ledger, claim
            )


def claim_section(ledger, claim):
    return ledger.find(id=claim)["data-section"]


def test_no_page_lets_a_browser_translate_formulas_code_plots_and_checked_numbers(soups):
    for name, soup in soups.items():
        # What the theme writes around the page, such as the names of files in links to them, may be translated.
        for found in soup.select("pre, code, kbd, .katex, figure.plot svg, a.checked, a.cite"):
            outer = found if found.get("translate") else found.find_parent(translate=True)
            assert outer is not None, f"{name}: {str(found)[:80]}"
            assert outer["translate"] == "no"
