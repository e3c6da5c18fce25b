"""Addresses that finished pages offer, and what on them has none."""

import pytest

from cheatsheet.base.markup import parse_page
from cheatsheet.base.problems import Problems
from cheatsheet.site.addresses import check_ids, offered
from cheatsheet.site.model import Site

SECTION = """
<h1 id="cnn">CNN</h1><nav id="__toc"><a id="__x">Theme</a></nav>
<figure id="fig-line"><svg viewBox="0 0 1 1"><g id="glyph"><path id="p1"/></g></svg></figure>
<table><tr><td id="row-first">First</td><td>1</td></tr></table>
<ol><li id="src-he-2015">He et al.</li></ol><h2 id="last">Last</h2>
"""
EXAMPLE = """
<h1 id="Notebook-title">Title</h1><h2><b id="in-a-heading">x</b></h2>
<figure id="line"></figure><table><tr><td id="slope">slope</td></tr></table>
"""


def page(body, around='<p id="outside">Theme</p>'):
    return parse_page(f"<html><body>{around}<article>{body}</article></body></html>")


def test_pages_stand_in_the_order_of_the_navigation_then_by_name_then_examples():
    bodies = {
        "examples/cnn/a/index.html": EXAMPLE,
        "zoo/index.html": '<h1 id="zoo">Z</h1>',
        "examples/index.html": '<h1 id="examples">Examples</h1>',
        "index.html": '<h1 id="home">Home</h1>',
        "cnn/index.html": SECTION,
        "losses/index.html": '<h1 id="losses">L</h1>',
        "404.html": '<h1 id="gone">Gone</h1>',
    }
    pages = {name: page(body) for name, body in bodies.items()}
    pages["empty/index.html"] = parse_page('<p id="no-article">x</p>')
    assert offered(Site(pages), ["index", "losses", "cnn"]) == [
        "./",
        "./#home",
        "losses/",
        "losses/#losses",
        "cnn/",
        "cnn/#cnn",
        "cnn/#fig-line",
        "cnn/#row-first",
        "cnn/#last",
        "examples/",
        "examples/#examples",
        "zoo/",
        "zoo/#zoo",
        "examples/cnn/a/",
        "examples/cnn/a/#line",
        "examples/cnn/a/#slope",
    ]


def test_an_id_that_a_page_has_twice_is_one_address():
    pages = {"index.html": page('<h1 id="home">Home</h1><p id="home">again</p>')}
    assert offered(Site(pages), ["index"]) == ["./", "./#home"]


FINE = """# CNN { #cnn }

## Slope `a` { #slope .big }

| Row |
| --- |
| First { #row-first } |

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

<p id="by-hand">In HTML.</p>
"""
FINE_HTML = """
<h1 id="cnn">CNN<a class="headerlink" href="#cnn" title="Link">#</a></h1>
<h2 id="slope" class="big">Slope <code>a</code></h2>
<table><tr><th>Row</th></tr><tr><td id="row-first">First</td><td>1</td></tr></table>
<div class="formula" id="eq-equal">a = b</div>
<details id="q-why-so"><summary>Why so?</summary><p>Because.</p></details>
<div class="admonition correction" id="corrected-1-1"><p>“Once”</p><p>Twice.</p></div>
<p id="by-hand">In HTML.</p><svg viewBox="0 0 1 1"><g id="ünlike"/></svg><i id="__theme"></i><i id="src-x"></i>
"""


def found(body, markdown, source=None):
    problems = Problems()
    site = Site({"cnn/index.html": page(body)})
    check_ids(site, {"docs/cnn.md": markdown}, {"docs/cnn.md": source or markdown}, problems)
    return [(problem.path, problem.line, problem.what, problem.cure) for problem in problems]


def test_ids_that_the_source_gives_are_no_problem():
    assert found(FINE_HTML, FINE) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "cure"),
    [
        ('<h2 id="slope"', "<h2", 3, "the heading 'Slope a' has no id", "{ #its-words }"),
        ('id="slope"', 'id="slope-a"', 3, "the id slope-a of the heading 'Slope a' is made up", "{ #its-words }"),
        ('id="row-first"', "", 7, "the table row 'First' has no id", "{ #row-its-words }"),
        ('id="q-why-so"', "", 12, "the question 'Why so?' has no id", "{id: q-its-words}"),
        ('id="corrected-1-1"', "", 18, "the correction '“Once”' has no id", "{id: corrected-7-10}"),
        ('<h1 id="cnn"', "<h1", 1, "the heading 'CNN' has no id", "{ #its-words }"),
    ],
    ids=["heading", "made-up", "row", "question", "correction", "own-link"],
)  # fmt: skip
def test_what_has_no_id_of_its_source_is_named_where_it_stands(old, new, line, what, cure):
    assert FINE_HTML.count(old) == 1
    [problem] = found(FINE_HTML.replace(old, new), FINE)
    assert problem[:3] == ("docs/cnn.md", line, what)
    assert cure in problem[3]


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "cure"),
    [
        ("by-hand", "café", 23, "the id 'café' makes no address", "use letters, digits, - . _"),
        ("by-hand", "-by", 23, "the id '-by' makes no address", "use letters, digits, - . _"),
        ("row-first", "first", 7, "the id first does not begin with row-", "write #row-first"),
        ("eq-equal", "equal", 10, "the id equal does not begin with eq-", "write #eq-equal"),
        ("q-why-so", "why", 14, "the id why does not begin with q-", "write #q-why"),
    ],
)
def test_an_id_of_a_wrong_form_is_a_problem(old, new, line, what, cure):
    text = FINE.replace(old, new)
    # Where a block gives its id there is no # to look for.
    line = None if old == "q-why-so" else line
    line = None if old == "by-hand" else line
    assert found(FINE_HTML.replace(old, new), text) == [("docs/cnn.md", line, what, cure)]


def test_ids_of_made_parts_count_and_lines_are_those_of_the_source():
    """The gallery's headings stand in no file: the text as it was converted has them."""
    source = "# CNN { #cnn }\n\n<!-- gallery -->\n\n## No id\n"
    converted = source.replace("<!-- gallery -->", "## Made { #made }\n\nof\n\nmany lines")
    body = '<h1 id="cnn">CNN</h1><h2 id="made">Made</h2><h2 id="no-id">No id</h2>'
    [problem] = found(body, converted, source)
    assert problem[1:3] == (5, "the id no-id of the heading 'No id' is made up")


def test_every_page_is_looked_at_and_one_without_an_article_passed_over():
    pages = {
        "index.html": page("<h1>Home</h1>"),
        "cnn/index.html": page('<h1 id="cnn">CNN</h1>'),
        "losses/index.html": page("<h1>Losses</h1>"),
        "bare/index.html": parse_page("<h1>Bare</h1>"),
    }
    names = ["docs/index.md", "docs/cnn.md", "docs/losses.md", "docs/bare.md", "docs/unbuilt.md"]
    texts = dict.fromkeys(names, "# Home\n\n# CNN { #cnn }\n\n# Losses\n")
    problems = Problems()
    check_ids(Site(pages), texts, texts, problems)
    assert [(problem.path, problem.line) for problem in problems] == [
        ("docs/index.md", 1),
        ("docs/losses.md", 5),
    ]
