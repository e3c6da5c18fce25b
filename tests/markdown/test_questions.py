"""What the four blocks of a question become, with Markdown of every kind in them."""

from lxml import html
from markdown import Markdown

QUESTION = """/// question | Why *logits*?
    attrs: {id: q-logits}
    level: core

Because the slopes cancel.

//// behind
The line

| A | B |
| --- | --- |
| 1 | 2 |

- one
- two

```python
a = 1
```
////

//// asked | And when not?
Never.
////

//// mistake
To give it probabilities.
////
///

Behind it.
"""
EXTENSIONS = ["attr_list", "tables", "cheatsheet.questions", "pymdownx.superfences"]


def made(text: str) -> html.HtmlElement:
    return html.fragment_fromstring(Markdown(extensions=EXTENSIONS).convert(text), "div")


def test_a_question_is_a_fold_with_its_parts_in_their_order():
    fold, behind = made(QUESTION)
    assert (fold.tag, fold.get("class"), fold.get("id")) == ("details", "question", "q-logits")
    assert behind.text == "Behind it."
    summary, *parts = fold
    assert summary.text_content() == "Why logits? core"
    assert summary.find("span").get("class") == "level"
    assert [part.get("class") for part in parts] == [None, "behind", "then", "mistake"]
    assert [part[0].text_content() for part in parts[1:]] == [
        "What stands behind it",
        "And when not?",
        "The usual mistake",
    ]
    assert [part[0].get("class") for part in parts[1:]] == ["question-title"] * 3


def test_what_stands_behind_it_may_be_anything():
    behind = made(QUESTION).find_class("behind")[0]
    assert [child.tag for child in behind] == ["p", "p", "table", "ul", "div"]


def test_a_level_that_is_none_makes_no_question():
    assert not made(QUESTION.replace("core", "hard")).findall(".//details")
