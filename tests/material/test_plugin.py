"""MkDocs' own command gives the site that scripts/build gives; what the plugin's events do to pages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.commands.build import build
from cheatsheet.content.read import read_content
from cheatsheet.material.build import build_site
from miniature import CLAIMS, GOOD, PAGE, snapshot, write

EPOCH = "1700000000"


def mkdocs(folder: Path, *options: str) -> subprocess.CompletedProcess:
    """`mkdocs build`, as anyone calls it in a checkout."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *options],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        text=True,
        check=False,
    )


def test_plain_mkdocs_writes_the_same_site_byte_for_byte(ran, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    build(ran)
    ours = snapshot(ran.site)
    ran.site.rename(ran.root / "ours")
    done = mkdocs(ran.root, "--strict")
    assert done.returncode == 0, done.stderr
    theirs = snapshot(ran.site)
    assert theirs.keys() == ours.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert b"Version unversioned of 14 November 2023" in theirs["cnn/index.html"]


def test_plain_mkdocs_fails_with_all_problems(ran):
    text = "\nSee [x](nowhere.md) and [y](example:cnn/no).\n\nIt takes 9.9 s.\n"
    write(ran.root, "docs/cnn.md", PAGE + text)
    write(ran.root, "docs/claims.yml", CLAIMS.replace("verdict: wrong", "verdict: maybe"))
    done = mkdocs(ran.root, "--strict")
    assert done.returncode != 0
    for what in (
        "docs/cnn.md:18: the link nowhere.md leads nowhere",
        "docs/cnn.md:18: there is no example 'cnn/no'",
        "docs/claims.yml:1: claim 1.1: the verdict is 'maybe'",
    ):
        assert what in done.stderr


def test_plain_mkdocs_waits_for_no_pipe(ran):
    os.mkfifo(ran.docs / "a.png")
    done = mkdocs(ran.root)
    assert done.returncode != 0
    assert "docs/a.png: it is no file, but a pipe or a device" in done.stderr
    assert "Traceback" not in done.stderr


# --- Pages ---------------------------------------------------------------------------------------


def finished(project, change=lambda content: None):
    problems = Problems()
    content = read_content(project, problems)
    change(content)
    return build_site(content, problems, project.cache / "mkdocs")


def test_an_examples_page_shows_its_facts_once_as_a_table_with_sources(styled):
    """The cell that holds only facts is hidden, and one that computes is not."""
    quoted = 'quoted = {"accuracy": ("28.4%", "He et al. 2015, Table 1", "crop & flip")}'
    shared = "# %%\nfrom _shapes import SIDES\nSIDES + 1\n\n"
    text = GOOD.replace("# %%\ncomputed", f"{shared}# %%\n{quoted}\ncomputed")
    write(styled.root, "examples/cnn/good.py", text)
    write(styled.root, "examples/cnn/_shapes.py", "SIDES = 4\n")
    write(styled.root, "docs/cnn.md", PAGE.replace("the slope", "[28.4%](example:cnn/good#accuracy), the slope"))  # fmt: skip
    site = finished(styled)
    page = site.pages["examples/cnn/good/index.html"]
    article = page.find(".//article")
    code = [part.text_content() for part in article.find_class("highlight")]
    assert [part.partition("\n")[0] for part in code] == [
        "import matplotlib.pyplot as plt",
        "from _shapes import SIDES",
    ]
    rows = [[cell.text_content() for cell in row] for row in article.findall(".//tbody/tr")]
    assert rows == [
        ["slope", "1.0"],
        ["accuracy", "28.4% quoted from He et al. 2015, Table 1: crop & flip"],
    ]
    assert site.text("examples/cnn/good/_shapes.py") == "SIDES = 4\n"
    assert article.xpath(".//a[@download and @href='_shapes.py']")
    [checked] = site.pages["cnn/index.html"].xpath("//a[text()='28.4%']")
    assert checked.get("title") == "Quoted from He et al. 2015, Table 1: crop & flip"
    assert checked.get("class") == "checked quoted"


def test_an_examples_page_has_its_title_description_card_and_date(ran, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    site = finished(ran)
    page = site.pages["examples/cnn/good/index.html"]
    assert page.findtext(".//title").startswith("A line")
    tags = {tag.get("property") or tag.get("name"): tag.get("content") for tag in page.iter("meta")}
    assert tags["description"] == "Does a line rise?"
    assert tags["og:title"] == "A line"
    assert tags["og:image"].endswith("previews/cnn.png")
    assert "last ran on 14 November 2023" in page.find_class("page-foot")[0].text_content()
    # Its notebook's headings make no list of contents, and the search leads to the example as a whole.
    assert page.xpath("//nav[contains(@class, 'md-nav--secondary')]//a") == []
    places = json.loads(site.files["search/search_index.json"])["docs"]
    found = [entry for entry in places if entry["location"].startswith("examples/cnn")]
    assert [(entry["location"], entry["title"]) for entry in found] == [
        ("examples/cnn/good/", "A line")
    ]
    assert found[0]["text"] == "<p>Does a line rise?</p>"
    assert [link.get("href") for link in page.xpath("//p[@class='used-in']/a")] == ["../../../cnn/"]


def test_pages_know_the_paper_and_only_with_a_repository_how_to_be_edited(ran, monkeypatch):
    page = finished(ran).pages["cnn/index.html"]
    colours = [tag.get("content") for tag in page.xpath("//meta[@name='theme-color']")]
    assert colours == ["#fdfcfa", "#15191f"]
    assert not page.xpath("//a[contains(@href, 'edit/main')]")
    monkeypatch.setenv("REPO_URL", "https://github.com/example/repo")
    page = finished(ran).pages["cnn/index.html"]
    [edit] = page.xpath("//p[@class='page-foot']/a[text()='Edit this page']")
    assert edit.get("href") == "https://github.com/example/repo/edit/main/docs/cnn.md"


def test_the_home_page_is_called_as_the_site_on_its_card(ran):
    page = finished(ran).pages["index.html"]
    [title] = page.xpath("//meta[@property='og:title']/@content")
    assert title == "CV Engineer Interview Prep: Concepts Cheatsheet"


def test_a_page_of_the_menu_that_is_not_there_is_a_problem_of_its_settings(ran):
    config = (ran.root / "mkdocs.yml").read_text("utf-8")
    write(ran.root, "mkdocs.yml", config.replace("[index.md, cnn.md", "[index.md, gone.md, cnn.md"))
    with pytest.raises(BadInput, match=r"mkdocs.yml:\d+: the menu leads to 'gone.md'"):
        finished(ran)


def test_rows_and_figures_have_links_to_themselves(ran):
    [figure] = finished(ran).pages["cnn/index.html"].xpath("//figure[@id='fig-good-line']")
    [link] = figure.find_class("headerlink")
    assert link.get("href") == "#fig-good-line"


def test_plain_mkdocs_names_settings_that_it_takes_and_the_site_cannot_have(ran):
    config = (ran.root / "mkdocs.yml").read_text("utf-8")
    more = "site_dir: examples\nuse_directory_urls: false\nextra: {social: 5}\n"
    write(ran.root, "mkdocs.yml", f"{config}{more}")
    write(ran.root, "docs/named.md", "# A { #a }\n\nSee [x](claim:9.9).\n")
    done = mkdocs(ran.root)
    assert done.returncode != 0
    for what in (
        "docs/named.md:3: there is no claim '9.9'",
        "site_dir is 'examples', where the sources lie",
        "use_directory_urls is false",
        "extra: social is no list of links",
    ):
        assert done.stderr.count(what) == 1, what
    assert (ran.examples / "cnn/good.py").is_file()
