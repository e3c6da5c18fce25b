"""What the search knows of the pages."""

import json

from cheatsheet.formulas import FormulaError
from cheatsheet.places import find_places
from cheatsheet.search_index import improve_index, names_by_part
from cheatsheet.terms import Term, Terms

PAGE = """# 6. Losses { #losses }

## Focal loss { #focal }

| Loss | Formula |
| --- | --- |
| Focal { #row-focal } | x |
"""


def terms() -> Terms:
    places = {place.address: place for place in find_places("losses", PAGE)}
    focal = Term("Focal loss", "Easy samples count little.", also=["FL"])
    focal.places = [places["losses/#row-focal"], places["losses/"]]
    heading = Term("Loss", places=[places["losses/"]])
    return Terms([focal, heading])


def test_terms_with_a_meaning_are_known_at_the_part_that_explains_them_best():
    assert names_by_part(terms()) == {"losses/#focal": ["Focal loss", "FL"]}


def test_an_entry_gets_lines_for_formulas_and_the_names_its_title_lacks(tmp_path):
    def words(tex: str) -> str:
        if tex == "bad":
            raise FormulaError("no")
        return f"<{tex}>"

    path = tmp_path / "search_index.json"
    docs = [
        {
            "location": "losses/",
            "title": "6. Losses",
            "text": r"\(a\) and \[b &lt; c\] and \(bad\)",
        },
        {"location": "losses/#focal", "title": "Focal loss", "text": ""},
    ]
    path.write_text(json.dumps({"docs": docs}), "utf-8")
    improve_index(path, terms(), words)
    assert json.loads(path.read_text("utf-8"))["docs"] == [
        {"location": "losses/", "title": "Losses", "text": "<a> and <b < c> and "},
        {"location": "losses/#focal", "title": "Focal loss", "text": "", "tags": ["FL"]},
    ]


def test_a_site_without_search_needs_no_index(tmp_path):
    improve_index(tmp_path / "search_index.json", terms(), str)
    assert list(tmp_path.iterdir()) == []
