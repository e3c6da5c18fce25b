"""The real site as it was built: pages, links, formulas, images, markup."""

import re
from html.parser import HTMLParser

import pytest
import yaml
from bs4 import BeautifulSoup

from cheatsheet.check_site import check_site
from cheatsheet.ledger import SECTIONS
from cheatsheet.project import Project

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
OPTIONAL_END = {"p", "li", "td", "th", "tr", "tbody", "thead"}
RAW_TEX = re.compile(
    r"\\[(\[]|\$\$|\\(?:frac|sum|alpha|text|mathcal|lvert)\b|(?<!\w)\$[^$\s][^$\n]*\$"
)


@pytest.fixture(scope="module")
def pages(site):
    return {str(path.relative_to(site)): path.read_text("utf-8") for path in site.rglob("*.html")}


@pytest.fixture(scope="module")
def soups(pages):
    return {name: BeautifulSoup(text, "lxml") for name, text in pages.items()}


def test_every_page_of_the_navigation_exists(pages):
    names = ["index.html", "404.html", "claims/index.html", "examples/index.html"]
    assert set(names) | {f"{slug}/index.html" for slug in SECTIONS if slug != "index"} <= set(pages)


def test_every_example_has_a_page_with_figures_and_downloads(root, site, soups):
    scripts = sorted((root / "examples").glob("*/*.py"))
    assert len(scripts) >= 45
    for script in scripts:
        address = script.relative_to(root).with_suffix("")
        soup = soups[f"{address}/index.html"]
        assert (site / address / script.name).read_bytes() == script.read_bytes()
        assert (site / address / f"{script.stem}.ipynb").stat().st_size > 500
        assert {link["href"] for link in soup.select(".downloads a")} == {
            script.name,
            f"{script.stem}.ipynb",
        }
        assert soup.select_one("figure.plot svg[role=img]") or soup.select_one(
            "#numbers-of-this-run"
        )


def test_every_internal_link_and_fragment_resolves(root, site):
    assert check_site(site, Project(root), {}) == []


def test_no_formula_is_left_as_tex(soups):
    for name, soup in soups.items():
        article = soup.select_one("article")
        for part in article.select("annotation, code, pre, script, style"):
            part.decompose()
        assert RAW_TEX.findall(article.get_text(" ")) == [], name
        assert not article.select(".arithmatex"), name


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


class _Balance(HTMLParser):
    """Collects end tags that close nothing and elements that are never closed."""

    def __init__(self):
        super().__init__()
        self.open, self.faults = [], []

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            self.faults.append(f"repeated attribute in {self.get_starttag_text()}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        while self.open and self.open[-1] != tag and self.open[-1] in OPTIONAL_END:
            self.open.pop()
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> in line {self.getpos()[0]}")


def test_html_is_well_formed(pages):
    for name, text in pages.items():
        balance = _Balance()
        balance.feed(text)
        assert balance.faults == [], name
        assert balance.open == [], name


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
    for slug in SECTIONS[1:]:
        for mark in soups[f"{slug}/index.html"].select("a.claim"):
            claim = mark["href"].partition("#")[2]
            foot = ledger.find(id=claim).find_next("div", class_="entry-foot")
            assert foot.find("a", href=re.compile(rf"\.\./{slug}/")) or slug != claim_section(
                ledger, claim
            )


def claim_section(ledger, claim):
    return ledger.find(id=claim)["data-section"]
