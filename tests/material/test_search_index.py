"""What the search knows of the pages."""

import json

from cheatsheet.content.places import find_places
from cheatsheet.content.terms import Term, Terms
from cheatsheet.markdown.formulas import FormulaError
from cheatsheet.material.search_index import INDEX, improve_index, names_by_part
from cheatsheet.site.model import Site

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


def improved(*docs: dict[str, str], words=str) -> list[dict]:
    site = Site(files={INDEX: json.dumps({"config": {"lang": "en"}, "docs": docs}).encode()})
    improve_index(site, terms(), words)
    index = json.loads(site.files[INDEX])
    assert index["config"] == {"lang": "en"}
    return index["docs"]


def test_terms_with_a_meaning_are_known_at_the_part_that_explains_them_best():
    assert names_by_part(terms()) == {"losses/#focal": ["Focal loss", "FL"]}


def test_an_entry_gets_lines_for_formulas_and_the_names_its_title_lacks():
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
        {"location": "losses/", "title": "Losses", "text": "<a> and <b < c> and "},
        {"location": "losses/#focal", "title": "Focal loss", "text": "", "tags": ["FL"]},
    ]


def test_a_name_within_a_longer_word_of_the_title_still_helps():
    [entry] = improved({"location": "losses/#focal", "title": "FLOPs", "text": ""})
    assert entry["tags"] == ["Focal loss", "FL"]


def test_only_a_number_in_front_is_left_out():
    titles = [("10. A batch of 1", "A batch of 1"), ("1×1 convolution", "1×1 convolution")]
    docs = [{"location": "x/", "title": old, "text": ""} for old, _ in titles]
    assert [entry["title"] for entry in improved(*docs)] == [new for _, new in titles]


def test_a_site_without_search_needs_no_index():
    site = Site(files={"a.txt": b""})
    improve_index(site, terms(), str)
    assert site.files == {"a.txt": b""}
