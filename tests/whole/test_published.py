"""The published list of the real site: every address resolves, everything that is offered is listed, none was moved."""

import re
import shutil
import subprocess

import pytest
import yaml
from bs4 import BeautifulSoup

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.addresses import ADDRESS, read_addresses
from cheatsheet.content.redirects import destination, read_redirects
from cheatsheet.content.sections import read_sections
from cheatsheet.site.addresses import offered
from cheatsheet.site.model import Site


@pytest.fixture(scope="module")
def slugs(root):
    return [section.slug for section in read_sections(Project(root), Problems())]


@pytest.fixture(scope="module")
def articles(site, slugs):
    pages = {slug: site / ("" if slug == "index" else slug) / "index.html" for slug in (*slugs, "claims", "examples")}  # fmt: skip
    soups = {slug: BeautifulSoup(path.read_text("utf-8"), "lxml").article for slug, path in pages.items()}  # fmt: skip
    for soup in soups.values():
        for drawing in soup.select("svg"):
            drawing.clear()
    return soups


@pytest.fixture(scope="module")
def addresses(root):
    problems = Problems()
    lines = read_addresses(Project(root), problems)
    assert list(problems) == []
    return set(lines)


def test_every_published_address_resolves(root, site):
    project, problems = Project(root), Problems()
    lines, redirects = read_addresses(project, problems), read_redirects(project, problems)
    assert list(problems) == []
    pages = {}
    for address in lines:
        page, _, fragment = address.partition("#")
        path = site / page / "index.html"
        assert path.is_file(), address
        ids = pages.setdefault(page, set(re.findall(r'\sid="([^"]+)"', path.read_text("utf-8"))))
        assert not fragment or fragment in ids or destination(address, redirects, set(lines)), address  # fmt: skip


def test_everything_that_the_site_offers_is_published(site, slugs, addresses):
    new = [address for address in offered(Site.read(site), slugs) if address not in addresses]
    assert new == [], "run scripts/build --publish and commit docs/addresses.txt"


KINDS = {
    "headings": "h1, h2, h3, h4, h5, h6",
    "table rows": "tbody tr > td:first-child",
    "figures": "figure",
    "formulas": "div.formula",
    "corrections": "div.correction",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_has_a_published_address(articles, addresses, kind):
    for slug, article in articles.items():
        for part in article.select(KINDS[kind]):
            name = part.get("id")
            assert name, f"{slug}: {part.get_text()[:60]}"
            assert f"{'./' if slug == 'index' else f'{slug}/'}#{name}" in addresses


def test_every_claim_has_a_published_address(root, articles, addresses):
    claims = [entry["id"] for entry in yaml.safe_load((root / "docs/claims.yml").read_text("utf-8"))]  # fmt: skip
    assert {f"claims/#{claim}" for claim in claims} <= addresses
    assert all(articles["claims"].find(id=claim).name == "h3" for claim in claims)


def test_every_example_fact_and_figure_has_a_published_address(root, site, addresses):
    for script in (root / "examples").glob("*/[!_]*.py"):
        page = f"{script.relative_to(root).with_suffix('')}/"
        soup = BeautifulSoup((site / page / "index.html").read_text("utf-8"), "lxml").article
        parts = [*soup.select("figure"), *soup.select("tbody td:first-child[id]")]
        assert {page, *(f"{page}#{part['id']}" for part in parts)} <= addresses


def test_no_id_is_made_up_by_a_tool(root, articles):
    for slug, article in articles.items():
        source = (root / f"docs/{slug}.md").read_text("utf-8")
        # What a redirect leads on is written there: a sentence of another page, or a second mark of this one.
        for part in article.select("[id]:not(.moved, .alias)"):
            name = part["id"]
            assert not re.search(r"_\d+$", name), f"{slug}: {name}"
            made = name.startswith(("fig-", "src-")) or slug in ("claims", "examples")
            assert made or re.search(rf"#{re.escape(name)}\b|id: {re.escape(name)}\b", source), f"{slug}: {name}"  # fmt: skip


def test_every_address_is_well_formed_and_short(addresses):
    assert all(ADDRESS.fullmatch(address) and len(address) < 100 for address in addresses)


def test_no_version_ever_committed_was_reordered(root):
    """Study lists hold line numbers: each committed list is the beginning of the next one."""
    if not (shutil.which("git") and (root / ".git").exists()):
        pytest.skip("not a git checkout")

    def git(*arguments):
        run = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)  # fmt: skip
        return run.stdout

    log = git("log", "--first-parent", "--diff-filter=AM", "--format=%h", "--", "docs/addresses.txt")  # fmt: skip
    newer = (root / "docs/addresses.txt").read_text("utf-8")
    for commit in log.split():
        older = git("show", f"{commit}:docs/addresses.txt")
        assert newer.startswith(older), f"docs/addresses.txt of {commit} is not the beginning"
        newer = older
