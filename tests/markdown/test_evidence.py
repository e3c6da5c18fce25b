"""Checked addresses in Markdown: what good ones become, and what each bad one gets, with page and line."""

import markdown
import pytest
from lxml import html
from markdown import Markdown

from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.base.project import Project
from cheatsheet.content.claims import Claim
from cheatsheet.content.read import Content
from cheatsheet.content.references import Reference
from cheatsheet.content.terms import Term, Terms
from cheatsheet.examples.model import Example, Fact, Figure, Result
from cheatsheet.markdown.evidence import EvidenceExtension, Page
from miniature import CLAIMS, REFERENCES, write

FOCAL = Term("Focal loss", "Makes easy samples count little.", also=["FL"])


@pytest.fixture
def content(tmp_path):
    result = Result(
        "A line",
        "Does it rise?",
        {
            "slope": Fact("1.0"),
            "grows": Fact("1 to 2", "measured", means="it grows"),
            "share": Fact("28.4%", "quoted", source="He 2015, Table 1", conditions="one crop"),
            "odd": Fact("a*b_c"),
        },
        {"line": Figure('<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', "made from its axes")},
        tmp_path / "good.ipynb",
        0.0,
        "9 steps, 10 seeds",
    )
    failed = Example("cnn", "bad", tmp_path / "bad.py")
    return Content(
        Project(tmp_path),
        examples={"cnn/good": Example("cnn", "good", tmp_path / "good.py"), "cnn/bad": failed},
        results={"cnn/good": result},
        references={"he-2015": Reference("he-2015", "He", 2015, "Deep", arxiv="1512.03385"),
                    "an-2001": Reference("an-2001", "An", 2001, "Early", how="not confirmed")},
        claims={"1.1": Claim("1.1", "cnn", "Lines fall", "wrong", "They rise.", [], [], "cnn/")},
        terms=Terms([], {"focal-loss": FOCAL, "fl": FOCAL, "new": Term("New")}),
    )  # fmt: skip


class Converter:
    """One Markdown object for all pages, as a builder has it."""

    def __init__(self, content, extensions=()):
        self.problems = Problems()
        self.evidence = EvidenceExtension(content, self.problems)
        self.markdown = Markdown(extensions=[*extensions, self.evidence])

    def __call__(self, text, path="docs/cnn.md"):
        self.evidence.page = Page(path, text, "../")
        return html.fragment_fromstring(
            self.markdown.reset().convert(text), create_parent="article"
        )

    @property
    def found(self):
        return [str(problem) for problem in self.problems]


@pytest.fixture
def convert(content):
    return Converter(content)


# --- What good addresses become ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        (
            "[1.0](example:cnn/good#slope)",
            {
                "href": "../examples/cnn/good/#slope",
                "class": "checked computed",
                "title": "Computed by the example “A line”",
            },
        ),
        (
            "[28.4%](example:cnn/good#share)",
            {
                "href": "../examples/cnn/good/#share",
                "class": "checked quoted",
                "title": "Quoted from He 2015, Table 1: one crop",
            },
        ),
        (
            "[1 to 2](example:cnn/good#grows)",
            {
                "href": "../examples/cnn/good/#grows",
                "class": "checked measured",
                "title": "Measured by the example “A line”: 9 steps, 10 seeds",
            },
        ),
        ("[the plot](example:cnn/good#line)", {"href": "../examples/cnn/good/#line"}),
        ("[the example](example:cnn/good)", {"href": "../examples/cnn/good/"}),
        (
            "[1.1](claim:1.1)",
            {
                "href": "../claims/#1.1",
                "class": "claim wrong",
                "aria-label": "1.1: wrong in the old cheatsheet, see the ledger",
                "title": "Claim 1.1: wrong in the old cheatsheet",
            },
        ),
        (
            '[He](cite:he-2015 "sec. 3")',
            {"href": "#src-he-2015", "class": "cite", "title": "He 2015, sec. 3"},
        ),
        (
            '[28.4%](cite:he-2015 "Table 1; one crop")',
            {"href": "#src-he-2015", "class": "cite quoted", "title": "He 2015, Table 1; one crop"},
        ),
        (
            "[it](term:fl)",
            {
                "href": "../terms/#term-focal-loss",
                "class": "term",
                "title": "Makes easy samples count little.",
            },
        ),
        ("[there](https://a.org)", {"href": "https://a.org"}),
        ("[there](other.md#example:x)", {"href": "other.md#example:x"}),
    ],
)
def test_a_link_leads_there_and_says_what_it_is(convert, text, attributes):
    link = convert(f"See {text}.").find(".//a")
    assert dict(link.attrib) == attributes
    assert convert.found == []


