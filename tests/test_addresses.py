"""Permanent addresses: every kind has one, none is lost, and each bad input stops the build where it lies."""

import functools
import http.server
import re
import shutil
import subprocess
import threading

import pytest
import yaml
from bs4 import BeautifulSoup
from markdown import Markdown

import miniature
from cheatsheet.addresses import ADDRESS, collect, publish, read_published
from cheatsheet.build import build
from cheatsheet.faults import BadInput
from cheatsheet.ledger import SECTIONS
from cheatsheet.project import Project
from cheatsheet.redirects import destination, load_redirects
from miniature import PAGE, write

PARTS = """
## Kinds { #kinds }

| Name | Value |
| --- | --- |
| First { #row-first } | 1 |

$$a = b$$
{ #eq-equal }

/// details | Why so?
    type: question
    attrs: {id: q-why-so}
Because.
///

/// correction | “Once”
    attrs: {id: corrected-1-1}
Twice.
///
"""


@pytest.fixture
def published(mini):
    """The miniature with all kinds of addresses, built and published."""
    write(mini.root, "docs/cnn.md", PAGE + PARTS)
    build(mini)
    publish(mini)
    return mini


def redirect(project, text):
    write(project.root, "docs/redirects.yml", text)


def page_of(project, name):
    return BeautifulSoup((project.site / name / "index.html").read_text("utf-8"), "lxml")


def report_of(project):
    with pytest.raises(BadInput) as caught:
        build(project)
    return str(caught.value)


# --- The miniature -------------------------------------------------------------------------------


def test_every_kind_is_collected_in_the_order_of_the_pages(published):
    addresses = collect(published.site)
    assert [address for address in addresses if not address.startswith("examples")] == [
        "./",
        "./#home",
        "cnn/",
        "cnn/#cnn",
        "cnn/#slope",
        "cnn/#fig-good-line",
        "cnn/#sources",
        "cnn/#kinds",
        "cnn/#row-first",
        "cnn/#eq-equal",
        "cnn/#q-why-so",
        "cnn/#corrected-1-1",
        "claims/",
        "claims/#claims",
        "claims/#cnn",
        "claims/#1.1",
    ]
    assert [address for address in addresses if address.startswith("examples")] == [
        "examples/",
        "examples/#examples",
        "examples/#cnn",
        "examples/cnn/good/",
        "examples/cnn/good/#line",
        "examples/cnn/good/#slope",
    ]


def test_the_list_only_grows_at_its_end(published):
    before = (published.docs / "addresses.txt").read_text("utf-8")
    assert publish(published) == []
    longer = PAGE.replace("## Slope", "## New { #new }\n\n## Slope")
    write(published.root, "docs/cnn.md", longer + PARTS)
    assert "\n1 addresses are new: scripts/build --publish adds them" in build(published)
    assert publish(published) == ["cnn/#new"]
    assert (published.docs / "addresses.txt").read_text("utf-8") == before + "cnn/#new\n"


def test_a_lost_address_stops_the_build_and_a_redirect_mends_it(published):
    line = read_published(published)[0].index("cnn/#row-first") + 1
    write(published.root, "docs/cnn.md", PAGE + PARTS.replace("row-first", "row-one"))
    report = report_of(published)
    assert f"docs/addresses.txt:{line}: the published address cnn/#row-first is gone" in report
    assert "1 fault." in report
    redirect(published, "cnn/#row-first: cnn/#row-one\n")
    build(published)
    alias = page_of(published, "cnn").find(id="row-first")
    assert alias.name == "span"
    assert alias.parent["id"] == "row-one"
    assert alias.parent.name == "td"


def test_a_part_that_moved_to_another_page_leaves_a_link(published):
    moved = PAGE.replace("{ #sources }", "{ #list }")
    write(published.root, "docs/cnn.md", moved + PARTS)
    redirect(published, "cnn/#sources: claims/#1.1\n")
    build(published)
    left = page_of(published, "cnn").select_one("p.moved#sources")
    assert left.a["href"] == "../claims/#1.1"


def test_a_moved_page_leaves_a_page_that_keeps_the_fragment(published):
    write(published.root, "docs/old.md", "# Old { #old }\n\n## Part { #part }\n\n## Slope { #slope }\n")  # fmt: skip
    build(published)
    publish(published)
    (published.docs / "old.md").unlink()
    assert "the published address old/ is gone" in report_of(published)
    redirect(published, "old/: cnn/\nold/#old: cnn/#cnn\nold/#part: cnn/#kinds\n")
    build(published)
    page = page_of(published, "old")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert not page.select("meta[http-equiv]")
    assert [link["href"] for link in page.select("a")] == ["../cnn/", "../cnn/#cnn", "../cnn/#kinds"]  # fmt: skip


