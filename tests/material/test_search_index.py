"""What the search knows of the pages."""

import json
import re
from pathlib import Path

import pytest

from cheatsheet.base.markup import parse_piece
from cheatsheet.content.places import find_places
from cheatsheet.content.tasks import Task
from cheatsheet.content.terms import Term, Terms
from cheatsheet.markdown.formulas import FormulaError
from cheatsheet.material import search_index
from cheatsheet.material.search_index import (
    CONCEPT,
    FAINT,
    QUESTION,
    example_entry,
    list_entry,
    names_by_part,
    page_entries,
    whole_index,
)
from miniature import result

PAGE = """# 6. Losses { #losses }

## Focal loss { #focal }

| Loss | Formula |
| --- | --- |
| Focal { #row-focal } | x |

/// question | Why focal?
    attrs: {id: q-why}
    level: core

Because.
///
"""


def terms() -> Terms:
    places = {place.address: place for place in find_places("losses", PAGE)}
    focal = Term("Focal loss", "Easy samples count little.", also=["FL"], typed=["retina loss"])
    focal.places = [places["losses/#row-focal"], places["losses/"]]
    why = Term("Focus", "It is asked about.", places=[places["losses/#q-why"]])
    heading = Term("Loss", places=[places["losses/"]])
    return Terms([focal, why, heading])


def improved(*docs: dict[str, str], words=str, questions=()) -> list[dict]:
    entries = page_entries(docs, questions, words)
    index = json.loads(whole_index({"lang": "en"}, entries, terms()))
    assert index["config"] == {"lang": "en"}
    return index["docs"]


@pytest.mark.parametrize(
    ("parts", "asked"), [(set(), "losses/#focal"), ({"losses/#q-why"}, "losses/#q-why")]
)
def test_terms_with_a_meaning_are_known_at_the_part_that_explains_them_best(parts, asked):
    names, typed = names_by_part(terms(), parts)
    assert names["losses/#focal"][:2] == ["Focal loss", "FL"]
    assert names[asked][-1] == "Focus"
    assert typed["losses/#focal"] == ["retina loss"]


def test_an_entry_gets_lines_for_formulas_and_shows_the_names_that_its_title_lacks():
    def words(tex: str) -> str:
        if tex == "bad":
            raise FormulaError("no")
        return f"<{tex}>"

    text = r"\(a\) and \[b &lt; c\] and \(bad\)"
    assert improved(
        {"location": "losses/", "title": "6. Losses", "text": text},
        {"location": "losses/#focal", "title": "Focal loss", "text": ""},
        words=words,
    ) == [
        {"location": "losses/", "title": "Losses", "text": "<a> and <b < c> and ", "names": ["losses"]},
        {
            "location": "losses/#focal",
            "title": "Focal loss",
            "text": "",
            "tags": ["FL", "Focus"],
            "names": ["Focal loss", "retina loss"],
        },
    ]  # fmt: skip


def test_a_name_within_a_longer_word_of_the_title_still_helps():
    [entry] = improved({"location": "losses/#focal", "title": "FLOPs", "text": ""})
    assert entry["tags"] == ["Focal loss", "FL", "Focus"]


def test_only_a_number_in_front_is_left_out():
    titles = [("10. A batch of 1", "A batch of 1"), ("1×1 convolution", "1×1 convolution")]
    docs = [{"location": "x/", "title": old, "text": ""} for old, _ in titles]
    assert [entry["title"] for entry in improved(*docs)] == [new for _, new in titles]


def asked(name: str, question: str, concept: str, answer: str, behind: str = "") -> dict:
    then = [{"question": "And then?", "answer": "Then."}]
    address = f"questions/losses/#{name}"
    return {
        "address": address,
        "question": question,
        "concept": concept,
        "answer": answer,
        "follow_ups": then,
        "behind": behind,
        "mistake": "",
    }


def test_a_question_is_found_by_names_and_rows_that_stand_behind_it():
    behind = (
        "How | What\nLow rank | LoRA, \\(A B_{12}\\)\nLow \\(r\\) | so\nThe ViT. With LoRA, QLoRA."
    )
    question = asked("q-vit", "What of a ViT?", "Loss", "Tune it.", behind)
    found = {"location": "questions/losses/#loss", "title": "Loss", "text": "What of a ViT? core"}
    [_, entry] = improved(found, questions=[question])
    assert (
        entry["text"] == "<p>Tune it.</p><p>And then?</p><p>Behind it: Low rank, LoRA, QLoRA.</p>"
    )


