"""The page of an example: its figures, and what stands below the notebook."""

import nbformat
import pytest
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cheatsheet.base.project import Project
from cheatsheet.content.read import Content
from cheatsheet.content.sections import Section
from cheatsheet.examples.model import Example, Fact, Figure
from cheatsheet.pages.example_page import foot, notebook_page, offer, tell_users
from miniature import result

SVG = '<svg viewBox="0 0 {0} {0}"><path d="M 0 0"/></svg>'


def test_figures_have_the_words_of_the_page_or_of_their_axes(tmp_path):
    figures = {
        "one": Figure(SVG.format(1), "Plot. a"),
        "two": Figure(SVG.format(2), "Plot. b against c"),
    }
    # In the order of the notebook, whatever the order of the record.
    drawn = [
        new_output("display_data", {"image/svg+xml": "theirs"}, metadata={"figure": name})
        for name in ("two", "one")
    ]
    path = tmp_path / "good.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("draw()", outputs=drawn)]), path)
    sections = {"cnn": Section(1, "Networks", "cnn", "![One & all](example:cnn/good#one)")}
    shown = result("A line", figures=figures, notebook=path)
    (tmp_path / "good.py").write_text("draw()", "utf-8")
    examples = {"cnn/good": Example("cnn", "good", tmp_path / "good.py")}
    content = Content(Project(tmp_path), examples, {"cnn/good": shown}, sections=sections)
    made = html.fragments_fromstring(notebook_page("cnn/good", content))
    two, one = [block for block in made if block.tag == "figure"]
    assert [(figure.get("id"), figure.get("class")) for figure in (one, two)] == [
        ("one", "plot"),
        ("two", "plot"),
    ]
    labels = [figure[0].get("aria-label") for figure in (one, two)]
    assert labels == ["One & all", "Plot. b against c"]
    assert [figure[0].get("viewbox") for figure in (one, two)] == ["0 0 1 1", "0 0 2 2"]


# --- Below the title, and below the notebook ----------------------------------------------------


@pytest.fixture
def example(tmp_path) -> Example:
    """An example that imports one module, which imports another; a third is not its own."""
    for name, text in {
        "good": "import _shapes\nimport _absent",
        "_shapes": "from _deeper import x",
        "_deeper": "x = 1",
        "_foreign": "",
    }.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    return Example("cnn", "good", tmp_path / "good.py")


def test_the_script_the_notebook_and_shared_modules_are_offered(example):
    links = html.fragment_fromstring(offer(example), create_parent="div").findall("p/a")
    names = ["good.py", "good.ipynb", "_deeper.py", "_shapes.py"]
    assert [link.get("href") for link in links] == names
    assert all("download" in link.attrib for link in links)


def test_shared_modules_come_with_a_hint(example, tmp_path):
    made = offer(example)
    assert "It imports <code>_deeper.py</code>, <code>_shapes.py</code>: keep them in" in made
    example.path.write_text("import math", "utf-8")
    alone = Example(example.folder, example.name, example.path)
    assert "It imports" not in offer(alone)


def test_what_one_installs_is_named_as_it_is_installed(example, tmp_path):
    assert "pip install" not in offer(example)
    source = "import math\nimport torch.nn.functional as F\nimport _shapes\nfrom sklearn import svm"
    example.path.write_text(source, "utf-8")
    (tmp_path / "_deeper.py").write_text("from numpy import pi", "utf-8")
    more = Example(example.folder, example.name, example.path)
    assert "Runs after <code>pip install numpy scikit-learn torch</code>." in offer(more)
    source = "from sklearn.datasets import load_sample_image"
    example.path.write_text(source, "utf-8")
    more = Example(example.folder, example.name, example.path)
    assert "Runs after <code>pip install pillow scikit-learn</code>." in offer(more)


def test_downloads_stand_between_the_question_and_the_code(example, tmp_path):
    cells = [new_markdown_cell("# Lines\nDo they rise?"), new_code_cell("draw()")]
    path = tmp_path / "good.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    shown = result("Lines", notebook=path)
    content = Content(Project(tmp_path), {"cnn/good": example}, {"cnn/good": shown})
    made = notebook_page("cnn/good", content)
    places = [made.index(part) for part in ("Do they rise?", 'href="good.py"', "draw")]
    assert places == sorted(places)


def test_the_pages_that_use_it_are_named(example):
    def named(*users: tuple[str, str]) -> str:
        root = html.fragment_fromstring(foot(example, result()), create_parent="div")
        tell_users(root, users)
        return html.tostring(root, encoding="unicode")

    users = [("cnn/", "1. Nets & more"), ("losses/", "6. Losses")]
    assert (
        '<p class="used-in">Used in <a href="../../../cnn/">1. Nets &amp; more</a>, <a href="../../../losses/">6. Losses</a>.</p>'
        in named(*users)
    )
    assert "Used in" not in named()
    assert "<!-- used" not in named() + named(*users)


def test_facts_have_addresses_and_say_what_stands_behind_them(example):
    facts = {
        "slope": "< 1.0",
        "grows": Fact("1 to 2", "measured", means="it grows"),
        "steps": Fact("9", "given"),
        "accuracy": Fact("28.4%", "quoted", source="He & co 2015, Table 1", conditions="one crop"),
    }
    shown = result(facts=facts, setup="9 steps & 10 seeds")
    table = html.fragment_fromstring(foot(example, shown), create_parent="div").find(".//tbody")
    rows = [[cell.text_content() for cell in row] for row in table]
    assert rows == [
        ["slope", "< 1.0"],
        ["grows", "1 to 2 measured: it grows"],
        ["steps", "9 set in the script"],
        ["accuracy", "28.4% quoted from He & co 2015, Table 1: one crop"],
    ]
    assert [row[0].get("id") for row in table] == ["slope", "grows", "steps", "accuracy"]
    assert "Measured with 9 steps &amp; 10 seeds. " in foot(example, shown)
    row = "../../../robustness/#row-cnn-good-grows"
    assert f'<a href="{row}">How far each number carries</a>' in foot(example, shown)
    assert f'<a href="{row}">measured</a>: it grows' in foot(example, shown)
    assert "Measured with" not in foot(example, result(facts={"slope": "1"}))


def test_an_example_of_figures_alone_has_no_table(example):
    assert "<table>" not in foot(example, result())
