"""No page prints a number that nothing checks, in whatever form: real builds with hundreds of faults at once."""

import re

import pytest

import miniature
import unchecked
from cheatsheet.base.problems import BadInput
from cheatsheet.base.seal import ATTRIBUTE
from cheatsheet.commands.build import build
from cheatsheet.pages.script_words import told_in

# One build with all faults serves the file: a second process would make it again.
pytestmark = pytest.mark.xdist_group("number guard")

TERMS = "Line:\n  means: What a slope belongs to.\n  at: [cnn/#slope]\n"
UNCONFIRMED = """an-2001:
  authors: An
  year: 2001
  title: "Early"
  url: https://a.org/early
  confirmed: {how: not confirmed, day: 2026-11-26}
"""
SAID = miniature.CLAIMS.replace('"1.1"', '"1.2"').replace("Lines fall", "9-10 s; 0.1 of 10^6")
TWICE = "It is 9.9 s.\n\nIt is 9.9 s.\n\n## Here { #here }\n\nIt is 9.9 s.\n\nIt is ½ s, is ½ s.\n"
LISTED = (
    "\nOf 64 images 32 are right, of 64 images 16 are wrong. With `5.0` and $p = 0.9$ it ends.\n"
)
NUMBERS = """docs/cnn.md:
  set-up:
    - "32 are"
    - "64 images"
    - "With `5.0` and $p = 0.9$ it"
    - "2 are"
    - "65 images"
    - "99.9"
    - "$2.9$"
    - "$x = 2.9$"
    - "accuracy 93.1% on"
  quoted: ["accuracy 94.1% on"]
examples/cnn/good.py:
  code:
    - "with 99"
docs/missing.md:
  name: [x]
docs/page.html:
  name: [x 9]
docs/.hidden.md:
  name: [x 9]
"""
PLANS = """- id: short
  title: In 9.9 minutes
  line: It takes ½ an hour.
  parts:
    First 99%: [cnn/#slope]
"""
OTHER_FILES = [
    "a.svg",
    "a.txt",
    "b/a.xhtml",
    "a.htm",
    "a.csv",
    "a.json",
    "a.pdf",
    "a.png",
    "LICENSE",
]
# Where the attack of a page stands in its file.
ABOVE = 4


def page(text: str) -> str:
    return f"# Page {{ #page }}\n\nWords.\n\n{text}\n"


def write_cells(project, cells: list[str]) -> None:
    """Examples whose prose says these, each in one of its own."""
    for number, text in enumerate(cells):
        script = miniature.GOOD.replace("# Does a line rise?", f"# Does it?\n#\n# {text}")
        name = f"cell_{'abcdefghijklmnopqrstuvwxyz'[number]}"
        miniature.write(project.root, f"examples/cnn/{name}.py", script)


def make(root):
    project = miniature.make(root)
    miniature.write(project.root, "docs/terms.yml", TERMS)
    miniature.write(project.root, "docs/terms.md", "# Terms { #terms }\n\n<!-- terms -->\n")
    miniature.write(project.root, "docs/claims.yml", miniature.CLAIMS + SAID)
    miniature.write(project.root, "docs/references.yml", miniature.REFERENCES + UNCONFIRMED)
    return project


def problems_of(project) -> list:
    try:
        build(project)
    except BadInput as bad:
        return bad.problems
    return []


@pytest.fixture(scope="module")
def found(built, tmp_path_factory):
    """What one build finds in a miniature whose pages and data files are full of unchecked numbers."""
    project = make(tmp_path_factory.mktemp("faults"))
    miniature.take_over(built, project, "examples")
    for number, text in enumerate(unchecked.ON_A_PAGE):
        miniature.write(project.root, f"docs/way-{number:03}.md", page(text))
    for number, text in enumerate(unchecked.WHOLE_PAGES):
        miniature.write(project.root, f"docs/whole-{number:03}.md", text)
    miniature.write(project.root, "docs/twice.md", page(TWICE))
    write_cells(project, unchecked.IN_A_CELL)
    claims = [
        miniature.CLAIMS.replace('"1.1"', f'"2.{number}"').replace(
            f"They rise by {unchecked.F}.", f">-\n    {text}"
        )
        for number, text in enumerate(unchecked.IN_A_CLAIM)
    ]
    miniature.write(project.root, "docs/claims.yml", miniature.CLAIMS + SAID + "".join(claims))
    terms = [
        f"Term {'abcdefghijkl'[number]}:\n  means: {text}\n  at: [cnn/#slope]\n"
        for number, text in enumerate(unchecked.IN_A_TERM)
    ]
    miniature.write(project.root, "docs/terms.yml", TERMS + "".join(terms))
    miniature.write(project.root, "docs/cnn.md", miniature.PAGE + LISTED)
    miniature.write(project.root, "docs/page.html", "<p>9.9</p>")
    miniature.write(project.root, "docs/.hidden.md", page("x 9"))
    for name in OTHER_FILES:
        miniature.write(project.root, f"docs/{name}", "9.9")
    miniature.write(project.root, "docs/numbers.yml", NUMBERS)
    miniature.write(project.root, "docs/plans.yml", PLANS)
    config = (project.root / "mkdocs.yml").read_text("utf-8")
    config = config.replace("[index.md,", "[Home of 9.9: index.md,")
    config = config.replace("copyright: Text", "copyright: 8.8 texts")
    miniature.write(project.root, "mkdocs.yml", config)
    return project, problems_of(project)