@pytest.mark.parametrize("says", [r"a\*b\_c", r"**a\***b_c"])
def test_a_number_may_be_escaped_and_emphasised(convert, says):
    convert(f"[{says}](example:cnn/good#odd)")
    assert convert.found == []


def test_a_figure_stands_in_place_with_its_description_and_caption(convert):
    root = convert('Before.\n\n![Rises](example:cnn/good#line "It *rises*.")\n\nAfter.')
    assert [child.tag for child in root] == ["p", "div", "p"]
    [figure] = root[1]
    assert (figure.tag, figure.get("id")) == ("figure", "fig-good-line")
    drawing, caption = figure
    assert (drawing.tag, drawing.get("aria-label")) == ("svg", "Rises")
    assert caption.text == "It *rises*. "
    assert caption.find("a").get("href") == "../examples/cnn/good/"
    assert caption.find("a").get("aria-label") == "Code of this figure: A line"
    assert convert.found == []


@pytest.mark.parametrize(
    ("name", "code", "asked"),
    [
        ("my_line", "def my_line(x):\n    return 2 * x", "line"),
        ("MyLine", "class MyLine:\n    slope = 2", "MyLin"),
    ],
)
def test_a_function_or_a_class_of_a_script_stands_in_place_with_its_caption(
    convert, tmp_path, name, code, asked
):
    (tmp_path / "good.py").write_text(f"{code}\n\n\ny = {name}\n")
    root = convert(f'Before.\n\n![Code](example:cnn/good#def-{name} "It doubles.")\n\nAfter.')
    assert [child.tag for child in root] == ["p", "div", "p"]
    [figure] = root[1]
    assert (figure.tag, figure.get("class"), figure.get("id")) == ("figure", "listing", None)
    shown, caption = figure
    assert shown.text_content() == code
    assert caption.text_content() == "It doubles. Whole script"
    assert caption.find("a").get("href") == "../examples/cnn/good/"
    assert convert.found == []
    convert(f"![Code](example:cnn/good#def-{asked})")
    assert f"there is no function or class in cnn/good called '{asked}'" in convert.found[0]
    assert f"did you mean {name}?" in convert.found[0]


def test_of_two_names_alike_the_exact_one_is_shown_and_none_that_did_not_run(convert, tmp_path):
    code = "class Line:\n    slope = 2\n\n\ndef line(x):\n    return line(x - 1)\n\n\ny = Line\n"
    (tmp_path / "good.py").write_text(code)
    root = convert('![Code](example:cnn/good#def-Line "Slope.")')
    assert root.find(".//pre").text_content() == "class Line:\n    slope = 2"
    convert('![Code](example:cnn/good#def-line "Slope.")')
    assert "no line of examples/cnn/good.py uses line, so that it has not run" in convert.found[0]


def test_the_text_behind_a_figure_stays(convert):
    root = convert("Left ![Rises](example:cnn/good#line) right ![Falls](example:cnn/good#line) end")
    assert [figure.tail for figure in root.iter("figure")] == [" right ", " end"]
    assert [svg.get("aria-label") for svg in root.iter("svg")] == ["Rises", "Falls"]


def test_a_page_lists_what_it_cites_once_by_author_and_no_other_page_does(convert):
    root = convert(
        '[He](cite:he-2015 "sec. 3") [An](cite:an-2001 "p. 1") [He again](cite:he-2015 "sec. 4")'
    )
    assert [item.get("id") for item in root[-1]] == ["src-an-2001", "src-he-2015"]
    assert root[-1].get("class") == "sources"
    assert [item.get("id") for item in convert('[An](cite:an-2001 "p. 1")')[-1]] == ["src-an-2001"]
    assert not convert("Nothing.").find_class("sources")


def test_it_is_known_which_pages_use_an_example(convert):
    convert("[1.0](example:cnn/good#slope)", "docs/a.md")
    convert("![Rises](example:cnn/good#line)", "docs/b.md")
    convert("[x](example:cnn/bad#x) [x](claim:1.1)", "docs/c.md")
    assert convert.evidence.users == {"cnn/good": {"docs/a.md", "docs/b.md"}}