def test_redirects_may_follow_each_other(tmp_path):
    redirects = {"cnn/#a": "cnn/#b", "cnn/#b": "cnn/#slope", "old/": "older/", "older/": "cnn/"}
    write(tmp_path, "docs/redirects.yml", yaml.safe_dump(redirects))
    entries, faults = load_redirects(Project(tmp_path))
    assert faults == []
    offered = {"cnn/", "cnn/#slope"}
    assert destination("cnn/#a", entries, offered) == "cnn/#slope"
    assert destination("old/", entries, offered) == "cnn/"
    assert destination("old/#slope", entries, offered) == "cnn/#slope"
    assert destination("old/#nothing", entries, offered) is None


def test_bad_redirects_stop_the_build_with_their_lines(published):
    with (published.docs / "addresses.txt").open("a") as file:
        file.write("cnn/#one\ncnn/#two\ncnn/#three\n")
    redirect(
        published,
        "cnn/#one: cnn/#nowhere\n"
        "cnn/#two: cnn/#three\n"
        "cnn/#three: cnn/#two\n"
        "cnn/#never: cnn/#slope\n"
        "cnn/#kinds: cnn/#slope\n"
        "cnn/#one: cnn/#slope\n"
        "/cnn: cnn/\n"
        "cnn/#four: [cnn/]\n",
    )
    report = report_of(published)
    for told in (
        "1: cnn/#one leads to cnn/#nowhere, which does not exist",
        "2: cnn/#two leads to cnn/#three, which does not exist",
        "3: cnn/#three leads to cnn/#two, which does not exist",
        "4: cnn/#never was never published",
        "5: cnn/#kinds still exists",
        "6: cnn/#one stands in line 1 already",
        "7: '/cnn' is not an address",
        "8: ",
    ):
        assert f"docs/redirects.yml:{told}" in report
    redirect(published, "cnn/#one: cnn/#slope\ncnn/#two: b: c\n")
    assert "docs/redirects.yml:2: not YAML" in report_of(published)
    redirect(published, "- cnn/\n")
    assert "docs/redirects.yml:1: not a mapping" in report_of(published)


def test_a_damaged_list_stops_the_build(published):
    with (published.docs / "addresses.txt").open("a") as file:
        file.write("\ncnn/#cnn\nCNN\n")
    report, lines = report_of(published), len(read_published(published)[0])
    assert f"docs/addresses.txt:{lines - 2}: '' is not an address" in report
    assert f"docs/addresses.txt:{lines - 1}: the address cnn/#cnn stands in line 4 already" in report  # fmt: skip
    assert f"docs/addresses.txt:{lines}: 'CNN' is not an address" in report


NAMELESS = {
    "## Made up": "the id made-up of the heading 'Made up' is made up",
    "## Odd { #caf\u00e9 }": "the id 'caf\u00e9' makes no address",
    "| Row |\n| --- |\n| Bare `cell` |": "the table row 'Bare cell' has no id",
    "| Row |\n| --- |\n| Other { #other } |": "the id other does not begin with row-",
    "$$c = d$$\n{ #wrong }": "the id wrong does not begin with eq-",
    "/// correction | “No id”\nText.\n///": "the correction '“No id”' has no id",
    "/// details | No id?\nText.\n///": "the follow-up 'No id?' has no id",
}  # Markdown: fault


def test_what_has_no_address_stops_the_build(mini):
    blocks = list(NAMELESS)
    write(mini.root, "docs/cnn.md", PAGE + "\n" + "\n\n".join(blocks) + "\n")
    report = report_of(mini)
    line = PAGE.count("\n") + 2
    for block, fault in NAMELESS.items():
        named = line + next((n for n, text in enumerate(block.split("\n")) if re.search("Bare|#other|#wrong", text)), 0)  # fmt: skip
        found = re.search(rf"docs/cnn.md(?::(\d+))?: {re.escape(fault)}", report)
        assert found, fault
        assert found[1] in (str(named), None)
        line += block.count("\n") + 2
    assert report.count("cure: ") == len(NAMELESS)


def test_an_id_used_twice_stops_the_build(mini):
    write(mini.root, "docs/cnn.md", PAGE + '\n<p id="slope">Again.</p>\n')
    assert "docs/cnn.md:10: the id slope is used twice" in report_of(mini)


def test_a_formula_takes_the_name_below_it():
    extensions = ["pymdownx.arithmatex", "attr_list", "cheatsheet.named_formulas"]
    settings = {"pymdownx.arithmatex": {"generic": True}}
    md = Markdown(extensions=extensions, extension_configs=settings)
    named = md.convert("- item\n\n    $$\n    a\n    = b\n    $$\n    { #eq-a }\n\n$$c$$\n\nText")
    soup = BeautifulSoup(named, "lxml")
    assert soup.select_one("li > div.formula#eq-a > div.arithmatex").text.split() == ["\\[", "a", "=", "b", "\\]"]  # fmt: skip
    assert len(soup.select("div.arithmatex")) == 2
    assert len(soup.select("div.formula")) == 1