def lines_of(found, path: str) -> set:
    return {problem.line for problem in found[1] if problem.path == path}


def test_no_way_to_print_an_unchecked_number_on_a_page_gets_through(found):
    missed = [
        text
        for number, text in enumerate(unchecked.ON_A_PAGE)
        if not lines_of(found, f"docs/way-{number:03}.md")
    ]
    assert missed == []


def test_each_is_named_with_its_line(found):
    wrong = []
    for number, text in enumerate(unchecked.ON_A_PAGE):
        lines = lines_of(found, f"docs/way-{number:03}.md")
        own = range(ABOVE + 1, ABOVE + 2 + text.count("\n"))
        if not any(line in own for line in lines):
            wrong.append((text, lines))
    assert wrong == []


def test_what_stands_there_twice_is_named_twice(found):
    named = [
        (problem.line, problem.what.partition(" is ")[0])
        for problem in found[1]
        if problem.path == "docs/twice.md"
    ]
    number, half = "the number '9.9'", "the number '½'"
    assert named == [(5, number), (7, number), (11, number), (13, half)]


def test_nor_does_one_in_front_matter_or_a_title(found):
    for number, text in enumerate(unchecked.WHOLE_PAGES):
        assert lines_of(found, f"docs/whole-{number:03}.md") - {None}, text


def test_nor_in_a_text_cell_of_an_example(found):
    missed = [
        text
        for number, text in enumerate(unchecked.IN_A_CELL)
        if not lines_of(found, f"examples/cnn/cell_{'abcdefghijklmnopqrstuvwxyz'[number]}.py")
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("path", "texts"),
    [("docs/claims.yml", unchecked.IN_A_CLAIM), ("docs/terms.yml", unchecked.IN_A_TERM)],
)
def test_nor_in_the_ledger_or_the_index_of_terms(found, path, texts):
    written = (found[0].root / path).read_text("utf-8").splitlines()
    missed = [
        text
        for text in texts
        if not any(text in written[line - 1] for line in lines_of(found, path) if line)
    ]
    assert missed == []


QUESTION = "/// question | Why 3×3?\n    attrs: {id: q-why-3x3}\n    level: core\n\nBecause.\n///"


def test_honest_sentences_pass(built, tmp_path):
    project = make(tmp_path)
    miniature.write(
        project.root, "docs/questions/cnn.md", page(f"## Slope {{ #slope }}\n\n{QUESTION}")
    )
    miniature.take_over(built, project, "examples")
    for number, text in enumerate(unchecked.HONEST):
        miniature.write(project.root, f"docs/honest-{number:03}.md", page(text))
    assert [str(problem) for problem in problems_of(project)] == []