# --- What bad addresses get --------------------------------------------------------------------------------------------

BAD = {
    "[42](example:cnn/good#line)": (
        "'42' is a number, and example:cnn/good#line is no fact",
        "link a fact of the example",
    ),
    "[−4.2 GB](example:cnn/good#line)": (
        "'−4.2 GB' is a number, and example:cnn/good#line is no fact",
        "link a fact of the example",
    ),
    "[42](claim:1.1)": ("the link to claim 1.1 says '42'", "write [1.1](claim:1.1)"),
    "[x](example:cnn/goood#slope)": ("there is no example 'cnn/goood'", "did you mean cnn/good?"),
    "[x](example:cnn/good#slop)": (
        "there is no fact or figure in cnn/good called 'slop'",
        "did you mean slope?",
    ),
    "[x](example:good)": (
        "the address example:good is malformed",
        "write example:FOLDER/NAME#ITEM",
    ),
    "[1.5](example:cnn/good#slope)": (
        "the page says '1.5', the run of cnn/good says '1.0'",
        "write [1.0](example:cnn/good#slope), or mend the example",
    ),
    "[1](example:cnn/good#slope)": (
        "the page says '1', the run of cnn/good says '1.0'",
        "write [1.0](example:cnn/good#slope), or mend the example",
    ),
    "![alt](example:cnn/good#lin)": (
        "there is no figure in cnn/good called 'lin'",
        "did you mean line?",
    ),
    "![alt](example:cnn/good#slope)": (
        "there is no figure in cnn/good called 'slope'",
        "did you mean line?",
    ),
    "![](example:cnn/good#line)": (
        "the figure has no alternative text",
        "write ![what the plot shows](…)",
    ),
    "![ ](example:cnn/good#line)": (
        "the figure has no alternative text",
        "write ![what the plot shows](…)",
    ),
    "[9.9](claim:9.9)": ("there is no claim '9.9'", "known: 1.1"),
    "[He](cite:he-2015)": (
        "the citation of he-2015 names no place in it",
        'write [He](cite:he-2015 "sec. 4.1, Table 2")',
    ),
    '[28.4%](cite:an-2001 "p. 1")': (
        "'28.4%' is quoted from an-2001, which nobody confirmed",
        "read the source, or quote one that was read",
    ),
    "[X](cite:hee-2015)": ("there is no reference 'hee-2015'", "did you mean he-2015 or an-2001?"),
    "[x](term:focal-los)": ("there is no term 'focal-los'", "did you mean focal-loss?"),
    "[x](term:new)": ("the term 'New' has no meaning to show", "give it one in docs/terms.yml"),
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_address_is_named_with_its_line_and_cure(convert, text):
    what, cure = BAD[text]
    convert(f"One.\n\nTwo [1.0](example:cnn/good#slope)\nand {text}.")
    assert convert.found == [f"docs/cnn.md:4: {what}\n    cure: {cure}"]


def test_an_example_that_failed_is_said_once_by_its_run(convert):
    convert("[x](example:cnn/bad#slope) ![x](example:cnn/bad#line)")
    assert convert.found == []


def test_of_equal_addresses_the_faulty_one_is_named(convert):
    good, bad = "[1.0](example:cnn/good#slope)", "[1.5](example:cnn/good#slope)"
    convert(f"{good}\n*{bad}*\n{good}\n\n{bad}")
    assert [problem.line for problem in convert.problems] == [2, 5]


def test_figures_and_links_with_one_address_are_counted_together(convert):
    convert("![Rises](example:cnn/good#line)\n\n[it](example:cnn/good#line)\n\n![](example:cnn/good#line)")  # fmt: skip
    assert [problem.line for problem in convert.problems] == [5]


def test_each_page_names_itself_and_counts_its_own_lines(convert):
    text = "[1.0](example:cnn/good#slope)\n\n[1.5](example:cnn/good#slope)"
    convert(text, "docs/a.md")
    convert(text, "docs/b.md")
    places = [(problem.path, problem.line) for problem in convert.problems]
    assert places == [("docs/a.md", 3), ("docs/b.md", 3)]


def test_the_ledger_lists_bare_addresses(convert):
    convert.evidence.page = Page("docs/claims.yml", "- id: a\n  evidence: [example:cnn/x]\n", "")
    convert.markdown.convert("[X](example:cnn/x)")
    assert convert.found[0].startswith("docs/claims.yml:2: there is no example 'cnn/x'")


# --- By its name alone -------------------------------------------------------------------------------------------------


def test_alone_it_reads_the_checkout_that_it_is_called_in(tmp_path, monkeypatch):
    write(tmp_path, "docs/cnn.md", "# 1. CNN { #cnn }\n")
    write(tmp_path, "docs/references.yml", REFERENCES)
    write(tmp_path, "docs/claims.yml", CLAIMS)
    monkeypatch.chdir(tmp_path)

    def alone(text):
        return markdown.markdown(text, extensions=["cheatsheet.evidence"])

    made = alone('[He](cite:he-2015 "sec. 3") [1.1](claim:1.1)')
    assert 'href="claims/#1.1"' in made
    assert 'id="src-he-2015"' in made
    with pytest.raises(BadInput, match="there is no reference 'he-2016'") as caught:
        alone("[He](cite:he-2016) [9.9](claim:9.9)")
    assert len(caught.value.problems) == 2
    # A fault of the data files is one too.
    write(tmp_path, "docs/plans.yml", "words\n")
    with pytest.raises(BadInput, match=r"docs/plans\.yml:1: not a list"):
        alone("Words.")


# --- Cures that work, and lines that are right ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["a*b_c", "*a*", "5 $ to 6 $", "`x`", "a<b>", "[x]", "a\\b", "1 < 2", "$x$", "__a__"]
)
def test_the_cure_for_a_wrong_text_is_text_that_is_right(content, text):
    content.results["cnn/good"].facts["odd"] = Fact(text)
    convert = Converter(content, ["pymdownx.arithmatex"])
    convert("[no](example:cnn/good#odd)")
    [problem] = convert.problems
    cure = problem.cure.removeprefix("write ").removesuffix(", or mend the example")
    convert(cure)
    assert len(convert.found) == 1


