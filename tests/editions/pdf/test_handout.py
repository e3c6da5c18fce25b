import pytest
from lxml import html

from cheatsheet.base.markup import element, words_of
from cheatsheet.base.nodes import element_text
from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.editions.pdf.document import Document, Heading
from cheatsheet.editions.pdf.handout import SIZES, fit, handout, unlink
from cheatsheet.editions.pdf.source import read_source

GLANCE = '<h2 id="at-a-glance">At a glance</h2><p>In short.</p><h3>Rows</h3><p>More.</p><h2>Depth</h2><p>Long.</p>'
DESIGN = (
    '<h2 id="framework">Framework</h2><p>Ask.</p><h2 id="between">Between</h2><p>Not this.</p>'
    '<h2 id="tradeoffs">Trade-offs</h2><p>Weigh.</p>'
)


def test_every_section_gives_what_stands_at_a_glance(make_site):
    site = make_site(
        {
            "index.html": "<p>Home.</p>",
            "cnn/index.html": GLANCE,
            "system-design/index.html": DESIGN,
        },
        "https://example.org/cv/",
    )
    problems = Problems()
    document = handout(read_source(site, problems), "abc1234", "1 May 2026", problems)
    assert not problems
    main = html.fragment_fromstring(document.body)
    assert (
        words_of(main.find("h1"))
        == "Tiny, at a glanceexample.org/cv/ · version abc1234 of 1 May 2026"
    )
    cnn, design = main.findall("section")
    assert [words_of(tag) for tag in cnn] == [
        "1 Networks example.org/cv/cnn/",
        "In short.",
        "Rows",
        "More.",
    ]
    assert [words_of(tag) for tag in design][1:] == ["Framework", "Ask.", "Trade-offs", "Weigh."]
    assert document.headings == [
        Heading(1, "cnn--title", "1. Networks"),
        Heading(1, "system-design--title", "10. Design"),
    ]
    assert main.get_element_by_id("cnn--title").tag == "h2"


def test_a_section_without_a_summary_is_a_problem(make_site):
    site = make_site({"index.html": "", "cnn/index.html": "<h2 id='depth'>Depth</h2><p>x</p>"})
    problems = Problems()
    document = handout(read_source(site, Problems()), "x", "y", problems)
    assert [problem.path for problem in problems] == ["site/cnn/index.html"]
    assert document.headings == []


def test_on_paper_there_is_nothing_to_follow():
    part = element(
        '<section><p>Half <a class="claim" href="#1">1.2</a>, see <a href="x">the <b>text</b></a> and '
        '<a class="checked" href="y" id="z">11 px</a>.</p><details>Why?</details>'
        '<div class="admonition">Note <a class="claim">1.3</a></div><figure></figure></section>'
    )
    unlink(part)
    assert element_text(part) == (
        '<section><p>Half, see the <b>text</b> and <span class="checked">11 px</span>.</p></section>'
    )


class PrinterOfLength:
    """Stands in for Chromium: a document has three pages in type larger than `largest`."""

    def __init__(self, largest: float):
        self.largest = largest

    def print(self, document, paper):
        self.size = float(document.style.partition("--size: ")[2].partition("pt")[0])
        return Pages(2 if self.size <= self.largest else 3, document.style)


class Pages:
    def __init__(self, count: int, style: str):
        self.count, self.style = count, style


@pytest.mark.parametrize("largest", [SIZES[0], 8.2, SIZES[-1]])
def test_the_largest_type_that_fits_is_taken(imprint, largest):
    printed = fit(PrinterOfLength(largest), Document("Handout", imprint))
    assert printed.count == 2
    assert f"--size: {largest:.1f}pt" in printed.style


def test_a_handout_that_fits_in_no_type_is_refused(imprint):
    with pytest.raises(BadInput, match=r"the handout: it needs 3 pages even at 7\.1 pt"):
        fit(PrinterOfLength(7.0), Document("Handout", imprint))