def test_what_is_listed_stands_there_once_and_what_is_in_code_is_in_code(found):
    listed = [
        (problem.line, problem.what) for problem in found[1] if problem.path == "docs/numbers.yml"
    ]
    assert listed == [
        (None, "docs/.hidden.md prints nothing that is looked at"),
        (None, "docs/page.html prints nothing that is looked at"),
        (4, "'64 images' stands 2 times in what docs/cnn.md prints"),
        (6, "'2 are' stands 0 times in what docs/cnn.md prints"),
        (7, "'65 images' stands 0 times in what docs/cnn.md prints"),
        (8, "'99.9' has no word that says of what the number is"),
        (8, "'99.9' stands 0 times in what docs/cnn.md prints"),
        (9, "'$2.9$' has no word that says of what the number is"),
        (9, "'$2.9$' stands 0 times in what docs/cnn.md prints"),
        (10, "'$x = 2.9$' stands 0 times in what docs/cnn.md prints"),
        (11, "'accuracy 93.1% on' stands 0 times in what docs/cnn.md prints"),
        (11, "'accuracy 93.1% on' states a result, and no reason covers that"),
        (12, "'accuracy 94.1% on' stands 0 times in what docs/cnn.md prints"),
        (12, "'accuracy 94.1% on' stands in no statement of the old cheatsheet"),
        (15, "'with 99' holds a number that code and facts of examples/cnn/good.py do not"),
        (15, "'with 99' stands 0 times in what examples/cnn/good.py prints"),
        (16, "there is no file docs/missing.md"),
    ]


def test_words_that_are_listed_are_no_fault_and_those_beside_them_are(found):
    stated = [problem.what for problem in found[1] if problem.path == "docs/cnn.md"]
    assert stated == ["the number '16' is printed, and nothing checks it"]


def test_a_page_that_is_not_written_in_markdown_is_refused(found):
    [problem] = [problem for problem in found[1] if problem.path == "docs/page.html"]
    assert problem.cure == "write the page in Markdown"


@pytest.mark.parametrize("name", OTHER_FILES)
def test_a_file_that_is_published_as_it_is_is_refused(found, name):
    [problem] = [problem for problem in found[1] if problem.path == f"docs/{name}"]
    assert problem.what == "it is published as it is, and nothing checks what it says"


def test_no_mark_of_the_build_is_left_in_a_page(built):
    for page in built.site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert ATTRIBUTE not in text
        assert not re.search("<!-- /?[0-9a-f]{24} -->", text)


def test_plans_and_the_settings_of_the_site_are_looked_at_too(found):
    assert lines_of(found, "docs/plans.yml") == {2, 3, 5}
    settings = (found[0].root / "mkdocs.yml").read_text("utf-8").splitlines()
    named = [settings[line - 1] for line in lines_of(found, "mkdocs.yml")]
    assert any("9.9" in line for line in named)
    assert any("8.8" in line for line in named)


@pytest.mark.parametrize(
    ("said", "is_result"),
    [
        ("Three times as fast as the loop.", True),
        ("Twice the memory of the loop.", True),
        ("Two points better.", True),
        ("IoU of two boxes.", False),
        ("Back to twice the size, an eighth of the sides.", False),
        ("Dollars for an hour of a GPU.", False),
    ],
)
def test_a_comparison_in_words_is_a_result_in_a_comment_and_a_docstring(said, is_result):
    for code in (f"x = 1  # {said}", f'def run():\n    """{said}"""'):
        assert len(list(told_in(code))) == is_result


def test_a_comment_in_a_shared_module_states_no_result(ran):
    script = miniature.GOOD.replace("# %%\n", "# %%\nimport _shared  # noqa: F401\n", 1)
    miniature.write(ran.root, "examples/cnn/sharing.py", script)
    miniature.write(ran.root, "examples/cnn/_shared.py", "x = 1\ny = x  # accuracy 93.1 %\n")
    told = [each for each in problems_of(ran) if each.path == "examples/cnn/_shared.py"]
    assert [(each.line, each.what) for each in told] == [
        (2, "a comment or docstring states a result, '# accuracy 93.1 %'")
    ]


def test_what_was_found_in_data_and_styles_is_found_again_until_it_is_mended(ran):
    def lines() -> list:
        # That a style sheet lies there is a fault of its own, without a line.
        return [(each.path, each.line) for each in problems_of(ran) if each.line]

    terms, sheet = ran.docs / "terms.yml", ran.docs / "own.css"
    at = "Slope:\n  means: {}\n  at: [cnn/#slope]\n"
    sheet.write_text('.a::after { content: "9.9" }\n', "utf-8")
    terms.write_text(at.format("Steps of 9.9."), "utf-8")
    first = [("docs/own.css", 1), ("docs/terms.yml", 2)]
    assert lines() == first
    assert lines() == first
    miniature.write(ran.root, "docs/numbers.yml", 'docs/terms.yml:\n  name: ["Steps of 9.9"]\n')
    assert lines() == first[:1]
    terms.write_text(at.format("Rise over run."), "utf-8")
    sheet.write_text(".a { color: red }\n", "utf-8")
    assert [path for path, _ in lines()] == ["docs/numbers.yml"]
