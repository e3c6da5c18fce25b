"""An executed notebook as HTML: words, code, what was printed, figures."""

import nbformat
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cheatsheet.examples.run import FACTS_TAG
from cheatsheet.pages.notebook import body


def page(*cells) -> str:
    notebook = nbformat.writes(new_notebook(cells=list(cells)))
    return body(notebook, lambda name: f"<figure>{name}</figure>")


def code(source: str, *outputs, tags: tuple[str, ...] = ()):
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


PRINTED = new_output("stream", name="stdout", text="\n1 < 2 & 3\n")
VALUE = new_output("execute_result", {"text/plain": "'<b>'"}, execution_count=1)
DRAWN = new_output("display_data", {"image/svg+xml": "<svg/>"}, metadata={"figure": "line"})


def test_words_keep_their_formulas_for_the_common_renderer():
    made = page(new_markdown_cell("# A line\nCosts $a < b$, **much**.\n\n$$x^2$$\n\n- one\n- two"))
    heading, words, formula, points = html.fragments_fromstring(made)
    assert (heading.tag, heading.text, heading.get("id")) == ("h1", "A line", None)
    assert [part.tag for part in words] == ["span", "strong"]
    assert (words[0].get("class"), words[0].text) == ("arithmatex", "\\(a < b\\)")
    assert (formula.get("class"), "".join(formula.text.split())) == ("arithmatex", "\\[x^2\\]")
    assert [item.text for item in points] == ["one", "two"]


def test_code_stands_once_highlighted_and_within_reach_of_the_keyboard():
    assert page(code("a < 1\n")) == (
        '<div class="language-python highlight"><pre tabindex="0"><code>'
        '<span></span>a <span class="o">&lt;</span> <span class="mi">1</span>'
        "</code></pre></div>"
    )


def test_what_was_printed_and_what_a_cell_gave_is_text():
    printed, value = page(code("x", PRINTED, VALUE)).split("\n")[1:]
    assert printed == '<div class="output"><pre tabindex="0">1 &lt; 2 &amp; 3</pre></div>'
    assert value == """<div class="output"><pre tabindex="0">'&lt;b&gt;'</pre></div>"""


def test_blocks_stand_in_their_order_and_the_cell_of_facts_does_not():
    made = page(code("x", PRINTED, DRAWN), new_markdown_cell("Words"), code("y", tags=(FACTS_TAG,)))
    assert [block.tag for block in html.fragments_fromstring(made)] == ["div", "div", "figure", "p"]


def test_a_task_is_folded_from_its_first_solution_on():
    cells = [
        new_markdown_cell("# Dice\nWrite it."),
        new_markdown_cell("## Tests to pass"),
        code("check()"),
        new_markdown_cell("## A first right solution\nThe idea."),
        code("solve()"),
        new_markdown_cell("## Complexity\nLinear.\n\n## The usual slip\nTo forget it."),
    ]
    notebook = nbformat.writes(new_notebook(cells=cells))
    made = body(notebook, str, seal="s", fold_from="A first right solution")
    parts = html.fragment_fromstring(made, create_parent="article")
    assert [heading.text for heading in parts.iter("h2")] == ["Tests to pass"]
    folds = parts.findall("div[@class='fold']/details[@class='question']")
    assert [fold.find("summary").text for fold in folds] == [
        "A first right solution",
        "Complexity",
        "The usual slip",
    ]
    assert "solve()" in folds[0].text_content()
    assert folds[1].text_content().split() == ["Complexity", "Linear."]
    assert body(notebook, str, fold_from="Another heading") == body(notebook, str)
