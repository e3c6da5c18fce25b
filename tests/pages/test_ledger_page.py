"""The page of the ledger: what its Markdown says of each claim."""

import pytest
from markdown import markdown

from cheatsheet.base.project import Project
from cheatsheet.content.claims import Claim
from cheatsheet.content.read import Content
from cheatsheet.content.references import Reference
from cheatsheet.content.sections import Section
from cheatsheet.examples.model import Figure
from cheatsheet.pages.ledger_page import ledger_entries, ledger_summary
from miniature import result

DRAWN = {"one": Figure("", ""), "two": Figure("", "")}
REFERENCES = {
    "he-2015": Reference("he-2015", "He et al.", 2015, "Deep *residual* learning", arxiv="1512.03385"),
    "book": Reference("book", "Nobody", 1999, "Only printed", how="not confirmed"),
}  # fmt: skip


def claim(number: str, verdict: str = "wrong", **changed: object) -> Claim:
    given = {
        "id": number,
        "section": "cnn",
        "says": "Lines fall",
        "verdict": verdict,
        "right": "They rise.\n",
        "sources": {},
        "evidence": [],
        "at": "cnn/#slope",
        "why_no_run": "Nothing to run.\n",
    }
    return Claim(**given | changed)


def entries(tmp_path, *claims: Claim) -> str:
    return ledger_entries(
        Content(
            Project(tmp_path),
            results={
                "cnn/good": result("A [line]", facts={"slope": "1*0"}, figures=DRAWN),
                "cnn/plain": result("Plain", figures={"one": DRAWN["one"]}),
            },
            sections={"cnn": Section(1, "Networks", "cnn", "")},
            references=REFERENCES,
            claims={each.id: each for each in claims},
        )
    )


def test_the_summary_counts_by_verdict_and_lists_all_ids_the_worst_first():
    claims = [
        claim("1.1", evidence=["example:cnn/good"]),
        claim("1.2", "correct"),
        claim("1.3", "imprecise"),
        claim("1.4", "conditions", evidence=["example:cnn/good"]),
        claim("1.5", "correct"),
    ]
    assert ledger_summary(claims).split("\n\n") == [
        "5 statements: 2 correct, 1 correct under conditions, 1 imprecise or dated, 1 wrong. "
        "For 2 of them an example of this build is evidence.",
        "**Wrong** (1), so do not repeat:",
        "- [1.1](#1.1) “Lines fall”",
        "**Imprecise or dated** (1): [1.3](#1.3)\n{ .ids }",
        "**Correct under conditions** (1): [1.4](#1.4)\n{ .ids }",
        "**Correct** (2): [1.2](#1.2) [1.5](#1.5)\n{ .ids }\n",
    ]


def test_an_entry_says_its_verdict_evidence_sources_and_place(tmp_path):
    made = entries(
        tmp_path,
        claim(
            "1.1",
            evidence=["example:cnn/good#slope", "example:cnn/plain#one", "example:cnn/plain"],
            sources={"he-2015": "sec. 3", "book": "p. 2"},
        ),
    )
    assert made.split("\n") == [
        "## 1. Networks { #cnn data-section=cnn }",
        "",
        "### 1.1 “Lines fall” { #1.1 data-section=cnn data-verdict=wrong }",
        "",
        "**Wrong.** They rise.",
        "{ .verdict .wrong }",
        "",
        '<div class="entry-foot" markdown>',
        "",
        r"- Evidence: A \[line\]: [1\*0](example:cnn/good#slope) · [Plain, the plot](example:cnn/plain#one)"
        " · [Plain](example:cnn/plain)",
        r"- Sources: He et al. 2015, Deep \*residual\* learning, sec. 3 [arXiv 1512.03385](https://arxiv.org/abs/1512.03385)"
        " · Nobody 1999, Only printed, p. 2 (not confirmed)",
        "- On the site: [cnn/#slope](cnn.md#slope)",
        "",
        "</div>",
        "",
    ]


def test_what_no_run_shows_says_why(tmp_path):
    made = entries(tmp_path, claim("1.1"))
    assert "- No run shows it: Nothing to run.\n" in made
    assert "Sources" not in made
    assert "Evidence" not in made


def test_several_plots_of_one_example_are_told_apart(tmp_path):
    made = entries(tmp_path, claim("1.1", evidence=[f"example:cnn/good#{name}" for name in DRAWN]))
    assert r"[A \[line\], the plot “one”](example:cnn/good#one)" in made
    assert r"[A \[line\], the plot “two”](example:cnn/good#two)" in made


@pytest.mark.parametrize("item", ["", "#slope"])
def test_evidence_without_a_result_is_left_to_the_check_of_addresses(tmp_path, item):
    made = entries(tmp_path, claim("1.1", evidence=[f"example:cnn/gone{item}"]))
    assert f"](example:cnn/gone{item})" in made


def test_each_section_has_one_heading_and_the_introduction_is_number_0(tmp_path):
    claims = [claim("0.1", section="index", at=""), claim("1.1"), claim("1.2")]
    made = entries(tmp_path, *claims)
    headings = [line for line in made.split("\n") if line.startswith("## ")]
    assert headings == [
        "## 0. Title and introduction { #index data-section=index }",
        "## 1. Networks { #cnn data-section=cnn }",
    ]
    assert "- On the site: [](index.md)" in made


@pytest.mark.parametrize(
    ("at", "link"),
    [
        ("cnn/", "cnn.md"),
        ("cnn/#row-a", "cnn.md#row-a"),
        ("#home", "index.md#home"),
        ("./#home", "index.md#home"),
    ],
)
def test_a_place_is_linked_as_a_file(tmp_path, at, link):
    assert f"- On the site: [{at}]({link})" in entries(tmp_path, claim("1.1", at=at))


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ("x_i and y_{max}", "x<sub>i</sub> and y<sub>max</sub>"),
        ("snake_case", "snake_case"),
        ("2^n", "2<sup>n</sup>"),
        ("*not* `code` [no link](x) a < b & c", "*not* `code` [no link](x) a &lt; b &amp; c"),
        (r"$x$ and \* # {1}", r"$x$ and \* # {1}"),
    ],
)
def test_the_words_of_the_original_stand_as_they_were(says, shown):
    line = ledger_summary([claim("1.1", says=says)]).split("\n\n")[2]
    assert f"“{shown}”" in markdown(line, extensions=["pymdownx.arithmatex"])