def test_each_question_is_found_by_what_is_said_aloud_and_what_is_asked_next():
    questions = [
        asked("q-one", "Why <1?", "Loss & gain", "Because \\(a<b\\)."),
        asked("q-other", "Why <1?", "Another", "Elsewhere."),
        asked("q-not", "Why not?", "Loss & gain", "It is."),
    ]
    entry = {
        "location": "questions/losses/#loss",
        "title": "Loss &amp; gain",
        "text": "First. Why &lt;1? core <p>All that is folded.</p> Why not? core <p>More.</p>",
    }
    found = improved(entry, questions=questions, words=lambda tex: f"[{tex}]")
    assert [entry["boost"] for entry in found] == [CONCEPT, QUESTION, QUESTION]
    assert [(entry["location"], entry["title"], entry["text"]) for entry in found] == [
        ("questions/losses/#loss", "Loss &amp; gain", "First. "),
        ("questions/losses/#q-one", "Why &lt;1?", "<p>Because [a<b].</p><p>And then?</p>"),
        ("questions/losses/#q-not", "Why not?", "<p>It is.</p><p>And then?</p>"),
    ]


def test_what_only_lists_counts_less_than_what_explains():
    script = (Path(search_index.__file__).parent / "search_words.js").read_text("utf-8")
    explains = float(re.search(r"^const EXPLAINS = ([\d.]+);$", script, re.M)[1])
    assert FAINT < explains < CONCEPT < QUESTION < 1


def test_a_claim_is_known_by_its_number_and_not_by_its_sources():
    text = "<p>Wrong.</p> <ul> <li>Sources: He</li> </ul>"
    [claim] = improved({"location": "claims/#7.10", "title": "7.10 “It”", "text": text})
    assert claim["text"] == "<p>Wrong.</p>"
    assert claim["names"] == ["7.10", "claim 7.10"]


def test_a_list_of_sources_counts_little():
    [sources] = improved({"location": "cnn/#sources", "title": "Sources", "text": "He"})
    assert sources["boost"] == FAINT


def test_an_example_is_known_by_its_title_its_question_and_its_prose(tmp_path: Path):
    cells = [
        {"cell_type": "markdown", "source": ["# A line & more\n", "Does it\n", "rise?"]},
        {"cell_type": "code", "source": ["import torch"]},
        {"cell_type": "markdown", "source": ["## How far\n", "By $x^2$,\n", "in `a<b`."]},
    ]
    notebook = tmp_path / "line.ipynb"
    notebook.write_text(json.dumps({"cells": cells}), "utf-8")
    shown = result("A line & more", "Does it rise?", notebook=notebook)
    assert example_entry("cnn/line", shown, lambda tex: f"[{tex}]") == {
        "location": "examples/cnn/line/",
        "title": "A line &amp; more",
        "text": "<p>Does it rise?</p><p>How far</p><p>By [x^2], in <code>a&lt;b</code>.</p>",
    }


def test_a_task_is_known_as_one_to_code_from_scratch_and_not_by_its_solution(tmp_path: Path):
    cells = [{"cell_type": "markdown", "source": f"# Dice\n{n}"} for n in ("Write it.", "Sum.")]
    notebook = tmp_path / "dice.ipynb"
    notebook.write_text(json.dumps({"cells": cells}), "utf-8")
    task = Task("scratch/soft_dice", "losses", "core", "Dice loss", ["F1 loss"])
    shown = result("Soft Dice loss (SDL)", "Write it.", notebook=notebook)
    entry = example_entry("scratch/soft_dice", shown, str, task)
    assert "implement" in entry["text"]
    assert "Sum" not in entry["text"]
    called = [name for name in entry["names"] if "scratch" in name]
    assert called == [
        f"{name} from scratch"
        for name in ("Dice loss", "Soft Dice loss", "SDL", "soft dice", "F1 loss")
    ]


def test_a_section_is_not_known_by_how_many_questions_it_has():
    found = [
        {"location": f"cnn/#{name}", "title": name, "text": ""} for name in ("a", "follow-ups")
    ]
    assert [entry["location"] for entry in improved(*found)] == ["cnn/#a"]


def test_the_index_of_terms_is_known_by_what_it_is():
    page = '<article><h1 id="terms">Index of terms<a>#</a></h1><p class="lead">A &amp; Z.</p></article>'
    index = list_entry("terms/", parse_piece(page)[0])
    assert (index["location"], index["title"], index["text"]) == (
        "terms/", "Index of terms", "<p>A &amp; Z.</p>"
    )  # fmt: skip
    assert "glossary" in index["names"]


def test_lists_and_examples_stand_behind_what_explains():
    """In that order, whatever the order of the pages; their titles name no terms."""
    places = ["examples/cnn/line/", "terms/", "losses/#focal", "examples/", "losses/"]
    entries = [{"location": place, "title": "x", "text": ""} for place in places]
    found = json.loads(whole_index({}, entries, terms()))["docs"]
    assert [entry["location"] for entry in found] == [
        "losses/#focal", "losses/", "terms/", "examples/", "examples/cnn/line/",
    ]  # fmt: skip
    # What is kept of a page is not changed: the next build reads it.
    assert entries == [{"location": place, "title": "x", "text": ""} for place in places]
