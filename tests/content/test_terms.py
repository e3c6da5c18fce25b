"""The terms: their data file, and the headings and rows that are terms by their own words."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.places import Place, find_places
from cheatsheet.content.terms import FORM, read_terms, slug
from miniature import write

LABEL = "docs/terms.yml"
PAGE = """# 6. Losses { #losses }

## At a glance { #at-a-glance }

| Loss | Use |
| --- | --- |
| Focal { #row-focal } | Rare |
| MSE { #row-mse } | Often |

## Focal loss { #focal }

$$x$$
{ #eq-focal }

## Sources { #sources }
"""
TERMS = """Focal loss:
  means: Makes easy samples count little.
  also: [FL]
  at: [losses/#eq-focal, losses/#row-focal]
MSE:
  means: The mean of the squared errors.
  see: [FL]
  at: [losses/#row-mse]
"""


def read(root, text, page=PAGE, more=()):
    problems = Problems()
    write(root, LABEL, text)
    terms = read_terms(Project(root), [*find_places("losses", page), *more], problems)
    return terms, [str(problem) for problem in problems]


def addresses(term):
    return [place.address for place in term.places]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("1×1 convolution", "1x1-convolution"),
        ("  F₁ (score) ", "f1-score"),
        ("Érreur", "e-rreur"),
        ("RoI-Align", "roi-align"),
        ("ε", ""),
    ],
)
def test_a_name_makes_an_id(name, made):
    assert slug(name) == made


def test_an_entry_is_found_by_its_name_and_its_synonyms(tmp_path):
    terms, problems = read(tmp_path, TERMS)
    assert problems == []
    focal = terms.by_slug["focal-loss"]
    assert terms.by_slug["fl"] is focal
    assert (focal.name, focal.means, focal.also) == ("Focal loss", "Makes easy samples count little.", ["FL"])  # fmt: skip
    assert focal.id == "term-focal-loss"
    assert terms.by_slug["mse"].see == ["FL"]
    assert [term.line_of() for term in terms.entries] == [1, 5]
    assert focal.line_of("losses/#eq-focal") == 4


def test_a_heading_belongs_to_the_term_that_it_spells_and_stands_first(tmp_path):
    terms, _ = read(tmp_path, TERMS)
    assert addresses(terms.by_slug["fl"]) == [
        "losses/#focal",
        "losses/#eq-focal",
        "losses/#row-focal",
    ]
    # The heading has no second entry.
    assert [term.name for term in terms.entries] == ["Focal loss", "MSE"]


def test_a_synonym_spells_headings_and_rows_too(tmp_path):
    terms, problems = read(
        tmp_path, "Error:\n  means: A difference.\n  also: [mse]\n", PAGE + "## MSE { #mse }\n"
    )
    assert problems == []
    assert addresses(terms.by_slug["error"]) == ["losses/#mse", "losses/#row-mse"]


def test_a_heading_keeps_the_place_that_its_entry_gives_it(tmp_path):
    entry = "Focal loss:\n  means: A loss.\n  at: [losses/#eq-focal, losses/#focal]\n"
    terms, _ = read(tmp_path, entry)
    assert addresses(terms.by_slug["focal-loss"]) == ["losses/#eq-focal", "losses/#focal"]


def test_places_of_one_page_stand_together(tmp_path):
    more = [Place("cnn/#fl", "heading", "FL", "FL"), Place("cnn/#eq-a", "formula", "", "FL")]
    text = TERMS.replace("at: [losses/#eq-focal", "at: [cnn/#eq-a, losses/#eq-focal")
    terms, problems = read(tmp_path, text, PAGE, more)
    assert problems == []
    assert addresses(terms.by_slug["fl"]) == [
        "losses/#focal",
        "losses/#eq-focal",
        "losses/#row-focal",
        "cnn/#fl",
        "cnn/#eq-a",
    ]


def test_a_heading_or_row_without_a_term_is_one_and_parts_that_all_pages_have_are_none(tmp_path):
    page = PAGE + "\n### New idea { #new }\n"
    more = [
        Place("cnn/#new", "heading", "New Idea", "New Idea"),
        Place("cnn/#q-a", "question", "Why?", "New Idea"),
        # What explains none by itself: a case of a run, a page of questions.
        Place("cnn/#row-deep", "table", "Deep", "New idea", chapter="new"),
        Place("questions/cnn/#more", "heading", "More", "More"),
        Place("questions/cnn/#row-a", "table", "Gaussian, σ fixed", "More"),
    ]
    terms, problems = read(tmp_path, TERMS.partition("MSE:")[0], page, more)
    assert problems == []
    assert [term.name for term in terms.entries] == ["Focal loss", "MSE", "New idea"]
    idea = terms.by_slug["new-idea"]
    assert addresses(idea) == ["losses/#new", "cnn/#new"]
    assert (idea.means, idea.line_of()) == ("", None)


FIELDS = "fields: means, also, typed, see, at"
ONE_SENTENCE = "write one sentence with its full stop, without formulas, of at most 140"
BAD = {
    "Focal loss:\n  means: Twice.\n": (
        "Focal loss: 'Focal loss' is a name or a synonym of 'Focal loss' already",
        "keep one of them",
    ),
    "Other:\n  means: Twice.\n  also: [FL]\n  at: [losses/]\n": (
        "Other: 'FL' is a name or a synonym of 'Focal loss' already",
        "keep one of them",
    ),
    "Other:\n  means: Twice.\n  typed: [fl]\n  at: [losses/]\n": (
        "Other: 'fl' is a name or a synonym of 'Focal loss' already",
        "keep one of them",
    ),
    "Other:\n  means: Twice.\n  also: [Another, other]\n  at: [losses/]\n": (
        "Other: 'other' is a name or a synonym of 'Other' already",
        "keep one of them",
    ),
    "Lost:\n  means: No place.\n": (
        "Lost: it leads nowhere",
        "add `at: [PAGE/#ID]`, or name it like a heading or row",
    ),
    "Dead:\n  means: A wrong place.\n  at:\n    - losses/#focl\n": (
        "Dead: there is no losses/#focl",
        "did you mean losses/#focal or losses/#eq-focal or losses/#row-focal?",
    ),
    "Alone:\n  means: A wrong relative.\n  at: [losses/]\n  see: [Focal los]\n": (
        "Alone: there is no term 'Focal los' to see",
        "did you mean focal-loss or alone?",
    ),
    "Long:\n  means: " + "long " * 26 + "sentences..\n": (
        "Long: its meaning has 141 characters",
        ONE_SENTENCE,
    ),
    "Open:\n  means: No full stop\n  at: [losses/]\n": (
        "Open: its meaning has 12 characters",
        ONE_SENTENCE,
    ),
    "TeX:\n  means: It is $x$.\n  at: [losses/]\n": (
        "TeX: its meaning has 10 characters",
        ONE_SENTENCE,
    ),
    "Mute:\n  at: [losses/]\n": ("Mute: its meaning has 0 characters", ONE_SENTENCE),
    "Odd:\n  says: Something.\n": ("Odd: the field says is unknown", FIELDS),
    "Text:\n  means: A list is wanted.\n  at: losses/\n": (
        "Text: the field at is 'losses/'",
        "write a list of texts",
    ),
    "No:\n  means: Texts are wanted.\n  also: [no]\n": (
        "No: the field also is [False]",
        "write a list of texts",
    ),
    "List:\n  means: [A text is wanted.]\n": (
        "List: the field means is ['A text is wanted.']",
        "write a text",
    ),
    "Bare:\n": ("Bare: it has no fields", f"{FIELDS}; a number or yes needs quotes"),
    "ε:\n  means: Has no letters.\n  at: [losses/]\n": (
        "ε: 'ε' makes no id",
        "use letters or digits",
    ),
}
# The line of what is wrong, below the first line of the entry.
BELOW = {"Dead": 3, "Alone": 3}


@pytest.mark.parametrize("entry", BAD)
def test_each_bad_entry_is_named_with_its_line(tmp_path, entry):
    what, cure = BAD[entry]
    terms, problems = read(tmp_path, TERMS + entry)
    line = TERMS.count("\n") + 1 + BELOW.get(entry.partition(":")[0], 0)
    assert problems == [f"{LABEL}:{line}: term {what}\n    cure: {cure}"]
    assert terms.by_slug["fl"].means == "Makes easy samples count little."


def test_the_longest_meaning_has_140_characters(tmp_path):
    text = f"Long:\n  means: {'long ' * 26}sentences.\n  at: [losses/]\n"
    assert read(tmp_path, text)[1] == []


def test_a_file_that_is_no_mapping_is_named(tmp_path):
    assert read(tmp_path, "A: [\n")[1][0].startswith(f"{LABEL}:2: not YAML: ")
    assert read(tmp_path, "- A\n")[1] == [f"{LABEL}:1: not a mapping\n    cure: {FORM}"]
