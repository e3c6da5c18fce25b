"""From what MkDocs has written to the finished site: every step has its effect, and says what is wrong."""

import json

import pytest
from lxml import html

from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.content.read import read_content
from cheatsheet.material.build import build_site
from cheatsheet.site.model import Site
from miniature import CLAIMS, GOOD, PAGE, PLANS, ROOT, enrich, make, take_over, write


def finished(project) -> Site:
    problems = Problems()
    return build_site(read_content(project, problems), problems, project.cache / "mkdocs")


@pytest.fixture(scope="module")
def made(tmp_path_factory, built) -> Site:
    """The finished site of a rich miniature; only read."""
    project = make(tmp_path_factory.mktemp("rich"))
    take_over(built, project, "examples")
    enrich(project)
    return finished(project)


def test_scripts_and_notebooks_can_be_downloaded(made):
    assert made.text("examples/cnn/good/good.py").startswith(GOOD)
    notebook = json.loads(made.files["examples/cnn/good/good.ipynb"])
    assert [cell["cell_type"] for cell in notebook["cells"]] == [
        *("markdown", "code", "code"),
        "code",  # prints the numbers
    ]


def test_every_figure_has_a_small_copy_in_both_schemes(made):
    colours = {"light": "#1d5fa6", "dark": "#7db4f0"}
    for scheme, blue in colours.items():
        small = made.text(f"assets/thumbnails/cnn-good-line-{scheme}.svg")
        assert blue in small
        assert "<text" not in small


def test_social_cards_are_there(made):
    for name in ("cnn", "index"):
        assert made.files[f"previews/{name}.png"].startswith(b"\x89PNG")


def test_a_section_says_how_long_it_takes_and_a_plan_shows_its_list(made):
    line = made.pages["cnn/index.html"].find_class("page-facts")[0].text_content()
    assert line == "½ minute · 1 checked number · 1 plot · 1 correction"
    assert made.pages["index.html"].find_class("page-facts") == []
    [entry] = made.pages["study/index.html"].xpath("//article//ol/li/a")
    assert (entry.get("href"), entry.text) == ("../cnn/#slope", "Slope")
    data = made.text("assets/javascripts/headings.js").partition("=")[2].rstrip(";\n")
    pages = json.loads(data)["pages"]
    assert [page["url"] for page in pages] == ["cnn/", "claims/"]


def test_formulas_are_rendered(made):
    article = made.pages["cnn/index.html"].find(".//article")
    assert len(article.find_class("katex")) == 1
    assert article.find_class("arithmatex") == []


def test_the_search_knows_lines_of_formulas_names_and_titles_without_numbers(made):
    docs = json.loads(made.files["search/search_index.json"])["docs"]
    [slope] = [entry for entry in docs if entry["location"] == "cnn/#slope"]
    assert slope["title"] == "Slope"
    assert slope["tags"] == ["Gradient", "derivative"]
    # a = 1/2, by KaTeX's MathML.
    assert "With a=(1/2)b the slope" in slope["text"]
    assert "frac" not in slope["text"]


def test_scripts_ask_for_no_others(made):
    own = [name for name in made.matching("assets/javascripts/*.js") if "/bundle." not in name]
    assert own
    assert not [name for name in own if "import {" in made.text(name)]
    assert not made.holds("assets/javascripts/dom.js")


def test_what_no_page_loads_is_left_out(made):
    assert not [name for name in made.files if name.endswith(".map") or "/lunr/" in name]


def test_templates_lose_their_indents(made):
    head = html.tostring(made.pages["cnn/index.html"].find("head"), encoding="unicode")
    assert "\n " not in head
    assert "\n\n" not in head


def test_fonts_and_style_sheets_hold_what_is_used(made):
    font = "assets/fonts/Inter-Regular.woff2"
    assert len(made.files[font]) < (ROOT / "docs" / font).stat().st_size / 2
    [own, whole] = sorted(made.matching("assets/stylesheets/*.css"), reverse=True)
    assert ".md-content" in made.text(whole)
    assert ".md-annotation" not in made.text(whole)
    assert "body{color-scheme:light;--fig-1:#" in made.text(own)
    assert "@import" not in made.text(whole)


def test_of_the_theme_s_scripts_only_its_search_is_left_and_that_is_patched(made):
    assert made.matching("assets/javascripts/bundle*.js") == []
    assert "data:find(" in made.text("assets/javascripts/workers/search.min.js")
    scripts = [page.xpath("//script/@src") for page in made.pages.values()]
    assert not [src for some in scripts for src in some if "bundle" in src]


def test_old_addresses_lead_on(made):
    page = made.pages["cnn/index.html"]
    [alias] = page.xpath("//*[@id='steepness']")
    assert alias.getparent().get("id") == "slope"
    assert made.pages["networks/index.html"].find(".//a").get("href") == "../cnn/"


# --- What is wrong -------------------------------------------------------------------------------


def problems_of(project) -> list[str]:
    """Place and message of each problem."""
    with pytest.raises(BadInput) as caught:
        finished(project)
    return [str(problem).partition("\n")[0] for problem in caught.value.problems]


def test_problems_of_what_pages_show_are_named_with_their_places(ran):
    page = PAGE.replace("plot: cnn/good#line", "plot: cnn/good#no")
    write(ran.root, "docs/cnn.md", page + "\nA $\\fraction$.\n")
    write(ran.root, "docs/plans.yml", PLANS.replace("#slope", "#no"))
    plot, formula, plan = problems_of(ran)
    assert plot == "docs/cnn.md:3: there is no figure 'cnn/good#no'"
    assert formula.startswith("docs/cnn.md:18: the formula '\\\\fraction' does not parse: ")
    assert plan == "docs/plans.yml:5: there is no heading 'cnn/#no'"


def test_problems_of_addresses_are_named_with_their_places(ran):
    more = "\n## Bare\n\n<a href='../no/'>x</a>\n\n<p id='slope'>x</p>\n"
    write(ran.root, "docs/cnn.md", PAGE + more)
    write(ran.root, "docs/addresses.txt", "cnn/#a\ncnn/#gone\n")
    write(ran.root, "docs/redirects.yml", "cnn/#a: cnn/#b\n")
    assert problems_of(ran) == [
        "docs/addresses.txt:2: the published address cnn/#gone is gone",
        "docs/cnn.md: the link ../no/ leads nowhere",
        "docs/cnn.md:10: the id slope is used twice",
        "docs/cnn.md:18: the id bare of the heading 'Bare' is made up",
        "docs/redirects.yml:1: cnn/#a leads to cnn/#b, which does not exist",
    ]


def test_a_statement_that_the_ledgers_page_does_not_show_must_stand_somewhere_too(ran):
    write(ran.root, "docs/claims.md", "# Claims { #claims }\n")
    write(ran.root, "docs/cnn.md", PAGE.replace(" [1.1](claim:1.1)", ""))
    write(ran.root, "docs/claims.yml", CLAIMS.replace("cnn/#slope\n", "cnn/#no\n"))
    [problem] = problems_of(ran)
    assert problem == ("docs/claims.yml:1: claim 1.1: it stands at cnn/#no, which does not exist")


def test_a_formula_in_an_example_is_named_with_the_line_of_the_script(styled):
    text = GOOD.replace("# Does a line rise?", "# Does a line rise?\n#\n# By $\\fraction$.")
    write(styled.root, "examples/cnn/good.py", text)
    with pytest.raises(BadInput, match=r"examples/cnn/good.py:5: the formula '\\\\fraction'"):
        finished(styled)