# --- In the browser ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def visit(tmp_path_factory, browser):
    """`visit("old/#part")` opens an address of a miniature of which parts have moved."""
    published = miniature.make(tmp_path_factory.mktemp("moved"))
    write(published.root, "docs/cnn.md", PAGE + PARTS)
    write(published.root, "docs/old.md", "# Old { #old }\n\n## Part { #part }\n\n## Slope { #slope }\n")  # fmt: skip
    build(published)
    publish(published)
    (published.docs / "old.md").unlink()
    write(published.root, "docs/cnn.md", PAGE.replace("{ #sources }", "{ #list }") + PARTS.replace("row-first", "row-one"))  # fmt: skip
    redirect(
        published,
        "old/: cnn/\nold/#old: cnn/#cnn\nold/#part: cnn/#kinds\n"
        "cnn/#row-first: cnn/#row-one\ncnn/#sources: claims/#1.1\n",
    )
    build(published)
    handler = functools.partial(_Quiet, directory=str(published.site))
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{running.server_port}/"

    def go(address, script=True):
        page = browser.new_page(java_script_enabled=script)
        page.goto(root + address)
        page.wait_for_load_state("networkidle")
        return page, page.url.removeprefix(root)

    yield go
    running.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def test_redirects_lead_on_in_a_browser(visit):
    for address, found in {
        "old/": "cnn/",
        "old/#part": "cnn/#kinds",
        "old/#slope": "cnn/#slope",
        "cnn/#sources": "claims/#1.1",
        "cnn/#row-first": "cnn/#row-first",
    }.items():
        page, _ = visit(address)
        page.wait_for_url(f"**/{found}", timeout=5000)
        if address == found:  # renamed within its page
            assert page.locator("td#row-one span:target").count() == 1
        page.close()


def test_without_a_script_there_is_a_plain_link(visit):
    for address, link in {
        "old/": "../cnn/",
        "old/#part": "../cnn/#kinds",
        "cnn/#sources": "../claims/#1.1",
    }.items():
        page, url = visit(address, script=False)
        assert url == address
        scope = ".moved:target " if "#" in address else ""
        links = page.locator(f"{scope}a")
        assert links.first.get_attribute("href") == link
        assert links.first.is_visible()
        page.close()


# --- The real site -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def articles(site):
    pages = {slug: site / ("" if slug == "index" else slug) / "index.html" for slug in (*SECTIONS, "claims", "examples")}  # fmt: skip
    soups = {slug: BeautifulSoup(path.read_text("utf-8"), "lxml").article for slug, path in pages.items()}  # fmt: skip
    for soup in soups.values():
        for drawing in soup.select("svg"):
            drawing.clear()
    return soups


@pytest.fixture(scope="module")
def addresses(root):
    lines, faults = read_published(Project(root))
    assert faults == []
    return set(lines)


def test_every_published_address_resolves(root, site):
    project = Project(root)
    lines, _ = read_published(project)
    redirects, faults = load_redirects(project)
    assert faults == []
    pages = {}
    for address in lines:
        page, _, fragment = address.partition("#")
        path = site / page / "index.html"
        assert path.is_file(), address
        ids = pages.setdefault(page, set(re.findall(r'\sid="([^"]+)"', path.read_text("utf-8"))))
        assert not fragment or fragment in ids or destination(address, redirects, set(lines)), address  # fmt: skip


def test_everything_that_the_site_offers_is_published(site, addresses):
    new = [address for address in collect(site) if address not in addresses]
    assert new == [], "run scripts/build --publish and commit docs/addresses.txt"


KINDS = {
    "headings": "h1, h2, h3, h4, h5, h6",
    "table rows": "tbody tr > td:first-child",
    "figures": "figure",
    "formulas": "div.formula",
    "corrections": "div.correction",
    "follow-ups": "details",
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
    for script in (root / "examples").glob("*/*.py"):
        page = f"{script.relative_to(root).with_suffix('')}/"
        soup = BeautifulSoup((site / page / "index.html").read_text("utf-8"), "lxml").article
        parts = [*soup.select("figure"), *soup.select("tbody td:first-child[id]")]
        assert {page, *(f"{page}#{part['id']}" for part in parts)} <= addresses


def test_no_id_is_made_up_by_a_tool(root, articles):
    for slug, article in articles.items():
        source = (root / f"docs/{slug}.md").read_text("utf-8")
        for part in article.select("[id]"):
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
        told = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)  # fmt: skip
        return told.stdout

    log = git("log", "--first-parent", "--diff-filter=AM", "--format=%h", "--", "docs/addresses.txt")  # fmt: skip
    newer = (root / "docs/addresses.txt").read_text("utf-8")
    for commit in log.split():
        older = git("show", f"{commit}:docs/addresses.txt")
        assert newer.startswith(older), f"docs/addresses.txt of {commit} is not the beginning"
        newer = older