def test_a_link_by_a_label_is_at_fault_where_it_stands(convert):
    convert(
        "[1.0](example:cnn/good#slope) and\n[1.5][there] and\n`[1.5](example:cnn/good#slope)`\n\n"
        "[1.0][there] [1.5](example:cnn/good#slope)\n\n[there]: example:cnn/good#slope\n"
    )
    assert [problem.line for problem in convert.problems] == [2, 5]


@pytest.mark.parametrize(
    "text",
    [
        '[1.0](example:cnn/good#slope){ aria-label="9.9" }',
        '[1.0](example:cnn/good#slope "9.9")',
        '[*1.0*{ title="9.9" }](example:cnn/good#slope)',
        '[1.1](claim:1.1){ style="color: red" }',
        '[it](term:fl){ data-x="9" }',
        '[He](cite:he-2015 "sec. 3"){ aria-label="9.9" }',
    ],
)
def test_a_checked_link_takes_no_attributes(content, text):
    convert = Converter(content, ["attr_list"])
    convert(text)
    assert "the checked link carries" in convert.found[0]


def test_what_is_made_bears_the_seal_of_its_page_and_only_there(convert):
    convert.evidence.page = Page("docs/cnn.md", "", "", "abc")
    text = (
        '[1.0](example:cnn/good#slope) [it](term:fl) [He](cite:he-2015 "sec. 3") [x](https://a.org)'
    )
    made = html.fragment_fromstring(convert.markdown.convert(text), create_parent="article")
    seals = [link.get("data-evidence") for link in made.iter("a")]
    assert seals[:4] == ["abc number", "abc link", "abc number", None]
    assert made[-1].get("data-evidence") == "abc made"


def test_a_number_in_the_words_of_an_unconfirmed_source_needs_a_reader_of_it(convert):
    convert('[An 2001](cite:an-2001 "p. 1") [about 42](cite:an-2001 "p. 1") [An](cite:an-2001 "p. 1; of 42 images")')  # fmt: skip
    assert [problem.what for problem in convert.problems] == [
        "'about 42' is quoted from an-2001, which nobody confirmed",
        "'of 42 images' is quoted from an-2001, which nobody confirmed",
    ]
