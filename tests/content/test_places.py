"""Every place with an address is found in the Markdown of a page, with its kind and words."""

import pytest

from cheatsheet.content.places import Place, find_places, lines_of_markdown, place_of, plain

PAGE = """# 6. Losses { #losses }

| Loss | Use |
| --- | --- |
| Focal { #row-focal } | Rare [6.6](claim:6.6) |
| `MSE`, [plain](example:losses/mse#a) [6.1](claim:6.1) { #row-mse } | Often |

## Focal loss { #focal }

![A plot](example:losses/focal#curves "It falls.")

$$x$$
{ #eq-focal }

### Its $\\gamma$ { .x #gamma data-y=1 }

/// correction | “no weight”
    attrs: {id: corrected-6-6}
It has one.
///

    /// question | Why?
        level: core
        attrs: {class: x, id: "q-why"}
    Because.
    ///

///// interview
    attrs: {id: aloud}
Say it.
/////

A paragraph.
{ #words .lead }

```
## Not a heading { #code }
```

~~~ python
{ #more-code }
~~~

## Sources { #sources }
"""
PLACES = [
    ("losses/", "page", "6. Losses"),
    ("losses/#losses", "page", "6. Losses"),
    ("losses/#row-focal", "table", "Focal"),
    ("losses/#row-mse", "table", "MSE, plain"),
    ("losses/#focal", "heading", "Focal loss"),
    ("losses/#fig-focal-curves", "plot", ""),
    ("losses/#eq-focal", "formula", ""),
    ("losses/#gamma", "heading", "Its"),
    ("losses/#corrected-6-6", "correction 6.6", "“no weight”"),
    ("losses/#q-why", "question", "Why?"),
    ("losses/#aloud", "interview", ""),
    ("losses/#words", "part", ""),
    ("losses/#sources", "heading", "Sources"),
]


def test_every_kind_of_place_is_found_in_order():
    found = find_places("losses", PAGE)
    assert [(place.address, place.kind, place.words) for place in found] == PLACES


def test_a_place_knows_the_heading_above_it():
    above = {place.address: (place.part, place.under) for place in find_places("losses", PAGE)}
    # A heading stands below itself, what stands below the title below the page.
    assert above["losses/"] == ("6. Losses", "losses/")
    assert above["losses/#losses"] == ("6. Losses", "losses/")
    assert above["losses/#row-mse"] == ("6. Losses", "losses/")
    assert above["losses/#focal"] == ("Focal loss", "losses/#focal")
    assert above["losses/#fig-focal-curves"] == ("Focal loss", "losses/#focal")
    assert above["losses/#q-why"] == ("Its", "losses/#gamma")
    assert above["losses/#sources"] == ("Sources", "losses/#sources")


def test_a_function_that_is_shown_is_no_place():
    assert find_places("cnn", "![A](example:cnn/a#def-Block) ![B](example:cnn/a#def-run)") == []


def test_a_place_knows_the_heading_of_the_second_level_that_it_stands_under():
    chapters = {place.address: place.chapter for place in find_places("losses", PAGE)}
    # Nothing stands under the title but what comes before the first of them.
    assert chapters["losses/"] == chapters["losses/#row-mse"] == ""
    assert chapters["losses/#focal"] == chapters["losses/#gamma"] == "focal"
    assert chapters["losses/#q-why"] == "focal"
    assert chapters["losses/#sources"] == "sources"


FENCED = """One
```` python
```
two
````
Three
  ~~~
  four
```
  ~~~
Five
``` never closed
six
"""


def test_lines_of_code_are_no_lines_of_markdown():
    found = list(lines_of_markdown(FENCED))
    assert found == [(1, "One"), (6, "Three"), (11, "Five")]


def test_two_plots_of_one_line_are_two_places():
    text = "![A](example:cnn/a_1#x-y) ![B](example:losses/b#z)"
    addresses = [place.address for place in find_places("cnn", text)]
    assert addresses == ["cnn/#fig-a_1-x-y", "cnn/#fig-b-z"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("row-a", "table"),
        ("eq-a", "formula"),
        ("fig-a-b", "plot"),
        ("q-why", "question"),
        ("corrected-7-10", "correction 7.10"),
        ("corrected-it", "correction"),
        ("rows", "part"),
        ("a-row-b", "part"),
    ],
)
def test_an_id_says_what_it_stands_for(name, kind):
    assert place_of(name) == kind


def test_a_block_says_what_its_id_does_not():
    assert place_of("aloud", "interview") == "interview"
    assert place_of("q-why", "details") == "question"


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**Bold** and `code`", "Bold and code"),
        ("[Word](term:word) [9.1](claim:9.1)", "Word"),
        ("Mean  $\\mu$ of [1.0](example:cnn/a#b)", "Mean of 1.0"),
    ],
)
def test_words_are_plain(markdown, words):
    assert plain(markdown) == words


@pytest.mark.parametrize(
    ("address", "name"),
    [("cnn/#slope", "CNN"), ("system-design/", "System design"), ("losses/#a", "Losses")],
)
def test_the_name_of_a_page_is_short(address, name):
    assert Place(address, "heading", "A", "A").page == name
